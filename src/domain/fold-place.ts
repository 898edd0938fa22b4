import type { TimeoutReason } from './explain-timeout.ts'

/** One attempt that failed or timed out. */
export interface Failure {
  /** Epoch milliseconds of server time. */
  readonly atMs: number
  /** The error's name as history has it; null: none was told. */
  readonly error: string | null
  /** The limit that ended its task, or the task that failed the branch; absent: no timeout of a task. */
  readonly timeout?: TimeoutReason
}

/** Attempts of one state, newest first: each place keeps its own without copying those before, as a state may be retried for ever. */
export interface Failures {
  readonly latest: Failure
  readonly before: Failures | null
  readonly count: number
}

export function failedAgain(before: Failures | null, latest: Failure): Failures {
  return { latest, before, count: (before?.count ?? 0) + 1 }
}

/** Oldest first. */
export function listOf(failures: Failures | null): readonly Failure[] {
  const list: Failure[] = []
  for (let rest = failures; rest !== null; rest = rest.before) list.push(rest.latest)
  return list.reverse()
}

/** Where in the execution an event stands: found by following `previousEventId`, never by a state's name. */
export interface Place {
  readonly state: string | null
  /** Id of the state's Entered event; null where it was not read, and between states. */
  readonly enteredId: number | null
  readonly path: readonly string[]
  readonly within: readonly number[]
  readonly taskId: number | null
  /** It is a Fail state. */
  readonly fails: boolean
  /** Attempts begun since the state was entered, or since the redrive. */
  readonly attempt: number
  /** Those of them that failed; null: none. */
  readonly failures: Failures | null
}

/** Stands in a path for what is around a state and was not read. */
export const UNREAD_PATH = '?'

/** Before the first state. */
export const ROOT: Place = {
  state: null,
  enteredId: null,
  path: [],
  within: [],
  taskId: null,
  fails: false,
  attempt: 0,
  failures: null,
}

/** After an event that was not read. */
export const UNREAD_PLACE: Place = { ...ROOT, path: [UNREAD_PATH] }

/** Inside the Parallel or Map state that `before` stands at: in `part` of it, where that is known. */
export function inside(before: Place, part: string | null): Place {
  const path =
    before.state === null && before.path.at(-1) === UNREAD_PATH ? [] : [before.state ?? UNREAD_PATH]
  return {
    ...ROOT,
    path: [...before.path, ...path, ...(part === null ? [] : [part])],
    within: before.enteredId === null ? before.within : [...before.within, before.enteredId],
  }
}

/** Behind a state that was exited, and before the next one. */
export function behind({ path, within }: Place): Place {
  return { ...ROOT, path, within }
}

/** The same state, tried anew: a redrive resets the count of its attempts (Redriving executions, Step Functions Developer Guide). */
export function triedAnew(place: Place): Place {
  return { ...place, taskId: null, attempt: 0, failures: null }
}
