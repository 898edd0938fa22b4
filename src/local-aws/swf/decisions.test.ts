import type { Decision, ScheduleActivityTaskFailedCause } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  activityType,
  complete,
  deciders,
  domain,
  newest,
  packers,
  startedWorkflow,
  unlimited,
  workflowId,
} from './test-workflow.ts'

const cancelUnknown: Decision = {
  decisionType: 'RequestCancelActivityTask',
  requestCancelActivityTaskDecisionAttributes: { activityId: 'nothing' },
}

describe('ScheduleActivityTask', () => {
  it('writes the timeouts down, resolved from the defaults of the type', async () => {
    const workflow = await startedWorkflow()
    const type = { name: 'Wrap', version: '2' }
    await workflow.aws.call('RegisterActivityType', {
      domain,
      ...type,
      defaultTaskList: packers,
      defaultTaskPriority: '5',
      defaultTaskHeartbeatTimeout: '60',
      defaultTaskStartToCloseTimeout: '600',
      defaultTaskScheduleToStartTimeout: '300',
      defaultTaskScheduleToCloseTimeout: 'NONE',
    })
    await workflow.decide({
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        activityId: 'wrap',
        activityType: type,
        input: 'in',
        control: 'mine',
        startToCloseTimeout: '900',
      },
    })
    expect((await workflow.last()).activityTaskScheduledEventAttributes).toEqual({
      activityId: 'wrap',
      activityType: type,
      input: 'in',
      control: 'mine',
      taskList: packers,
      taskPriority: '5',
      heartbeatTimeout: '60',
      startToCloseTimeout: '900',
      scheduleToStartTimeout: '300',
      scheduleToCloseTimeout: 'NONE',
      decisionTaskCompletedEventId: 4,
    })
    expect(await workflow.poll()).toEqual({
      taskToken: expect.stringMatching(/^[A-Za-z0-9+/]{400,700}=*$/),
      activityId: 'wrap',
      activityType: type,
      startedEventId: 6,
      input: 'in',
      workflowExecution: { workflowId, runId: workflow.runId },
    })
    expect((await workflow.last()).activityTaskStartedEventAttributes).toEqual({
      identity: 'worker-1',
      scheduledEventId: 5,
    })
  })

  const { heartbeatTimeout, startToCloseTimeout, scheduleToStartTimeout, scheduleToCloseTimeout } = unlimited
  const bare = { activityType, activityId: 'pack-2' }
  const refused: [ScheduleActivityTaskFailedCause, object][] = [
    ['ACTIVITY_TYPE_DOES_NOT_EXIST', { ...bare, activityType: { name: 'Pack', version: '2' } }],
    ['ACTIVITY_ID_ALREADY_IN_USE', { ...bare, activityId: 'pack-1' }],
    ['DEFAULT_TASK_LIST_UNDEFINED', bare],
    ['DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED', { ...bare, taskList: packers }],
    [
      'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED',
      { ...bare, taskList: packers, scheduleToStartTimeout, heartbeatTimeout },
    ],
    [
      'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED',
      { ...bare, taskList: packers, scheduleToStartTimeout, scheduleToCloseTimeout },
    ],
    [
      'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED',
      { ...bare, taskList: packers, scheduleToStartTimeout, scheduleToCloseTimeout, startToCloseTimeout },
    ],
  ]

  it.each(refused)('fails with an event and another decision task: %s', async (cause, attributes) => {
    const workflow = await startedWorkflow()
    await workflow.decide(workflow.schedule(), {
      decisionType: 'ScheduleActivityTask',
      // Sound: each of these has the two members that must be there.
      scheduleActivityTaskDecisionAttributes: attributes as typeof bare,
    })
    expect((await workflow.events()).at(-2)).toMatchObject({
      eventType: 'ScheduleActivityTaskFailed',
      scheduleActivityTaskFailedEventAttributes: { cause, decisionTaskCompletedEventId: 4 },
    })
    expect((await workflow.types()).at(-1)).toBe('DecisionTaskScheduled')
  })

  it('fails for a deprecated type, and for the 1,001st that is open', async () => {
    const workflow = await startedWorkflow()
    const many = Array.from({ length: 1001 }, (_, index) => workflow.schedule({ activityId: `a-${index}` }))
    await workflow.decide(...many)
    const failed = await newest(workflow, 'ScheduleActivityTaskFailed')
    expect(failed?.scheduleActivityTaskFailedEventAttributes).toMatchObject({
      activityId: 'a-1000',
      cause: 'OPEN_ACTIVITIES_LIMIT_EXCEEDED',
    })
    await workflow.aws.call('DeprecateActivityType', { domain, activityType })
    await workflow.decide(workflow.schedule({ activityId: 'late' }))
    expect(
      (await newest(workflow, 'ScheduleActivityTaskFailed'))?.scheduleActivityTaskFailedEventAttributes
        ?.cause,
    ).toBe('ACTIVITY_TYPE_DEPRECATED')
  })

  it('hands tasks out by priority, then by age', async () => {
    const workflow = await startedWorkflow()
    const named = (activityId: string, taskPriority?: string): Decision =>
      workflow.schedule({ activityId, taskPriority })
    await workflow.decide(named('a'), named('b', '7'), named('c', '-1'), named('d', '7'), named('e'))
    const order: (string | undefined)[] = []
    for (let count = 0; count < 5; count += 1) order.push((await workflow.poll()).activityId)
    expect(order).toEqual(['b', 'd', 'a', 'e', 'c'])
  })

  it('writes all events of a batch before a waiting worker starts', async () => {
    const workflow = await startedWorkflow()
    const poll = await workflow.aws.poll('PollForActivityTask', { domain, taskList: packers })
    await workflow.decide(workflow.schedule(), workflow.schedule({ activityId: 'pack-2' }))
    expect((await workflow.types()).slice(4)).toEqual([
      'ActivityTaskScheduled',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
    ])
    expect(poll()?.activityId).toBe('pack-1')
  })
})

