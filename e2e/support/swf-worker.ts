import {
  type Decision,
  GetWorkflowExecutionHistoryCommand,
  type HistoryEvent,
  ListOpenWorkflowExecutionsCommand,
  PollForActivityTaskCommand,
  PollForDecisionTaskCommand,
  RegisterActivityTypeCommand,
  RegisterWorkflowTypeCommand,
  RespondDecisionTaskCompletedCommand,
  SignalWorkflowExecutionCommand,
  StartWorkflowExecutionCommand,
  SWFClient,
} from '@aws-sdk/client-swf'
import { swfDomain } from '../../src/local-aws/place.ts'
import type { WorldControl } from './world-control.ts'

/** An activity task that a test, as its decider and its worker, has scheduled and taken. */
export interface TakenTask {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
  readonly scheduledEventId: number
  readonly startedAtMs: number
  /** Given to the worker alone. A secret also in a test: never part of a message. */
  readonly taskToken: string
}

/** Another SWF client of the same account, with keys of its own. */
export function secondSwfClient(endpoint: string): SWFClient {
  return new SWFClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

const workflowType = { name: 'Stocktaking', version: '1' }
const activityType = { name: 'Count shelf', version: '1' }
const deciders = { name: 'stocktaking' }
const counters = { name: 'counters' }

/** Of histories and lists in the world of the tests, whose setting for it is shorter. */
const LONGER_THAN_THE_LAG_SECONDS = 20

/** Its name on the board. */
export const countShelf = 'Stocktaking / Count shelf'
export const activityId = 'shelf-7'
export const decider = 'stocktaking-decider'

/**
 * Starts a workflow, schedules its activity with a heartbeat timeout of 60 s, and takes it. Then the world goes on until SWF's reads,
 * which lag, show it to everybody.
 */
export async function takeSwfTask(swf: SWFClient, world: WorldControl): Promise<TakenTask> {
  await swf.send(new RegisterWorkflowTypeCommand({ domain: swfDomain, ...workflowType }))
  await swf.send(new RegisterActivityTypeCommand({ domain: swfDomain, ...activityType }))
  const workflowId = 'stocktaking-1'
  const { runId = '' } = await swf.send(
    new StartWorkflowExecutionCommand({
      domain: swfDomain,
      workflowId,
      workflowType,
      taskList: deciders,
      executionStartToCloseTimeout: '86400',
      taskStartToCloseTimeout: '60',
      childPolicy: 'TERMINATE',
    }),
  )
  await decide(swf, {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId,
      activityType,
      taskList: counters,
      heartbeatTimeout: '60',
      startToCloseTimeout: '3600',
      scheduleToStartTimeout: '300',
      scheduleToCloseTimeout: '7200',
    },
  })
  const { taskToken = '' } = await swf.send(
    new PollForActivityTaskCommand({ domain: swfDomain, taskList: counters, identity: 'counter-1' }),
  )
  await world.step(LONGER_THAN_THE_LAG_SECONDS)
  const run = { domain: swfDomain, workflowId, runId }
  const started = (await swfHistoryOf(swf, run)).find(({ eventType }) => eventType === 'ActivityTaskStarted')
  const scheduledEventId = started?.activityTaskStartedEventAttributes?.scheduledEventId
  if (started?.eventTimestamp === undefined || scheduledEventId === undefined || taskToken === '')
    throw new Error('no worker has taken the activity task')
  return { ...run, scheduledEventId, startedAtMs: started.eventTimestamp.getTime(), taskToken }
}

/** Its decider asks for the activity to be cancelled; the worker would learn it from its next heartbeat. */
export async function requestCancel(swf: SWFClient, { domain, workflowId, runId }: TakenTask): Promise<void> {
  await swf.send(new SignalWorkflowExecutionCommand({ domain, workflowId, runId, signalName: 'enough' }))
  await decide(swf, {
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId },
  })
}

/** GetWorkflowExecutionHistory; what it shows may lag, as the world's settings say. */
export async function swfHistoryOf(
  swf: SWFClient,
  { domain, workflowId, runId }: Pick<TakenTask, 'domain' | 'workflowId' | 'runId'>,
): Promise<readonly HistoryEvent[]> {
  const { events = [] } = await swf.send(
    new GetWorkflowExecutionHistoryCommand({ domain, execution: { workflowId, runId } }),
  )
  return events
}

/** `workflow type / activity type` and the workflowId of every open activity task; folded here by hand, as the page's own folding is on trial. */
export async function openSwfTasks(
  swf: SWFClient,
): Promise<readonly { readonly taskName: string; readonly workflowId: string }[]> {
  const { executionInfos = [] } = await swf.send(
    new ListOpenWorkflowExecutionsCommand({
      domain: swfDomain,
      startTimeFilter: { oldestDate: new Date(0) },
    }),
  )
  const tasks = await Promise.all(
    executionInfos.map(async ({ execution, workflowType: type }) => {
      const run = { workflowId: execution?.workflowId ?? '', runId: execution?.runId ?? '' }
      const open = new Map<number, string>()
      const tries = new Map<string | undefined, number>()
      for (const event of await swfHistoryOf(swf, { domain: swfDomain, ...run })) {
        const scheduled = event.activityTaskScheduledEventAttributes
        if (scheduled !== undefined) {
          const tried = (tries.get(scheduled.activityId) ?? 0) + 1
          tries.set(scheduled.activityId, tried)
          const retry = tried > 1 ? ` (try ${tried})` : ''
          open.set(event.eventId ?? 0, `${scheduled.activityType?.name}${retry}`)
        }
        const ended =
          event.activityTaskCompletedEventAttributes ??
          event.activityTaskFailedEventAttributes ??
          event.activityTaskTimedOutEventAttributes ??
          event.activityTaskCanceledEventAttributes
        if (ended !== undefined) open.delete(ended.scheduledEventId ?? 0)
      }
      return [...open.values()].map((name) => ({
        taskName: `${type?.name} / ${name}`,
        workflowId: run.workflowId,
      }))
    }),
  )
  return tasks.flat()
}

async function decide(swf: SWFClient, decision: Decision): Promise<void> {
  const { taskToken } = await swf.send(
    new PollForDecisionTaskCommand({ domain: swfDomain, taskList: deciders, identity: decider }),
  )
  await swf.send(new RespondDecisionTaskCompletedCommand({ taskToken, decisions: [decision] }))
}
