import type { HistoryEvent } from '../../domain/history-event.ts'

/** How the lab's worker treats each task. Seconds of world time; null: never. */
export interface WorkerManner {
  /** False: no worker is there at all. */
  readonly polls: boolean
  /** From taking a task to its first beat, and from beat to beat. */
  readonly beatEverySeconds: number | null
  /** After taking a task. Another worker is there a few seconds later. */
  readonly diesAfterSeconds: number | null
  /** Which tasks it dies with. */
  readonly diesWith: 'first' | 'each'
  /** After taking a task. */
  readonly answersAfterSeconds: number | null
  readonly answer: 'success' | 'failure'
  /** Goes on with a task that AWS has told it is closed. */
  readonly ignoresCancel: boolean
}

/** What a worker does, which AWS's API tells nobody afterwards, but for what a history has of it. */
export type DoingKind = 'took' | 'beat' | 'answered' | 'died' | 'gaveUp'

export interface Doing {
  readonly kind: DoingKind
  /** World time, epoch milliseconds. */
  readonly atMs: number
  readonly worker: string
  /** Number of the task, in the order in which they were taken. */
  readonly task: number
  /** The code of the error with which AWS refused it; null: it did not. */
  readonly refused: string | null
}

/** An event as GetExecutionHistory has it, without its data: a task token may stand in it. */
export interface LabEvent {
  readonly type: string
  readonly fact: HistoryEvent
}

/** A run as far as the world has come. */
export interface LabTrace {
  readonly nowMs: number
  readonly events: readonly LabEvent[]
  /** There are more events than the lab reads. */
  readonly cutShort: boolean
  readonly doings: readonly Doing[]
  /** Of each task that was taken, by its number: the id of the event that scheduled it. */
  readonly scheduledBy: Readonly<Record<number, number>>
}

export interface LabOrder {
  readonly definition: string
  /** JSON text, the execution's input. */
  readonly input: string
  readonly manner: WorkerManner
}

export type LabStarted =
  | { readonly kind: 'started'; readonly executionArn: string }
  /** AWS refused to create or to start it. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
