import {
  mayFollowAcceptance,
  type TokenBasis,
  type UnknownReason,
  type WriteOutcome,
} from '../console/journal-entry.ts'
import { isUnreported, type UnreadLimit } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { soonerWords, type WriteMoment } from './deadline-words.ts'
import { endingWords } from './ending-words.ts'
import { errorWords } from './error-words.ts'
import { whyNoHeartbeat } from './no-heartbeat-words.ts'
import { settingNames } from './setting-names.ts'

export interface OutcomeWords {
  readonly type: 'success' | 'info' | 'warning' | 'error'
  readonly headline: string
  readonly detail: string
  readonly policy?: string
}

/** What the words of an outcome need to know of the task. */
export interface BeatenTask {
  readonly task: TaskFacts
  readonly basis: TokenBasis
  /** The early edge of its hard limit, which a beat cannot extend; null: none is known. */
  readonly hardMs: number | null
  /** As in `Estimate`. */
  readonly limitUnread: UnreadLimit | null
}

/** How a heartbeat went, in the words of the one who sent it. A closed task is an outcome, not an error. */
export function outcomeWords(outcome: WriteOutcome, beaten: BeatenTask, write: WriteMoment): OutcomeWords {
  switch (outcome.kind) {
    case 'accepted':
      return withAnswer(accepted(outcome.at.lo, beaten, write), outcome.cancelRequested)
    case 'taskClosed':
      return beaten.basis === 'history'
        ? {
            type: 'info',
            headline: 'The task is closed: it ended before your heartbeat arrived.',
            detail: 'Nothing was changed. Its history tells how it ended.',
          }
        : {
            type: 'info',
            headline: 'The task that this token belongs to is closed.',
            detail:
              'If it is this task, its history will show how it ended. If this task is still open, the token was of another one, such as an earlier try.',
          }
    case 'taskDoesNotExist':
    case 'invalidToken':
      return beaten.basis === 'history' ? notItsToken() : unusable(outcome.kind)
    case 'taskUnknown':
      return {
        type: 'info',
        headline: 'SWF knows no open task with this token.',
        detail:
          'Its task is closed, or its workflow is, or the token was never one: SWF does not say which. Nothing was changed. If this task is still open, the token was of another one, such as an earlier try.',
      }
    case 'alreadyEnded':
      return {
        type: 'info',
        headline: 'Nothing was sent: the task has ended.',
        detail: outcome.ended === null ? '' : endingSentence(beaten.task, outcome.ended, write),
      }
    case 'underWay':
      return {
        type: 'info',
        headline: 'Nothing was sent: a heartbeat to this task is still under way.',
        detail: 'The result will appear here.',
      }
    case 'unrecorded':
      return {
        type: 'warning',
        headline: 'Nothing was sent: this browser cannot record it.',
        detail:
          'The journal cannot be written: storage for this site is full, blocked, or does not respond. Sent without a record, the heartbeat is listed on this page only, until you close it. Later it may look like a worker’s heartbeat.',
      }
    case 'pageClosed':
      return { type: 'info', headline: 'Nothing was sent: its page was closed first.', detail: '' }
    case 'notSent': {
      const words = errorWords(outcome.error)
      return {
        type: 'error',
        headline: `Nothing was sent. ${words.headline}.`,
        detail: `${words.detail} The heartbeat clock runs on.`,
      }
    }
    case 'refused': {
      if (outcome.error.kind === 'clockSkew') {
        return {
          type: 'error',
          headline: 'AWS refused the signature because of the clock.',
          detail:
            "It is safe to send the heartbeat again: the console signs by AWS's time as soon as AWS shows it. If this happens again, set this machine's clock. The heartbeat clock runs on.",
        }
      }
      const words = errorWords(outcome.error)
      return {
        type: 'error',
        headline: `${words.headline}.`,
        detail: `${words.detail} ${
          mayFollowAcceptance(outcome.error)
            ? 'The console does not send it again. A browser may resend a request by itself when a connection breaks: if it did, an earlier copy may have counted.'
            : 'The heartbeat had no effect, and the console does not send it again.'
        }`,
        ...(words.policy === undefined ? {} : { policy: words.policy }),
      }
    }
    case 'unknown':
      return {
        type: 'warning',
        headline: UNKNOWN[outcome.why],
        detail: `${outcome.reachable === false ? 'AWS cannot be reached from here now. ' : ''}A heartbeat leaves no trace, so it cannot be looked up. The console does not repeat it, although a browser may resend a request when a connection breaks. If the task must live, send another.`,
      }
  }
}

