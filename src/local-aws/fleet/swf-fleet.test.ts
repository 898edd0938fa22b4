import {
  GetWorkflowExecutionHistoryCommand,
  type HistoryEvent,
  ListClosedWorkflowExecutionsCommand,
  ListDomainsCommand,
  ListOpenWorkflowExecutionsCommand,
  SWFClient,
  type WorkflowExecutionInfo,
} from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { swfDomain } from '../place.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioName, scenarios } from './scenarios/all.ts'
import { openScenario } from './test-open-scenario.ts'

const startTimeFilter = { oldestDate: new Date(0) }

function open(scenario: ScenarioName, seed: number | string = 1) {
  const opened = openScenario(scenario, seed)
  opened.control.changeSettings({ swfLagMs: 0 })
  const client = new SWFClient(opened.clientConfig)
  const openOnes = async (): Promise<WorkflowExecutionInfo[]> => {
    const list = new ListOpenWorkflowExecutionsCommand({ domain: swfDomain, startTimeFilter })
    return (await client.send(list)).executionInfos ?? []
  }
  const closedOnes = async (): Promise<WorkflowExecutionInfo[]> => {
    const list = new ListClosedWorkflowExecutionsCommand({ domain: swfDomain, startTimeFilter })
    return (await client.send(list)).executionInfos ?? []
  }
  const history = async ({ execution }: WorkflowExecutionInfo): Promise<HistoryEvent[]> =>
    (await client.send(new GetWorkflowExecutionHistoryCommand({ domain: swfDomain, execution }))).events ?? []
  const historyOf = async (type: string): Promise<HistoryEvent[]> => {
    const found = (await openOnes()).filter(({ workflowType }) => workflowType?.name === type)
    expect(found).toHaveLength(1)
    return found[0] === undefined ? [] : history(found[0])
  }
  return { ...opened, client, openOnes, closedOnes, history, historyOf }
}

function count(events: readonly HistoryEvent[], ...types: string[]): number {
  return events.filter(({ eventType = '' }) => types.includes(eventType)).length
}

/** The ids of the activity tasks that are open after these events. */
function openActivities(events: readonly HistoryEvent[]): Set<number> {
  const ids = new Set<number>()
  for (const event of events) {
    if (event.eventType === 'ActivityTaskScheduled') ids.add(event.eventId ?? 0)
    const end =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    ids.delete(end?.scheduledEventId ?? 0)
  }
  return ids
}

