import { afterEach, describe, expect, it } from 'vitest'
import { AppFailure } from '../domain/app-error.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import { TaskToken } from '../domain/task-token.ts'
import { createStatesApi, type StatesApi } from './states-api.ts'
import { failureOf } from './testing-failure.ts'
import { type ScriptedAnswer, type ScriptedAws, startScriptedAws } from './testing-scripted-aws.ts'
import { directTransport } from './testing-transport.ts'

const EXECUTION = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-1'
const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' }
const noPause = async () => undefined
const open: ScriptedAws[] = []

afterEach(async () => {
  for (const aws of open.splice(0)) await aws.close()
})

async function scripted(
  script: (input: Readonly<Record<string, unknown>>, index: number) => ScriptedAnswer,
  change: Partial<Parameters<typeof createStatesApi>[0]> = {},
): Promise<{ api: StatesApi; asked: ScriptedAws['asked']; sights: DateSight[] }> {
  const aws = await startScriptedAws(script)
  open.push(aws)
  const sights: DateSight[] = []
  const api = createStatesApi({
    region: 'eu-west-1',
    transport: directTransport('states', aws.url),
    credentials: async () => KEYS,
    clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now() }),
    onSight: (sight) => sights.push(sight),
    clockOffsetMs: () => 0,
    ...change,
  })
  return { api, asked: aws.asked, sights }
}

/** Events `from` down to `to`, as a page of a history read newest first. */
function events(from: number, to: number) {
  return Array.from({ length: from - to + 1 }, (_, index) => ({
    id: from - index,
    previousEventId: from - index - 1,
    timestamp: 1_795_183_200 + from - index,
    type: 'PassStateEntered',
    stateEnteredEventDetails: { name: 'Pass' },
  }))
}

