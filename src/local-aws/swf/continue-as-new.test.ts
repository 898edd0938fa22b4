import type { ContinueAsNewWorkflowExecutionDecisionAttributes, Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  complete,
  deciders,
  domain,
  historyOf,
  newestRunId,
  startedWorkflow,
  startInput,
  typesOf,
  type Workflow,
  workflowId,
  workflowType,
} from './test-workflow.ts'

const { executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy } = startInput()
const enough = { executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy, taskList: deciders }

function goOn(attributes: ContinueAsNewWorkflowExecutionDecisionAttributes = enough): Decision {
  return {
    decisionType: 'ContinueAsNewWorkflowExecution',
    continueAsNewWorkflowExecutionDecisionAttributes: attributes,
  }
}

async function lists({ aws }: Workflow) {
  const startTimeFilter = { oldestDate: new Date(0) }
  const { executionInfos: open = [] } = await aws.call('ListOpenWorkflowExecutions', {
    domain,
    startTimeFilter,
  })
  const { executionInfos: closed = [] } = await aws.call('ListClosedWorkflowExecutions', {
    domain,
    startTimeFilter,
  })
  return { open, closed }
}

describe('continuing as new', () => {
  it('closes the run and starts another one under the same workflowId', async () => {
    const workflow = await startedWorkflow({}, { tagList: ['a'], lambdaRole: 'arn:aws:iam::1:role/R' })
    const { aws, runId } = workflow
    await workflow.decide(goOn({ ...enough, input: 'rest', tagList: ['b', 'c'], taskPriority: '4' }))
    const nextId = newestRunId(aws, workflowId)
    expect(nextId).not.toBe(runId)
    const common = {
      input: 'rest',
      executionStartToCloseTimeout,
      taskStartToCloseTimeout,
      childPolicy,
      taskList: deciders,
      taskPriority: '4',
      tagList: ['b', 'c'],
      workflowType,
    }
    expect((await workflow.last()).workflowExecutionContinuedAsNewEventAttributes).toEqual({
      ...common,
      newExecutionRunId: nextId,
      decisionTaskCompletedEventId: 4,
    })
    const next = await historyOf(aws, workflowId)
    expect(next[0]?.workflowExecutionStartedEventAttributes).toEqual({
      ...common,
      continuedExecutionRunId: runId,
      parentInitiatedEventId: 0,
    })
    expect(next[1]?.eventType).toBe('DecisionTaskScheduled')
    expect(await lists(workflow)).toMatchObject({
      open: [{ execution: { workflowId, runId: nextId }, tagList: ['b', 'c'] }],
      closed: [{ execution: { workflowId, runId }, closeStatus: 'CONTINUED_AS_NEW', tagList: ['a'] }],
    })
  })

  it('takes what the decision leaves out from the type, in the version that it names', async () => {
    const workflow = await startedWorkflow({}, { input: 'first', tagList: ['a'], taskPriority: '9' })
    const next = { name: workflowType.name, version: '2' }
    await workflow.aws.call('RegisterWorkflowType', {
      domain,
      ...next,
      defaultTaskList: { name: 'newer' },
      defaultTaskStartToCloseTimeout: '20',
      defaultExecutionStartToCloseTimeout: '300',
      defaultChildPolicy: 'ABANDON',
      defaultLambdaRole: 'arn:aws:iam::1:role/R',
    })
    await workflow.decide(goOn({ workflowTypeVersion: '2' }))
    const [started] = await historyOf(workflow.aws, workflowId)
    expect(started?.workflowExecutionStartedEventAttributes).toEqual({
      workflowType: next,
      taskList: { name: 'newer' },
      taskStartToCloseTimeout: '20',
      executionStartToCloseTimeout: '300',
      childPolicy: 'ABANDON',
      lambdaRole: 'arn:aws:iam::1:role/R',
      continuedExecutionRunId: workflow.runId,
      parentInitiatedEventId: 0,
    })
  })

  it('leaves what was open in the run behind; signals go to the new one', async () => {
    const workflow = await startedWorkflow()
    const { aws } = workflow
    await workflow.decide(
      workflow.schedule(),
      { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '5' } },
      goOn(),
    )
    await workflow.signal()
    await aws.step(10_000)
    expect(typesOf(await workflow.events()).at(-1)).toBe('WorkflowExecutionContinuedAsNew')
    expect((await workflow.poll()).taskToken).toBe('')
    expect(typesOf(await historyOf(aws, workflowId))).toEqual([
      'WorkflowExecutionStarted',
      'WorkflowExecutionSignaled',
    ])
    await workflow.decide(complete)
    expect((await lists(workflow)).closed.map(({ closeStatus }) => closeStatus)).toEqual([
      'COMPLETED',
      'CONTINUED_AS_NEW',
    ])
  })

  const refused: [string, ContinueAsNewWorkflowExecutionDecisionAttributes][] = [
    ['WORKFLOW_TYPE_DOES_NOT_EXIST', { ...enough, workflowTypeVersion: '7' }],
    ['WORKFLOW_TYPE_DEPRECATED', { ...enough, workflowTypeVersion: '0' }],
    ['DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED', {}],
    ['DEFAULT_TASK_LIST_UNDEFINED', { executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy }],
    [
      'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
      { executionStartToCloseTimeout, taskList: deciders, childPolicy },
    ],
    [
      'DEFAULT_CHILD_POLICY_UNDEFINED',
      { executionStartToCloseTimeout, taskList: deciders, taskStartToCloseTimeout },
    ],
  ]

  it.each(refused)('is refused with its cause, and the run goes on: %s', async (cause, attributes) => {
    const workflow = await startedWorkflow()
    const old = { name: workflowType.name, version: '0' }
    await workflow.aws.call('RegisterWorkflowType', { domain, ...old })
    await workflow.aws.call('DeprecateWorkflowType', { domain, workflowType: old })
    await workflow.decide(goOn(attributes))
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        eventType: 'ContinueAsNewWorkflowExecutionFailed',
        continueAsNewWorkflowExecutionFailedEventAttributes: { cause, decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })
})

describe('a history that is full', () => {
  const marker: Decision = {
    decisionType: 'RecordMarker',
    recordMarkerDecisionAttributes: { markerName: 'm' },
  }

  it('ends its execution, with what came in the same turn', async () => {
    const workflow = await startedWorkflow({}, { childPolicy: 'REQUEST_CANCEL' })
    const { aws } = workflow
    const markers = Array.from({ length: 24_990 }, () => marker)
    await workflow.decide(...markers)
    await aws.step(1)
    expect((await workflow.types()).at(-1)).toBe('MarkerRecorded')
    await workflow.signal()
    await workflow.decide(...Array.from({ length: 50 }, () => marker))
    await aws.step(1)
    expect(await workflow.last()).toMatchObject({
      eventId: 24_994 + 4 + 50 + 1,
      eventType: 'WorkflowExecutionTerminated',
      workflowExecutionTerminatedEventAttributes: {
        cause: 'EVENT_LIMIT_EXCEEDED',
        childPolicy: 'REQUEST_CANCEL',
      },
    })
  })

  it('lets a run that closes in time be', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(...Array.from({ length: 24_995 }, () => marker), complete)
    await workflow.aws.step(1)
    expect(await workflow.last()).toMatchObject({ eventId: 25_000, eventType: 'WorkflowExecutionCompleted' })
  })
})