describe('a decision that closes', () => {
  const closing: [Decision, string, object, string][] = [
    [
      { ...complete, completeWorkflowExecutionDecisionAttributes: { result: 'done' } },
      'WorkflowExecutionCompleted',
      { workflowExecutionCompletedEventAttributes: { result: 'done', decisionTaskCompletedEventId: 9 } },
      'COMPLETED',
    ],
    [
      {
        decisionType: 'FailWorkflowExecution',
        failWorkflowExecutionDecisionAttributes: { reason: 'R', details: 'D' },
      },
      'WorkflowExecutionFailed',
      {
        workflowExecutionFailedEventAttributes: {
          reason: 'R',
          details: 'D',
          decisionTaskCompletedEventId: 7,
        },
      },
      'FAILED',
    ],
    [
      {
        decisionType: 'CancelWorkflowExecution',
        cancelWorkflowExecutionDecisionAttributes: { details: 'D' },
      },
      'WorkflowExecutionCanceled',
      { workflowExecutionCanceledEventAttributes: { details: 'D', decisionTaskCompletedEventId: 9 } },
      'CANCELED',
    ],
  ]

  it.each(closing)(
    'ends the execution and every open task in it (%#)',
    async (decision, type, details, status) => {
      const workflow = await startedWorkflow()
      await workflow.decide(workflow.schedule())
      await workflow.signal()
      // Nobody has taken the task yet; open tasks do not keep an execution open.
      const { taskToken } = await workflow.aws.call('PollForDecisionTask', { domain, taskList: deciders })
      expect((await workflow.types()).at(-1)).toBe('DecisionTaskStarted')
      await workflow.aws.call('RespondDecisionTaskCompleted', { taskToken, decisions: [decision] })
      const event = await workflow.last()
      const shifted = JSON.parse(JSON.stringify(details).replace(':7', ':9'))
      expect(event).toMatchObject({ eventType: type, ...shifted })
      const closed = await workflow.aws.call('ListClosedWorkflowExecutions', {
        domain,
        startTimeFilter: { oldestDate: new Date(0) },
      })
      expect(closed.executionInfos?.map(({ closeStatus }) => closeStatus)).toEqual([status])
      expect((await workflow.poll()).taskToken).toBe('')
    },
  )

  it.each([
    ['CompleteWorkflowExecution', 'CompleteWorkflowExecutionFailed'],
    ['FailWorkflowExecution', 'FailWorkflowExecutionFailed'],
    ['CancelWorkflowExecution', 'CancelWorkflowExecutionFailed'],
    ['ContinueAsNewWorkflowExecution', 'ContinueAsNewWorkflowExecutionFailed'],
  ] as const)('%s fails where events have come meanwhile', async (decisionType, failure) => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.aws.call('PollForDecisionTask', { domain, taskList: deciders })
    await workflow.signal()
    await workflow.aws.call('RespondDecisionTaskCompleted', { taskToken, decisions: [{ decisionType }] })
    const attributes = `${failure[0]?.toLowerCase()}${failure.slice(1)}EventAttributes`
    expect((await workflow.events()).at(-2)).toMatchObject({
      eventType: failure,
      [attributes]: { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 5 },
    })
    if (decisionType === 'ContinueAsNewWorkflowExecution') return
    await workflow.decide({ decisionType })
    expect((await workflow.types()).at(-1)).toMatch(/^WorkflowExecution/)
  })
})