describe('readHistory', () => {
  const pages: Readonly<Record<string, unknown>> = {
    first: { events: events(9, 7), nextToken: 'b' },
    b: { events: events(6, 4), nextToken: 'c' },
    c: { events: events(3, 1) },
  }
  const byToken = (input: Readonly<Record<string, unknown>>): ScriptedAnswer => ({
    body: pages[typeof input['nextToken'] === 'string' ? input['nextToken'] : 'first'],
  })

  it('reads newest first, all pages, and gives rising order', async () => {
    const { api, asked } = await scripted(byToken)
    const read = await api.readHistory(EXECUTION, 0, noPause)
    expect(read.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(read[0]?.atMs).toBe(1_795_183_201_000)
    expect(asked).toMatchObject([
      { executionArn: EXECUTION, reverseOrder: true, includeExecutionData: true },
      { nextToken: 'b' },
      { nextToken: 'c' },
    ])
  })

  it.each([
    { known: 9, ids: [], requests: 1 },
    { known: 8, ids: [9], requests: 1 },
    { known: 6, ids: [7, 8, 9], requests: 1 },
    { known: 5, ids: [6, 7, 8, 9], requests: 2 },
    { known: 3, ids: [4, 5, 6, 7, 8, 9], requests: 2 },
    { known: 2, ids: [3, 4, 5, 6, 7, 8, 9], requests: 3 },
  ])('stops at event $known where that is known: $requests requests', async ({ known, ids, requests }) => {
    const { api, asked } = await scripted(byToken)
    expect((await api.readHistory(EXECUTION, known, noPause)).map(({ id }) => id)).toEqual(ids)
    expect(asked).toHaveLength(requests)
  })

  it('waits before every page after the first', async () => {
    const { api, asked } = await scripted(byToken)
    const before: number[] = []
    await api.readHistory(EXECUTION, 0, async () => {
      before.push(asked.length)
    })
    expect(before).toEqual([1, 2])
  })

  it('gives nothing of a history of which one page failed', async () => {
    const { api } = await scripted((input) =>
      input['nextToken'] === 'b' ? { status: 400, body: { __type: 'ThrottlingException' } } : byToken(input),
    )
    expect(await failureOf(api.readHistory(EXECUTION, 0, noPause))).toEqual({ kind: 'throttled' })
  })
})

describe('listings', () => {
  it('leave Express machines out and take all pages', async () => {
    const machine = (name: string, type: string) => ({
      name,
      type,
      stateMachineArn: `arn:${name}`,
      creationDate: 1_795_183_200,
    })
    const { api } = await scripted((input) =>
      input['nextToken'] === undefined
        ? { body: { stateMachines: [machine('A', 'STANDARD'), machine('B', 'EXPRESS')], nextToken: 'n' } }
        : { body: { stateMachines: [machine('C', 'STANDARD')] } },
    )
    expect(await api.listStateMachines(noPause)).toEqual([
      { name: 'A', stateMachineArn: 'arn:A' },
      { name: 'C', stateMachineArn: 'arn:C' },
    ])
  })
})

describe('describeLimits', () => {
  it.each([
    ['{"StartAt":"A","TimeoutSeconds":900}', 900],
    ['{"StartAt":"A"}', null],
    ['', undefined],
    ['encrypted, perhaps', undefined],
    ['null', undefined],
  ])('of the definition %j is %s', async (definition, timeoutSeconds) => {
    const { api } = await scripted(() => ({ body: { definition, updateDate: 1_795_183_200.5 } }))
    expect(await api.describeLimits(EXECUTION)).toMatchObject({
      inForceFromMs: 1_795_183_200_500,
      timeoutSeconds,
    })
  })

  it('tells the definition where it can be read, and nothing else where it cannot', async () => {
    const written = { StartAt: 'A', States: { A: { Type: 'Succeed' } } }
    const told = async (definition: string) => {
      const { api } = await scripted(() => ({ body: { definition, updateDate: 1 } }))
      return (await api.describeLimits(EXECUTION)).definition
    }
    expect(await told(JSON.stringify(written))).toEqual(written)
    expect(await told('{"StartAt":"A"}')).toBeNull()
    expect(await told('encrypted, perhaps')).toBeNull()
  })

  it('tells what the definition shows to be wrong, also where it is in a form that is not known', async () => {
    const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
    const States = { A: { Type: 'Task', Resource, Parameters: { 'T.$': '$$.Task.Token' } } }
    const shown = async (definition: string) => {
      const { api } = await scripted(() => ({ body: { definition, updateDate: 1 } }))
      const { definition: parsed, lint } = await api.describeLimits(EXECUTION)
      expect(parsed).toBeNull()
      return lint
    }
    expect(await shown(JSON.stringify({ StartAt: 'A', States, Newest: 1 }))).toMatchObject({
      kind: 'read',
      findings: [
        { kind: 'noHeartbeat', pointer: '/States/A' },
        { kind: 'noTimeout', pointer: '/States/A' },
      ],
    })
    expect(await shown('encrypted, perhaps')).toEqual({ kind: 'unreadable' })
  })
})

describe('what a child needs of its parent', () => {
  const RUN = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:r1'

  it.each([
    [{ startDate: 1_795_183_200.5 }, { redrivenAtMs: null, stateMachineVersionArn: null, mapRunArn: null }],
    [
      { startDate: 1_795_183_200.5, redriveDate: 1_795_183_300, stateMachineVersionArn: 'v', mapRunArn: RUN },
      { redrivenAtMs: 1_795_183_300_000, stateMachineVersionArn: 'v', mapRunArn: RUN },
    ],
  ])('is read of %j without its input and output', async (body, expected) => {
    const { api, asked } = await scripted(() => ({ body }))
    expect(await api.describeExecution(EXECUTION)).toEqual({ startedAtMs: 1_795_183_200_500, ...expected })
    expect(asked).toMatchObject([{ executionArn: EXECUTION, includedData: 'METADATA_ONLY' }])
  })

  it('begins with the execution of its Map Run', async () => {
    const { api, asked } = await scripted(() => ({ body: { mapRunArn: RUN, executionArn: EXECUTION } }))
    expect(await api.executionOfMapRun(RUN)).toBe(EXECUTION)
    expect(asked).toMatchObject([{ mapRunArn: RUN }])
  })

  it('is no answer where AWS leaves out what it always tells', async () => {
    const { api } = await scripted(() => ({ body: {} }))
    expect(await failureOf(api.describeExecution(EXECUTION))).toEqual({
      kind: 'unreadable',
      endpoint: api.endpoint,
      action: 'states:DescribeExecution',
      problem: 'noTime',
    })
    expect(await failureOf(api.executionOfMapRun(RUN))).toMatchObject({
      kind: 'unreadable',
      problem: 'noName',
    })
  })
})

describe('what is not an answer of AWS', () => {
  it('a broken connection is no answer, and is not tried again', async () => {
    const { api, asked } = await scripted(() => ({ breaks: true }))
    const error = await failureOf(api.listStateMachines(noPause))
    expect(error).toMatchObject({ kind: 'noAnswer', reachable: null, endpoint: api.endpoint })
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['a page of a proxy', 502, '<html><body>Bad gateway</body></html>'],
    ['nothing at all', 503, ''],
  ])('%s shows its status, and is not tried again', async (_, status, text) => {
    const { api, asked } = await scripted(() => ({ status, text, headers: { 'content-type': 'text/html' } }))
    expect(await failureOf(api.sendTaskHeartbeat(new TaskToken('t')))).toMatchObject({
      kind: 'foreignAnswer',
      status,
    })
    expect(asked).toHaveLength(1)
  })
})

describe('a denial that names nothing', () => {
  const denial = (): ScriptedAnswer => ({ status: 400, body: { __type: 'AccessDeniedException' } })

  it.each<[string, string | null, (api: StatesApi) => Promise<unknown>]>([
    ['states:ListStateMachines', null, (api) => api.listStateMachines(noPause)],
    ['states:ListExecutions', 'arn:m', (api) => api.listRunningExecutions('arn:m', noPause)],
    ['states:DescribeStateMachineForExecution', EXECUTION, (api) => api.describeLimits(EXECUTION)],
    ['states:DescribeExecution', EXECUTION, (api) => api.describeExecution(EXECUTION)],
    ['states:DescribeMapRun', 'arn:r', (api) => api.executionOfMapRun('arn:r')],
    ['states:GetExecutionHistory', EXECUTION, (api) => api.readHistory(EXECUTION, 0, noPause)],
    ['states:SendTaskHeartbeat', null, (api) => api.sendTaskHeartbeat(new TaskToken('t'))],
  ])('is told by what was asked: %s on %s', async (action, resource, call) => {
    const { api } = await scripted(denial)
    expect(await failureOf(call(api))).toMatchObject({ kind: 'denied', action, resource })
  })
})

describe('credentials', () => {
  it('are asked for at every call: what the session renewed or forgot is not kept here', async () => {
    let call = 0
    const { api, asked } = await scripted(() => ({}), {
      credentials: async () => {
        call += 1
        return { ...KEYS, expiration: new Date(Date.now() + 3_600_000) }
      },
    })
    await api.sendTaskHeartbeat(new TaskToken('t'))
    const before = call
    await api.sendTaskHeartbeat(new TaskToken('t'))
    expect(call).toBeGreaterThan(before)
    expect(asked).toHaveLength(2)
  })

  it('that cannot be had fail the call as they failed, and nothing is sent', async () => {
    const error = { kind: 'noAnswer', reachable: null, endpoint: 'http://cognito' } as const
    const { api, asked } = await scripted(() => ({}), {
      credentials: () => Promise.reject(new AppFailure(error)),
    })
    expect(await failureOf(api.listStateMachines(noPause))).toEqual(error)
    expect(asked).toEqual([])
  })
})

describe('a task token', () => {
  const token = new TaskToken(`AQC+/${'x9Yz'.repeat(40)}==`)

  it.each([
    'ValidationException',
    'SomethingNew',
    'InvalidToken',
    'TaskTimedOut',
    'AccessDeniedException',
    'InvalidSignatureException',
    'NotAuthorizedException',
  ])('is in no part of the error, though the message of %s repeats it', async (code) => {
    const { api } = await scripted(() => ({
      status: 400,
      body: {
        __type: code,
        message: `Value '${token.reveal()}' at 'taskToken' failed to satisfy constraint`,
      },
    }))
    const error = await failureOf(api.sendTaskHeartbeat(token))
    expect(JSON.stringify(error)).not.toContain('x9Yz')
    const failure = new AppFailure(error)
    expect(`${failure.message} ${failure.stack}`).not.toContain('x9Yz')
  })
})

describe('the Date of an answer', () => {
  const date = 'Fri, 20 Nov 2026 14:02:31 GMT'

  it.each([
    ['an answer', { headers: { date } }],
    ['an error', { status: 400, body: { __type: 'ThrottlingException' }, headers: { date } }],
    ['a fault', { status: 500, body: { __type: 'InternalFailure' }, headers: { date } }],
  ])('is told of %s, with the wall times around it', async (_, answer) => {
    let wallMs = 1000
    const { api, sights } = await scripted(
      () => {
        wallMs += 300
        return answer
      },
      { clocks: () => ({ wallMs, steadyMs: wallMs }) },
    )
    await api.sendTaskHeartbeat(new TaskToken('t')).catch(() => undefined)
    expect(sights).toEqual([{ dateMs: Date.parse(date), sentWallMs: 1000, answeredWallMs: 1300 }])
  })

  it('is not taken from what is not AWS', async () => {
    const page = { text: '<html></html>', headers: { date, 'content-type': 'text/html' } }
    const { api, sights } = await scripted(() => page)
    await api.sendTaskHeartbeat(new TaskToken('t')).catch(() => undefined)
    expect(sights).toEqual([])
  })

  it('is not made up where it cannot be read', async () => {
    const { api, sights } = await scripted(() => ({ headers: { date: 'hidden' } }))
    await api.sendTaskHeartbeat(new TaskToken('t'))
    expect(sights).toEqual([])
  })
})
