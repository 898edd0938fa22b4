import type { BetweenAttempts } from './between-attempts.ts'
import { explainTimeout } from './explain-timeout.ts'
import { FoldedBetween } from './fold-between.ts'
import { FoldedBranches, type Visit } from './fold-branches.ts'
import { FoldedMapRuns } from './fold-map-runs.ts'
import {
  behind,
  type Failure,
  failedAgain,
  inside,
  type Place,
  ROOT,
  triedAnew,
  UNREAD_PLACE,
} from './fold-place.ts'
import { FoldedTokens, type SeenTexts } from './fold-token.ts'
import { type FoldedHistory, sameItems, UNREAD_HISTORY } from './folded-history.ts'
import { heartbeatThatCounts } from './heartbeat-that-counts.ts'
import type { HistoryEvent } from './history-event.ts'
import { taskKindOf } from './history-event.ts'
import type { EndedTask, TaskEnding, TaskFacts } from './in-flight-task.ts'
import type { MapRun } from './map-run.ts'

/** A Step Functions execution as far as its history has been read. A value: folding on returns a new one. */
export interface FoldedStates extends FoldedHistory {
  readonly service: 'states'
  /** States whose attempt failed, with nothing after it yet, in the order in which they failed. */
  readonly between: readonly BetweenAttempts[]
  /** Runs of Distributed Maps, oldest first, ended ones too. */
  readonly mapRuns: readonly MapRun[]
  readonly memory: FoldMemory
}

/** What folding needs to go on, and nobody else. */
interface FoldMemory {
  readonly places: ReadonlyMap<number, Place>
  /** How many branches have begun under each ParallelStateStarted and MapStateStarted. */
  readonly branches: ReadonlyMap<number, number>
  /** Parallel and Map states, by the id of their Entered event. */
  readonly visits: ReadonlyMap<number, Visit>
  readonly texts: SeenTexts
  /** The first event after the newest gap; 0: none. */
  readonly gapEventId: number
  /** The newest ExecutionRedriven; 0: none. */
  readonly redrivenEventId: number
}

export const UNREAD_EXECUTION: FoldedStates = {
  ...UNREAD_HISTORY,
  service: 'states',
  between: [],
  mapRuns: [],
  memory: {
    places: new Map(),
    branches: new Map(),
    visits: new Map(),
    texts: { seen: new Set(), missing: false },
    gapEventId: 0,
    redrivenEventId: 0,
  },
}

/**
 * Folds further events of one execution's history, in rising order of id, onto what is known of it. Events already
 * folded are passed over, so pages may overlap; where nothing is new, the same object comes back. A task that has
 * ended never reopens, and an execution that has ended has no open task until it is redriven. Pages that come newest
 * first are collected by `olderPage`.
 */
export function foldExecution(known: FoldedStates, events: readonly HistoryEvent[]): FoldedStates {
  const fresh = events.filter((event) => event.id > known.lastEventId)
  if (fresh.length === 0) return known
  const fold = new Fold(known)
  for (const event of fresh) fold.take(event)
  return fold.result()
}

type Of<Kind extends HistoryEvent['kind']> = Extract<HistoryEvent, { kind: Kind }>

class Fold {
  readonly #known: FoldedStates
  readonly #places: Map<number, Place>
  readonly #branches: FoldedBranches
  readonly #mapRuns: FoldedMapRuns
  readonly #tokens: FoldedTokens
  readonly #open: Map<number, TaskFacts>
  readonly #between: FoldedBetween
  readonly #endedTasks: EndedTask[] = []
  #gapEventId: number
  #redrivenEventId: number
  #lastEventId: number
  #lastEventAtMs: number | null
  #whole: boolean
  #startedAtMs: number | null
  #limitsFromMs: number | null
  #ended: FoldedStates['ended']

