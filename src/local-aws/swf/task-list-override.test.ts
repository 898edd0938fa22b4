import { describe, expect, it } from 'vitest'
import { complete, deciders, domain, newest, startedWorkflow, type Workflow } from './test-workflow.ts'

/** Takes a decision task from a list, if one waits there, and chooses another list with its answer. */
async function choose(workflow: Workflow, from: string, more: object): Promise<void> {
  const taskToken = await tokenIn(workflow, from)
  await workflow.aws.call('RespondDecisionTaskCompleted', { taskToken, ...more })
}

async function tokenIn({ aws }: Workflow, name: string): Promise<string | undefined> {
  return (await aws.call('PollForDecisionTask', { domain, taskList: { name } })).taskToken
}

async function pending({ aws }: Workflow, name: string): Promise<number | undefined> {
  return (await aws.call('CountPendingDecisionTasks', { domain, taskList: { name } })).count
}

const sticky = { taskList: { name: 'mine' } }

describe('a task list that a decider chooses', () => {
  it('gets all decision tasks from then on, where no time is said', async () => {
    const workflow = await startedWorkflow()
    await choose(workflow, deciders.name, sticky)
    expect((await workflow.last()).decisionTaskCompletedEventAttributes).toEqual({
      scheduledEventId: 2,
      startedEventId: 3,
      taskList: { name: 'mine' },
      taskListScheduleToStartTimeout: 'NONE',
    })
    for (let turn = 0; turn < 2; turn += 1) {
      await workflow.signal()
      expect((await workflow.last()).decisionTaskScheduledEventAttributes).toMatchObject({
        taskList: { name: 'mine' },
        scheduleToStartTimeout: 'NONE',
      })
      expect(await pending(workflow, deciders.name)).toBe(0)
      await choose(workflow, 'mine', {})
    }
    // A decider that dies there does not change it.
    await workflow.signal()
    expect(await tokenIn(workflow, 'mine')).not.toBe('')
    await workflow.aws.step(60_000)
    expect(await pending(workflow, 'mine')).toBe(1)
  })

  it('loses the task that nobody takes there in time to the own list of the execution, for good', async () => {
    const workflow = await startedWorkflow()
    await choose(workflow, deciders.name, { ...sticky, taskListScheduleToStartTimeout: '10' })
    await workflow.signal()
    const scheduled = await workflow.last()
    expect(scheduled.decisionTaskScheduledEventAttributes).toMatchObject({
      taskList: { name: 'mine' },
      scheduleToStartTimeout: '10',
    })
    await workflow.aws.step(9_000)
    expect(await pending(workflow, 'mine')).toBe(1)
    await workflow.aws.step(2_000)
    expect((await workflow.events()).slice(-2)).toMatchObject([
      {
        decisionTaskTimedOutEventAttributes: {
          timeoutType: 'SCHEDULE_TO_START',
          scheduledEventId: scheduled.eventId,
          startedEventId: 0,
        },
      },
      { decisionTaskScheduledEventAttributes: { taskList: deciders, scheduleToStartTimeout: 'NONE' } },
    ])
    expect(await tokenIn(workflow, 'mine')).toBe('')
    await workflow.decide()
    await workflow.signal()
    expect(await pending(workflow, deciders.name)).toBe(1)
  })

  it('loses the task that is taken there and not answered, too', async () => {
    const workflow = await startedWorkflow()
    await choose(workflow, deciders.name, { ...sticky, taskListScheduleToStartTimeout: '10' })
    await workflow.signal()
    expect(await tokenIn(workflow, 'mine')).not.toBe('')
    await workflow.aws.step(29_000)
    expect(await newest(workflow, 'DecisionTaskTimedOut')).toBeUndefined()
    await workflow.aws.step(3_000)
    expect((await newest(workflow, 'DecisionTaskTimedOut'))?.decisionTaskTimedOutEventAttributes).toEqual({
      timeoutType: 'START_TO_CLOSE',
      scheduledEventId: 6,
      startedEventId: 7,
    })
    expect(await pending(workflow, deciders.name)).toBe(1)
  })

  it('keeps the tasks that are taken and answered in time', async () => {
    const workflow = await startedWorkflow()
    await choose(workflow, deciders.name, { ...sticky, taskListScheduleToStartTimeout: '10' })
    for (let turn = 0; turn < 3; turn += 1) {
      await workflow.signal()
      await workflow.aws.step(8_000)
      await choose(workflow, 'mine', {})
    }
    await workflow.signal()
    await choose(workflow, 'mine', { decisions: [complete] })
    await workflow.aws.step(60_000)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})
