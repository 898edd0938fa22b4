import type { FoldedHistory } from './folded-history.ts'
import type { HistoryEvent, TaskKind } from './history-event.ts'
import { taskKindOf } from './history-event.ts'
import type { EndedTask, TaskEnding, TaskFacts } from './in-flight-task.ts'
import { TaskToken, tokenLikeStrings } from './task-token.ts'

/** Where in the execution an event stands: found by following `previousEventId`, never by a state's name. */
interface Place {
  readonly state: string | null
  readonly enteredId: number | null
  readonly path: readonly string[]
  readonly within: readonly number[]
  readonly taskId: number | null
  readonly attempt: number
}

/** A Step Functions execution as far as its history has been read. A value: folding on returns a new one. */
export interface FoldedStates extends FoldedHistory {
  readonly service: 'states'
  readonly memory: FoldMemory
}

/** What folding needs to go on, and nobody else. */
interface FoldMemory {
  readonly places: ReadonlyMap<number, Place>
  /** How many branches have begun under each ParallelStateStarted. */
  readonly branches: ReadonlyMap<number, number>
  /** Fingerprints of every token-like string seen so far: a task's own token is new when the task is scheduled. */
  readonly seen: ReadonlySet<string>
}

const NOWHERE: Place = { state: null, enteredId: null, path: [], within: [], taskId: null, attempt: 0 }

export const UNREAD_EXECUTION: FoldedStates = {
  service: 'states',
  lastEventId: 0,
  whole: true,
  startedAtMs: null,
  limitsFromMs: null,
  ended: null,
  open: [],
  endedTasks: [],
  memory: { places: new Map(), branches: new Map(), seen: new Set() },
}

/**
 * Folds further events of one execution's history, in rising order of id, onto what is known of it. Events already
 * folded are passed over, so pages may overlap; where nothing is new, the same object comes back. A task that has
 * ended never reopens, and an execution that has ended has no open task until it is redriven.
 */
export function foldExecution(known: FoldedStates, events: readonly HistoryEvent[]): FoldedStates {
  const fresh = events.filter((event) => event.id > known.lastEventId)
  if (fresh.length === 0) return known
  const fold = new Fold(known)
  for (const event of fresh) fold.take(event)
  return fold.result()
}

class Fold {
  readonly #known: FoldedStates
  readonly #places: Map<number, Place>
  readonly #branches: Map<number, number>
  readonly #seen: Set<string>
  readonly #open: Map<number, TaskFacts>
  readonly #endedTasks: EndedTask[] = []
  #lastEventId: number
  #whole: boolean
  #startedAtMs: number | null
  #limitsFromMs: number | null
  #ended: FoldedStates['ended']

  constructor(known: FoldedStates) {
    this.#known = known
    this.#places = new Map(known.memory.places)
    this.#branches = new Map(known.memory.branches)
    this.#seen = new Set(known.memory.seen)
    this.#open = new Map(known.open.map((task) => [task.scheduledEventId, task]))
    this.#lastEventId = known.lastEventId
    this.#whole = known.whole
    this.#startedAtMs = known.startedAtMs
    this.#limitsFromMs = known.limitsFromMs
    this.#ended = known.ended
  }

