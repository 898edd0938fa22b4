import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, startMs, steppedWorld } from './test-stepped-world.ts'

interface Family {
  readonly aws: SteppedWorld
  readonly parentArn: string
  readonly childArn: string
}

const waitForHuman = { Type: 'Task', Resource: callbackResource, Parameters: {}, End: true }

/** A parent whose task has been submitted, and the child that it started. */
async function family(
  suffix: string,
  { child = waitForHuman, fields = {}, parameters = {}, more = {} }: Partial<Record<string, object>> = {},
): Promise<Family> {
  const aws = steppedWorld()
  const childMachine = await aws.stateMachine('Child', { Only: child })
  const start = {
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${suffix}`,
    Parameters: { StateMachineArn: childMachine, Name: 'one', ...parameters },
    End: true,
    ...fields,
  }
  const parentArn = await aws.start(await aws.stateMachine('Parent', { Start: start }, more), { order: 7 })
  await aws.step(1000)
  return { aws, parentArn, childArn: 'arn:aws:states:eu-west-1:123456789012:execution:Child:one' }
}

async function statusOf(aws: SteppedWorld, executionArn: string): Promise<unknown> {
  return (await aws.call('DescribeExecution', { executionArn })).status
}

async function last(aws: SteppedWorld, executionArn: string): Promise<unknown> {
  return (await aws.history(executionArn)).at(-1)?.type
}

function tokenOfChild({ aws, childArn }: Family): string {
  const [token = ''] = aws.store.executions.get(childArn)?.taskTokens ?? []
  return token
}

describe('startExecution.sync', () => {
  it('tells the child in TaskSubmitted, and its description when it has ended', async () => {
    const run = await family('.sync', { parameters: { Input: { 'id.$': '$.order' } } })
    const { aws, parentArn, childArn } = run
    const { startMs: bornMs = 0 } = aws.store.executions.get(childArn) ?? {}
    expect(bornMs).toBeGreaterThan(startMs)
    const submitted = (await aws.history(parentArn)).at(-1)?.taskSubmittedEventDetails
    expect(JSON.parse(submitted?.output ?? '')).toMatchObject({
      ExecutionArn: childArn,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      StartDate: bornMs,
    })
    await aws.step(3_600_000)
    expect(await last(aws, parentArn)).toBe('TaskSubmitted')
    await aws.call('SendTaskSuccess', { taskToken: tokenOfChild(run), output: '{"ok":true}' })
    await aws.step(2000)
    const { status, output = '' } = await aws.call('DescribeExecution', { executionArn: parentArn })
    expect(status).toBe('SUCCEEDED')
    const { startDate, stopDate } = await aws.call('DescribeExecution', { executionArn: childArn })
    expect(JSON.parse(output)).toEqual({
      ExecutionArn: childArn,
      Input: '{"id":7}',
      InputDetails: { Included: true },
      Name: 'one',
      Output: '{"ok":true}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: startDate?.getTime(),
      StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Child',
      Status: 'SUCCEEDED',
      StopDate: stopDate?.getTime(),
    })
  })

  it('gives input and output as JSON with :2', async () => {
    const run = await family('.sync:2', { parameters: { Input: '{"as":"text"}' } })
    await run.aws.call('SendTaskSuccess', { taskToken: tokenOfChild(run), output: '{"ok":true}' })
    await run.aws.step(2000)
    const { output = '' } = await run.aws.call('DescribeExecution', { executionArn: run.parentArn })
    expect(JSON.parse(output)).toMatchObject({ Input: { as: 'text' }, Output: { ok: true } })
  })

  it('fails with States.TaskFailed and the child in the cause when the child fails', async () => {
    const { aws, parentArn, childArn } = await family('.sync', {
      child: { Type: 'Fail', Error: 'SomeFailure', Cause: 'on purpose' },
    })
    await aws.step(2000)
    const { error, cause = '' } = await aws.call('DescribeExecution', { executionArn: parentArn })
    expect(error).toBe('States.TaskFailed')
    expect(JSON.parse(cause)).toMatchObject({
      ExecutionArn: childArn,
      Status: 'FAILED',
      Error: 'SomeFailure',
      Cause: 'on purpose',
    })
  })

  it('fails likewise when somebody stops the child', async () => {
    const { aws, parentArn, childArn } = await family('.sync:2')
    await aws.call('StopExecution', { executionArn: childArn })
    await aws.step(2000)
    const { cause = '' } = await aws.call('DescribeExecution', { executionArn: parentArn })
    expect(JSON.parse(cause)).toMatchObject({ Status: 'ABORTED' })
  })

  it('waits for the child that runs already, if name and input are the same', async () => {
    const aws = steppedWorld()
    const childMachine = await aws.stateMachine('Child', { Only: waitForHuman })
    const childArn = await aws.start(childMachine, {}, 'one')
    const Parameters = { StateMachineArn: childMachine, Name: 'one', Input: {} }
    const start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters,
      End: true,
    }
    const parentArn = await aws.start(await aws.stateMachine('Parent', { Start: start }))
    await aws.step(1000)
    await aws.call('SendTaskSuccess', {
      taskToken: tokenOfChild({ aws, parentArn, childArn }),
      output: '{}',
    })
    await aws.step(2000)
    expect(await statusOf(aws, parentArn)).toBe('SUCCEEDED')
  })
})

describe('the child of a task that ends before it', () => {
  it.each<[string, (run: Family) => Promise<unknown>, object, object]>([
    [
      'by StopExecution',
      ({ aws, parentArn }) => aws.call('StopExecution', { executionArn: parentArn }),
      {},
      {},
    ],
    ['by the limit of the task', ({ aws }) => aws.step(11_000), { TimeoutSeconds: 10 }, {}],
    ['by a heartbeat nobody sends', ({ aws }) => aws.step(11_000), { HeartbeatSeconds: 10 }, {}],
    ['by the limit of the parent', ({ aws }) => aws.step(11_000), {}, { TimeoutSeconds: 10 }],
  ])('is stopped: %s', async (_how, end, fields, more) => {
    const run = await family('.sync:2', { fields, more })
    expect(await statusOf(run.aws, run.childArn)).toBe('RUNNING')
    await end(run)
    await run.aws.step(0)
    expect(await statusOf(run.aws, run.childArn)).toBe('ABORTED')
    expect(await statusOf(run.aws, run.parentArn)).not.toBe('RUNNING')
    expect((await run.aws.history(run.childArn)).at(-1)?.executionAbortedEventDetails).toEqual({})
    const told = await run.aws.history(run.parentArn)
    await run.aws.step(10_000)
    expect(await run.aws.history(run.parentArn)).toEqual(told)
  })

  it('is stopped with its own children', async () => {
    const aws = steppedWorld()
    const nested = (StateMachineArn: string): object => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn, Name: 'x' },
      End: true,
    })
    const inner = await aws.stateMachine('Inner', { Only: waitForHuman })
    const middle = await aws.stateMachine('Middle', { Start: nested(inner) })
    const outerArn = await aws.start(await aws.stateMachine('Outer', { Start: nested(middle) }))
    await aws.step(2000)
    await aws.call('StopExecution', { executionArn: outerArn })
    await aws.step(0)
    const arn = (name: string): string => `arn:aws:states:eu-west-1:123456789012:execution:${name}:x`
    expect(await statusOf(aws, arn('Middle'))).toBe('ABORTED')
    expect(await statusOf(aws, arn('Inner'))).toBe('ABORTED')
  })

  it('is not touched once it has ended', async () => {
    const run = await family('.sync')
    await run.aws.call('SendTaskSuccess', { taskToken: tokenOfChild(run), output: '{}' })
    await run.aws.call('StopExecution', { executionArn: run.parentArn })
    await run.aws.step(5000)
    expect(await statusOf(run.aws, run.childArn)).toBe('SUCCEEDED')
  })
})

describe('startExecution without waiting', () => {
  it('ends with the answer; the child goes on by itself', async () => {
    const { aws, parentArn, childArn } = await family('')
    const { output = '' } = await aws.call('DescribeExecution', { executionArn: parentArn })
    expect(JSON.parse(output)).toMatchObject({ ExecutionArn: childArn })
    await aws.step(60_000)
    expect(await statusOf(aws, childArn)).toBe('RUNNING')
  })

  it('gives the child the token that ends a .waitForTaskToken task', async () => {
    const { aws, parentArn, childArn } = await family('.waitForTaskToken', {
      child: { Type: 'Wait', Seconds: 5, End: true },
      parameters: { Input: { 'taskToken.$': '$$.Task.Token' } },
    })
    await aws.step(60_000)
    expect(await statusOf(aws, childArn)).toBe('SUCCEEDED')
    expect(await last(aws, parentArn)).toBe('TaskSubmitted')
    const { input = '' } = await aws.call('DescribeExecution', { executionArn: childArn })
    const { taskToken } = JSON.parse(input) as { taskToken: string } // what the parameters above put there
    await aws.call('SendTaskSuccess', { taskToken, output: '{}' })
    await aws.step(0)
    expect(await statusOf(aws, parentArn)).toBe('SUCCEEDED')
  })
})

describe('an execution that cannot be started', () => {
  const nowhere = { StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Nowhere' }

  it.each<[string, string, object, string]>([
    ['', 'TaskFailed', nowhere, 'StepFunctions.StateMachineDoesNotExistException'],
    ['.sync', 'TaskSubmitFailed', nowhere, 'StepFunctions.StateMachineDoesNotExistException'],
    ['.sync:2', 'TaskSubmitFailed', { Input: 'no JSON' }, 'StepFunctions.InvalidExecutionInputException'],
    ['.sync', 'TaskSubmitFailed', { StateMachineArn: null }, 'StepFunctions.AWSStepFunctionsException'],
    ['.sync:2', 'TaskSubmitFailed', { Name: 5 }, 'StepFunctions.AWSStepFunctionsException'],
    ['.waitForTaskToken', 'TaskSubmitFailed', nowhere, 'StepFunctions.StateMachineDoesNotExistException'],
  ])('%s: %s of %j', async (suffix, type, parameters, error) => {
    const { aws, parentArn } = await family(suffix, { parameters })
    const [failed, ended] = (await aws.history(parentArn)).slice(-2)
    expect(failed).toMatchObject({ type, previousEventId: 4 })
    expect(failed?.taskFailedEventDetails ?? failed?.taskSubmitFailedEventDetails).toMatchObject({
      resourceType: 'states',
      resource: `startExecution${suffix}`,
      error,
    })
    expect(ended?.executionFailedEventDetails?.error).toBe(error)
    expect(aws.defects).toEqual([])
  })

  it('says so in the words of AWS', async () => {
    const { aws, parentArn } = await family('', { parameters: nowhere })
    const { cause } = await aws.call('DescribeExecution', { executionArn: parentArn })
    expect(cause).toMatch(
      /^State Machine Does Not Exist: '.+:Nowhere' \(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    )
  })
})
