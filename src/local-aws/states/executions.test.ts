import { describe, expect, it } from 'vitest'
import { callbackResource, startMs, steppedWorld } from './test-stepped-world.ts'

const account = 'arn:aws:states:eu-west-1:123456789012'
const wait = { Wait: { Type: 'Wait', Seconds: 60, End: true } }

describe('StartExecution', () => {
  it('is the same call again for the same name and input while it runs, and refused otherwise', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', wait)
    const request = { stateMachineArn, name: 'one', input: '{"a":1}' }
    const first = await aws.call('StartExecution', request)
    await aws.step(1000)
    expect(await aws.call('StartExecution', request)).toEqual(first)
    const taken = {
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${account}:execution:M:one'`,
    }
    await expect(aws.call('StartExecution', { ...request, input: '{"a": 1}' })).rejects.toMatchObject(taken)
    await aws.step(60_000)
    await expect(aws.call('StartExecution', request)).rejects.toMatchObject(taken)
  })

  it.each([
    [
      { input: '{' },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      { input: '' },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      { input: '['.repeat(100_000) + ']'.repeat(100_000) },
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [{ name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [{ stateMachineArn: 'Orders' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: Orders'"],
    [
      { stateMachineArn: `${account}:activity:M` },
      'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: activity'",
    ],
    [
      { stateMachineArn: `${account}:stateMachine:N` },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${account}:stateMachine:N'`,
    ],
  ])('refuses %j', async (wrong, code, message) => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', wait)
    const call = aws.call('StartExecution', { stateMachineArn, ...wrong })
    await expect(call).rejects.toMatchObject({ code, message })
  })

  it('takes as much input as AWS, counted in bytes', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', wait)
    const input = JSON.stringify('ä'.repeat(131_071))
    await aws.call('StartExecution', { stateMachineArn, input })
    await expect(aws.call('StartExecution', { stateMachineArn, input: `${input} ` })).rejects.toMatchObject({
      code: 'ValidationException',
    })
  })

  it('knows state machines of its own region alone', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', wait)
    const elsewhere = steppedWorld({ within: aws, region: 'us-east-1' })
    await expect(elsewhere.call('StartExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    })
    expect((await elsewhere.call('ListStateMachines', {})).stateMachines).toEqual([])
  })
})

describe('StopExecution', () => {
  it('aborts without a word about the open task, and answers the same when asked again', async () => {
    const aws = steppedWorld()
    const executionArn = await aws.start(await aws.stateMachine('M', wait))
    await aws.step(5000)
    const stopped = await aws.call('StopExecution', { executionArn, error: 'Operator', cause: 'wrong order' })
    expect(stopped.stopDate?.getTime()).toBe(startMs + 5000)
    await aws.step(100_000)
    expect(await aws.call('StopExecution', { executionArn })).toEqual(stopped)
    const events = await aws.history(executionArn)
    expect(events.map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['ExecutionStarted', 0],
      ['WaitStateEntered', 0],
      ['ExecutionAborted', 0],
    ])
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'wrong order',
      redriveStatus: 'REDRIVABLE',
    })
  })

  it.each([
    ['StopExecution'],
    ['DescribeExecution'],
    ['GetExecutionHistory'],
    ['DescribeStateMachineForExecution'],
  ] as const)('%s does not know an execution that never was', async (name) => {
    const executionArn = `${account}:execution:M:none`
    await expect(steppedWorld().call(name, { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    })
  })
})

describe('an execution that is over', () => {
  it('stays as it ended when its TimeoutSeconds come', async () => {
    const aws = steppedWorld()
    const machine = await aws.stateMachine('M', { Done: { Type: 'Succeed' } }, { TimeoutSeconds: 5 })
    const executionArn = await aws.start(machine)
    const ended = await aws.call('DescribeExecution', { executionArn })
    const events = await aws.history(executionArn)
    await aws.step(10_000)
    expect(await aws.call('DescribeExecution', { executionArn })).toEqual(ended)
    expect(await aws.history(executionArn)).toEqual(events)
  })

  it('sends no message that was still on its way', async () => {
    const aws = steppedWorld()
    const sent: unknown[] = []
    aws.world.deliveries.subscribe((delivery) => sent.push(delivery))
    const state = { Type: 'Task', Resource: callbackResource, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Ask: state }))
    await aws.call('StopExecution', { executionArn })
    await aws.step(10_000)
    expect(sent).toEqual([])
    expect((await aws.history(executionArn)).at(-1)?.type).toBe('ExecutionAborted')
  })
})

