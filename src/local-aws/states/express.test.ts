import { describe, expect, it } from 'vitest'
import { testDistributed } from './test-distributed-map.ts'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const roleArn = 'arn:aws:iam::123456789012:role/Runner'
const notSupported = {
  code: 'StateMachineTypeNotSupported',
  message: 'This operation is not supported by this type of state machine',
}
const notAnExecution = {
  code: 'InvalidArn',
  message: "Invalid Arn: 'Resource type not valid in this context: express'",
}

async function express(aws: SteppedWorld, states: object, more: object = {}): Promise<string> {
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more })
  const created = await aws.call('CreateStateMachine', { name: 'X', definition, roleArn, type: 'EXPRESS' })
  return created.stateMachineArn ?? ''
}

const pass = { Type: 'Pass', End: true }

describe('Express workflows', () => {
  it.each([
    [
      'a callback',
      callbackResource,
      "Express state machine does not support '.waitForTaskToken' service integration",
    ],
    [
      'a job',
      'arn:aws:states:::batch:submitJob.sync',
      "Express state machine does not support '.sync' service integration",
    ],
    [
      'an activity',
      'arn:aws:states:eu-west-1:123456789012:activity:Work',
      'Express state machine does not support Activity ARN',
    ],
  ])('cannot have %s', async (_what, Resource, problem) => {
    const task = { Type: 'Task', Resource, End: true }
    await expect(express(steppedWorld(), { A: task })).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${problem} at /States/A/Resource'`,
    })
    // Nor can the children of a Map Run that are Express executions.
    const inside = '/States/Each/ItemProcessor/States/A/Resource'
    await expect(
      steppedWorld().stateMachine('M', { Each: testDistributed({ A: task }, {}, 'EXPRESS') }),
    ).rejects.toMatchObject({ message: expect.stringContaining(`${problem} at ${inside}`) })
  })

  it('run without an execution that can be listed, described, read or stopped', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await express(aws, { A: { Type: 'Wait', Seconds: 5, End: true } })
    const executionArn = await aws.start(stateMachineArn, {}, 'one')
    expect(executionArn).toMatch(/:express:X:one:[0-9a-f-]{36}$/)
    expect(await aws.start(stateMachineArn, {}, 'one')).not.toBe(executionArn)
    await expect(aws.call('ListExecutions', { stateMachineArn })).rejects.toMatchObject(notSupported)
    for (const operation of [
      'GetExecutionHistory',
      'DescribeExecution',
      'StopExecution',
      'RedriveExecution',
      'ListMapRuns',
      'DescribeStateMachineForExecution',
    ] as const) {
      await expect(aws.call(operation, { executionArn })).rejects.toMatchObject(notAnExecution)
    }
    await aws.step(10_000)
    expect(aws.store.executions.size).toBe(0)
  })
})

