import type { HistoryEvent as StatesEvent } from '@aws-sdk/client-sfn'
import type { HistoryEvent as SwfEvent } from '@aws-sdk/client-swf'
import type { TimeoutReason } from '../../src/domain/explain-timeout.ts'
import type { TaskEnding } from '../../src/domain/in-flight-task.ts'
import type { Execution, TaskEnd, TokenTask } from '../../src/local-aws/states/model.ts'
import type { ActivityTask, WorkflowExecution } from '../../src/local-aws/swf/model.ts'
import type { Beat, StatesStage, SwfStage } from './stage.ts'

/** What ended a task: one of the limits, `parent` by that of an execution whose Map Run started its own, or `otherwise` by an answer, a stop or the end of its execution. */
export type TrueEnd = Exclude<TimeoutReason, 'cannotBeTold'> | 'execution' | 'parent' | 'otherwise'

type EndingKind = TaskEnding['kind']

/** One task as AWS's own store has it. Epoch milliseconds. */
export interface TrueTask {
  readonly scheduledEventId: number
  readonly kind: 'activity' | 'callback' | 'job' | 'swf'
  /** A secret, also here: never printed. */
  readonly token: string
  readonly intervalMs: number | null
  /** When its clock started first; null: it has none, or it did not come to that. */
  readonly clockByMs: number | null
  readonly scheduledMs: number
  /** When a worker took it, or TaskSubmitted was written; null: it did not come to that. */
  readonly begunMs: number | null
  readonly isRetry: boolean
  /** null: still open. */
  readonly endMs: number | null
  readonly end: TrueEnd | null
  /** What a console that has seen everything calls that. */
  readonly endedAs: EndingKind | null
  readonly beats: readonly Beat[]
}

/** In the order of their scheduling. */
export function trueStatesTasks(stage: StatesStage, execution: Execution): readonly TrueTask[] {
  const scheduled = execution.events.filter(hasToken)
  return execution.taskTokens.map((token, index): TrueTask => {
    const task = stage.aws.store.tasks.get(token)
    const event = scheduled[index]
    if (task === undefined || event?.id === undefined) throw new Error('the store has forgotten a task')
    const { heartbeatSeconds, kind, end } = task
    const beats = stage.beats.get(token) ?? []
    return {
      scheduledEventId: event.id,
      kind,
      token,
      intervalMs: heartbeatSeconds === undefined ? null : heartbeatSeconds * 1000,
      // While nobody has beaten it, its clock still runs from where AWS started it.
      clockByMs: stage.clockStarts.get(token) ?? task.heartbeatFromMs ?? null,
      scheduledMs: event.timestamp?.getTime() ?? 0,
      begunMs: begun(execution.events, event),
      isRetry: /(?:Failed|TimedOut)$/.test(execution.events[(event.previousEventId ?? 0) - 1]?.type ?? ''),
      endMs: end?.atMs ?? null,
      end: statesEnd(task, execution),
      endedAs: end === undefined ? null : ENDED_AS[end.reason],
      beats,
    }
  })
}

/** Only these have a token, each one of its own. */
function hasToken({ type, taskScheduledEventDetails }: StatesEvent): boolean {
  if (type === 'ActivityScheduled') return true
  return (
    type === 'TaskScheduled' && /\.(?:sync|waitForTaskToken)/.test(taskScheduledEventDetails?.resource ?? '')
  )
}

/** The chain from its scheduling leads to ActivityStarted, or by TaskStarted to TaskSubmitted. */
function begun(events: readonly StatesEvent[], scheduled: StatesEvent): number | null {
  let lastId = scheduled.id
  for (const event of events) {
    if (event.previousEventId !== lastId) continue
    if (event.type === 'ActivityStarted' || event.type === 'TaskSubmitted')
      return event.timestamp?.getTime() ?? null
    if (event.type !== 'TaskStarted') return null
    lastId = event.id
  }
  return null
}

function statesEnd({ end }: TokenTask, execution: Execution): TrueEnd | null {
  if (end === undefined) return null
  switch (end.reason) {
    case 'heartbeatTimeout':
      return 'heartbeat'
    case 'timeout':
      return 'task'
    case 'executionEnded':
      return timedOutAt(execution, end.atMs)
        ? 'execution'
        : parentTimedOutAt(execution, end.atMs)
          ? 'parent'
          : 'otherwise'
    default:
      return 'otherwise'
  }
}

const ENDED_AS: Readonly<Record<TaskEnd['reason'], EndingKind>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  heartbeatTimeout: 'timedOut',
  timeout: 'timedOut',
  aborted: 'siblingFailed',
  executionEnded: 'executionEnded',
}

function timedOutAt({ events }: Execution, atMs: number): boolean {
  return events.some(({ type, timestamp }) => type === 'ExecutionTimedOut' && timestamp?.getTime() === atMs)
}

/** Its Map Run's children end with an execution, and theirs. */
function parentTimedOutAt({ mapRun }: Execution, atMs: number): boolean {
  return mapRun !== undefined && (timedOutAt(mapRun.parent, atMs) || parentTimedOutAt(mapRun.parent, atMs))
}

/** In the order of their scheduling. */
export function trueSwfTasks(stage: SwfStage, execution: WorkflowExecution): readonly TrueTask[] {
  return execution.taskTokens.flatMap((token): TrueTask[] => {
    const task = stage.aws.store.tasks.get(token)
    if (task === undefined) throw new Error('the store has forgotten a task')
    if (task.kind !== 'activity') return []
    return [
      {
        scheduledEventId: task.scheduledEventId,
        kind: 'swf',
        token,
        intervalMs: task.heartbeat === 'NONE' ? null : task.heartbeat * 1000,
        clockByMs: task.startedMs ?? null,
        scheduledMs: task.scheduledMs,
        begunMs: task.startedMs ?? null,
        isRetry: false, // its decider repeats, by a decision
        endMs: task.closedMs ?? null,
        end: task.closedMs === undefined ? null : swfEnd(task, execution),
        endedAs: task.closedMs === undefined ? null : swfEndedAs(task, execution),
        beats: stage.beats.get(token) ?? [],
      },
    ]
  })
}

const LIMIT = {
  HEARTBEAT: 'heartbeat',
  START_TO_CLOSE: 'task',
  SCHEDULE_TO_START: 'scheduleToStart',
  SCHEDULE_TO_CLOSE: 'scheduleToClose',
} as const

function swfEnd(task: ActivityTask, execution: WorkflowExecution): TrueEnd {
  const own = ownEnd(task, execution)
  const { close } = execution
  if (own === undefined) return close?.status === 'TIMED_OUT' ? 'execution' : 'otherwise'
  const type = own.activityTaskTimedOutEventAttributes?.timeoutType
  return type === undefined ? 'otherwise' : LIMIT[type]
}

function swfEndedAs(task: ActivityTask, execution: WorkflowExecution): EndingKind {
  switch (ownEnd(task, execution)?.eventType) {
    case 'ActivityTaskCompleted':
      return 'completed'
    case 'ActivityTaskFailed':
      return 'failed'
    case 'ActivityTaskCanceled':
      return 'canceled'
    case 'ActivityTaskTimedOut':
      return 'timedOut'
    default:
      return 'executionEnded'
  }
}

function ownEnd({ scheduledEventId }: ActivityTask, { events }: WorkflowExecution): SwfEvent | undefined {
  return events.find((event) => endedBy(event) === scheduledEventId)
}

function endedBy(event: SwfEvent): number | undefined {
  const told =
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskCanceledEventAttributes
  return told?.scheduledEventId
}
