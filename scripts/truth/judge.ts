import { type Estimate, GRACE_MS } from '../../src/domain/estimate.ts'
import { explainTimeout } from '../../src/domain/explain-timeout.ts'
import type { EndedTask } from '../../src/domain/in-flight-task.ts'
import type { Moment } from './console.ts'
import type { TrueTask } from './true-task.ts'

/** A task as AWS has it, once it has ended. */
export interface EndedTruth extends TrueTask {
  readonly endMs: number
  readonly end: NonNullable<TrueTask['end']>
  readonly endedAs: NonNullable<TrueTask['endedAs']>
  /** The name under which this console's own beats for it are written down. */
  readonly own: string
}

/** Times are whole milliseconds in AWS; what is told of them is reckoned with fractions. */
const ROUNDING_MS = 0.01

/**
 * What an estimate says that is not so: the test of truth. A task that was answered, stopped or aborted would have timed out no sooner
 * than it ended, so what is said of the latest moment is held against that, and what is said of the earliest is not.
 * `sightsMs`: the moments at which the console has seen the task open by now, each the early edge of what it knows.
 */
export function liesOf(
  told: Estimate,
  moment: Moment,
  task: EndedTruth,
  sightsMs: readonly number[],
): string[] {
  const { atMs } = moment
  const { endMs, end, beats, intervalMs } = task
  const found: string[] = []
  const lie = (isOne: boolean, words: string): void => {
    if (isOne) found.push(words)
  }
  const isBefore = (a: number, b: number): boolean => a < b - ROUNDING_MS
  const timedOut = end !== 'otherwise' && !isUnread(told, task)
  const hardLoMs = told.hard?.at.lo ?? Number.POSITIVE_INFINITY
  const guaranteedUntilMs = Math.min(told.guaranteeMs ?? Number.NEGATIVE_INFINITY, hardLoMs)

  lie(timedOut && isBefore(endMs, told.lowerMs), 'it timed out before the lower edge')
  lie(isBefore(endMs, told.openAt.lo), 'it was over when it is said to have been open')
  if (told.kind === 'guaranteed') {
    lie(atMs >= guaranteedUntilMs, 'it is called guaranteed past its guarantee or its hard limit')
    lie(timedOut && isBefore(endMs, guaranteedUntilMs), 'it timed out while it was guaranteed')
  }
  const lastReset = beats.findLast((beat) => beat.atMs <= atMs)
  const clockFromMs = Math.max(task.clockByMs ?? Number.POSITIVE_INFINITY, lastReset?.atMs ?? 0)
  if (told.guaranteeMs !== null && intervalMs !== null)
    lie(isBefore(clockFromMs + intervalMs, told.guaranteeMs), "its guarantee is longer than AWS's own clock")

  const isBeatenAgain = beats.some((beat) => beat.atMs > atMs)
  lie(
    told.upperMs !== null && !isBeatenAgain && isBefore(told.upperMs + GRACE_MS, endMs),
    'nobody beat, and it outlived the upper edge',
  )
  lie(told.hard !== null && isBefore(told.hard.at.hi + GRACE_MS, endMs), 'it outlived its hard limit')
  const { proof } = told
  lie(
    proof !== null &&
      !beats.some(
        (beat) => beat.by !== task.own && !isBefore(beat.atMs, proof.lo) && !isBefore(proof.hi, beat.atMs),
      ),
    'nobody else beat where it says so',
  )
  lie(
    timedOut && moment.pastedIsRight && told.ifTokenRightMs !== null && isBefore(endMs, told.ifTokenRightMs),
    'the token was its own, and it timed out sooner',
  )
  const sinceMs = told.unseenSinceMs
  if (sinceMs !== null) {
    lie(timedOut && isBefore(endMs, sinceMs), LATE_DOUBT)
    lie(isBefore(couldEndMs(told.openAt.lo, atMs, task), sinceMs), LATE_DOUBT)
  }
  lie(isFalseAlarm(told, moment, task, sightsMs), FALSE_ALARM)
  return found
}

/** The lies of an alarm: it is raised for nothing, or its figure counts from too late a moment. */
export const FALSE_ALARM = 'an alarm of a healthy task, although what was seen says otherwise'
export const LATE_DOUBT = 'it could have ended before the moment since when it is said to be in doubt'

/**
 * When the task would have ended by its heartbeat timeout at the earliest, had nobody else sent a heartbeat after it was last seen; Infinity
 * where it has none, or its clock never started.
 */
function couldEndMs(seenMs: number, atMs: number, { clockByMs, intervalMs, beats, own }: EndedTruth): number {
  if (clockByMs === null || intervalMs === null) return Number.POSITIVE_INFINITY
  const resets = beats.filter((beat) => beat.atMs <= (beat.by === own ? atMs : seenMs))
  return Math.max(seenMs, Math.max(clockByMs, ...resets.map((beat) => beat.atMs)) + intervalMs)
}