describe('a batch that SWF refuses', () => {
  it.each<[string, Decision[], RegExp]>([
    ['a close that is not last', [complete, cancelUnknown], /^Close must be last decision in list$/],
    [
      'a decision without its attributes',
      [{ decisionType: 'ScheduleActivityTask' }],
      /^2 validation errors detected: Value null at 'decisions.1.member.scheduleActivityTaskDecisionAttributes.activityType' failed/,
    ],
    [
      'a continuation that is not last',
      [{ decisionType: 'ContinueAsNewWorkflowExecution' }, cancelUnknown],
      /^Close must be last decision in list$/,
    ],
    [
      'a timer without its attributes',
      [{ decisionType: 'StartTimer' }],
      /^2 validation errors detected: Value null at 'decisions.1.member.startTimerDecisionAttributes.timerId' failed/,
    ],
    [
      'a function that is to run longer than SWF lets it',
      [
        {
          decisionType: 'ScheduleLambdaFunction',
          scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'fn', startToCloseTimeout: '901' },
        },
      ],
      /startToCloseTimeout' failed to satisfy constraint: Member must be a whole number of seconds from 1 to 900$/,
    ],
    [
      'a type that nobody has',
      // Sound: it is what is to be refused.
      [{ decisionType: 'Think' as 'StartTimer' }],
      /^1 validation error detected: Value 'Think' at 'decisions.1.member.decisionType' failed to satisfy constraint: Member must satisfy enum value set: \[CompleteWorkflowExecution, StartTimer,/,
    ],
  ])('changes nothing: %s', async (_what, decisions, message) => {
    const workflow = await startedWorkflow()
    const { taskToken } = await workflow.aws.call('PollForDecisionTask', { domain, taskList: deciders })
    const before = await workflow.events()
    await expect(
      workflow.aws.call('RespondDecisionTaskCompleted', {
        taskToken,
        decisions: [workflow.schedule(), ...decisions],
      }),
    ).rejects.toMatchObject({ code: 'ValidationException' })
    await expect(
      workflow.aws.call('RespondDecisionTaskCompleted', { taskToken, decisions }),
    ).rejects.toMatchObject({ message: expect.stringMatching(message) })
    expect(await workflow.events()).toEqual(before)
    await workflow.aws.call('RespondDecisionTaskCompleted', { taskToken, decisions: [complete] })
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})
