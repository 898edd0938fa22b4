import type { ReadFinding } from '../console/check/check-report.ts'
import type { AppError } from '../domain/app-error.ts'
import type { CheckRow } from './check-row.ts'
import { errorWords } from './error-words.ts'

/** What one read has shown of its permission. */
export function readRow({ action, on, result }: ReadFinding): CheckRow {
  const about = {
    asked: action,
    ...(on[0] === undefined ? {} : { on: on.length === 1 ? on[0] : `${on[0]} and ${on.length - 1} more` }),
  }
  switch (result.kind) {
    case 'allowed': {
      const { found, watched } = result
      if (watched !== undefined && watched < 1) return { ...about, ...nothingWatched(found ?? 0) }
      const ofThem = watched === undefined || watched === found ? '' : `, ${watched} of them watched`
      const came = found === null ? 'An answer.' : `${counted(action, found)}${ofThem}.`
      return { ...about, level: 'good', came, means: 'Allowed.' }
    }
    case 'noneSuch':
      return {
        ...about,
        level: 'good',
        came: 'AWS knows none of this name: it was made up, for there was none to ask about.',
        means: 'Allowed, as far as shows without one: a refusal would have come first.',
      }
    case 'notAsked':
      return {
        ...about,
        level: 'unknown',
        came: NOT_ASKED[result.because],
        means: 'Nothing is known of this permission.',
      }
    case 'failed':
      return { ...about, ...failedWords(result.error) }
  }
}

type Told = Omit<CheckRow, 'asked' | 'on'>

function nothingWatched(found: number): Told {
  return found === 0
    ? {
        level: 'warning',
        came: 'No state machine; Express ones are not counted.',
        means: 'Allowed, but there is nothing to watch.',
        todo: 'See that this is the right region, and that the credentials are of the right account.',
      }
    : {
        level: 'warning',
        came: `${counted('states:ListStateMachines', found)}, none of them watched.`,
        means: 'Allowed, but nothing of it is shown.',
        todo: 'Look at watch in config.json.',
      }
}

const NOT_ASKED = {
  noMachine: 'Not asked: no state machine is watched, so there is no name to ask by.',
  readFailed: 'Not asked: the read before failed.',
} as const

function failedWords(error: AppError): Told {
  const { headline, detail, next, policy } = errorWords(error)
  const came = `${headline}. ${detail}`
  switch (error.kind) {
    case 'denied':
      return {
        level: 'bad',
        came: `Denied. ${detail}`,
        means: 'What depends on this read is not shown.',
        todo: next,
        ...(policy === undefined ? {} : { policy }),
      }
    case 'throttled':
      return {
        level: 'warning',
        came,
        means: 'Nothing is known of this permission.',
        todo: 'Check again in a minute. If this stays, something else uses up the rate that the whole account shares.',
      }
    case 'noAnswer':
      return {
        level: 'warning',
        came,
        means: 'Nothing is known of this permission.',
        todo: 'Check again.',
      }
    case 'awsFault':
      return {
        level: 'bad',
        came,
        means: 'Nothing is known of this permission.',
        todo: 'Check again. If this stays, it is for AWS, or for what stands in its message.',
      }
    default:
      return { level: 'bad', came, means: 'This cannot be read.', todo: next }
  }
}

const EVENTS = ['event', 'events'] as const
const NOUNS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  'states:ListStateMachines': ['state machine', 'state machines'],
  'states:ListExecutions': ['running execution', 'running executions'],
  'states:GetExecutionHistory': EVENTS,
  'swf:ListOpenWorkflowExecutions': ['open workflow execution', 'open workflow executions'],
  'swf:GetWorkflowExecutionHistory': EVENTS,
}

function counted(action: string, found: number): string {
  const [one, several] = NOUNS[action] ?? ['answer', 'answers']
  return `${found === 0 ? 'No' : found} ${found === 1 ? one : several}`
}
