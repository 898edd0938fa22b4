import type { ExecutionOutcome } from './history-event.ts'
import type { EndedTask, TaskFacts } from './in-flight-task.ts'
import type { WorkflowOutcome } from './swf-event.ts'

/** What both services' histories tell. Times are epoch milliseconds of server time. */
export interface FoldedHistory {
  readonly lastEventId: number
  /** When the newest event that was read happened; null: none was. */
  readonly lastEventAtMs: number | null
  /** False where the history's beginning or a stretch of it was not readable: then names and endings may be missing. */
  readonly whole: boolean
  readonly startedAtMs: number | null
  /** The execution's own time limit counts from here: its start, or the last redrive, which resets it. */
  readonly limitsFromMs: number | null
  readonly ended: { readonly atMs: number; readonly outcome: ExecutionOutcome | WorkflowOutcome } | null
  /** Tasks scheduled and not ended, oldest first. */
  readonly open: readonly TaskFacts[]
  /** In the order in which they ended. */
  readonly endedTasks: readonly EndedTask[]
}

/** Of an execution of which nothing has been read. */
export const UNREAD_HISTORY: FoldedHistory = {
  lastEventId: 0,
  lastEventAtMs: null,
  whole: true,
  startedAtMs: null,
  limitsFromMs: null,
  ended: null,
  open: [],
  endedTasks: [],
}

/** The list that was known, where the new one has the very same items: what watches it then sees no change. */
export function sameItems<T>(known: readonly T[], items: readonly T[]): readonly T[] {
  return known.length === items.length && known.every((item, index) => item === items[index]) ? known : items
}
