import { afterEach, describe, expect, it } from 'vitest'
import { AppFailure } from '../domain/app-error.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import { TaskToken } from '../domain/task-token.ts'
import { createSwfApi, type SwfApi } from './swf-api.ts'
import { failureOf } from './testing-failure.ts'
import { type ScriptedAnswer, type ScriptedAws, startScriptedAws } from './testing-scripted-aws.ts'
import { directTransport } from './testing-transport.ts'

const RUN = { domain: 'Orders', workflowId: 'ord-1', runId: '22vHsvgLXDK1EhEb=' }
const DOMAIN_ARN = 'arn:aws:swf:eu-west-1:*:/domain/Orders'
const noPause = async () => undefined
const open: ScriptedAws[] = []

afterEach(async () => {
  for (const aws of open.splice(0)) await aws.close()
})

type Script = (input: Readonly<Record<string, unknown>>, index: number) => ScriptedAnswer

async function scripted(
  script: Script,
): Promise<{ api: SwfApi; asked: ScriptedAws['asked']; sights: DateSight[] }> {
  const aws = await startScriptedAws(script)
  open.push(aws)
  const sights: DateSight[] = []
  const api = createSwfApi({
    region: 'eu-west-1',
    transport: directTransport('swf', aws.url),
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now() }),
    onSight: (sight) => sights.push(sight),
    clockOffsetMs: () => 0,
  })
  return { api, asked: aws.asked, sights }
}

/** A fault as SWF words it. */
function fault(name: string, message?: string, status = 400): Script {
  const body = { __type: `com.amazonaws.swf.base.model#${name}`, message }
  return () => ({ status, body })
}

describe('listOpenWorkflows', () => {
  const NOW_MS = Date.UTC(2026, 10, 20)
  const info = (workflowId: string) => ({
    execution: { workflowId, runId: `run-of-${workflowId}` },
    workflowType: { name: 'Order', version: '1.0' },
    startTimestamp: 1_795_183_200.25,
    executionStatus: 'OPEN',
    cancelRequested: false,
  })

  it('asks for all that may be open, and takes all pages', async () => {
    const { api, asked } = await scripted((input) =>
      input['nextPageToken'] === undefined
        ? { body: { executionInfos: [info('a')], nextPageToken: 'n' } }
        : { body: { executionInfos: [info('b')] } },
    )
    const before: number[] = []
    const listed = await api.listOpenWorkflows('Orders', NOW_MS, async () => {
      before.push(asked.length)
    })
    const common = { domain: 'Orders', startedAtMs: 1_795_183_200_250 }
    expect(listed).toEqual([
      { ...common, workflowId: 'a', runId: 'run-of-a' },
      { ...common, workflowId: 'b', runId: 'run-of-b' },
    ])
    expect(before).toEqual([1])
    // A year and a day: SWF's limit of one year, whatever its length.
    const startTimeFilter = { oldestDate: Date.UTC(2025, 10, 19) / 1000 }
    expect(asked).toEqual([
      { domain: 'Orders', startTimeFilter, maximumPageSize: 1000 },
      { domain: 'Orders', startTimeFilter, maximumPageSize: 1000, nextPageToken: 'n' },
    ])
  })

  it('names the domain that is not there', async () => {
    const { api } = await scripted(fault('UnknownResourceFault', 'Unknown domain: Orders'))
    expect(await failureOf(api.listOpenWorkflows('Orders', NOW_MS, noPause))).toEqual({
      kind: 'notFound',
      what: 'domain',
      name: 'Orders',
    })
  })

  it.each(['OperationNotPermittedFault', 'AccessDeniedException'])(
    'names the action and the domain where %s does not',
    async (code) => {
      const { api } = await scripted(fault(code))
      expect(await failureOf(api.listOpenWorkflows('Orders', NOW_MS, noPause))).toEqual({
        kind: 'denied',
        action: 'swf:ListOpenWorkflowExecutions',
        resource: DOMAIN_ARN,
        guest: false,
        explicit: false,
      })
    },
  )
})

