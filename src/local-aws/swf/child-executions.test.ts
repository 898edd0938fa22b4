import type {
  ChildPolicy,
  Decision,
  StartChildWorkflowExecutionDecisionAttributes,
} from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import type { WorkflowExecution } from './model.ts'
import {
  complete,
  decideIn,
  domain,
  historyOf,
  newest,
  newestRunId,
  startedWorkflow,
  startInput,
  typesOf,
  type Workflow,
  workflowId,
  workflowType,
} from './test-workflow.ts'

const childList = { name: 'child-deciders' }
const childId = 'parcel-1'

function child(attributes: Partial<StartChildWorkflowExecutionDecisionAttributes> = {}): Decision {
  return {
    decisionType: 'StartChildWorkflowExecution',
    startChildWorkflowExecutionDecisionAttributes: {
      workflowId: childId,
      workflowType,
      taskList: childList,
      executionStartToCloseTimeout: '600',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
      ...attributes,
    },
  }
}

const goOn: Decision = {
  decisionType: 'ContinueAsNewWorkflowExecution',
  continueAsNewWorkflowExecutionDecisionAttributes: {
    executionStartToCloseTimeout: '600',
    taskStartToCloseTimeout: '30',
    childPolicy: 'TERMINATE',
    taskList: childList,
  },
}

/** More than anything takes to get from one execution to another. */
const aMomentMs = 300

async function withChild(
  attributes?: Partial<StartChildWorkflowExecutionDecisionAttributes>,
  more?: object,
): Promise<Workflow> {
  const workflow = await startedWorkflow({}, more)
  await workflow.decide(child(attributes))
  await workflow.aws.step(aMomentMs)
  return workflow
}

async function openChildren({ aws, runId }: Workflow): Promise<number | undefined> {
  const described = await aws.call('DescribeWorkflowExecution', { domain, execution: { workflowId, runId } })
  return described.openCounts?.openChildWorkflowExecutions
}

const terminate = ({ aws }: Workflow, id: string, childPolicy?: ChildPolicy): Promise<unknown> =>
  aws.call('TerminateWorkflowExecution', { domain, workflowId: id, childPolicy })