describe('every scenario', () => {
  it.each(['quiet', 'solo', 'jobs', 'activities'] as const)('has the SWF domain: %s', async (name) => {
    const { client, defects } = open(name)
    const { domainInfos = [] } = await client.send(
      new ListDomainsCommand({ registrationStatus: 'REGISTERED' }),
    )
    expect(domainInfos.map((domain) => domain.name)).toEqual([swfDomain])
    expect(defects).toEqual([])
  })

  it('names each of its workers once', () => {
    const all: readonly Scenario[] = Object.values(scenarios)
    for (const { activityWorkers, callbackWorkers, swf } of all) {
      const names = [...activityWorkers, ...callbackWorkers, ...(swf?.workers ?? [])].map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('the warehouse of the fleet', () => {
  it('has about ten activity tasks in flight, in every state', async () => {
    const opened = open('fleet')
    const executions = await opened.openOnes()
    expect(new Set(executions.map(({ workflowType }) => workflowType?.name))).toEqual(
      new Set(['Goods in', 'Returns', 'Relabel', 'Restock', 'Recount', 'Archive']),
    )
    const histories = await Promise.all(executions.map(opened.history))
    const tasks = histories.reduce((sum, events) => sum + openActivities(events).size, 0)
    expect(tasks).toBeGreaterThanOrEqual(8)
    expect(tasks).toBeLessThanOrEqual(10)
    expect(count(await opened.historyOf('Relabel'), 'ActivityTaskStarted')).toBe(0)
    const archive = await opened.historyOf('Archive')
    expect(archive.findLast(({ eventType }) => eventType === 'ActivityTaskScheduled')).toMatchObject({
      activityTaskScheduledEventAttributes: { heartbeatTimeout: 'NONE', startToCloseTimeout: 'NONE' },
    })
    expect(opened.defects).toEqual([])
  })

  it('goes on for hours, in every way a task can end', async () => {
    const opened = open('fleet', 7)
    await opened.localAws.control.step(6 * 3600)
    expect((await opened.openOnes()).length).toBeGreaterThanOrEqual(8)
    const closed = await opened.closedOnes()
    const events = (await Promise.all([...closed, ...(await opened.openOnes())].map(opened.history))).flat()
    for (const type of [
      'ActivityTaskCompleted',
      'ActivityTaskFailed',
      'ActivityTaskCanceled',
      'ActivityTaskCancelRequested',
      'ActivityTaskTimedOut',
    ])
      expect([type, count(events, type) > 0]).toEqual([type, true])
    const timeouts = events.flatMap(
      ({ activityTaskTimedOutEventAttributes }) => activityTaskTimedOutEventAttributes ?? [],
    )
    expect(new Set(timeouts.map(({ timeoutType }) => timeoutType))).toEqual(
      new Set(['HEARTBEAT', 'SCHEDULE_TO_START']),
    )
    // A worker that died has told how far it had come.
    expect(timeouts.some(({ details = '' }) => /^\d+ %$/.test(details))).toBe(true)
    const statuses = new Set(closed.map(({ closeStatus }) => closeStatus))
    expect(statuses).toEqual(new Set(['COMPLETED', 'CANCELED', 'TIMED_OUT']))
    // A worker that stops says where; one that ignores the request completes, and the execution is canceled all the same.
    const stopped = events.flatMap(({ activityTaskCanceledEventAttributes }) =>
      activityTaskCanceledEventAttributes === undefined ? [] : [activityTaskCanceledEventAttributes.details],
    )
    expect(stopped.every((details) => details === undefined || /^Stopped at \d+ %$/.test(details))).toBe(true)
    const [recount] = closed.filter(({ workflowType }) => workflowType?.name === 'Recount')
    const ignored = recount === undefined ? [] : await opened.history(recount)
    expect(count(ignored, 'ActivityTaskCancelRequested')).toBeGreaterThan(0)
    expect(count(ignored, 'ActivityTaskCanceled')).toBe(0)
    expect(ignored.at(-1)?.eventType).toBe('WorkflowExecutionCanceled')
    expect(opened.defects).toEqual([])
  })

  it('is the same to the byte for the same seed, and another for another', async () => {
    const all = async (seed: string) => {
      const opened = open('fleet', seed)
      await opened.localAws.control.step(600)
      return JSON.stringify(await Promise.all((await opened.openOnes()).map(opened.history)))
    }
    const first = await all('a')
    expect(await all('a')).toBe(first)
    expect(await all('b')).not.toBe(first)
  })
})

describe('the scenario activities', () => {
  it('has a task whose worker died, one that is well, and one that ignores its cancellation', async () => {
    const opened = open('activities')
    const { control } = opened.localAws
    expect((await opened.openOnes()).length).toBe(3)
    const taken = [
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
    ]
    const types = async (type: string) => (await opened.historyOf(type)).map(({ eventType }) => eventType)
    expect(await types('Returns')).toEqual(taken)
    expect(await types('Restock')).toEqual(taken)
    const canceling = [
      ...taken,
      'WorkflowExecutionCancelRequested',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'ActivityTaskCancelRequested',
    ]
    expect(await types('Recount')).toEqual(canceling)
    expect(
      (await control.workers()).map(({ name, worksOn, tasksInHand }) => [name, worksOn, tasksInHand]),
    ).toEqual([
      ['inspector-1', 'inspectors', 0],
      ['forklift-1', 'forklifts', 1],
      ['aisle-counter-1', 'aisle-counters', 1],
    ])
    await control.step(3600)
    expect(await types('Restock')).toEqual(taken)
    expect(await types('Recount')).toEqual(canceling)
    expect(await types('Returns')).toContain('ActivityTaskTimedOut')
    expect(opened.defects).toEqual([])
  })

  it('loses the task of a worker that is killed', async () => {
    const opened = open('activities')
    expect(await opened.localAws.control.setWorker('forklift-1', 'dead')).toBe(true)
    await opened.localAws.control.step(61)
    const timedOut = (await opened.historyOf('Restock')).find(
      ({ eventType }) => eventType === 'ActivityTaskTimedOut',
    )
    expect(timedOut?.activityTaskTimedOutEventAttributes).toMatchObject({
      timeoutType: 'HEARTBEAT',
      details: expect.stringMatching(/^\d+ %$/),
    })
  })
})
