import type { ActivityTaskTimeoutType } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { swfStartMs } from './test-swf-world.ts'
import { newest, startedWorkflow, unlimited, type Workflow } from './test-workflow.ts'

const hourMs = 3_600_000

async function timedOut(workflow: Workflow) {
  const event = await newest(workflow, 'ActivityTaskTimedOut')
  return event?.activityTaskTimedOutEventAttributes
}

describe('the heartbeat clock', () => {
  it('ends a task that nobody beats, at the timeout and at most timersLateMs later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 50 }), async (seed, seconds) => {
        const workflow = await startedWorkflow({ seed })
        await workflow.take({ heartbeatTimeout: String(seconds) })
        await workflow.aws.step(seconds * 1000 - 1)
        expect(await timedOut(workflow)).toBeUndefined()
        await workflow.aws.step(801)
        expect(await timedOut(workflow)).toEqual({
          timeoutType: 'HEARTBEAT',
          scheduledEventId: 5,
          startedEventId: 6,
        })
      }),
      { numRuns: 30 },
    )
  })

  it('starts again at each beat, which writes no event', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take({ heartbeatTimeout: '10' })
    for (let beat = 0; beat < 5; beat += 1) {
      await workflow.aws.step(9000)
      expect(await workflow.beat(task)).toBe(false)
    }
    expect((await workflow.last()).eventType).toBe('ActivityTaskStarted')
    await workflow.aws.step(11_000)
    const event = await newest(workflow, 'ActivityTaskTimedOut')
    const atMs = (event?.eventTimestamp?.getTime() ?? 0) - swfStartMs
    expect(atMs).toBeGreaterThanOrEqual(55_000)
    expect(atMs).toBeLessThanOrEqual(55_800)
  })

  it('does not run before a worker has the task', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(workflow.schedule({ heartbeatTimeout: '5' }))
    await workflow.aws.step(hourMs)
    const task = await workflow.poll()
    await workflow.aws.step(4999)
    expect(await workflow.beat(task)).toBe(false)
  })

  it('is saved by a beat between the deadline and the timer that is late', async () => {
    const workflow = await startedWorkflow()
    workflow.aws.world.settings.timersLateMs = 60_000
    const task = await workflow.take({ heartbeatTimeout: '10' })
    const { lateShare = 0 } = workflow.aws.store.tasks.get(task.taskToken ?? '') ?? {}
    await workflow.aws.step(10_000 + Math.floor(lateShare * 60_000) - 1)
    await workflow.beat(task)
    await workflow.aws.step(9000)
    expect(await timedOut(workflow)).toBeUndefined()
  })

  it('shows the details of the last beat that had any', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take()
    await workflow.beat(task, '12 %')
    await workflow.beat(task, '37 %')
    await workflow.beat(task)
    await workflow.aws.step(61_000)
    expect(await timedOut(workflow)).toMatchObject({ timeoutType: 'HEARTBEAT', details: '37 %' })
  })
})

describe('the limits that beats cannot move', () => {
  it.each<[ActivityTaskTimeoutType, object, number]>([
    ['START_TO_CLOSE', { startToCloseTimeout: '30' }, 6],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '30' }, 6],
  ])('%s wins over every beat, and shows the last details', async (timeoutType, limit, startedEventId) => {
    const workflow = await startedWorkflow()
    const task = await workflow.take({ heartbeatTimeout: '20', ...limit })
    for (const details of ['1 %', '2 %']) {
      await workflow.aws.step(14_000)
      await workflow.beat(task, details)
    }
    await workflow.aws.step(2800)
    expect(await timedOut(workflow)).toEqual({
      timeoutType,
      scheduledEventId: 5,
      startedEventId,
      details: '2 %',
    })
  })

  it.each<[ActivityTaskTimeoutType, object]>([
    ['SCHEDULE_TO_START', { scheduleToStartTimeout: '30' }],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '30' }],
  ])('%s ends a task that nobody took, with startedEventId 0', async (timeoutType, limit) => {
    const workflow = await startedWorkflow()
    await workflow.decide(workflow.schedule(limit))
    await workflow.aws.step(30_800)
    expect(await timedOut(workflow)).toEqual({ timeoutType, scheduledEventId: 5, startedEventId: 0 })
    expect((await workflow.poll()).taskToken).toBe('')
  })

  it('scheduleToStart is over once a worker has the task', async () => {
    const workflow = await startedWorkflow()
    await workflow.take({ ...unlimited, scheduleToStartTimeout: '30' })
    await workflow.aws.step(hourMs)
    expect(await timedOut(workflow)).toBeUndefined()
  })

  it('scheduleToClose counts from the scheduling, startToClose from the start', async () => {
    const workflow = await startedWorkflow()
    workflow.aws.world.settings.timersLateMs = 0
    const both = { startToCloseTimeout: '30', scheduleToCloseTimeout: '40', heartbeatTimeout: 'NONE' }
    await workflow.decide(workflow.schedule(both))
    await workflow.aws.step(20_000)
    await workflow.poll()
    await workflow.aws.step(19_999)
    expect(await timedOut(workflow)).toBeUndefined()
    await workflow.aws.step(1)
    expect(await timedOut(workflow)).toMatchObject({ timeoutType: 'SCHEDULE_TO_CLOSE' })
  })

  it('of two at the same moment, is the one that counts', async () => {
    const workflow = await startedWorkflow()
    await workflow.take({ heartbeatTimeout: '30', startToCloseTimeout: '30' })
    await workflow.aws.step(31_000)
    expect(await timedOut(workflow)).toMatchObject({ timeoutType: 'START_TO_CLOSE' })
  })

  it('NONE never comes, and beats are accepted all the same', async () => {
    const workflow = await startedWorkflow()
    const task = await workflow.take(unlimited)
    await workflow.aws.step(23 * hourMs)
    expect(await workflow.beat(task, 'still here')).toBe(false)
    expect(await timedOut(workflow)).toBeUndefined()
  })
})

describe('a timeout', () => {
  it('gives the decider another decision task', async () => {
    const workflow = await startedWorkflow()
    await workflow.take()
    await workflow.aws.step(61_000)
    expect((await workflow.types()).slice(-2)).toEqual(['ActivityTaskTimedOut', 'DecisionTaskScheduled'])
    // The same activityId may be used again.
    await workflow.decide(workflow.schedule())
    expect((await workflow.poll()).activityId).toBe('pack-1')
  })

  it('of the execution ends it with all its tasks, and keeps the child policy', async () => {
    const workflow = await startedWorkflow(
      {},
      { executionStartToCloseTimeout: '100', childPolicy: 'ABANDON' },
    )
    await workflow.take({ heartbeatTimeout: '90' })
    await workflow.aws.step(89_000)
    await workflow.signal()
    await workflow.aws.step(11_800)
    const event = await workflow.last()
    expect(event).toMatchObject({
      eventType: 'WorkflowExecutionTimedOut',
      workflowExecutionTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', childPolicy: 'ABANDON' },
    })
    const before = await workflow.events()
    await workflow.aws.step(hourMs)
    expect(await workflow.events()).toEqual(before)
  })
})
