import type {
  ActivityTaskTimeoutType,
  ChildPolicy,
  CloseStatus,
  HistoryEvent,
  RegistrationStatus,
} from '@aws-sdk/client-swf'
import type { Timer } from '../world/event-loop.ts'

// Domains, types, executions and tasks point at one another: one model, one file.

/** Seconds; `NONE` is no limit. On the wire both are strings. */
export type Timeout = number | 'NONE'

export interface Domain {
  readonly name: string
  readonly arn: string
  readonly region: string
  readonly description: string | undefined
  /** `workflowExecutionRetentionPeriodInDays`; `NONE` keeps nothing that has closed, as AWS words it. */
  readonly retentionDays: Timeout
  readonly registeredMs: number
  readonly tags: Map<string, string>
  status: RegistrationStatus
  /** By `typeKey`. */
  readonly workflowTypes: Map<string, WorkflowType>
  readonly activityTypes: Map<string, ActivityType>
  /** By workflowId: only one of an id may be open. */
  readonly open: Map<string, WorkflowExecution>
  /** Open and closed ones, by runId. */
  readonly executions: Map<string, WorkflowExecution>
  /** By the name of the task list. A task list is made by its first use and never listed by AWS. */
  readonly activityLists: Map<string, TaskList<ActivityTask>>
  readonly decisionLists: Map<string, TaskList<DecisionTask>>
}

export interface TypeId {
  readonly name: string
  readonly version: string
}

interface RegisteredType extends TypeId {
  readonly description: string | undefined
  readonly createdMs: number
  status: RegistrationStatus
  deprecatedMs?: number
}

/** Absent members have no default: whoever starts one must say it, or AWS answers `DefaultUndefinedFault`. */
export interface WorkflowType extends RegisteredType {
  readonly taskStartToClose: Timeout | undefined
  readonly executionStartToClose: number | undefined
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
  readonly childPolicy: ChildPolicy | undefined
  readonly lambdaRole: string | undefined
}

export interface ActivityType extends RegisteredType {
  readonly startToClose: Timeout | undefined
  readonly scheduleToStart: Timeout | undefined
  readonly scheduleToClose: Timeout | undefined
  readonly heartbeat: Timeout | undefined
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
}

export interface WorkflowExecution {
  /** Order of starting, in the whole world. */
  readonly order: number
  readonly domain: Domain
  readonly workflowId: string
  readonly runId: string
  readonly type: TypeId
  readonly startMs: number
  readonly executionStartToClose: number
  readonly taskStartToClose: Timeout
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly childPolicy: ChildPolicy
  readonly lambdaRole: string | undefined
  readonly tags: readonly string[]
  readonly input: string | undefined
  readonly events: HistoryEvent[]
  /** Of every task it has had: what is to be forgotten with it. */
  readonly taskTokens: string[]
  /** Who started it as a child, itself or as what it continues; undefined where no execution did. */
  readonly parent: Parent | undefined
  /** Open ones, by the id of their ActivityTaskScheduled event. */
  readonly activities: Map<number, ActivityTask>
  /** Those that have neither fired nor been canceled, by timerId. */
  readonly timers: Map<string, RunningTimer>
  /** Functions that have not answered, by the id that the decider gave. */
  readonly lambdaFunctions: Map<string, LambdaCall>
  /** Those that have not closed, by the id of their StartChildWorkflowExecutionInitiated event. */
  readonly children: Map<number, Child>
  /** Where its decision tasks go instead of `taskList`, since a decider said so (RespondDecisionTaskCompleted). */
  taskListOverride?: TaskListOverride | undefined
  /** Called once, when its history is as long as AWS lets it become. */
  readonly full: () => void
  /** The one decision task that is scheduled or started; SWF has at most one an execution. */
  decision?: DecisionTask | undefined
  /** Events came while a decider had the decision task, which it does not know of: another task is to follow. */
  decisionNeeded: boolean
  /** Id of the DecisionTaskStarted event of the newest decision task that a decider completed; 0 before the first. */
  decidedStartedEventId: number
  cancelRequested: boolean
  close?: { readonly atMs: number; readonly status: CloseStatus }
  /** The execution's own start-to-close timeout. */
  timer?: Timer | undefined
}

// Relatives know one another by name: each is forgotten in its own time.

/** The parent of a child, and the id of its StartChildWorkflowExecutionInitiated event. */
export interface Parent {
  readonly workflowId: string
  readonly runId: string
  readonly initiatedEventId: number
}

export interface Child {
  /** Absent until it has been started; `eventId` is that of ChildWorkflowExecutionStarted. */
  readonly started?: { readonly eventId: number; readonly runId: string }
}

export interface RunningTimer {
  readonly startedEventId: number
  readonly timer: Timer
}

export interface LambdaCall {
  readonly scheduledEventId: number
  /** What comes next: its start, its end or its timeout. */
  timer: Timer
}

export interface TaskListOverride {
  readonly taskList: string
  /** How long a decision task may wait there before the override is over; `NONE` makes it permanent. */
  readonly scheduleToStart: Timeout
}

interface TaskBase {
  readonly execution: WorkflowExecution
  readonly token: string
  readonly taskList: string
  readonly priority: number
  readonly scheduledEventId: number
  readonly scheduledMs: number
  /** How late its timeouts fire, as a share of the world's `timersLateMs`. */
  readonly lateShare: number
  startedEventId?: number
  startedMs?: number
  identity?: string | undefined
  timer?: Timer | undefined
  closedMs?: number
}

export interface DecisionTask extends TaskBase {
  readonly kind: 'decision'
  readonly startToClose: Timeout
  /** Anything but `NONE` where it lies in a task list that its decider has chosen for a while. */
  readonly scheduleToStart: Timeout
}

export interface ActivityTask extends TaskBase {
  readonly kind: 'activity'
  readonly activityId: string
  readonly type: TypeId
  readonly input: string | undefined
  readonly heartbeat: Timeout
  readonly scheduleToStart: Timeout
  readonly scheduleToClose: Timeout
  readonly startToClose: Timeout
  /** When the heartbeat clock was started (ActivityTaskStarted) or reset last. */
  heartbeatFromMs?: number
  /** Of the last heartbeat that came with details: what ActivityTaskTimedOut shows. */
  lastDetails?: string | undefined
  /** Id of the newest ActivityTaskCancelRequested event. */
  cancelRequestedEventId?: number
}

export type Task = ActivityTask | DecisionTask

/** A task list: tasks that nobody has taken, oldest first; and those who poll it, longest first. */
export interface TaskList<T> {
  readonly name: string
  readonly waiting: Set<T>
  readonly pollers: Set<Poller<T>>
}

export interface Poller<T> {
  /** Hands over the task, in the turn that found both. */
  take(task: T): void
}

/** Which of its limits an activity task ran into. */
export interface ActivityTimeout {
  readonly type: ActivityTaskTimeoutType
  readonly atMs: number
}

export function typeKey({ name, version }: TypeId): string {
  return JSON.stringify([name, version])
}
