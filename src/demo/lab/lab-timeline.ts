import type { StateMachineDefinition } from '../../asl/state-machine.ts'
import { type Estimate, estimate } from '../../domain/estimate.ts'
import { foldExecution, UNREAD_EXECUTION } from '../../domain/fold-execution.ts'
import type { HistoryEvent } from '../../domain/history-event.ts'
import type { EndedTask, TaskFacts } from '../../domain/in-flight-task.ts'
import { exactly } from '../../domain/interval.ts'
import { type Handling, handlings, type Matched, stateOf } from './lab-handling.ts'
import type { Doing, LabEvent, LabTrace } from './lab-run.ts'

/** Which of its two limits ended a task. */
export type Cause = 'heartbeat' | 'task'

export type LabMoment =
  /** Beats of one task with nothing between them. */
  | {
      readonly kind: 'beats'
      readonly atMs: number
      readonly toMs: number
      readonly count: number
      readonly worker: string
      readonly task: number
    }
  | { readonly kind: 'doing'; readonly atMs: number; readonly doing: Doing }
  | {
      readonly kind: 'event'
      readonly atMs: number
      readonly event: LabEvent
      readonly state: string | null
      /** The task that it is an event of; null: of none. */
      readonly task: TaskFacts | null
      /** Of a timeout, and what its limit was. */
      readonly timedOut: { readonly cause: Cause; readonly seconds: number } | null
      /** Of an event in which it shows what became of a failure. */
      readonly handling: Handling | null
    }

/** What the lab knows of an open task beside what its history tells. */
export interface LabTask {
  readonly task: TaskFacts
  /** As the console would have it of a read just now, and of nothing else. */
  readonly told: Estimate
  /** The newest beat that AWS accepted; null: there was none. */
  readonly lastBeatMs: number | null
  /** When its heartbeat clock runs out if nobody beats any more; null: none runs. */
  readonly runsOutMs: number | null
  readonly workerDied: boolean
  readonly taken: boolean
}

export interface LabTimeline {
  readonly nowMs: number
  readonly startedAtMs: number
  readonly moments: readonly LabMoment[]
  readonly open: readonly LabTask[]
  readonly ended: readonly EndedTask[]
  readonly executionEnded: Extract<HistoryEvent, { kind: 'executionEnded' }> | null
}

/** A run as two tell it: its history, and the lab, which saw its workers. `definition` null: it was not readable. */
export function labTimeline(trace: LabTrace, definition: StateMachineDefinition | null): LabTimeline {
  const { nowMs, doings, events } = trace
  const facts = events.map(({ fact }) => fact)
  const folded = foldExecution(UNREAD_EXECUTION, facts)
  const tasks = new Map(
    [...folded.endedTasks.map(({ task }) => task), ...folded.open].map((task) => [
      task.scheduledEventId,
      task,
    ]),
  )
  const scheduledIds = scheduledIdsOf(facts)
  const taskOf = ({ id }: HistoryEvent) => tasks.get(scheduledIds.get(id) ?? -1)
  const timedOutOf = (fact: HistoryEvent) => {
    const task = taskOf(fact)
    return fact.kind === 'taskEnded' && fact.outcome === 'timedOut' && task !== undefined
      ? causeOf(task, lastBeatOf(trace, task))
      : null
  }
  const errorOf = (fact: HistoryEvent): Matched | null =>
    fact.kind === 'taskEnded' && fact.error !== null
      ? { error: fact.error, heartbeat: timedOutOf(fact)?.cause === 'heartbeat' }
      : null
  const handled = new Map(
    (definition === null ? [] : handlings(facts, definition, errorOf)).map((one) => [one.eventId, one]),
  )
  const byId = new Map(facts.map((fact) => [fact.id, fact]))
  const told = events.map((event): LabMoment => {
    const { fact } = event
    return {
      kind: 'event',
      atMs: fact.atMs,
      event,
      state: stateOf(fact, byId),
      task: taskOf(fact) ?? null,
      timedOut: timedOutOf(fact),
      handling: handled.get(fact.id) ?? null,
    }
  })
  /** An activity's taking is an event, which names the worker. */
  const isStarted = ({ kind, task }: Doing): boolean =>
    kind === 'took' && tasks.get(trace.scheduledBy[task] ?? -1)?.kind === 'activity'
  const limits = { fromMs: folded.limitsFromMs, timeoutSeconds: definition?.TimeoutSeconds ?? null }
  return {
    nowMs,
    startedAtMs: facts[0]?.atMs ?? nowMs,
    moments: beatsTogether(
      inOrder(
        told,
        doings.filter((doing) => !isStarted(doing)),
      ),
    ),
    open: folded.open.map((task) => ({
      task,
      told: estimate({ task, execution: limits, openAt: exactly(nowMs), ownBeats: [] }, exactly(nowMs)),
      lastBeatMs: lastBeatOf(trace, task),
      runsOutMs: runsOutMs(task, lastBeatOf(trace, task)),
      workerDied: doingsFor(trace, task).some(({ kind }) => kind === 'died'),
      taken: doingsFor(trace, task).length > 0,
    })),
    ended: folded.endedTasks,
    executionEnded: facts.findLast((fact) => fact.kind === 'executionEnded') ?? null,
  }
}

