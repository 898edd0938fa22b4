import type { TaskFacts } from '../domain/in-flight-task.ts'
import { isUnanswerable, isUnclaimed, takesHeartbeats } from './task-kinds.ts'

/** What is said of a token that may stand in the history, where nothing proves which string it is. */
const UNPROVED = 'may stand in the history, but nothing proves which string it is'

/** Of a callback whose message does not hold its task token. */
export const PASSED_TO_NOBODY =
  'The state passes its task token to nobody: no heartbeat or answer can arrive, so it can only time out.'

/** Where a heartbeat's token comes from, in a word or two. */
export function tokenWords(task: TaskFacts, pasted: boolean): string {
  if (task.token !== null) return 'proved'
  if (pasted) return 'pasted'
  if (isUnanswerable(task)) return 'passed to nobody'
  // Nobody has the token of an activity task before a worker took it.
  if (!takesHeartbeats(task) || isUnclaimed(task)) return '–'
  return task.tokenUnproved ? 'not proved, paste' : 'paste'
}

/** The same of a task, with what is known of its token in whole; `over`: it has ended, and nothing is to be pasted. */
export function tokenFacts(task: TaskFacts, pasted: boolean, over: boolean): string {
  const words = tokenWords(task, pasted)
  if (words === '–' || task.token !== null || pasted) return words
  if (task.tokenUnproved) return `not proved: it ${UNPROVED}`
  return over ? '–' : words
}

/** What to paste where history proves no token. */
export function whatToPaste({ tokenUnproved }: Pick<TaskFacts, 'tokenUnproved'>): string {
  return [
    tokenUnproved
      ? `Its token ${UNPROVED}. Paste the one that its worker has: from the worker's log or the message it was sent.`
      : "From the worker's log or the message it was sent.",
    'Kept in memory until this page goes away, never stored.',
    "AWS does not tell whose token it is: the guarantee holds only if it is this task's.",
  ].join(' ')
}
