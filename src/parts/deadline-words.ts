import { type Estimate, GRACE_MS } from '../domain/estimate.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import { formatDuration, formatInterval } from '../lib/duration.ts'

/** How a moment is written: the page's choice of time zone. */
export type WriteMoment = (ms: number) => string

/** What the cell says: a figure to be read at a glance, a word or two beside it, and a second line with the condition. */
export interface DeadlineWords {
  readonly tone: DeadlineTone
  /** Empty where AWS tells nothing that a figure could stand for. */
  readonly figure: string
  readonly words: string
  readonly under: string
}

/** Each has its own shape, word and colour, so that any one of them is enough. */
export type DeadlineTone = 'lost' | 'soon' | 'safe' | 'mercy' | 'waiting' | 'none'

/** Below this a guarantee is worth a warning; a third of the interval, and at most a minute (milliseconds). */
function soonMs(heartbeatSeconds: number | null): number {
  return Math.min(60_000, ((heartbeatSeconds ?? 0) * 1000) / 3)
}

/** The words of a deadline cell at server time `now`. Countdowns never claim more than is known: they count from the late edge of now. */
export function deadlineWords(task: TaskFacts, estimate: Estimate, now: Interval): DeadlineWords {
  const { hard, guaranteeMs, upperMs } = estimate
  const hardLoMs = hard === null || hard.because === 'oneYear' ? null : hard.at.lo
  if (hardLoMs !== null && now.hi >= hardLoMs && estimate.kind !== 'waiting') {
    return {
      tone: 'lost',
      figure: '',
      words: 'past its hard limit',
      under: `could have ended ${formatDuration(now.hi - hardLoMs)} ago`,
    }
  }
  switch (estimate.kind) {
    case 'guaranteed': {
      const untilMs = Math.min(guaranteeMs ?? Number.POSITIVE_INFINITY, hardLoMs ?? Number.POSITIVE_INFINITY)
      const leftMs = untilMs - now.hi
      return {
        tone: leftMs <= soonMs(task.heartbeatSeconds) ? 'soon' : 'safe',
        figure: formatDuration(leftMs),
        words: estimate.hardFirst ? 'to the hard limit' : 'guaranteed',
        under: estimate.hardFirst
          ? 'beats cannot extend it'
          : estimate.basis === 'ownBeat'
            ? 'by your heartbeat'
            : 'after that only if its worker beats',
      }
    }
    case 'due': {
      const overMs = now.hi - estimateEnd(estimate)
      return {
        tone: 'lost',
        figure: '',
        words: estimate.seenSince ? 'due' : 'due, unseen',
        under: estimate.seenSince
          ? `still open ${formatDuration(now.hi - estimate.openAt.lo, 'up')} ago`
          : `could have ended ${formatDuration(overMs)} ago`,
      }
    }
    case 'beaten':
      return beatenWords(hardLoMs, upperMs, now)
    case 'waiting':
      return {
        tone: 'waiting',
        figure: formatDuration(now.lo - task.scheduledAtMs),
        words: 'waiting',
        under: 'for a worker to take it',
      }
    case 'noHeartbeat':
      return {
        tone: 'none',
        figure: hardLoMs === null ? '' : formatDuration(hardLoMs - now.hi),
        words: hardLoMs === null ? 'no heartbeat' : 'to the hard limit',
        under: noHeartbeatUnder(task, hardLoMs),
      }
  }
}

/** No big figure here: the end may come at any moment, and nothing that AWS tells says when. */
function beatenWords(hardLoMs: number | null, upperMs: number | null, now: Interval): DeadlineWords {
  if (hardLoMs !== null && (upperMs === null || hardLoMs <= upperMs)) {
    return {
      tone: 'soon',
      figure: formatDuration(hardLoMs - now.hi),
      words: 'to the hard limit',
      under: 'or any moment, if its worker is dead',
    }
  }
  const within = upperMs === null ? '' : `, within ${formatDuration(upperMs - now.hi, 'up')}`
  return { tone: 'mercy', figure: '', words: `any moment${within}`, under: 'if its worker is dead' }
}

function noHeartbeatUnder(task: TaskFacts, hardLoMs: number | null): string {
  if (task.kind === 'lambda' || task.kind === 'requestResponse') return 'this kind of task has none'
  return hardLoMs === null
    ? 'a dead worker would never be noticed'
    : 'no heartbeat: a dead worker shows only then'
}

