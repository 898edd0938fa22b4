import { type FoldedHistory, sameItems, UNREAD_HISTORY } from './folded-history.ts'
import { heartbeatThatCounts } from './heartbeat-that-counts.ts'
import type { EndedTask, TaskFacts } from './in-flight-task.ts'
import type { SwfEvent, SwfType, WorkflowOutcome } from './swf-event.ts'

/** An SWF workflow execution as far as its history has been read. A value: folding on returns a new one. */
export interface FoldedWorkflow extends FoldedHistory {
  readonly service: 'swf'
  readonly workflowType: SwfType | null
  /** executionStartToCloseTimeout, seconds; null: none; undefined: its start was not readable. */
  readonly timeoutSeconds: number | null | undefined
  /** When the cancellation of the workflow itself was asked for last; null: never. */
  readonly cancelRequestedAtMs: number | null
  readonly memory: WorkflowMemory
}

/** What folding needs to go on, and nobody else. */
interface WorkflowMemory {
  /** How many tasks each activityId has had. */
  readonly attempts: ReadonlyMap<string, number>
  /** Deciders by DecisionTaskStarted and by DecisionTaskCompleted event. */
  readonly deciders: ReadonlyMap<number, string | null>
}

export const UNREAD_WORKFLOW: FoldedWorkflow = {
  ...UNREAD_HISTORY,
  service: 'swf',
  workflowType: null,
  timeoutSeconds: undefined,
  cancelRequestedAtMs: null,
  memory: { attempts: new Map(), deciders: new Map() },
}

/**
 * Folds further events of one workflow execution's history, in rising order of id, onto what is known of it, as `foldExecution` does for
 * Step Functions. SWF's reads are eventually consistent: an answer that shows less than is known changes nothing. A task that has ended
 * never reopens, and a workflow that has ended has no open task, though its history says nothing of them (GetWorkflowExecutionHistory).
 */
export function foldWorkflow(known: FoldedWorkflow, events: readonly SwfEvent[]): FoldedWorkflow {
  const fresh = events.filter((event) => event.id > known.lastEventId)
  if (fresh.length === 0) return known
  const fold = new Fold(known)
  for (const event of fresh) fold.take(event)
  return fold.result()
}

type Scheduled = Extract<SwfEvent, { kind: 'activityScheduled' }>
type Ended = Extract<SwfEvent, { kind: 'activityEnded' }>
type CancelRequested = Extract<SwfEvent, { kind: 'activityCancelRequested' }>

class Fold {
  /** All but the collections, which grow in place. */
  #folded: FoldedWorkflow
  readonly #open: Map<number, TaskFacts>
  readonly #endedTasks: EndedTask[] = []
  readonly #attempts: Map<string, number>
  readonly #deciders: Map<number, string | null>

  constructor(known: FoldedWorkflow) {
    this.#folded = known
    this.#open = new Map(known.open.map((task) => [task.scheduledEventId, task]))
    this.#attempts = new Map(known.memory.attempts)
    this.#deciders = new Map(known.memory.deciders)
  }

  result(): FoldedWorkflow {
    const { endedTasks } = this.#folded
    return {
      ...this.#folded,
      open: sameItems(this.#folded.open, [...this.#open.values()]),
      endedTasks: this.#endedTasks.length === 0 ? endedTasks : [...endedTasks, ...this.#endedTasks],
      memory: { attempts: this.#attempts, deciders: this.#deciders },
    }
  }

  take(event: SwfEvent): void {
    const { lastEventId, whole } = this.#folded
    if (event.id <= lastEventId) return
    const isNext = event.id === lastEventId + 1
    this.#learn({ lastEventId: event.id, lastEventAtMs: event.atMs, whole: whole && isNext })
    // SWF knows no redrive: nothing comes after the end.
    if (this.#folded.ended !== null) return
    switch (event.kind) {
      case 'workflowStarted':
        return this.#learn({
          startedAtMs: event.atMs,
          limitsFromMs: event.atMs,
          workflowType: event.workflowType,
          timeoutSeconds: event.executionStartToCloseSeconds,
        })
      case 'workflowCancelRequested':
        return this.#learn({ cancelRequestedAtMs: event.atMs })
      case 'workflowEnded':
        return this.#endWorkflow(event.atMs, event.outcome)
      case 'decisionStarted':
        this.#deciders.set(event.id, event.identity)
        return
      case 'decisionCompleted':
        this.#deciders.set(event.id, this.#deciders.get(event.startedEventId) ?? null)
        return
      case 'activityScheduled':
        return this.#schedule(event)
      case 'activityStarted':
        return this.#update(event.scheduledEventId, {
          startedAtMs: event.atMs,
          workerName: event.identity,
        })
      case 'activityEnded':
        return this.#end(event)
      case 'activityCancelRequested':
        return this.#requestCancel(event)
      case 'other':
        return
    }
  }

  #learn(change: Partial<FoldedWorkflow>): void {
    this.#folded = { ...this.#folded, ...change }
  }

  #schedule(event: Scheduled): void {
    const { activityId, activityType } = event
    const attempt = (this.#attempts.get(activityId) ?? 0) + 1
    this.#attempts.set(activityId, attempt)
    this.#open.set(event.id, {
      kind: 'activity',
      scheduledEventId: event.id,
      name: activityType.name || null,
      path: [],
      within: [],
      attempt: this.#folded.whole && activityId !== '' ? attempt : null,
      resource: `${activityType.name} (${activityType.version})`,
      ...heartbeatThatCounts(event.heartbeatSeconds),
      timeoutSeconds: event.startToCloseSeconds,
      scheduledAtMs: event.atMs,
      startedAtMs: null,
      submittedAtMs: null,
      workerName: null,
      token: null, // SWF gives it to the worker alone
      tokenUnproved: false,
      tokenPassedToNobody: false,
      siblingFailedAtMs: null,
      childExecutionArn: null,
      swf: {
        activityId,
        activityType,
        taskList: event.taskList,
        scheduleToStartSeconds: event.scheduleToStartSeconds,
        scheduleToCloseSeconds: event.scheduleToCloseSeconds,
        cancelRequest: null,
      },
    })
  }

  #update(taskId: number, change: Partial<TaskFacts>): void {
    const task = this.#open.get(taskId)
    if (task !== undefined) this.#open.set(taskId, { ...task, ...change })
  }

  #end({ scheduledEventId, atMs, outcome, reason, details, timeoutType }: Ended): void {
    const task = this.#open.get(scheduledEventId)
    if (task === undefined) return
    this.#open.delete(scheduledEventId)
    this.#endedTasks.push({
      task,
      ending: { kind: outcome, atMs, error: reason, cause: details, timeoutType },
    })
  }

  /** The event names the activity, not the task: the latest open one of that id is meant. */
  #requestCancel({ activityId, atMs, decisionEventId }: CancelRequested): void {
    const task = [...this.#open.values()].findLast(({ swf }) => swf?.activityId === activityId)
    if (task === undefined || task.swf === null) return
    const decider = this.#deciders.get(decisionEventId) ?? null
    const sinceMs = task.swf.cancelRequest?.sinceMs ?? atMs
    const swf = { ...task.swf, cancelRequest: { sinceMs, atMs, decisionEventId, decider } }
    this.#update(task.scheduledEventId, { swf })
  }

  #endWorkflow(atMs: number, outcome: WorkflowOutcome): void {
    this.#learn({ ended: { atMs, outcome } })
    for (const task of this.#open.values())
      this.#endedTasks.push({ task, ending: { kind: 'executionEnded', atMs, outcome } })
    this.#open.clear()
  }
}
