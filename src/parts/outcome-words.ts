import type { TokenBasis, WriteOutcome } from '../console/journal.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { WriteMoment } from './deadline-words.ts'
import { endingWords } from './ending-words.ts'
import { errorWords } from './error-words.ts'

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
}

/** How a heartbeat went, in the words of the one who sent it. A closed task is an outcome, not an error. */
export function outcomeWords(outcome: WriteOutcome, beaten: BeatenTask, write: WriteMoment): OutcomeWords {
  switch (outcome.kind) {
    case 'accepted':
      return accepted(outcome.at.lo, beaten, write)
    case 'taskClosed':
      return {
        type: 'info',
        headline: 'The task is closed: it ended before your heartbeat arrived.',
        detail: 'Nothing was changed. Its history is being read to see how it ended.',
      }
    case 'taskDoesNotExist':
    case 'invalidToken': {
      const words = errorWords({ kind: outcome.kind })
      return { type: 'warning', headline: `${words.headline}.`, detail: `${words.detail} ${words.next}` }
    }
    case 'alreadyEnded':
      return {
        type: 'info',
        headline: 'Nothing was sent: the task has ended.',
        detail: outcome.ended === null ? '' : endingSentence(beaten.task, outcome.ended, write),
      }
    case 'notSent': {
      const words = errorWords(outcome.error)
      return {
        type: 'error',
        headline: `Nothing was sent. ${words.headline}.`,
        detail: `${words.detail} The heartbeat clock runs on.`,
      }
    }
    case 'refused': {
      const words = errorWords(outcome.error)
      return {
        type: 'error',
        headline: `${words.headline}.`,
        detail: `${words.detail} The heartbeat had no effect. ${words.next}`,
        ...(words.policy === undefined ? {} : { policy: words.policy }),
      }
    }
    case 'unknown':
      return {
        type: 'warning',
        headline: 'Not known whether AWS got it: the connection broke.',
        detail: `${outcome.reachable === false ? 'AWS cannot be reached from here now. ' : ''}A heartbeat leaves no trace, so it cannot be looked up. It was not sent again: send another if the task must live.`,
      }
  }
}

function accepted(sentMs: number, { task, basis, hardMs }: BeatenTask, write: WriteMoment): OutcomeWords {
  if (task.heartbeatSeconds === null) {
    return {
      type: 'info',
      headline: 'Accepted, and without effect: the state declares no HeartbeatSeconds.',
      detail: 'AWS discards heartbeats of such a task.',
    }
  }
  const beatMs = sentMs + task.heartbeatSeconds * 1000
  const until = write(Math.min(beatMs, hardMs ?? beatMs))
  const hardFirst = hardMs !== null && hardMs < beatMs
  if (basis === 'pasted') {
    return {
      type: 'success',
      headline: 'Accepted, for the task that this token belongs to.',
      detail: `AWS does not tell which one that is. If it is this task's, it cannot time out before ${until}.`,
    }
  }
  return {
    type: 'success',
    headline: `Accepted. Cannot time out before ${until}.`,
    detail: hardFirst
      ? 'That is its hard limit, which no heartbeat extends.'
      : 'An answer, a stop or a failing sibling can end it sooner.',
  }
}

function endingSentence(
  task: TaskFacts,
  ending: Parameters<typeof endingWords>[1],
  write: WriteMoment,
): string {
  const { headline, detail } = endingWords(task, ending, write)
  return `It ${headline}${detail === '' ? '' : `: ${detail}`}.`
}