/** Why the cell says so, in whole sentences with the evidence; one array item a sentence. */
export function deadlineSentences(
  task: TaskFacts,
  estimate: Estimate,
  now: Interval,
  write: WriteMoment,
): readonly string[] {
  return [
    ...kindSentences(task, estimate, now, write),
    ...pastedSentence(estimate, write),
    ...hardSentences(estimate, write),
    `Last seen open at ${write(estimate.openAt.lo)}.`,
  ]
}

function kindSentences(
  task: TaskFacts,
  estimate: Estimate,
  now: Interval,
  write: WriteMoment,
): readonly string[] {
  const { kind, basis, clockFromMs, upperMs, proof } = estimate
  const interval = formatInterval(task.heartbeatSeconds ?? 0)
  const goneBy =
    upperMs === null ? null : `If nobody beats any more, it is gone by ${write(upperMs + GRACE_MS)}.`
  switch (kind) {
    case 'guaranteed': {
      const untilMs = estimateEnd(estimate)
      const because =
        basis === 'ownBeat'
          ? `Your heartbeat at ${write(clockFromMs ?? 0)} was accepted`
          : `${startWords(task)} at ${write(clockFromMs ?? 0)} with an interval of ${interval}`
      return [
        `Cannot time out before ${write(untilMs)}: ${lowerFirst(because, basis === 'ownBeat')}.`,
        estimate.hardFirst
          ? 'From then on beats cannot extend it.'
          : 'Then it does, unless somebody beats. An answer, a stop or a failing sibling can end it sooner.',
      ]
    }
    case 'due':
      return estimate.seenSince
        ? [
            `Its guarantee ran out at ${write(estimateEnd(estimate))}, and it was still open at ${write(estimate.openAt.lo)}.`,
            `AWS ends tasks up to ${GRACE_MS / 1000} s late, so this does not prove that somebody beats yet.`,
            ...(goneBy === null ? [] : [goneBy]),
          ]
        : [
            `Its guarantee ran out at ${write(estimateEnd(estimate))} and it has not been read since: it may be over.`,
          ]
    case 'beaten':
      return [
        `Still open at ${write(estimate.openAt.lo)}, so somebody beat after ${write(proof?.lo ?? 0)}: the proof is up to ${formatDuration(now.hi - (proof?.lo ?? 0), 'up')} old.`,
        ...(goneBy === null ? [] : [goneBy]),
      ]
    case 'waiting':
      return [
        `Scheduled at ${write(task.scheduledAtMs)}, not taken as of ${write(estimate.openAt.lo)}.`,
        'No heartbeat clock runs until a worker takes it.',
      ]
    case 'noHeartbeat':
      return task.kind === 'lambda' || task.kind === 'requestResponse'
        ? ['Tasks of this kind have no heartbeat.']
        : ['The state declares no HeartbeatSeconds: beats are discarded and a dead worker is never noticed.']
  }
}

/** Until when no timeout can come, by the heartbeat or the hard limit, whichever is first. */
function estimateEnd({ guaranteeMs, hard }: Estimate): number {
  return Math.min(guaranteeMs ?? Number.POSITIVE_INFINITY, hard?.at.lo ?? Number.POSITIVE_INFINITY)
}

function startWords(task: TaskFacts): string {
  return task.kind === 'activity' ? 'it started' : 'it was scheduled'
}

function lowerFirst(text: string, keep: boolean): string {
  return keep ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function pastedSentence({ ifTokenRightMs }: Estimate, write: WriteMoment): readonly string[] {
  if (ifTokenRightMs === null) return []
  return [
    `A heartbeat with a pasted token was accepted; AWS does not tell whose it is. If it is this task's, safe until ${write(ifTokenRightMs)}.`,
  ]
}

function hardSentences({ hard, limitUnread }: Estimate, write: WriteMoment): readonly string[] {
  const unread = limitUnread
    ? ["The state machine's own TimeoutSeconds has not been read; it could end the task sooner."]
    : []
  if (hard === null || hard.because === 'oneYear')
    return ['Hard limit: none but the one year of an execution.', ...unread]
  const setting =
    hard.because === 'task'
      ? `TimeoutSeconds ${hard.timeoutSeconds}`
      : `the state machine's TimeoutSeconds ${hard.timeoutSeconds}`
  return [`Hard limit: ${setting} ends it at ${write(hard.at.lo)}; beats cannot extend it.`, ...unread]
}
