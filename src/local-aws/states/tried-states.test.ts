import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

const roleArn = 'arn:aws:iam::123456789012:role/Runner'

/** What TestState answers within a minute of world time. */
async function tested(
  state: object,
  input: unknown = {},
  more: Partial<TestStateInput> = {},
  aws: SteppedWorld = steppedWorld(),
): Promise<TestStateOutput | undefined> {
  const request = { definition: JSON.stringify(state), input: JSON.stringify(input), ...more }
  const answer = await aws.begin('TestState', request)
  await aws.step(60_000)
  return answer()
}

const invoke = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'f', 'Payload.$': '$' },
  ResultSelector: { 'got.$': '$.Payload' },
  ResultPath: '$.answer',
  Next: 'After',
}
const echoing = () =>
  steppedWorld({ workloads: { functions: [{ name: 'f', workSeconds: [1, 1], echoes: true }] } })
const debug = { inspectionLevel: 'DEBUG' } as const

describe('TestState', () => {
  it.each<[string, object, object]>([
    ['a Pass', { Type: 'Pass', Result: { a: 1 }, Next: 'B' }, { output: '{"a":1}', nextState: 'B' }],
    ['a Succeed', { Type: 'Succeed', OutputPath: '$.v' }, { output: '5' }],
    ['a Wait', { Type: 'Wait', Seconds: 30, End: true }, { output: '{"v":5}' }],
    [
      'a Choice',
      { Type: 'Choice', Choices: [{ Variable: '$.v', NumericEquals: 5, Next: 'Five' }], Default: 'Other' },
      { output: '{"v":5}', nextState: 'Five' },
    ],
    [
      'an expression',
      { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input.v + 1 %}', End: true },
      { output: '6' },
    ],
  ])('runs %s', async (_what, state, answer) => {
    expect(await tested(state, { v: 5 })).toEqual({ status: 'SUCCEEDED', ...answer })
  })

  it('tells how a state failed, and what was made of it', async () => {
    const Fail = { Type: 'Fail', Error: 'SomeFailure', Cause: 'It is bad.' }
    expect(await tested(Fail)).toEqual({ status: 'FAILED', error: 'SomeFailure', cause: 'It is bad.' })
    expect(await tested({ Type: 'Pass', InputPath: '$.none', End: true })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    })
    const errors = {
      Retry: [
        { ErrorEquals: ['No'] },
        { ErrorEquals: ['Bad'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 2 },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Handle' }],
    }
    const failing = (retrierRetryCount: number) =>
      tested(
        { ...invoke, ...errors },
        { a: 1 },
        {
          ...debug,
          mock: { errorOutput: { error: 'Bad', cause: 'c' } },
          stateConfiguration: { retrierRetryCount },
        },
      )
    expect(await failing(1)).toEqual({
      status: 'RETRIABLE',
      error: 'Bad',
      cause: 'c',
      inspectionData: {
        input: '{"a":1}',
        afterInputPath: '{"a":1}',
        errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 6 },
      },
    })
    expect(await failing(2)).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'Bad',
      cause: 'c',
      nextState: 'Handle',
      output: '{"a":1,"error":{"Error":"Bad","Cause":"c"}}',
      inspectionData: { errorDetails: { catchIndex: 0 } },
    })
  })

  it('shows how the data of a task went', async () => {
    const aws = echoing()
    expect(await tested(invoke, { a: 1 }, { roleArn, ...debug }, aws)).toEqual({
      status: 'SUCCEEDED',
      nextState: 'After',
      output: '{"a":1,"answer":{"got":{"a":1}}}',
      inspectionData: {
        input: '{"a":1}',
        afterInputPath: '{"a":1}',
        afterParameters: '{"FunctionName":"f","Payload":{"a":1}}',
        result: expect.stringContaining('"Payload":{"a":1}'),
        afterResultSelector: '{"got":{"a":1}}',
        afterResultPath: '{"a":1,"answer":{"got":{"a":1}}}',
      },
    })
    expect(aws.store.executions.size).toBe(0)
    expect(await tested(invoke, { a: 1 }, { mock: { result: '{"Payload":7}' } })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'After',
      output: '{"a":1,"answer":{"got":7}}',
    })
  })

  it('shows how the data of other states went, as recorded', async () => {
    const pass = {
      Type: 'Pass',
      InputPath: '$.in',
      Parameters: { 'x.$': '$.v' },
      ResultPath: '$.out',
      End: true,
    }
    expect((await tested(pass, { in: { v: 1 } }, debug))?.inspectionData).toEqual({
      input: '{"in":{"v":1}}',
      afterInputPath: '{"v":1}',
      afterParameters: '{"x":1}',
      afterResultSelector: '{"x":1}',
      afterResultPath: '{"in":{"v":1},"out":{"x":1}}',
    })
    const own = { Type: 'Pass', Result: 5, End: true }
    expect((await tested(own, {}, debug))?.inspectionData).toEqual({
      input: '{}',
      result: '5',
      afterResultSelector: '5',
      afterResultPath: '5',
    })
    const Succeed = { Type: 'Succeed' }
    expect((await tested(Succeed, {}, { inspectionLevel: 'TRACE' }))?.inspectionData).toEqual({
      input: '{}',
      afterInputPath: '{}',
    })
    const jsonata = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { Body: '{% $given %}' },
      Assign: { made: '{% $states.result.id %}' },
      End: true,
    }
    const more = { ...debug, variables: '{"given":"hi"}' }
    expect((await tested(jsonata, {}, { ...more, mock: { result: '{"id":3}' } }))?.inspectionData).toEqual({
      input: '{}',
      result: '{"id":3}',
      variables: '{"given":"hi","made":3}',
    })
    expect(
      (await tested({ ...jsonata, Assign: {} }, {}, { ...more, roleArn }))?.inspectionData,
    ).toMatchObject({
      afterArguments: '{"Body":"hi"}',
    })
  })

  it('takes a state of a state machine, however deep', async () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Pass', Result: 1, End: true } } }
    const machine = { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [inner], End: true } } }
    expect(await tested(machine, {}, { stateName: 'In' })).toEqual({ status: 'SUCCEEDED', output: '1' })
    await expect(tested(machine, {}, { stateName: 'None' })).rejects.toMatchObject({
      code: 'ValidationException',
    })
    await expect(tested(machine, {}, { stateName: 'P' })).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: expect.stringContaining('TestState API does not support Map or Parallel states.'),
    })
  })

  it('ends after five minutes', async () => {
    const aws = steppedWorld()
    const definition = JSON.stringify({ Type: 'Wait', Seconds: 600, End: true })
    const answer = await aws.begin('TestState', { definition })
    await aws.step(299_999)
    expect(answer()).toBeUndefined()
    await aws.step(1)
    expect(answer()).toEqual({ status: 'FAILED', error: 'States.Timeout' })
  })

  it.each<[string, object, Partial<TestStateInput>, string, string]>([
    [
      'a Task without a role',
      invoke,
      {},
      'ValidationException',
      'RoleArn must be specified when testing a Task state',
    ],
    [
      'a mock of a Pass',
      { Type: 'Pass', End: true },
      { mock: { result: '1' } },
      'ValidationException',
      "State type 'Pass' is not supported when a mock is specified",
    ],
    [
      'two mocks',
      invoke,
      { mock: { result: '1', errorOutput: {} } },
      'ValidationException',
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    [
      'a mock that is no JSON',
      invoke,
      { mock: { result: 'no' } },
      'ValidationException',
      'Mocked result must be valid JSON',
    ],
    [
      'no JSON',
      invoke,
      { roleArn, input: 'no' },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      'no state',
      { Type: 'Pass' },
      {},
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: One of these fields is required: [Next, End] at /States/StateName'",
    ],
    [
      'a callback',
      { ...invoke, Resource: `${invoke.Resource}.waitForTaskToken` },
      { roleArn },
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration at /States/StateName/Resource'",
    ],
  ])('refuses %s', async (_what, state, more, code, message) => {
    await expect(tested(state, {}, more)).rejects.toMatchObject({ code, message })
  })
})