  result(): FoldedStates {
    const known = this.#known
    return {
      service: 'states',
      lastEventId: this.#lastEventId,
      whole: this.#whole,
      startedAtMs: this.#startedAtMs,
      limitsFromMs: this.#limitsFromMs,
      ended: this.#ended,
      open: [...this.#open.values()],
      endedTasks:
        this.#endedTasks.length === 0 ? known.endedTasks : [...known.endedTasks, ...this.#endedTasks],
      memory: { places: this.#places, branches: this.#branches, seen: this.#seen },
    }
  }

  take(event: HistoryEvent): void {
    if (event.id <= this.#lastEventId) return
    if (event.id !== this.#lastEventId + 1) this.#whole = false
    this.#lastEventId = event.id
    const before = this.#places.get(event.previousEventId) ?? NOWHERE
    this.#places.set(event.id, this.#place(event, before))
  }

  /** Takes in what the event says and returns where it stands. */
  #place(event: HistoryEvent, before: Place): Place {
    switch (event.kind) {
      case 'executionStarted':
        this.#startedAtMs = event.atMs
        this.#limitsFromMs = event.atMs
        this.#remember(event.inputText)
        return NOWHERE
      case 'executionRedriven':
        this.#limitsFromMs = event.atMs
        this.#ended = null
        return before
      case 'executionEnded':
        this.#endAll({ kind: 'executionEnded', atMs: event.atMs, outcome: event.outcome })
        this.#ended = { atMs: event.atMs, outcome: event.outcome }
        return before
      case 'stateEntered':
        this.#remember(event.dataText)
        return { ...this.#enter(event.previousEventId, before), state: event.name, enteredId: event.id }
      case 'stateExited':
        this.#remember(event.dataText)
        return { ...before, taskId: null }
      case 'branchesStarted':
        this.#branches.set(event.id, 0)
        return before
      case 'iterationStarted':
        return {
          ...NOWHERE,
          path: [...before.path, before.state ?? '?', `[${event.index}]`],
          within: before.enteredId === null ? before.within : [...before.within, before.enteredId],
        }
      case 'branchesSucceeded':
        return this.#leaveBranches(event, before)
      case 'branchesFailed': {
        const around = this.#leaveBranches(event, before)
        this.#endWithin(around.enteredId, { kind: 'siblingFailed', atMs: event.atMs })
        // An outer Parallel that fails for the same reason points at the same failure.
        this.#places.set(event.previousEventId, around)
        return around
      }
      case 'activityScheduled':
      case 'taskScheduled':
      case 'lambdaScheduled':
        return this.#schedule(event, before)
      case 'taskStarted':
        this.#update(before.taskId, { startedAtMs: event.atMs, workerName: event.workerName })
        return before
      case 'taskSubmitted':
        this.#update(before.taskId, {
          submittedAtMs: event.atMs,
          childExecutionArn: event.childExecutionArn,
        })
        return before
      case 'taskEnded': {
        const { outcome, atMs, error, cause } = event
        this.#end(before.taskId, { kind: outcome, atMs, error, cause, timeoutType: null })
        return before
      }
      case 'aborted':
      case 'other':
        return before
    }
  }

  #enter(previousEventId: number, before: Place): Place {
    const begun = this.#branches.get(previousEventId)
    if (begun === undefined) return { ...before, taskId: null, attempt: 0 }
    this.#branches.set(previousEventId, begun + 1)
    return {
      ...NOWHERE,
      path: [...before.path, before.state ?? '?', `branch ${begun + 1}`],
      within: before.enteredId === null ? before.within : [...before.within, before.enteredId],
    }
  }

  /** The place of the Parallel or Map state whose branches end with `event`. */
  #leaveBranches(event: HistoryEvent, before: Place): Place {
    if (this.#branches.has(event.previousEventId)) return before // it had no branch at all
    const enteredId = before.within.at(-1)
    return (enteredId === undefined ? undefined : this.#places.get(enteredId)) ?? NOWHERE
  }

  #schedule(
    event: HistoryEvent & { kind: 'activityScheduled' | 'taskScheduled' | 'lambdaScheduled' },
    before: Place,
  ): Place {
    const attempt = before.attempt + 1
    const service = event.kind === 'taskScheduled'
    const kind = service
      ? taskKindOf(event.resource)
      : event.kind === 'activityScheduled'
        ? 'activity'
        : 'lambda'
    this.#open.set(event.id, {
      kind,
      scheduledEventId: event.id,
      name: before.state,
      path: before.path,
      within: before.within,
      attempt,
      resource: service ? `${event.resourceType}:${event.resource}` : event.resource,
      heartbeatSeconds: event.heartbeatSeconds,
      timeoutSeconds: event.timeoutSeconds,
      scheduledAtMs: event.atMs,
      startedAtMs: null,
      submittedAtMs: null,
      workerName: null,
      token: service ? this.#ownToken(event.parametersText, kind) : null,
      childExecutionArn: null,
      swf: null,
    })
    return { ...before, taskId: event.id, attempt }
  }

  /**
   * A task's token is made when the task is scheduled, so it is the one token-like string in `parameters` that the
   * execution has not shown before: a parent's token handed down came with an input. Two new ones, or a history with
   * gaps, prove nothing; nor does a hash or a part of a JSON Web Token. A state that passes no token but another such string
   * remains: AWS refuses that one.
   */
  #ownToken(parametersText: string | null, kind: TaskKind): TaskToken | null {
    const fresh = (parametersText === null ? [] : tokenLikeStrings(parametersText))
      .map((text) => new TaskToken(text))
      .filter((token) => !this.#seen.has(token.fingerprint))
    for (const token of fresh) this.#seen.add(token.fingerprint)
    const [own] = fresh
    if (own === undefined || fresh.length > 1 || !this.#whole) return null
    if (kind !== 'callback' && kind !== 'job') return null
    return looksLikeSomethingElse(own.reveal(), parametersText ?? '') ? null : own
  }

  #remember(text: string | null): void {
    if (text === null) return
    for (const like of tokenLikeStrings(text)) this.#seen.add(new TaskToken(like).fingerprint)
  }

  #update(taskId: number | null, change: Partial<TaskFacts>): void {
    const task = taskId === null ? undefined : this.#open.get(taskId)
    if (task !== undefined) this.#open.set(task.scheduledEventId, { ...task, ...change })
  }

  #end(taskId: number | null, ending: TaskEnding): void {
    const task = taskId === null ? undefined : this.#open.get(taskId)
    if (task === undefined) return
    this.#open.delete(task.scheduledEventId)
    this.#endedTasks.push({ task, ending })
  }

  #endWithin(enteredId: number | null, ending: TaskEnding): void {
    if (enteredId === null) return
    for (const task of this.#open.values()) {
      if (task.within.includes(enteredId)) this.#end(task.scheduledEventId, ending)
    }
  }

  #endAll(ending: TaskEnding): void {
    for (const taskId of [...this.#open.keys()]) this.#end(taskId, ending)
  }
}

/** A hash is hexadecimal throughout; the parts of a JSON Web Token are joined by dots. */
function looksLikeSomethingElse(text: string, within: string): boolean {
  return /^[0-9a-f]+$/i.test(text) || within.includes(`.${text}`) || within.includes(`${text}.`)
}
