import type { RetryDue } from '../domain/retry-due.ts'
import type { BetweenRow } from '../queries/in-flight.ts'
import type { WriteMoment } from './deadline-words.ts'

/** `Orders / branch 2 / Charge card`, as of a task. */
export function betweenLabel({
  workflowName,
  between,
}: Pick<BetweenRow, 'workflowName' | 'between'>): string {
  const name = between.name ?? 'a state whose name was not readable'
  return [workflowName, ...between.path.slice(1), name].join(' / ')
}

/** What failed, and when. */
export function failedWords({ between }: Pick<BetweenRow, 'between'>, write: WriteMoment): string {
  const which = between.attempt === null ? 'An attempt' : `Attempt ${between.attempt}`
  return `${which} ended ${write(between.sinceMs)}: ${between.error ?? 'no error was given'}`
}

/** What comes next, as far as the definition tells. */
export function nextWords(retry: RetryDue | null, write: WriteMoment): string {
  if (retry === null) return 'Its definition is not read, so whether it is tried again is not known.'
  switch (retry.kind) {
    case 'due': {
      const { attempt, of, at } = retry
      const when = at.lo === at.hi ? `about ${write(at.lo)}` : `between ${write(at.lo)} and ${write(at.hi)}`
      return `Attempt ${attempt} of ${of}, retry due ${when}.`
    }
    case 'none':
      return 'No Retry takes this error: a Catch or the end of the state follows at once.'
    case 'cannotBeTold':
      return 'Whether it is tried again cannot be told from what history says of the error.'
  }
}
