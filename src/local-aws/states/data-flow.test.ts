import { describe, expect, it } from 'vitest'
import { type SteppedWorld, startMs, steppedWorld } from './test-stepped-world.ts'

/** Runs one state on an input; the output, or how it failed. */
async function run(state: object, input: unknown): Promise<unknown> {
  const aws = steppedWorld()
  return outcome(aws, await aws.start(await aws.stateMachine('M', { A: state }), input, 'run'))
}

async function outcome(aws: SteppedWorld, executionArn: string): Promise<unknown> {
  const { status, output, error, cause } = await aws.call('DescribeExecution', { executionArn })
  return status === 'SUCCEEDED' ? JSON.parse(output ?? '') : { status, error, cause }
}

const failed = (reason: string): object => ({
  status: 'FAILED',
  error: 'States.Runtime',
  cause: `An error occurred while executing the state 'A' (entered at the event id #2). ${reason}`,
})

describe('the data of a state', () => {
  it.each<[string, object, unknown, unknown]>([
    ['goes through', {}, { a: 1 }, { a: 1 }],
    ['is narrowed by InputPath and OutputPath', { InputPath: '$.a', OutputPath: '$.b' }, { a: { b: 2 } }, 2],
    ['is nothing after a null InputPath', { InputPath: null }, { a: 1 }, {}],
    ['is nothing after a null OutputPath', { OutputPath: null }, { a: 1 }, {}],
    ['is replaced by Result', { Result: [1] }, { a: 1 }, [1]],
    ['takes Result at ResultPath', { Result: 5, ResultPath: '$.x.y' }, { a: 1 }, { a: 1, x: { y: 5 } }],
    ['stays as it was with a null ResultPath', { Result: 5, ResultPath: null }, { a: 1 }, { a: 1 }],
    [
      'is filled from the context object',
      { Parameters: { 'n.$': '$$.Execution.Name', 's.$': '$$.State.Name', 't.$': '$$.Execution.StartTime' } },
      {},
      { n: 'run', s: 'A', t: new Date(startMs).toISOString() },
    ],
    [
      'fails where a path leads nowhere',
      { InputPath: '$.no.such' },
      {},
      failed("Invalid path '$.no.such' : No results for path: $['no']['such']"),
    ],
    [
      'fails where a template leads nowhere',
      { Parameters: { 'x.$': '$.y' } },
      { a: 1 },
      failed(`The JSONPath '$.y' specified for the field 'x.$' could not be found in the input '{"a":1}'`),
    ],
    [
      'has no token outside a callback',
      { Parameters: { 'x.$': '$$.Task.Token' } },
      {},
      failed(
        `The JSONPath '$$.Task.Token' specified for the field 'x.$' could not be found in the input '{}'`,
      ),
    ],
  ])('%s', async (_what, fields, input, expected) => {
    expect(await run({ Type: 'Pass', End: true, ...fields }, input)).toEqual(expected)
  })

  it('of a task: ResultSelector sees the result, ResultPath the whole input', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const state = {
      Type: 'Task',
      Resource: activityArn,
      InputPath: '$.order',
      Parameters: { 'id.$': '$.id' },
      ResultSelector: { 'done.$': '$.status', 'by.$': '$$.State.Name' },
      ResultPath: '$.result',
      End: true,
    }
    const machine = await aws.stateMachine('M', { A: state })
    const executionArn = await aws.start(machine, { order: { id: 7 }, keep: true })
    const { taskToken, input } = await aws.call('GetActivityTask', { activityArn })
    expect(input).toBe('{"id":7}')
    await aws.call('SendTaskSuccess', { taskToken, output: '{"status":"ok","more":1}' })
    expect(await outcome(aws, executionArn)).toEqual({
      order: { id: 7 },
      keep: true,
      result: { done: 'ok', by: 'A' },
    })
  })

  it('may not grow beyond 262144 bytes', async () => {
    const big = 'é'.repeat(100_000)
    const state = { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, End: true }
    expect(await run(state, big)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' })
    expect(await run({ ...state, Parameters: { 'a.$': '$' } }, big)).toEqual({ a: big })
  })
})

describe('Fail', () => {
  it.each([
    [
      { Error: 'E', Cause: 'c' },
      { error: 'E', cause: 'c' },
    ],
    [
      { ErrorPath: '$.e', CausePath: '$.c' },
      { error: 'from input', cause: 'because' },
    ],
    [{}, {}],
  ])('%j', async (fields, expected) => {
    const result = await run({ Type: 'Fail', ...fields }, { e: 'from input', c: 'because' })
    expect(result).toEqual({ status: 'FAILED', ...expected })
  })
})

describe('Wait', () => {
  it.each<[object, unknown, number]>([
    [{ Seconds: 5 }, {}, 5000],
    [{ SecondsPath: '$.s' }, { s: 7 }, 7000],
    [{ Timestamp: '2026-03-01T12:00:09Z' }, {}, 9000],
    [{ TimestampPath: '$.t' }, { t: '2026-03-01T13:00:11.500+01:00' }, 11_500],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, {}, 0],
  ])('%j', async (fields, input, ms) => {
    const aws = steppedWorld()
    const executionArn = await aws.start(
      await aws.stateMachine('M', { A: { Type: 'Wait', End: true, ...fields } }),
      input,
    )
    await aws.step(60_000)
    const { stopDate } = await aws.call('DescribeExecution', { executionArn })
    expect(stopDate?.getTime()).toBe(startMs + ms)
  })

  it.each<[unknown, string]>([
    [{}, 'The SecondsPath parameter does not reference an input value: $.s'],
    [{ s: 1.5 }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ s: -1 }, 'The SecondsPath parameter references a negative value: $.s == -1'],
  ])('fails on %j', async (input, reason) => {
    expect(await run({ Type: 'Wait', SecondsPath: '$.s', End: true }, input)).toEqual(failed(reason))
  })
})

describe('a loop of states', () => {
  it('ends at 25,000 events', async () => {
    const aws = steppedWorld()
    const executionArn = await aws.start(await aws.stateMachine('M', { A: { Type: 'Pass', Next: 'A' } }))
    const { status, cause } = await aws.call('DescribeExecution', { executionArn })
    expect(status).toBe('FAILED')
    expect(cause).toContain('maximum number of history events (25000)')
    expect(aws.store.executions.get(executionArn)?.events.length).toBeLessThanOrEqual(25_000)
  })

  it('never has more, whatever its states write', async () => {
    const aws = steppedWorld()
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'A' }]
    const Output = '{% $gone %}'
    const Resource = 'arn:aws:states:::glue:startJobRun.sync'
    const A = { Type: 'Task', Resource, Output, Catch, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { A }, { QueryLanguage: 'JSONata' }))
    const execution = aws.store.executions.get(executionArn)
    for (let hours = 0; hours < 24 * 30 && execution?.status === 'RUNNING'; hours += 12) {
      await aws.step(12 * 3_600_000)
    }
    expect(await outcome(aws, executionArn)).toMatchObject({ error: 'States.Runtime' })
    const { length } = execution?.events ?? []
    expect(length).toBeLessThanOrEqual(25_000)
    expect(length).toBeGreaterThan(24_980)
  })
})