/**
 * An alarm is false where the task is healthy, others keep it alive in time, and where the console can know better. It can in two ways:
 * - Until an interval after the start of the clock, or after an own heartbeat that was accepted with a proved token, it cannot time out.
 * - It has seen the task open at a moment that neither the start nor any of its own heartbeats explains. From then on the task is not
 *   `due`, and until an interval after the newest sight it has no reason to be in doubt.
 * Beyond its hard limit, and while a state around it fails, an alarm needs no other reason.
 */
function isFalseAlarm(
  { kind, unseenSinceMs, hard }: Estimate,
  { evidence: { task: facts, ownBeats }, now, atMs }: Moment,
  task: EndedTruth,
  sightsMs: readonly number[],
): boolean {
  const { intervalMs } = task
  const isAlarm = kind === 'due' || unseenSinceMs !== null
  if (!isAlarm || intervalMs === null || facts.siblingFailedAtMs !== null) return false
  if (!isHealthy(task, atMs)) return false
  const isPastHard = hard !== null && now.hi >= hard.at.lo
  const isActivity = facts.kind === 'activity'

  const startMs = isActivity ? facts.startedAtMs : facts.scheduledAtMs
  const proved = ownBeats.filter(({ basis }) => basis === 'history').map(({ at }) => at.lo)
  const isSafe = startMs !== null && now.hi < Math.max(startMs, ...proved) + intervalMs
  if (isSafe && !isPastHard) return true

  const startedByMs = isActivity ? facts.startedAtMs : facts.submittedAtMs
  if (startedByMs === null) return false
  const windowMs = intervalMs + GRACE_MS
  const isHeardOf = sightsMs.some(
    (sightMs) =>
      sightMs - windowMs > startedByMs &&
      ownBeats.every(({ at }) => at.lo > sightMs || at.hi < sightMs - windowMs),
  )
  if (!isHeardOf) return false
  return kind === 'due' || (now.hi < (sightsMs.at(-1) ?? 0) + windowMs && !isPastHard)
}

/** The heartbeats of others alone have kept it within its interval, from the start of its clock until `atMs`. */
function isHealthy({ clockByMs, intervalMs, beats, endMs, own }: EndedTruth, atMs: number): boolean {
  if (clockByMs === null || intervalMs === null || atMs >= endMs) return false
  let lastMs = clockByMs
  for (const beat of beats) {
    if (beat.by === own || beat.atMs > atMs) continue
    if (beat.atMs - lastMs > intervalMs) return false
    lastMs = Math.max(lastMs, beat.atMs)
  }
  return atMs - lastMs <= intervalMs
}

/** Where a limit of the execution, or of one it is a child of, has not been read, the estimate says that it may come before everything else. */
function isUnread({ limitUnread }: Estimate, { end }: EndedTruth): boolean {
  return limitUnread !== null && (end === 'execution' || end === 'parent')
}

/** How far the edges are from the end of a task that timed out, once nobody beats it any more; null elsewhere. Milliseconds. */
export function distances(
  told: Estimate,
  { atMs }: Moment,
  task: EndedTruth,
): { readonly lowerMs: number; readonly upperMs: number | null } | null {
  const { endMs, end, beats } = task
  const { lowerMs, upperMs } = told
  if (isUnread(told, task)) return null
  if (end === 'otherwise' || atMs >= endMs || beats.some((beat) => beat.atMs > atMs)) return null
  return { lowerMs: endMs - lowerMs, upperMs: upperMs === null ? null : upperMs - endMs }
}

/** The lower edge moves back only for a hard limit that was not known before. */
export function movesBack(before: Estimate, after: Estimate): boolean {
  const limitMs = ({ hard }: Estimate): number => hard?.at.lo ?? Number.POSITIVE_INFINITY
  return after.lowerMs < before.lowerMs - ROUNDING_MS && limitMs(after) >= limitMs(before)
}

/** What is said of an ended task's end that is not so. */
export function liesOfEnding(
  { task, ending }: EndedTask,
  truth: Pick<EndedTruth, 'endMs' | 'end' | 'endedAs'>,
): string[] {
  const { kind, atMs } = ending
  if (atMs !== truth.endMs) return [`it is said to have ended at another moment, ${atMs} (${kind})`]
  if (kind !== truth.endedAs) return [`it is said to have ended in another way, ${kind}`]
  if (ending.kind !== 'timedOut') return []
  const reason = explainTimeout(task, ending)
  return reason === truth.end || reason === 'cannotBeTold' ? [] : ['another limit ended it']
}