/** Of each event of a task, the event that scheduled it. */
function scheduledIdsOf(facts: readonly HistoryEvent[]): ReadonlyMap<number, number> {
  const ids = new Map<number, number>()
  for (const { id, previousEventId, kind } of facts) {
    if (/^(?:activity|task|lambda)Scheduled$/.test(kind)) ids.set(id, id)
    else if (/^task(?:Started|Submitted|Ended)$/.test(kind)) {
      const scheduled = ids.get(previousEventId)
      if (scheduled !== undefined) ids.set(id, scheduled)
    }
  }
  return ids
}

function doingsFor({ doings, scheduledBy }: LabTrace, task: TaskFacts): readonly Doing[] {
  return doings.filter((doing) => scheduledBy[doing.task] === task.scheduledEventId)
}

function lastBeatOf(trace: LabTrace, task: TaskFacts): number | null {
  const beats = doingsFor(trace, task).filter(({ kind, refused }) => kind === 'beat' && refused === null)
  return beats.at(-1)?.atMs ?? null
}

/** Where a heartbeat clock starts: an activity's when a worker takes it; AWS does not say of others, so at the latest they may. */
function clockStartMs(task: TaskFacts): number | null {
  return task.kind === 'activity' ? task.startedAtMs : (task.submittedAtMs ?? task.scheduledAtMs)
}

function runsOutMs(task: TaskFacts, lastBeatMs: number | null): number | null {
  const fromMs = lastBeatMs ?? clockStartMs(task)
  return task.heartbeatSeconds == null || fromMs === null ? null : fromMs + task.heartbeatSeconds * 1000
}

/** Which limit came first. The history says `States.Timeout` of both. */
function causeOf(
  task: TaskFacts,
  lastBeatMs: number | null,
): { readonly cause: Cause; readonly seconds: number } {
  const { heartbeatSeconds, timeoutSeconds } = task
  const beatMs = runsOutMs(task, lastBeatMs) ?? Number.POSITIVE_INFINITY
  const hardMs =
    (clockStartMs(task) ?? task.scheduledAtMs) + (timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000
  return heartbeatSeconds != null && beatMs <= hardMs
    ? { cause: 'heartbeat', seconds: heartbeatSeconds }
    : { cause: 'task', seconds: timeoutSeconds ?? 0 }
}

/** By time. At one moment a worker takes what was just scheduled, and answers before AWS says so. */
function inOrder(told: readonly LabMoment[], doings: readonly Doing[]): readonly LabMoment[] {
  const rank = (moment: LabMoment): number =>
    moment.kind !== 'doing' ? 1 : moment.doing.kind === 'took' ? 2 : 0
  const done = doings.map((doing): LabMoment => ({ kind: 'doing', atMs: doing.atMs, doing }))
  return [...told, ...done].sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b))
}

/** Accepted beats of one task in a row are one moment that lasts: a healthy hour is a line, and not a page. */
function beatsTogether(moments: readonly LabMoment[]): readonly LabMoment[] {
  const together: LabMoment[] = []
  for (const moment of moments) {
    if (moment.kind !== 'doing' || moment.doing.kind !== 'beat' || moment.doing.refused !== null) {
      together.push(moment)
      continue
    }
    const { task, worker, atMs } = moment.doing
    const last = together.at(-1)
    if (last?.kind === 'beats' && last.task === task)
      together[together.length - 1] = { ...last, toMs: atMs, count: last.count + 1 }
    else together.push({ kind: 'beats', atMs, toMs: atMs, count: 1, worker, task })
  }
  return together
}