describe('StartSyncExecution', () => {
  it('answers when the execution has ended, with what came of it', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await express(aws, {
      Hold: { Type: 'Wait', Seconds: 2, Next: 'Give' },
      Give: { Type: 'Pass', Parameters: { 'given.$': '$.n', 'of.$': '$$.Execution' }, End: true },
    })
    const answer = await aws.begin('StartSyncExecution', {
      stateMachineArn,
      name: 'one',
      input: '{ "n": 1 }',
    })
    await aws.step(1999)
    expect(answer()).toBeUndefined()
    await aws.step(1)
    const { output = '', startDate, stopDate, ...rest } = answer() ?? { executionArn: '', status: undefined }
    const executionArn = expect.stringMatching(/:express:X:one:[0-9a-f-]{36}$/)
    expect(rest).toEqual({
      executionArn,
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      input: '{ "n": 1 }',
      inputDetails: { included: true },
      outputDetails: { included: true },
      billingDetails: { billedDurationInMilliseconds: 2000, billedMemoryUsedInMB: 64 },
    })
    expect(Number(stopDate) - Number(startDate)).toBe(2000)
    // Recorded: an execution whose end is waited for tells of no redrives.
    expect(JSON.parse(output)).toEqual({
      given: 1,
      of: { Id: executionArn, Input: { n: 1 }, Name: 'one', RoleArn: roleArn, StartTime: expect.any(String) },
    })
  })

  it('answers well where the execution has failed', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await express(aws, { No: { Type: 'Fail', Error: 'Bad', Cause: 'It is bad.' } })
    const answer = await aws.begin('StartSyncExecution', { stateMachineArn, includedData: 'METADATA_ONLY' })
    await aws.step(0)
    expect(answer()).toMatchObject({
      status: 'FAILED',
      error: 'Bad',
      cause: 'It is bad.',
      inputDetails: { included: false },
      billingDetails: { billedDurationInMilliseconds: 100 },
    })
    expect(answer()).not.toHaveProperty('input')
    expect(answer()).not.toHaveProperty('output')
  })

  it.each([
    [{}, 300],
    [{ TimeoutSeconds: 60 }, 60],
    [{ TimeoutSeconds: 900 }, 300],
  ])('ends an execution with %j after %d seconds', async (more, seconds) => {
    const aws = steppedWorld()
    const stateMachineArn = await express(aws, { A: { Type: 'Wait', Seconds: 3600, End: true } }, more)
    const answer = await aws.begin('StartSyncExecution', { stateMachineArn })
    await aws.step(seconds * 1000 - 1)
    expect(answer()).toBeUndefined()
    await aws.step(1000)
    expect(answer()).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' })
    expect(aws.store.executions.size).toBe(0)
  })

  it('is for Express workflows alone, and refuses what StartExecution does', async () => {
    const aws = steppedWorld()
    const standard = await aws.stateMachine('M', { A: pass })
    await expect(aws.call('StartSyncExecution', { stateMachineArn: standard })).rejects.toMatchObject(
      notSupported,
    )
    const stateMachineArn = await express(aws, { A: pass })
    await expect(aws.call('StartSyncExecution', { stateMachineArn, input: 'no' })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    })
    await expect(
      aws.call('StartSyncExecution', { stateMachineArn: stateMachineArn.replace(':X', ':Y') }),
    ).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' })
  })
})

describe('the Express children of a Map Run', () => {
  const check = {
    Check: {
      Type: 'Choice',
      Choices: [{ Variable: '$', NumericEquals: 2, Next: 'Call' }],
      Default: 'Yes',
    },
    Yes: { Type: 'Pass', End: true },
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f' },
      OutputPath: '$.ExecutedVersion',
      End: true,
    },
  }

  it('are counted, cannot be listed, and are started anew by a redrive', async () => {
    const functions = [{ name: 'f', workSeconds: [1, 1] as const, failing: 1 }]
    const aws = steppedWorld({ workloads: { functions } })
    const Each = testDistributed(check, {}, 'EXPRESS')
    const executionArn = await aws.start(await aws.stateMachine('M', { Each }), [1, 2, 3])
    await aws.step(500)
    const { mapRuns } = await aws.call('ListMapRuns', { executionArn })
    const mapRunArn = mapRuns?.[0]?.mapRunArn ?? ''
    const described = async () => aws.call('DescribeMapRun', { mapRunArn })
    expect((await described()).executionCounts).toMatchObject({ running: 1, succeeded: 2, total: 3 })
    await expect(aws.call('ListExecutions', { mapRunArn })).rejects.toMatchObject(notSupported)
    await aws.step(10_000)
    expect(await described()).toMatchObject({
      status: 'FAILED',
      executionCounts: { failed: 1, succeeded: 2 },
    })

    const before = new Set(aws.store.executions.keys())
    functions.length = 0
    await aws.call('RedriveExecution', { executionArn })
    await aws.step(10_000)
    expect(await described()).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      itemCounts: { succeeded: 3 },
    })
    const anew = [...aws.store.executions.keys()].filter((arn) => !before.has(arn))
    expect(anew).toEqual([expect.stringContaining(':express:M/Each:')])
    expect(aws.store.executions.size).toBe(4)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({ output: '[1,"$LATEST",3]' })
    expect(chain(await aws.history(executionArn)).slice(7, 10)).toEqual([
      '8<7 ExecutionRedriven',
      '9<8 MapRunRedriven',
      '10<9 MapRunSucceeded',
    ])
  })

  it('end after five minutes', async () => {
    const aws = steppedWorld()
    const Each = testDistributed({ A: { Type: 'Wait', Seconds: 3600, End: true } }, {}, 'EXPRESS')
    const executionArn = await aws.start(await aws.stateMachine('M', { Each }), [1])
    await aws.step(302_000)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    })
  })
})
