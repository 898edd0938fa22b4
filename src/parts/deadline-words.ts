import type { Seconds } from '../asl/lint-rules.ts'
import { type Estimate, GRACE_MS } from '../domain/estimate.ts'
import { isUnreported } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import { SWF_READ_LAG_MS } from '../domain/sight.ts'
import { formatDuration, formatInterval } from '../lib/duration.ts'
import { upperFirst } from '../lib/upper-first.ts'
import { whyNoHeartbeat } from './no-heartbeat-words.ts'
import { settingNames } from './setting-names.ts'
import { isRunByAws, isUnanswerable, isUnclaimed } from './task-kinds.ts'
import { PASSED_TO_NOBODY } from './token-words.ts'

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
function soonMs(heartbeatSeconds: Seconds): number {
  return Math.min(60_000, ((heartbeatSeconds ?? 0) * 1000) / 3)
}

/** The words of a deadline cell at server time `now`. Countdowns never claim more than is known: they count from the late edge of now. */
export function deadlineWords(task: TaskFacts, estimate: Estimate, now: Interval): DeadlineWords {
  const { hard, upperMs } = estimate
  const hardLoMs = hard === null || hard.because === 'oneYear' ? null : hard.at.lo
  const { siblingFailedAtMs } = task
  if (siblingFailedAtMs !== null) return siblingFailedWords(siblingFailedAtMs, now)
  const unseen = unseenWords(estimate, hardLoMs, now)
  if (unseen !== null) return unseen
  switch (estimate.kind) {
    case 'guaranteed': {
      const leftMs = estimate.safeUntilMs - now.hi
      return {
        tone: leftMs <= soonMs(task.heartbeatSeconds) ? 'soon' : 'safe',
        figure: formatDuration(leftMs),
        words: estimate.hardFirst ? 'to the hard limit' : 'guaranteed',
        under: estimate.hardFirst
          ? 'beats cannot extend it'
          : estimate.basis === 'ownBeat'
            ? 'by a heartbeat from here'
            : isUnanswerable(task)
              ? 'then it times out: nobody has its token'
              : estimate.limitUnread !== null
                ? `as far as its limits are ${isUnreported(estimate.limitUnread) ? 'known' : 'read'}`
                : task.kind === 'job'
                  ? 'after that only if somebody beats'
                  : 'after that only if its worker beats',
      }
    }
    case 'due': {
      const overMs = now.hi - estimate.safeUntilMs
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
      return waitingWords(task, estimate, now)
    case 'noHeartbeat':
      if (isUnclaimed(task)) return waitingWords(task, estimate, now)
      return {
        tone: 'none',
        figure: hardLoMs === null ? '' : formatDuration(hardLoMs - now.hi),
        words: hardLoMs === null ? 'no heartbeat' : 'to the hard limit',
        under: noHeartbeatUnder(task, estimate, hardLoMs),
      }
    case 'unknownHeartbeat':
      if (isUnclaimed(task)) return waitingWords(task, estimate, now)
      return {
        tone: 'none',
        figure: hardLoMs === null ? '' : formatDuration(hardLoMs - now.hi),
        words: hardLoMs === null ? 'heartbeat timeout unknown' : 'to the hard limit',
        under:
          hardLoMs === null ? 'it may time out at any moment' : 'or sooner: its heartbeat timeout is unknown',
      }
  }
}

/** Aborts are told without saying of which task, so for a moment it is open in the history alone. */
function siblingFailedWords(atMs: number, now: Interval): DeadlineWords {
  const under = `a branch beside it failed ${formatDuration(now.hi - atMs, 'up')} ago`
  return { tone: 'lost', figure: '', words: 'over, or about to be', under }
}

/** It has not been read for so long that it may be over: an alarm, whatever was known before. */
function unseenWords(
  { kind, unseenSinceMs, openAt }: Estimate,
  hardLoMs: number | null,
  now: Interval,
): DeadlineWords | null {
  if (unseenSinceMs === null || kind === 'due') return null
  if (hardLoMs !== null && now.hi >= hardLoMs && kind !== 'waiting') {
    const under = `could have ended ${formatDuration(now.hi - unseenSinceMs)} ago`
    return { tone: 'lost', figure: '', words: 'past its hard limit', under }
  }
  const readAgo = `${formatDuration(now.hi - openAt.lo, 'up')} ago`
  return kind === 'waiting'
    ? { tone: 'lost', figure: '', words: 'waiting, unseen', under: `nobody had taken it ${readAgo}` }
    : { tone: 'lost', figure: '', words: 'unseen, may be over', under: `last read ${readAgo}` }
}

function waitingWords(task: TaskFacts, { hard }: Estimate, now: Interval): DeadlineWords {
  return {
    tone: 'waiting',
    figure: formatDuration(now.lo - task.scheduledAtMs),
    words: 'waiting',
    under:
      hard?.because === 'scheduleToStart'
        ? `ends in ${formatDuration(hard.at.lo - now.hi)} if nobody takes it`
        : task.heartbeatSeconds === null
          ? 'for a worker; it has no heartbeat'
          : 'for a worker to take it',
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

function noHeartbeatUnder(task: TaskFacts, { limitUnread }: Estimate, hardLoMs: number | null): string {
  if (task.childExecutionArn !== null) return 'ends with its child execution'
  if (isUnanswerable(task))
    return hardLoMs === null && limitUnread === null
      ? 'nobody has its token, and no timeout ends it'
      : 'nobody has its token'
  if (isRunByAws(task)) return task.kind === 'job' ? 'AWS watches the job' : 'this kind of task has none'
  if (limitUnread !== null && hardLoMs === null)
    return isUnreported(limitUnread) ? 'its hard limit is unknown' : 'its hard limit is not read yet'
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
  if (task.siblingFailedAtMs !== null)
    return [
      `A branch beside it failed and takes it along: aborted at ${write(task.siblingFailedAtMs)}, or about to be.`,
      'AWS says that a task was aborted, but not which one; its state tells the end of all of them.',
    ]
  return [
    ...kindSentences(task, estimate, now, write),
    ...(isUnanswerable(task) && estimate.proof === null ? [PASSED_TO_NOBODY] : []),
    ...pastedSentence(estimate, now, write),
    ...hardSentences(task, estimate, write),
    task.swf === null
      ? `Last seen open at ${write(estimate.openAt.lo)}.`
      : `Open as of ${write(estimate.openAt.lo)}: what SWF shows may be ${SWF_READ_LAG_MS / 1000} s old.`,
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
      const because =
        basis === 'ownBeat'
          ? `A heartbeat from this browser at ${write(clockFromMs ?? 0)} was accepted`
          : `${startWords(task)} at ${write(clockFromMs ?? 0)} with an interval of ${interval}`
      return [
        `Cannot time out before ${write(estimate.safeUntilMs)}: ${lowerFirst(because, basis === 'ownBeat')}.`,
        estimate.hardFirst
          ? 'From then on beats cannot extend it.'
          : isUnanswerable(task)
            ? 'Then it times out. A stop or a failing branch beside it can end it sooner.'
            : task.kind === 'job'
              ? 'Then it does, unless somebody beats with its token: AWS itself beats no job.'
              : `Then it does, unless somebody beats. ${soonerWords(task)} can end it sooner.`,
      ]
    }
    case 'due':
      return estimate.seenSince
        ? [
            `Its guarantee ran out at ${write(estimate.safeUntilMs)}, and it was still open at ${write(estimate.openAt.lo)}.`,
            whyNotProved(task, estimate),
            ...(goneBy === null ? [] : [goneBy]),
          ]
        : [
            `Its guarantee ran out at ${write(estimate.safeUntilMs)} and ${notSeenSince(task)}: it may be over.`,
          ]
    case 'beaten':
      return [
        ...(proof === null ? [] : proofSentences(proof, estimate, now, write)),
        ...(goneBy === null ? [] : [goneBy]),
      ]
    case 'waiting':
      return [notTaken(task, estimate, write), 'No heartbeat clock runs until a worker takes it.']
    case 'noHeartbeat':
      return [...(isUnclaimed(task) ? [notTaken(task, estimate, write)] : []), ...noHeartbeatSentences(task)]
    case 'unknownHeartbeat':
      return [
        ...(isUnclaimed(task) ? [notTaken(task, estimate, write)] : []),
        task.swf === null
          ? 'The heartbeat timeout in its history cannot be read.'
          : 'Its history gives no heartbeatTimeout, not even NONE.',
        'So a missing heartbeat may end it at any moment, or never.',
      ]
  }
}

/** Between the proof and the newest read, own heartbeats may have kept the task open. */
function proofSentences(
  proof: Interval,
  { openAt }: Estimate,
  now: Interval,
  write: WriteMoment,
): readonly string[] {
  const old = `the proof is up to ${formatDuration(now.hi - proof.lo, 'up')} old.`
  if (proof.hi >= openAt.lo)
    return [`Still open at ${write(openAt.lo)}, so somebody beat after ${write(proof.lo)}: ${old}`]
  return [
    `Somebody else sent a heartbeat between ${write(proof.lo)} and ${write(proof.hi)}: ${old}`,
    'Your own heartbeats since then may be what keeps it open: they prove no other.',
  ]
}

function notSeenSince({ swf }: TaskFacts): string {
  return swf === null ? 'it has not been read since' : 'no read shows for certain that it was open since'
}

function notTaken({ scheduledAtMs }: TaskFacts, { openAt }: Estimate, write: WriteMoment): string {
  return `Scheduled at ${write(scheduledAtMs)}, not taken as of ${write(openAt.lo)}.`
}

function noHeartbeatSentences(task: TaskFacts): readonly string[] {
  const why = upperFirst(whyNoHeartbeat(task))
  if (task.kind === 'job') {
    const watched = task.childExecutionArn === null ? 'the job' : 'the child execution'
    return [`${why}. AWS watches ${watched} and ends the task with it.`]
  }
  if (isRunByAws(task)) return ['Tasks of this kind have no heartbeat.']
  if (isUnanswerable(task)) return [`${why}, so only its hard limit ends it, if it has one.`]
  return [`${why}: beats change nothing, and a dead worker is noticed only at its hard limit, if it has one.`]
}

/** What else than a timeout ends a task. */
export function soonerWords({ swf }: TaskFacts): string {
  return swf === null ? 'An answer, a stop or a failing sibling' : 'An answer or the end of its workflow'
}

function startWords(task: TaskFacts): string {
  return task.kind === 'activity' ? 'it started' : 'it was scheduled'
}

function lowerFirst(text: string, keep: boolean): string {
  return keep ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function pastedSentence({ ifTokenRightMs }: Estimate, now: Interval, write: WriteMoment): readonly string[] {
  if (ifTokenRightMs === null) return []
  return [
    `A heartbeat with a pasted token was accepted; AWS does not tell whose it is. If it is this task's, ${now.hi < ifTokenRightMs ? 'safe' : 'it was safe'} until ${write(ifTokenRightMs)}.`,
  ]
}

function hardSentences(
  task: TaskFacts,
  { hard, limitUnread }: Estimate,
  write: WriteMoment,
): readonly string[] {
  const { limits } = settingNames(task)
  const unread =
    limitUnread === null
      ? []
      : [
          isUnreported(limitUnread)
            ? `Its history does not give ${limits[limitUnread]}, which could end the task sooner.`
            : `${upperFirst(limits[limitUnread])} has not been read; it could end the task sooner.`,
        ]
  if (hard === null || hard.because === 'oneYear')
    return limitUnread !== null ? unread : ['Hard limit: none but the one year of an execution.']
  const setting = `${limits[hard.because]} ${hard.timeoutSeconds}`
  if (hard.because === 'scheduleToStart')
    return [`${setting}: if no worker takes it, it ends at ${write(hard.at.lo)}.`, ...unread]
  const at = Number.isFinite(hard.at.hi)
    ? `ends it at ${write(hard.at.lo)}`
    : `ends it at ${write(hard.at.lo)} at the earliest`
  return [`Hard limit: ${setting} ${at}; beats cannot extend it.`, ...unread]
}

/** Why a task that is open past its guarantee proves no heartbeat of somebody else. */
function whyNotProved(task: TaskFacts, { openAt, safeUntilMs }: Estimate): string {
  if (openAt.lo <= safeUntilMs + GRACE_MS)
    return `AWS timeouts can fire up to ${GRACE_MS / 1000} s late, so this doesn't prove a heartbeat yet.`
  return task.kind !== 'activity' && task.submittedAtMs === null
    ? "Its heartbeat clock may have started later, so this doesn't prove a heartbeat yet."
    : "A heartbeat from this browser may have kept it open, so this doesn't prove one of its worker."
}