  constructor(known: FoldedStates) {
    this.#known = known
    this.#places = new Map(known.memory.places)
    this.#branches = new FoldedBranches(known.memory.branches, known.memory.visits)
    this.#mapRuns = new FoldedMapRuns(known.mapRuns)
    this.#tokens = new FoldedTokens(known.memory.texts)
    this.#open = new Map(known.open.map((task) => [task.scheduledEventId, task]))
    this.#between = new FoldedBetween(known.between)
    this.#gapEventId = known.memory.gapEventId
    this.#redrivenEventId = known.memory.redrivenEventId
    this.#lastEventId = known.lastEventId
    this.#lastEventAtMs = known.lastEventAtMs
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
      lastEventAtMs: this.#lastEventAtMs,
      whole: this.#whole,
      startedAtMs: this.#startedAtMs,
      limitsFromMs: this.#limitsFromMs,
      ended: this.#ended,
      open: sameItems(known.open, [...this.#open.values()]),
      endedTasks:
        this.#endedTasks.length === 0 ? known.endedTasks : [...known.endedTasks, ...this.#endedTasks],
      between: this.#between.all(),
      mapRuns: sameItems(known.mapRuns, this.#mapRuns.all()),
      memory: {
        places: this.#places,
        branches: this.#branches.begun,
        visits: this.#branches.visits,
        texts: this.#tokens.texts(),
        gapEventId: this.#gapEventId,
        redrivenEventId: this.#redrivenEventId,
      },
    }
  }

  take(event: HistoryEvent): void {
    if (event.id <= this.#lastEventId) return
    if (event.id !== this.#lastEventId + 1) this.#passGap(event.id)
    this.#lastEventId = event.id
    this.#lastEventAtMs = event.atMs
    this.#between.follow(event.previousEventId)
    const { id, previousEventId } = event
    const before = previousEventId === 0 ? ROOT : (this.#places.get(previousEventId) ?? UNREAD_PLACE)
    // What a redrive resumes may hang on anything before it (M: on the state's Entered event).
    const resumed = previousEventId < this.#redrivenEventId
    const at = resumed ? triedAnew(before) : before
    // Nothing follows an end but a redrive: whatever else comes opens nothing.
    const over = this.#ended !== null && event.kind !== 'executionRedriven'
    this.#places.set(id, over ? at : this.#place(event, at))
  }

  /** Takes in that events before that one were not read. */
  #passGap(eventId: number): void {
    this.#whole = false
    this.#gapEventId = eventId
    // An execution that had ended and goes on was redriven there, at a time that is not known.
    if (this.#ended !== null) this.#redrive(eventId, null)
  }

  #redrive(eventId: number, atMs: number | null): void {
    this.#limitsFromMs = atMs
    this.#ended = null
    this.#redrivenEventId = eventId
    this.#branches.redrive()
  }

  /** Takes in what the event says and returns where it stands. */
  #place(event: HistoryEvent, before: Place): Place {
    switch (event.kind) {
      case 'executionStarted':
        this.#startedAtMs = event.atMs
        this.#limitsFromMs = event.atMs
        this.#tokens.remember(event.inputText)
        return ROOT
      case 'executionRedriven':
        this.#redrive(event.id, event.atMs)
        return triedAnew(before)
      case 'executionEnded':
        this.#endAll({ kind: 'executionEnded', atMs: event.atMs, outcome: event.outcome })
        this.#ended = { atMs: event.atMs, outcome: event.outcome }
        return before
      case 'stateEntered': {
        this.#tokens.remember(event.dataText)
        const around = this.#branches.enter(event.previousEventId, before, this.#gapEventId)
        const fails = event.fails === true
        return {
          ...triedAnew(around),
          state: event.name === '' ? null : event.name,
          enteredId: event.id,
          fails,
        }
      }
      case 'stateExited':
        this.#tokens.remember(event.dataText)
        this.#end(before.taskId, { kind: 'untold', atMs: event.atMs })
        return this.#exit(before)
      case 'branchesStarted':
        return this.#startBranches(event, before)
      case 'iterationStarted':
        // With a MaxConcurrency, it hangs on the last state of an iteration before.
        return inside(
          this.#branches.isVisited(before) ? before : this.#placeOf(this.#branches.runningAround(before)),
          `[${event.index}]`,
        )
      case 'branchesSucceeded':
        return this.#leaveBranches(event, before)
      case 'branchesFailed':
        return this.#failBranches(event, before)
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
        const failure = { atMs, error, ...this.#timeout(event, before) }
        this.#end(before.taskId, { kind: outcome, atMs, error, cause, timeoutType: null })
        return outcome === 'failed' || outcome === 'timedOut' ? this.#fail(event.id, before, failure) : before
      }
      case 'mapRunStarted':
      case 'mapRunRedriven':
        this.#branches.start(before)
        this.#mapRuns.begin(event, before)
        return before
      case 'mapRunEnded':
        this.#mapRuns.end(event, before)
        // The MapStateFailed that follows tells no error of its own.
        return event.outcome === 'succeeded'
          ? before
          : { ...before, failures: failedAgain(before.failures, { atMs: event.atMs, error: event.error }) }
      case 'aborted':
        this.#branches.giveUp(before)
        this.#doubtWithin(this.#branches.runningAround(before), event.atMs)
        return before
      case 'other':
        return before
    }
  }

  /**
   * After its Entered event, or after the failed attempt before. Where it follows what failed inside instead, the state around that is
   * tried anew without a word that it had failed (L: no recorded history tries a Parallel again).
   */
  #startBranches(event: Of<'branchesStarted'>, before: Place): Place {
    const ownState = this.#branches.isVisited(before)
    const insideBranches = ownState
      ? !this.#branches.mayBegin(before)
      : before.taskId !== null || before.fails
    const place = insideBranches ? this.#leaveBranches(event, before) : before
    if (insideBranches) this.#endWithin(place.enteredId, event.atMs)
    return this.#branches.begin(event.id, place)
  }

  /** The place of the Parallel or Map state whose branches end with `event`. */
  #leaveBranches(event: HistoryEvent, before: Place): Place {
    // A Map without items, or a distributed one, whose items are executions of their own.
    if (this.#branches.isRunning(event.previousEventId, before)) {
      this.#branches.leave(before)
      return before
    }
    const around = this.#placeOf(this.#branches.runningAround(before))
    this.#branches.leave(around)
    return around
  }

  /** Where things go on after a state. A Parallel or Map state's Exited event may hang on the last one inside it, as its Succeeded does. */
  #exit(before: Place): Place {
    const isOwn = before.enteredId !== null || before.taskId !== null
    const exited = isOwn ? before : this.#placeOf(this.#branches.openAround(before))
    this.#branches.exit(exited)
    return behind(exited)
  }

