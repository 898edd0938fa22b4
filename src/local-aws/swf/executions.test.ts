import { describe, expect, it } from 'vitest'
import { swfStartMs } from './test-swf-world.ts'
import {
  complete,
  deciders,
  domain,
  registered,
  startedWorkflow,
  startInput,
  workflowId,
  workflowType,
} from './test-workflow.ts'

const dayMs = 86_400_000

describe('StartWorkflowExecution', () => {
  it.each([
    ['defaultExecutionStartToCloseTimeout', { executionStartToCloseTimeout: undefined }],
    ['defaultTaskList', { taskList: undefined }],
    ['defaultTaskStartToCloseTimeout', { taskStartToCloseTimeout: undefined }],
    ['defaultChildPolicy', { childPolicy: undefined }],
  ])('names the default that would have done: %s', async (message, missing) => {
    const aws = await registered()
    await expect(aws.call('StartWorkflowExecution', startInput(missing))).rejects.toMatchObject({
      code: 'DefaultUndefinedFault',
      message,
    })
  })

  it('takes what is not given from the type', async () => {
    const aws = await registered()
    await aws.call('RegisterWorkflowType', {
      domain,
      name: 'Full',
      version: '1',
      defaultTaskList: deciders,
      defaultTaskPriority: '3',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultExecutionStartToCloseTimeout: '100',
      defaultChildPolicy: 'REQUEST_CANCEL',
    })
    const type = { name: 'Full', version: '1' }
    const { runId } = await aws.call('StartWorkflowExecution', { domain, workflowId, workflowType: type })
    const [started] = await aws.history(domain, workflowId, runId)
    expect(started?.workflowExecutionStartedEventAttributes).toEqual({
      workflowType: type,
      taskList: deciders,
      taskPriority: '3',
      taskStartToCloseTimeout: 'NONE',
      executionStartToCloseTimeout: '100',
      childPolicy: 'REQUEST_CANCEL',
      parentInitiatedEventId: 0,
    })
  })

  it('allows one open execution of an id, and another one after it', async () => {
    const workflow = await startedWorkflow()
    const start = () => workflow.aws.call('StartWorkflowExecution', startInput())
    await expect(start()).rejects.toMatchObject({
      code: 'WorkflowExecutionAlreadyStartedFault',
      message: 'Already Started',
    })
    await workflow.decide(complete)
    const { runId } = await start()
    expect(runId).toMatch(/^22[A-Za-z0-9+/]{43}=$/)
    expect(runId).not.toBe(workflow.runId)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })

  it.each([
    ['an unknown domain', { domain: 'nowhere' }, 'UnknownResourceFault', 'Unknown domain: nowhere'],
    [
      'an unknown type',
      { workflowType: { name: 'Order', version: '2' } },
      'UnknownResourceFault',
      'Unknown type: WorkflowType=[name=Order, version=2]',
    ],
  ])('knows %s', async (_what, more, code, message) => {
    const aws = await registered()
    await expect(aws.call('StartWorkflowExecution', startInput(more))).rejects.toMatchObject({
      code,
      message,
    })
  })

  it('refuses a deprecated type and a deprecated domain', async () => {
    const aws = await registered()
    await aws.call('DeprecateWorkflowType', { domain, workflowType })
    await expect(aws.call('StartWorkflowExecution', startInput())).rejects.toMatchObject({
      code: 'TypeDeprecatedFault',
      message: 'WorkflowType=[name=Order, version=1]',
    })
    await aws.call('DeprecateDomain', { name: domain })
    await expect(aws.call('StartWorkflowExecution', startInput())).rejects.toMatchObject({
      code: 'DomainDeprecatedFault',
    })
  })

  it.each([
    ['a workflowId with a colon', { workflowId: 'a:b' }],
    ['six tags', { tagList: ['1', '2', '3', '4', '5', '6'] }],
    ['an execution without an end', { executionStartToCloseTimeout: 'NONE' }],
    ['a task timeout that is none', { taskStartToCloseTimeout: 'soon' }],
    ['an input that is too long', { input: 'x'.repeat(32_769) }],
  ])('refuses %s', async (_what, more) => {
    const aws = await registered()
    await expect(aws.call('StartWorkflowExecution', startInput(more))).rejects.toMatchObject({
      code: 'ValidationException',
    })
  })
})