const UNKNOWN: Readonly<Record<UnknownReason, string>> = {
  noAnswer: 'Outcome unknown: no answer came, so AWS may have carried it out.',
  awsFault: 'Outcome unknown: AWS answered with an internal fault, and may have carried it out.',
  foreignAnswer: "Outcome unknown: the answer is not AWS's, but AWS may have carried it out.",
  unproved: 'Outcome unknown: the answer names a refusal, but lacks what proves that it is AWS that refused.',
  pageClosed: 'Outcome unknown: its page was closed before AWS answered.',
}

/** What SWF said of cancellation; Step Functions says nothing of the kind. */
function withAnswer(words: OutcomeWords, cancelRequested: boolean | null): OutcomeWords {
  if (cancelRequested === null) return words
  const answer = cancelRequested
    ? 'SWF answered cancelRequested: true. Its worker may stop, or ignore it.'
    : 'SWF answered cancelRequested: false.'
  return { ...words, detail: `${answer} ${words.detail}` }
}

function unusable(kind: 'taskDoesNotExist' | 'invalidToken'): OutcomeWords {
  const words = errorWords({ kind })
  return { type: 'warning', headline: `${words.headline}.`, detail: `${words.detail} ${words.next}` }
}

/** What looked like the token in `parameters` was something else. */
function notItsToken(): OutcomeWords {
  return {
    type: 'warning',
    headline: 'What the history holds is not its task token.',
    detail:
      'The state passes something that looks like one. The heartbeat had no effect; the real token must come from whoever got it.',
  }
}

function accepted(
  sentMs: number,
  { task, basis, hardMs, limitUnread }: BeatenTask,
  write: WriteMoment,
): OutcomeWords {
  if (basis === 'pasted' && task.heartbeatSeconds === null) {
    return {
      type: 'info',
      headline: 'Accepted, for the task that this token belongs to.',
      detail: `If it is this task, ${unmoved(task)}: ${whyNoHeartbeat(task)}.`,
    }
  }
  if (task.heartbeatSeconds === null) {
    return {
      type: 'info',
      headline: `Accepted, and without effect: ${whyNoHeartbeat(task)}.`,
      detail: task.idleHeartbeatSeconds === null ? 'AWS discards heartbeats of such a task.' : '',
    }
  }
  if (task.heartbeatSeconds === undefined) {
    return {
      type: 'info',
      headline: basis === 'pasted' ? 'Accepted, for the task that this token belongs to.' : 'Accepted.',
      detail: 'The history of this task gives no heartbeat timeout, so how long it is safe is unknown.',
    }
  }
  const beatMs = sentMs + task.heartbeatSeconds * 1000
  const until = write(Math.min(beatMs, hardMs ?? beatMs))
  const hardFirst = hardMs !== null && hardMs < beatMs
  if (basis === 'pasted') {
    return {
      type: 'success',
      headline: 'Accepted, for the task that this token belongs to.',
      detail: `AWS does not tell whose token it is. If it is this task's, it cannot time out before ${until}.`,
    }
  }
  return {
    type: 'success',
    headline: `Accepted. Cannot time out before ${until}.`,
    detail: hardFirst
      ? 'That is its hard limit, which no heartbeat extends.'
      : `${soonerWords(task)} can end it sooner${limitUnread === null ? '' : `, and so can ${settingNames(task).limits[limitUnread]}, which ${isUnreported(limitUnread) ? 'its history does not give' : 'has not been read'}`}.`,
  }
}

/** What a beat did to the end of a task that no heartbeat ends. */
function unmoved({ swf, idleHeartbeatSeconds }: TaskFacts): string {
  if (idleHeartbeatSeconds !== null) return 'it put no end off'
  return swf === null ? 'it had no effect' : 'no clock was reset'
}

function endingSentence(
  task: TaskFacts,
  ending: Parameters<typeof endingWords>[1],
  write: WriteMoment,
): string {
  const { headline, detail } = endingWords(task, ending, write)
  return `It ${headline}${detail === '' ? '' : `: ${detail}`}.`
}
