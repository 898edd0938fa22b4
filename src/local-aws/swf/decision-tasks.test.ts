import { describe, expect, it } from 'vitest'
import { complete, deciders, domain, startedWorkflow, workflowId, workflowType } from './test-workflow.ts'

describe('a decision task', () => {
  it('shows the whole history up to its start', async () => {
    const workflow = await startedWorkflow({}, { input: '{"order":1}', tagList: ['a', 'b'] })
    const { aws, runId } = workflow
    const task = await aws.call('PollForDecisionTask', { domain, taskList: deciders, identity: 'd' })
    expect(task).toMatchObject({
      taskToken: expect.stringMatching(/^[A-Za-z0-9+/]{400,700}=*$/),
      startedEventId: 3,
      previousStartedEventId: 0,
      workflowExecution: { workflowId, runId },
      workflowType,
    })
    expect(task.events).toEqual([
      {
        eventId: 1,
        eventTimestamp: expect.any(Date),
        eventType: 'WorkflowExecutionStarted',
        workflowExecutionStartedEventAttributes: {
          input: '{"order":1}',
          executionStartToCloseTimeout: '86400',
          taskStartToCloseTimeout: '30',
          childPolicy: 'TERMINATE',
          taskList: deciders,
          workflowType,
          tagList: ['a', 'b'],
          parentInitiatedEventId: 0,
        },
      },
      {
        eventId: 2,
        eventTimestamp: expect.any(Date),
        eventType: 'DecisionTaskScheduled',
        decisionTaskScheduledEventAttributes: {
          taskList: deciders,
          startToCloseTimeout: '30',
          scheduleToStartTimeout: 'NONE',
        },
      },
      {
        eventId: 3,
        eventTimestamp: expect.any(Date),
        eventType: 'DecisionTaskStarted',
        decisionTaskStartedEventAttributes: { identity: 'd', scheduledEventId: 2 },
      },
    ])
  })

  it('is there once however many events come before its start', async () => {
    const workflow = await startedWorkflow()
    for (let count = 0; count < 3; count += 1) await workflow.signal()
    await workflow.decide()
    expect(await workflow.types()).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      ...Array<string>(3).fill('WorkflowExecutionSignaled'),
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
    ])
  })

  it('is followed by another one for what comes while a decider has it', async () => {
    const workflow = await startedWorkflow()
    const { aws } = workflow
    const poll = { domain, taskList: deciders }
    const { taskToken } = await aws.call('PollForDecisionTask', poll)
    await workflow.signal()
    await workflow.signal()
    expect((await aws.call('PollForDecisionTask', poll)).taskToken).toBe('')
    await aws.call('RespondDecisionTaskCompleted', { taskToken, executionContext: 'waiting' })
    expect((await workflow.types()).slice(-2)).toEqual(['DecisionTaskCompleted', 'DecisionTaskScheduled'])
    const next = await aws.call('PollForDecisionTask', poll)
    expect(next).toMatchObject({ previousStartedEventId: 3, startedEventId: 8 })
    expect(next.events?.map(({ eventId }) => eventId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('that nobody answers in time is handed out again, and its token is over', async () => {
    const workflow = await startedWorkflow()
    const { aws } = workflow
    const { taskToken } = await aws.call('PollForDecisionTask', { domain, taskList: deciders })
    await aws.step(29_999)
    expect((await workflow.types()).at(-1)).toBe('DecisionTaskStarted')
    await aws.step(801)
    expect((await workflow.events()).at(-2)).toMatchObject({
      eventType: 'DecisionTaskTimedOut',
      decisionTaskTimedOutEventAttributes: {
        timeoutType: 'START_TO_CLOSE',
        scheduledEventId: 2,
        startedEventId: 3,
      },
    })
    expect((await workflow.types()).at(-1)).toBe('DecisionTaskScheduled')
    await expect(
      aws.call('RespondDecisionTaskCompleted', { taskToken, decisions: [complete] }),
    ).rejects.toMatchObject({
      code: 'UnknownResourceFault',
      message: 'Unknown decision task, scheduledEventId = 2',
    })
    await workflow.decide(complete)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })

  it.each([false, true])('is read page by page (reverseOrder %s)', async (reverseOrder) => {
    const workflow = await startedWorkflow()
    const { aws } = workflow
    for (let count = 0; count < 5; count += 1) await workflow.signal()
    const poll = { domain, taskList: deciders, maximumPageSize: 3, reverseOrder }
    const first = await aws.call('PollForDecisionTask', poll)
    // What comes after its start is for the next one.
    await workflow.signal()
    const ids = first.events?.map(({ eventId }) => eventId) ?? []
    for (let { nextPageToken } = first; nextPageToken !== undefined; ) {
      const page = await aws.call('PollForDecisionTask', { ...poll, nextPageToken })
      expect(page).toMatchObject({ taskToken: first.taskToken, startedEventId: 8, previousStartedEventId: 0 })
      ids.push(...(page.events ?? []).map(({ eventId }) => eventId))
      nextPageToken = page.nextPageToken
    }
    const all = [1, 2, 3, 4, 5, 6, 7, 8]
    expect(ids).toEqual(reverseOrder ? all.reverse() : all)
    expect((await workflow.types()).filter((type) => type === 'DecisionTaskStarted')).toHaveLength(1)
  })

  it('can be read from the start of the one before it', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(workflow.schedule())
    await workflow.signal()
    const poll = { domain, taskList: deciders, startAtPreviousStartedEvent: true }
    const { events, previousStartedEventId } = await workflow.aws.call('PollForDecisionTask', poll)
    expect(previousStartedEventId).toBe(3)
    expect(events?.map(({ eventId }) => eventId)).toEqual([3, 4, 5, 6, 7, 8])
  })

  it('goes to the decider that has waited longest; nobody else gets it', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide()
    const { aws } = workflow
    const first = await aws.poll('PollForDecisionTask', { domain, taskList: deciders, identity: 'first' })
    const second = await aws.poll('PollForDecisionTask', { domain, taskList: deciders, identity: 'second' })
    await workflow.signal()
    await aws.step(0)
    expect(first()?.startedEventId).toBe(7)
    expect(second()).toBeUndefined()
  })
})