describe('a child', () => {
  it('is asked for, starts a moment later and knows its parent', async () => {
    const workflow = await startedWorkflow()
    const { aws, runId } = workflow
    await workflow.decide(child({ input: 'in', control: 'mine', tagList: ['a'], taskPriority: '3' }))
    expect((await workflow.last()).startChildWorkflowExecutionInitiatedEventAttributes).toEqual({
      workflowId: childId,
      workflowType,
      control: 'mine',
      input: 'in',
      executionStartToCloseTimeout: '600',
      taskList: childList,
      taskPriority: '3',
      childPolicy: 'TERMINATE',
      taskStartToCloseTimeout: '30',
      tagList: ['a'],
      decisionTaskCompletedEventId: 4,
    })
    expect(await openChildren(workflow)).toBe(0)
    await aws.step(aMomentMs)
    const names = { workflowId: childId, runId: newestRunId(aws, childId) }
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        childWorkflowExecutionStartedEventAttributes: {
          workflowExecution: names,
          workflowType,
          initiatedEventId: 5,
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect(await openChildren(workflow)).toBe(1)
    const [started] = await historyOf(aws, childId)
    expect(started?.workflowExecutionStartedEventAttributes).toEqual({
      input: 'in',
      executionStartToCloseTimeout: '600',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
      taskList: childList,
      taskPriority: '3',
      workflowType,
      tagList: ['a'],
      parentInitiatedEventId: 5,
      parentWorkflowExecution: { workflowId, runId },
    })
    const { executionInfo } = await aws.call('DescribeWorkflowExecution', { domain, execution: names })
    expect(executionInfo?.parent).toEqual({ workflowId, runId })
  })

  const ends: [string, (workflow: Workflow) => Promise<unknown>, object][] = [
    [
      'Completed',
      ({ aws }) =>
        decideIn(aws, childList.name, {
          ...complete,
          completeWorkflowExecutionDecisionAttributes: { result: 'out' },
        }),
      { result: 'out' },
    ],
    [
      'Failed',
      ({ aws }) =>
        decideIn(aws, childList.name, {
          decisionType: 'FailWorkflowExecution',
          failWorkflowExecutionDecisionAttributes: { reason: 'R', details: 'D' },
        }),
      { reason: 'R', details: 'D' },
    ],
    [
      'Canceled',
      ({ aws }) =>
        decideIn(aws, childList.name, {
          decisionType: 'CancelWorkflowExecution',
          cancelWorkflowExecutionDecisionAttributes: { details: 'D' },
        }),
      { details: 'D' },
    ],
    ['Terminated', (workflow) => terminate(workflow, childId), {}],
    ['TimedOut', ({ aws }) => aws.step(601_000), { timeoutType: 'START_TO_CLOSE' }],
  ]

  it.each(ends)('tells its parent that it has %s', async (ending, end, more) => {
    const workflow = await withChild()
    await workflow.decide()
    await end(workflow)
    await workflow.aws.step(aMomentMs)
    const runId = newestRunId(workflow.aws, childId)
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        eventType: `ChildWorkflowExecution${ending}`,
        [`childWorkflowExecution${ending}EventAttributes`]: {
          workflowExecution: { workflowId: childId, runId },
          workflowType,
          initiatedEventId: 5,
          startedEventId: 6,
          ...more,
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect(await openChildren(workflow)).toBe(0)
  })

  it('that continues as new goes on as the same child: its parent hears of the last end alone', async () => {
    const workflow = await withChild()
    const { aws } = workflow
    await workflow.decide()
    await decideIn(aws, childList.name, goOn)
    await aws.step(aMomentMs)
    expect(typesOf(await workflow.events()).at(-1)).toBe('ChildWorkflowExecutionStarted')
    expect(await openChildren(workflow)).toBe(1)
    const [started] = await historyOf(aws, childId)
    expect(started?.workflowExecutionStartedEventAttributes).toMatchObject({
      parentWorkflowExecution: { workflowId, runId: workflow.runId },
      parentInitiatedEventId: 5,
    })
    await decideIn(aws, childList.name, complete)
    await aws.step(aMomentMs)
    expect(
      (await newest(workflow, 'ChildWorkflowExecutionCompleted'))
        ?.childWorkflowExecutionCompletedEventAttributes?.workflowExecution?.runId,
    ).toBe(newestRunId(aws, childId))
  })

  it('goes on when its parent closes by itself, and says nothing to it any more', async () => {
    const workflow = await withChild()
    await workflow.decide(complete)
    await workflow.aws.step(aMomentMs)
    expect(typesOf(await historyOf(workflow.aws, childId))).toEqual(['WorkflowExecutionStarted'])
    await decideIn(workflow.aws, childList.name, complete)
    await workflow.aws.step(aMomentMs)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })

  it('starts also where its parent closed itself in the same breath, and not where it was terminated', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(child(), complete)
    await workflow.aws.step(aMomentMs)
    expect(typesOf(await historyOf(workflow.aws, childId))).toEqual(['WorkflowExecutionStarted'])
    const other = await startedWorkflow()
    await other.decide(child())
    await terminate(other, workflowId)
    await other.aws.step(aMomentMs)
    expect(() => newestRunId(other.aws, childId)).toThrow('never started')
  })
})

describe('childPolicy', () => {
  const policies: [ChildPolicy, object | undefined][] = [
    [
      'TERMINATE',
      {
        eventType: 'WorkflowExecutionTerminated',
        workflowExecutionTerminatedEventAttributes: { cause: 'CHILD_POLICY_APPLIED', childPolicy: 'ABANDON' },
      },
    ],
    [
      'REQUEST_CANCEL',
      {
        eventType: 'WorkflowExecutionCancelRequested',
        workflowExecutionCancelRequestedEventAttributes: {
          cause: 'CHILD_POLICY_APPLIED',
          externalInitiatedEventId: 0,
          externalWorkflowExecution: { workflowId },
        },
      },
    ],
    ['ABANDON', undefined],
  ]

  it.each(policies)('%s decides on the children of one that times out', async (childPolicy, event) => {
    const workflow = await withChild(
      { childPolicy: 'ABANDON', executionStartToCloseTimeout: '86400' },
      { childPolicy, executionStartToCloseTimeout: '120' },
    )
    await decideIn(workflow.aws, childList.name)
    const before = (await historyOf(workflow.aws, childId)).length
    await workflow.aws.step(122_000)
    expect(await workflow.last()).toMatchObject({
      workflowExecutionTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', childPolicy },
    })
    const after = (await historyOf(workflow.aws, childId))[before]
    if (event === undefined) expect(after).toBeUndefined()
    else expect(after).toMatchObject(event)
  })

  it.each(policies)('%s of whoever terminates comes before its own', async (childPolicy, event) => {
    const own = childPolicy === 'ABANDON' ? 'TERMINATE' : 'ABANDON'
    const workflow = await withChild({ childPolicy: 'ABANDON' }, { childPolicy: own })
    await decideIn(workflow.aws, childList.name)
    const before = (await historyOf(workflow.aws, childId)).length
    await terminate(workflow, workflowId, childPolicy)
    await workflow.aws.step(aMomentMs)
    const after = (await historyOf(workflow.aws, childId))[before]
    if (event === undefined) expect(after).toBeUndefined()
    else expect(after).toMatchObject(event)
  })

  it('TERMINATE reaches the run that a child goes on as', async () => {
    const workflow = await withChild()
    await decideIn(workflow.aws, childList.name, goOn)
    await terminate(workflow, workflowId)
    await workflow.aws.step(aMomentMs)
    expect(typesOf(await historyOf(workflow.aws, childId))).toEqual([
      'WorkflowExecutionStarted',
      'WorkflowExecutionTerminated',
    ])
  })

  it('TERMINATE reaches the children of children by their own policy', async () => {
    const workflow = await withChild()
    const { aws } = workflow
    await decideIn(aws, childList.name, child({ workflowId: 'grandchild', taskList: { name: 'deep' } }))
    await aws.step(aMomentMs)
    await decideIn(aws, 'deep', child({ workflowId: 'great-grandchild' }))
    await aws.step(aMomentMs)
    await terminate(workflow, workflowId)
    await aws.step(3 * aMomentMs)
    for (const id of [workflowId, childId, 'grandchild', 'great-grandchild']) {
      expect(typesOf(await historyOf(aws, id)).at(-1)).toBe('WorkflowExecutionTerminated')
    }
  })
})

describe('a child that cannot be started', () => {
  const { childPolicy, executionStartToCloseTimeout, taskStartToCloseTimeout } = startInput()
  const bare = { workflowType, workflowId: childId }
  const refused: [string, object][] = [
    ['WORKFLOW_TYPE_DOES_NOT_EXIST', { ...bare, workflowType: { name: 'Order', version: '9' } }],
    ['WORKFLOW_TYPE_DEPRECATED', { ...bare, workflowType: { name: 'Old', version: '1' } }],
    ['DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED', bare],
    ['DEFAULT_TASK_LIST_UNDEFINED', { ...bare, executionStartToCloseTimeout }],
    [
      'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
      { ...bare, executionStartToCloseTimeout, taskList: childList, childPolicy },
    ],
    [
      'DEFAULT_CHILD_POLICY_UNDEFINED',
      { ...bare, executionStartToCloseTimeout, taskList: childList, taskStartToCloseTimeout },
    ],
  ]

  it.each(refused)('is an event with its cause, and nothing was begun: %s', async (cause, attributes) => {
    const workflow = await startedWorkflow()
    const old = { name: 'Old', version: '1' }
    await workflow.aws.call('RegisterWorkflowType', { domain, ...old })
    await workflow.aws.call('DeprecateWorkflowType', { domain, workflowType: old })
    await workflow.decide({
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: {
        ...(attributes as typeof bare), // each has the two members that must be there
        control: 'mine',
      },
    })
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        startChildWorkflowExecutionFailedEventAttributes: {
          cause,
          workflowId: childId,
          initiatedEventId: 0,
          decisionTaskCompletedEventId: 4,
          control: 'mine',
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })

  it('because its workflowId is open says so after it was begun', async () => {
    const workflow = await withChild({ workflowId })
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        startChildWorkflowExecutionFailedEventAttributes: {
          cause: 'WORKFLOW_ALREADY_RUNNING',
          workflowId,
          initiatedEventId: 5,
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect(await openChildren(workflow)).toBe(0)
  })

  it('says that too many of them are open, or were started too fast', async () => {
    const workflow = await startedWorkflow({}, { executionStartToCloseTimeout: '86400' })
    const { aws } = workflow
    const some = (from: number, count: number): Decision[] =>
      Array.from({ length: count }, (_, index) => child({ workflowId: `c-${from + index}` }))
    await workflow.decide(...some(0, 501))
    const tooFast = await newest(workflow, 'StartChildWorkflowExecutionFailed')
    expect(tooFast?.startChildWorkflowExecutionFailedEventAttributes).toMatchObject({
      workflowId: 'c-500',
      cause: 'CHILD_CREATION_RATE_EXCEEDED',
    })
    await aws.step(60_000)
    await workflow.decide(...some(500, 500), ...some(1000, 1))
    const tooMany = await newest(workflow, 'StartChildWorkflowExecutionFailed')
    expect(tooMany?.startChildWorkflowExecutionFailedEventAttributes).toMatchObject({
      workflowId: 'c-1000',
      cause: 'OPEN_CHILDREN_LIMIT_EXCEEDED',
    })
  })

  it('says that the domain has as many open executions as it may', async () => {
    const workflow = await startedWorkflow()
    const { aws } = workflow
    const open = aws.store.domainsIn('eu-west-1').get(domain)?.open
    const [one] = open?.values() ?? []
    if (open === undefined || one === undefined) throw new Error('nothing is open')
    // Only counted: 100,000 real ones would be a matter of minutes.
    for (let index = 1; index < 100_000; index += 1)
      open.set(`other-${index}`, one satisfies WorkflowExecution)
    await workflow.decide(child())
    expect((await workflow.events()).at(-2)?.startChildWorkflowExecutionFailedEventAttributes?.cause).toBe(
      'OPEN_WORKFLOWS_LIMIT_EXCEEDED',
    )
    await expect(
      aws.call('StartWorkflowExecution', startInput({ workflowId: 'one-more' })),
    ).rejects.toMatchObject({ code: 'LimitExceededFault' })
  })
})