describe('DescribeExecution', () => {
  it('tells input and output, or on request neither', async () => {
    const aws = steppedWorld()
    const executionArn = await aws.start(
      await aws.stateMachine('M', { Done: { Type: 'Succeed' } }),
      { a: 1 },
      'one',
    )
    const whole = await aws.call('DescribeExecution', { executionArn })
    expect(whole).toEqual({
      executionArn: `${account}:execution:M:one`,
      stateMachineArn: `${account}:stateMachine:M`,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: new Date(startMs),
      stopDate: new Date(startMs),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    })
    const { input: _input, output: _output, ...rest } = whole
    expect(await aws.call('DescribeExecution', { executionArn, includedData: 'METADATA_ONLY' })).toEqual({
      ...rest,
      inputDetails: { included: false },
      outputDetails: { included: false },
    })
  })
})

describe('SendTaskSuccess', () => {
  it('refuses an output that is not JSON, and the task goes on', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
    const executionArn = await aws.start(machine)
    const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn })
    const bad = aws.call('SendTaskSuccess', { taskToken, output: "{'a':1}" })
    await expect(bad).rejects.toMatchObject({ code: 'InvalidOutput' })
    await aws.call('SendTaskSuccess', { taskToken, output: '{ "a": 1 }' })
    const [succeeded, exited] = (await aws.history(executionArn)).slice(4)
    // AWS keeps the worker's text in the task's event and writes its own afterwards.
    expect(succeeded?.activitySucceededEventDetails?.output).toBe('{ "a": 1 }')
    expect(exited?.stateExitedEventDetails?.output).toBe('{"a":1}')
  })
})

describe('an execution the local AWS cannot run on', () => {
  it('fails, and does not stay RUNNING for ever', async () => {
    const aws = steppedWorld()
    let deeper: object = { 'in.$': '$' }
    for (let level = 0; level < 900; level += 1) deeper = { in: deeper }
    const stateMachineArn = await aws.stateMachine('M', {
      Wrap: { Type: 'Pass', Parameters: deeper, Next: 'Wrap' },
    })
    const executionArn = await aws.start(stateMachineArn)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    })
    // Out of stack: the defect is told as well.
    await expect(aws.step(0)).rejects.toThrow(RangeError)
  })
})

describe('an execution that has ended', () => {
  it('is forgotten with its tokens after a day and a half, and its name is free again', async () => {
    const aws = steppedWorld()
    const ask = {
      Type: 'Task',
      Resource: callbackResource,
      Parameters: { 'T.$': '$$.Task.Token' },
      End: true,
    }
    const stateMachineArn = await aws.stateMachine('M', { Ask: ask })
    const executionArn = await aws.start(stateMachineArn, {}, 'one')
    await aws.step(1000)
    const [taskToken = ''] = aws.store.tasks.keys()
    await aws.call('SendTaskSuccess', { taskToken, output: '{}' })
    await aws.step(35 * 3_600_000)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('SUCCEEDED')
    await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ code: 'TaskTimedOut' })
    await aws.step(2 * 3_600_000)
    await expect(aws.call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    })
    await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
      code: 'TaskDoesNotExist',
    })
    expect(await aws.call('ListExecutions', { stateMachineArn })).toEqual({ executions: [] })
    expect(await aws.start(stateMachineArn, {}, 'one')).toBe(executionArn)
    await aws.step(40 * 3_600_000)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('RUNNING')
  })
})