describe('readHistory', () => {
  const events = (ids: readonly number[]) =>
    ids.map((eventId) => ({
      eventId,
      eventTimestamp: 1_795_183_200 + eventId,
      eventType: 'ActivityTaskStarted',
      activityTaskStartedEventAttributes: { scheduledEventId: Math.max(1, eventId - 1) },
    }))
  const pages: Readonly<Record<string, unknown>> = {
    first: { events: events([9, 8, 7]), nextPageToken: 'b' },
    b: { events: events([6, 5, 4]), nextPageToken: 'c' },
    c: { events: events([3, 2, 1]) },
  }
  const byToken: Script = (input) => ({
    body: pages[typeof input['nextPageToken'] === 'string' ? input['nextPageToken'] : 'first'],
  })

  it('reads newest first, all pages, and gives rising order', async () => {
    const { api, asked } = await scripted(byToken)
    const read = await api.readHistory(RUN, 0, noPause)
    expect(read.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(read[0]).toMatchObject({ kind: 'activityStarted', atMs: 1_795_183_201_000 })
    const execution = { workflowId: RUN.workflowId, runId: RUN.runId }
    const request = { domain: 'Orders', execution, reverseOrder: true, maximumPageSize: 1000 }
    expect(asked).toEqual([request, { ...request, nextPageToken: 'b' }, { ...request, nextPageToken: 'c' }])
  })

  it('stops where all is known, and asks for short pages', async () => {
    const { api, asked } = await scripted(byToken)
    expect((await api.readHistory(RUN, 5, noPause)).map(({ id }) => id)).toEqual([6, 7, 8, 9])
    expect(asked).toMatchObject([{ maximumPageSize: 100 }, { maximumPageSize: 100 }])
  })

  it('says so where an answer ends before what is known', async () => {
    const { api, asked } = await scripted(byToken)
    expect(await failureOf(api.readHistory(RUN, 12, noPause))).toMatchObject({
      kind: 'unreadable',
      problem: 'shorterThanKnown',
    })
    expect(asked).toHaveLength(1)
  })

  it.each([
    [
      'Unknown execution: WorkflowExecution=[workflowId=ord-1, runId=x]',
      'workflow',
      'ord-1, run 22vHsvgLXDK1EhEb=',
    ],
    ['Unknown domain: Orders', 'domain', 'Orders'],
  ])('tells what is not there: %s', async (message, what, name) => {
    const { api } = await scripted(fault('UnknownResourceFault', message))
    expect(await failureOf(api.readHistory(RUN, 0, noPause))).toEqual({ kind: 'notFound', what, name })
  })
})

describe('recordActivityTaskHeartbeat', () => {
  const token = new TaskToken(`AAAAKgAA${'x9Yz'.repeat(40)}==`)

  it.each([true, false])('tells that cancellation was requested: %s', async (cancelRequested) => {
    const { api, asked } = await scripted(() => ({ body: { cancelRequested } }))
    expect(await api.recordActivityTaskHeartbeat(token, '40 of 100')).toEqual({ cancelRequested })
    expect(asked).toEqual([{ taskToken: token.reveal(), details: '40 of 100' }])
  })

  it('sends no details where there are none, rather than empty ones', async () => {
    const { api, asked } = await scripted(() => ({ body: { cancelRequested: false } }))
    await api.recordActivityTaskHeartbeat(token, null)
    expect(asked).toEqual([{ taskToken: token.reveal() }])
  })

  it.each<[string, Script, object]>([
    ['throttled', fault('ThrottlingException', 'Rate exceeded'), { kind: 'throttled' }],
    ['unavailable', fault('InternalFailure', 'm', 500), { kind: 'awsFault', status: 500 }],
    ['behind a proxy that fails', () => ({ status: 503, text: '' }), { kind: 'foreignAnswer', status: 503 }],
    ['gone', () => ({ breaks: true }), { kind: 'noAnswer' }],
    [
      'not knowing the task',
      fault('UnknownResourceFault', 'Unknown activity, scheduledEventId = 5'),
      { kind: 'taskUnknown' },
    ],
    ['refusing the token', fault('ValidationException', 'Invalid token'), { kind: 'invalidToken' }],
    ['at a limit', fault('LimitExceededFault', 'too many'), { kind: 'limitExceeded' }],
  ])('is sent once, though AWS is %s', async (_, script, error) => {
    const { api, asked } = await scripted(script)
    expect(await failureOf(api.recordActivityTaskHeartbeat(token, null))).toMatchObject(error)
    expect(asked).toHaveLength(1)
  })

  it('is denied with the action, and with the domain where the caller knows it', async () => {
    const { api } = await scripted(fault('OperationNotPermittedFault'))
    const action = 'swf:RecordActivityTaskHeartbeat'
    expect(await failureOf(api.recordActivityTaskHeartbeat(token, null))).toMatchObject({
      action,
      resource: null,
    })
    expect(await failureOf(api.recordActivityTaskHeartbeat(token, null, 'Orders'))).toMatchObject({
      action,
      resource: DOMAIN_ARN,
    })
  })

  it.each([
    'ValidationException',
    'UnknownResourceFault',
    'LimitExceededFault',
    'OperationNotPermittedFault',
    'AccessDeniedException',
    'InvalidSignatureException',
    'SomethingNew',
  ])(
    'has its token and details in no part of the error, though the message of %s repeats them',
    async (code) => {
      const { api } = await scripted(fault(code, `Value '${token.reveal()}' or 'my secret note' is wrong`))
      const error = await failureOf(api.recordActivityTaskHeartbeat(token, 'my secret note'))
      const failure = new AppFailure(error)
      for (const secret of ['x9Yz', 'secret note'])
        expect(`${JSON.stringify(error)} ${failure.message} ${failure.stack}`).not.toContain(secret)
    },
  )
})

describe('every call', () => {
  it('goes to the host of the region where no other endpoint is named', () => {
    const api = createSwfApi({
      region: 'eu-central-1',
      transport: directTransport('swf', undefined, { region: 'eu-central-1' }),
      credentials: () => Promise.reject(new Error('not asked for')),
      clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now() }),
      onSight: () => undefined,
      clockOffsetMs: () => 0,
    })
    expect(api.endpoint).toBe('https://swf.eu-central-1.amazonaws.com')
  })

  it('tells of the Date of its answer', async () => {
    const date = 'Fri, 20 Nov 2026 14:02:31 GMT'
    const { api, sights } = await scripted(() => ({ body: { executionInfos: [] }, headers: { date } }))
    await api.listOpenWorkflows('Orders', Date.parse(date), noPause)
    expect(sights.map(({ dateMs }) => dateMs)).toEqual([Date.parse(date)])
  })
})