  #placeOf(enteredId: number | undefined): Place {
    return (enteredId === undefined ? undefined : this.#places.get(enteredId)) ?? UNREAD_PLACE
  }

  #failBranches(event: Of<'branchesFailed'>, before: Place): Place {
    const around = this.#leaveBranches(event, before)
    this.#endWithin(around.enteredId, event.atMs)
    const failures = this.#branches.visitOf(around)?.failures ?? null
    const failure = { error: null, ...before.failures?.latest, atMs: event.atMs }
    const place = this.#fail(event.id, { ...around, failures }, failure)
    this.#branches.fail(around, place.failures)
    return place
  }

  #schedule(event: Of<'activityScheduled' | 'taskScheduled' | 'lambdaScheduled'>, at: Place): Place {
    // A Parallel or Map state schedules nothing itself: after a redrive this is somewhere in it, and nothing says where.
    const before = this.#branches.isVisited(at) ? inside(at, null) : at
    this.#end(before.taskId, { kind: 'untold', atMs: event.atMs })
    const attempt = before.attempt + 1
    const service = event.kind === 'taskScheduled'
    const kind = service
      ? taskKindOf(event.resource)
      : event.kind === 'activityScheduled'
        ? 'activity'
        : 'lambda'
    const parametersText = service ? event.parametersText : null
    const own = this.#tokens.own(parametersText, kind, this.#whole)
    this.#open.set(event.id, {
      kind,
      scheduledEventId: event.id,
      name: before.state,
      path: before.path,
      within: before.within,
      attempt: before.enteredId === null ? null : attempt,
      resource: service ? `${event.resourceType}:${event.resource}` : event.resource,
      ...heartbeatThatCounts(event.heartbeatSeconds),
      timeoutSeconds: event.timeoutSeconds,
      scheduledAtMs: event.atMs,
      startedAtMs: null,
      submittedAtMs: null,
      workerName: null,
      token: own.token,
      tokenUnproved: own.unproved,
      tokenPassedToNobody: own.nowhere,
      siblingFailedAtMs: null,
      childExecutionArn: null,
      swf: null,
    })
    return { ...before, taskId: event.id, attempt }
  }

  /** The place after a failed attempt, which waits there for what comes next. */
  #fail(eventId: number, place: Place, failure: Failure): Place {
    const failures = failedAgain(place.failures, failure)
    this.#between.begin(eventId, place, failures)
    return { ...place, failures }
  }

  #timeout({ outcome, ...event }: Of<'taskEnded'>, { taskId }: Place): Pick<Failure, 'timeout'> {
    const task = taskId === null ? undefined : this.#open.get(taskId)
    if (outcome !== 'timedOut' || task === undefined) return {}
    return { timeout: explainTimeout(task, { ...event, kind: outcome, timeoutType: null }) }
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

  /** The aborts say that the state is failing, not which of its tasks each has ended; what ends them all follows. */
  #doubtWithin(enteredId: number | undefined, atMs: number): void {
    if (enteredId === undefined) return
    for (const task of this.#open.values()) {
      if (task.within.includes(enteredId) && task.siblingFailedAtMs === null)
        this.#update(task.scheduledEventId, { siblingFailedAtMs: atMs })
    }
  }

  /** Something around the task ends. Where its state was failing, the task was aborted when that was said, whatever comes of the state. */
  #endFromAround({ scheduledEventId, siblingFailedAtMs }: TaskFacts, ending: TaskEnding): void {
    const aborted = siblingFailedAtMs === null ? null : siblingFailed(siblingFailedAtMs)
    this.#end(scheduledEventId, aborted ?? ending)
  }

  /** The failing of a state is told at `atMs`. */
  #endWithin(enteredId: number | null, atMs: number): void {
    if (enteredId === null) return
    for (const task of this.#open.values())
      if (task.within.includes(enteredId)) this.#endFromAround(task, siblingFailed(atMs))
    this.#between.endWithin(enteredId)
    this.#mapRuns.abort(atMs, (run) => run.within.includes(enteredId))
  }

  #endAll(ending: TaskEnding): void {
    for (const task of this.#open.values()) this.#endFromAround(task, ending)
    this.#between.endAll()
    this.#mapRuns.abort(ending.atMs, () => true)
  }
}

function siblingFailed(atMs: number): TaskEnding {
  return { kind: 'siblingFailed', atMs }
}