describe('an open execution', () => {
  it.each<[string, string | undefined]>([
    ['by its workflowId', undefined],
    ['by both ids', 'runId'],
    ['with an empty runId', ''],
  ])('is signalled %s', async (_how, given) => {
    const workflow = await startedWorkflow()
    const runId = given === 'runId' ? workflow.runId : given
    const input = { domain, workflowId, runId, signalName: 'go', input: 'in' }
    await workflow.aws.call('SignalWorkflowExecution', input)
    expect((await workflow.last()).workflowExecutionSignaledEventAttributes).toEqual({
      signalName: 'go',
      input: 'in',
      externalInitiatedEventId: 0,
    })
  })

  it('is terminated at once, with everything in it', async () => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.take()
    const { aws } = workflow
    await workflow.signal()
    await aws.call('TerminateWorkflowExecution', {
      domain,
      workflowId,
      reason: 'R',
      details: 'D',
      childPolicy: 'ABANDON',
    })
    expect(await workflow.last()).toMatchObject({
      eventType: 'WorkflowExecutionTerminated',
      workflowExecutionTerminatedEventAttributes: { reason: 'R', details: 'D', childPolicy: 'ABANDON' },
    })
    await expect(aws.call('RecordActivityTaskHeartbeat', { taskToken })).rejects.toMatchObject({
      code: 'UnknownResourceFault',
    })
    expect((await aws.call('PollForDecisionTask', { domain, taskList: deciders })).taskToken).toBe('')
    await aws.step(dayMs / 2)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionTerminated')
  })
})

describe('a closed execution', () => {
  const calls = {
    SignalWorkflowExecution: { signalName: 'go' },
    RequestCancelWorkflowExecution: {},
    TerminateWorkflowExecution: {},
  }
  const names = [
    'SignalWorkflowExecution',
    'RequestCancelWorkflowExecution',
    'TerminateWorkflowExecution',
  ] as const

  it.each(names)('is unknown to %s', async (name) => {
    const workflow = await startedWorkflow()
    await workflow.decide(complete)
    const input = { domain, workflowId, signalName: 'go', ...calls[name] }
    await expect(workflow.aws.call(name, input)).rejects.toMatchObject({
      code: 'UnknownResourceFault',
      message: 'Unknown execution, workflowId = order-1',
    })
    const { runId } = workflow
    await expect(workflow.aws.call(name, { ...input, runId })).rejects.toMatchObject({
      message: `Unknown execution: WorkflowExecution=[workflowId=order-1, runId=${runId}]`,
    })
  })

  it('can be read for the retention period of its domain', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(complete)
    await workflow.aws.step(dayMs - 1)
    expect(await workflow.events()).toHaveLength(5)
    await workflow.aws.step(1)
    await expect(workflow.events()).rejects.toMatchObject({ code: 'UnknownResourceFault' })
  })
})

describe('a world of SWF', () => {
  it('is the same to the byte for the same seed, and another for another', async () => {
    const all = async (seed: number) => {
      const workflow = await startedWorkflow({ seed })
      const { taskToken } = await workflow.take()
      await workflow.aws.step(120_000)
      return JSON.stringify([taskToken, workflow.runId, await workflow.events()])
    }
    const first = await all(1)
    expect(await all(1)).toBe(first)
    expect(await all(2)).not.toBe(first)
  })

  it('tells the time of every event', async () => {
    const workflow = await startedWorkflow()
    await workflow.aws.step(1234)
    await workflow.signal()
    expect((await workflow.last()).eventTimestamp).toEqual(new Date(swfStartMs + 1234))
  })
})
