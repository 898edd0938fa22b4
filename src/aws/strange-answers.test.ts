import { afterEach, describe, expect, it } from 'vitest'
import { foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../domain/fold-workflow.ts'
import { ownServer } from '../server/testing-own-server.ts'
import { PartOfList } from './pages.ts'
import { createStatesApi, type StatesApi } from './states-api.ts'
import { createSwfApi, type SwfApi } from './swf-api.ts'
import { testingApiOptions } from './testing-api-options.ts'
import { failureOf } from './testing-failure.ts'
import { type ScriptedAnswer, type ScriptedAws, startScriptedAws } from './testing-scripted-aws.ts'
import { directTransport } from './testing-transport.ts'

const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-1'
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'
const RUN = { domain: 'orders', workflowId: 'ord-1', runId: '22vH=' }
const AT = 1_795_183_200
const noPause = async () => undefined
const open: Pick<ScriptedAws, 'url' | 'close'>[] = []

afterEach(async () => {
  for (const aws of open.splice(0)) await aws.close()
})

/** Both APIs in front of an endpoint that answers every call like this. */
async function answering(answer: ScriptedAnswer): Promise<{ states: StatesApi; swf: SwfApi }> {
  const aws = await startScriptedAws(() => answer)
  open.push(aws)
  return apisAt(aws.url)
}

function apisAt(url: string): { states: StatesApi; swf: SwfApi } {
  return {
    states: createStatesApi({ ...testingApiOptions, transport: directTransport('states', url) }),
    swf: createSwfApi({ ...testingApiOptions, transport: directTransport('swf', url) }),
  }
}

async function problemOf(call: Promise<unknown>, action: string): Promise<string> {
  const error = await failureOf(call)
  if (error.kind !== 'unreadable') return error.kind
  expect(error.action).toBe(action)
  expect(error.endpoint).toBe(open.at(-1)?.url)
  return error.problem
}

const started = { id: 1, previousEventId: 0, timestamp: AT, type: 'ExecutionStarted' }
const entered = { id: 2, previousEventId: 0, timestamp: AT, type: 'TaskStateEntered' }
const scheduled = { id: 3, previousEventId: 2, timestamp: AT, type: 'ActivityScheduled' }
const swfStarted = { eventId: 1, eventTimestamp: AT, eventType: 'WorkflowExecutionStarted' }
const swfScheduled = { eventId: 2, eventTimestamp: AT, eventType: 'ActivityTaskScheduled' }

describe('a history of Step Functions is no answer', () => {
  it.each<[string, unknown, string]>([
    ['that is empty', {}, 'noList'],
    ['that is null', null, 'malformed'],
    ['that is a list', [], 'malformed'],
    ['without its list', { events: null }, 'noList'],
    ['without events', { events: [] }, 'noEvents'],
    ['with something else for its list', { events: {} }, 'malformed'],
    ['with something else for events', { events: [7, 'x'] }, 'malformed'],
    ['with an event without an id', { events: [{ ...started, id: undefined }] }, 'malformed'],
    ['with an event without a type', { events: [{ ...started, type: undefined }] }, 'malformed'],
    ['with an event without a time', { events: [{ ...started, timestamp: null }] }, 'noTime'],
    ['with times in milliseconds', { events: [{ ...started, timestamp: AT * 1000 }] }, 'noTime'],
    ['with times out of all bounds', { events: [{ ...started, timestamp: 1e300 }] }, 'noTime'],
    ['with times as texts', { events: [{ ...started, timestamp: '2026-11-20T14:00:00Z' }] }, 'malformed'],
    [
      'that does not say what follows what',
      { events: [scheduled, { ...entered, previousEventId: undefined }, started] },
      'malformed',
    ],
    ['with a token that is none', { events: [started], nextToken: 7 }, 'malformed'],
  ])('%s: %s is %s', async (_, body, problem) => {
    const { states } = await answering({ body })
    expect(await problemOf(states.readHistory(EXECUTION, 0, noPause), 'states:GetExecutionHistory')).toBe(
      problem,
    )
  })

  it('that is no JSON, though it is a success', async () => {
    const { states } = await answering({ text: '<html>Welcome</html>' })
    const call = states.readHistory(EXECUTION, 0, noPause)
    expect(await problemOf(call, 'states:GetExecutionHistory')).toBe('malformed')
  })
})

it('a connection that breaks within an answer gives none, rather than a strange one', async () => {
  const server = await ownServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': 5000 })
    response.write('{"events":[', () => request.socket.destroy())
  })
  open.push(server)
  const { states, swf } = apisAt(server.url)
  const noAnswer = { kind: 'noAnswer', reachable: null, endpoint: server.url }
  expect(await failureOf(states.readHistory(EXECUTION, 0, noPause))).toEqual(noAnswer)
  expect(await failureOf(swf.readHistory(RUN, 0, noPause))).toEqual(noAnswer)
})

describe('a history of SWF is no answer', () => {
  it.each<[string, unknown, string]>([
    ['that is empty', {}, 'noList'],
    ['without events', { events: [] }, 'noEvents'],
    ['with an event without a time', { events: [{ ...swfStarted, eventTimestamp: null }] }, 'noTime'],
    ['with an event without an id', { events: [{ ...swfStarted, eventId: undefined }] }, 'malformed'],
    [
      'with an ending of nothing',
      { events: [{ eventId: 2, eventTimestamp: AT, eventType: 'ActivityTaskCompleted' }, swfStarted] },
      'malformed',
    ],
  ])('%s: %s is %s', async (_, body, problem) => {
    const { swf } = await answering({ body })
    expect(await problemOf(swf.readHistory(RUN, 0, noPause), 'swf:GetWorkflowExecutionHistory')).toBe(problem)
  })
})

describe('a list is no answer', () => {
  it.each<[string, unknown, string]>([
    ['that is empty', {}, 'noList'],
    ['that is null', null, 'malformed'],
    ['that is something else', { executions: 7, stateMachines: 'x', executionInfos: {} }, 'malformed'],
    [
      'of what is nothing',
      { executions: [null], stateMachines: [null], executionInfos: [null] },
      'malformed',
    ],
  ])('%s', async (_, body, problem) => {
    const { states, swf } = await answering({ body })
    expect(await problemOf(states.listStateMachines(noPause), 'states:ListStateMachines')).toBe(problem)
    const running = states.listRunningExecutions(MACHINE, noPause)
    expect(await problemOf(running, 'states:ListExecutions')).toBe(problem)
    const workflows = swf.listOpenWorkflows('orders', AT * 1000, noPause)
    expect(await problemOf(workflows, 'swf:ListOpenWorkflowExecutions')).toBe(problem)
  })

  it('as a whole where an item has no name, and what has one is told', async () => {
    const execution = { workflowId: 'ord-1', runId: '22vH=' }
    const { states, swf } = await answering({
      body: {
        stateMachines: [{ name: 'Orders' }, { stateMachineArn: MACHINE }],
        executions: [{ startDate: AT }, { executionArn: EXECUTION, status: 'BLOOMING' }],
        executionInfos: [{ execution }, { execution: { workflowId: 'ord-2' } }, {}],
      },
    })
    for (const [call, item] of [
      [states.listStateMachines(noPause), { stateMachineArn: MACHINE, name: 'Orders' }],
      [
        states.listRunningExecutions(MACHINE, noPause),
        { executionArn: EXECUTION, name: 'ord-1', startedAtMs: null, stateMachineVersionArn: null },
      ],
      [
        swf.listOpenWorkflows('orders', AT * 1000, noPause),
        { domain: 'orders', ...execution, startedAtMs: null },
      ],
    ] as const) {
      const cause = await call.catch((thrown: unknown) => thrown)
      expect(cause).toBeInstanceOf(PartOfList)
      expect(cause).toMatchObject({ error: { kind: 'unreadable', problem: 'noName' }, items: [item] })
    }
  })

  it.each([AT * 1000, null])('with no time that can be one: %j', async (startDate) => {
    const { states } = await answering({ body: { executions: [{ executionArn: EXECUTION, startDate }] } })
    expect(await states.listRunningExecutions(MACHINE, noPause)).toMatchObject([{ startedAtMs: null }])
  })
})

describe('what this console does not know', () => {
  it('of Step Functions is passed over, and breaks nothing', async () => {
    const { states } = await answering({
      body: {
        events: [
          { ...started, id: 5, type: 'TaskBloomed', taskBloomedEventDetails: { in: 'May' } },
          {
            ...scheduled,
            id: 4,
            previousEventId: 3,
            type: 'ActivityStarted',
            activityStartedEventDetails: 7,
          },
          {
            ...scheduled,
            activityScheduledEventDetails: { resource: { arn: 7 }, heartbeatInSeconds: '60', input: [] },
          },
          { ...entered, stateEnteredEventDetails: { name: 7, input: { a: 1 } } },
          started,
        ],
      },
    })
    const folded = foldExecution(UNREAD_EXECUTION, await states.readHistory(EXECUTION, 0, noPause))
    expect(folded.lastEventId).toBe(5)
    // There is a heartbeat, and how long it is cannot be read: that is not the same as none.
    expect(folded.open).toMatchObject([
      { name: null, resource: '', heartbeatSeconds: undefined, timeoutSeconds: null, workerName: null },
    ])
  })

  it('of SWF is passed over, and breaks nothing', async () => {
    const { swf } = await answering({
      body: {
        events: [
          { eventId: 3, eventTimestamp: AT, eventType: 'WorkflowExecutionBloomed' },
          { ...swfScheduled, activityTaskScheduledEventAttributes: { heartbeatTimeout: 60, taskList: 7 } },
          swfStarted,
        ],
      },
    })
    const folded = foldWorkflow(UNREAD_WORKFLOW, await swf.readHistory(RUN, 0, noPause))
    expect(folded).toMatchObject({ lastEventId: 3, timeoutSeconds: undefined })
    expect(folded.open).toMatchObject([
      {
        name: null,
        heartbeatSeconds: undefined,
        timeoutSeconds: undefined,
        swf: { scheduleToStartSeconds: undefined, scheduleToCloseSeconds: undefined, taskList: '' },
      },
    ])
  })
})
