import type { TaskFacts } from '../domain/in-flight-task.ts'
import type { FoundToken, TokenProblem } from '../domain/pasted-token.ts'
import { MAX_TASK_TOKEN_LENGTH } from '../domain/task-token.ts'
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

const MENDED: Readonly<Record<FoundToken['mended'][number], string>> = {
  lineBreaks: 'Line breaks were removed.',
  plusSigns: 'Spaces were turned back into +.',
  percentEncoding: '%2B, %2F and %3D were turned back into + / =.',
}

/** What was understood of pasted text, by the token's fingerprint; undefined where the token is what was pasted. */
export function foundTokenWords({ token, from, mended }: FoundToken): string | undefined {
  if (from === 'whole' && mended.length === 0) return undefined
  const source = from === 'whole' ? 'read' : `taken from the pasted ${from === 'json' ? 'JSON' : 'text'}`
  return [`Token ${token.fingerprint} ${source}.`, ...mended.map((kind) => MENDED[kind])].join(' ')
}

/** Why pasted text gives no token, and what to do. */
export function tokenProblemWords(
  problem: TokenProblem,
  service: keyof typeof MAX_TASK_TOKEN_LENGTH,
): string {
  switch (problem) {
    case 'empty':
      return 'Paste the task token first.'
    case 'tooLong':
      return `A task token has at most ${MAX_TASK_TOKEN_LENGTH[service]} characters; this is longer.`
    case 'tooLarge':
      return 'This is too much text to look for a token in it. Paste the token alone.'
    case 'hasSpace':
      return 'A task token has no spaces or line breaks in it; copy it again without them. A space may have been a + before.'
    case 'percentEncoded':
      return 'This token went through an address: + / = became %2B %2F %3D, and not all of it can be turned back. Copy it from the source.'
    case 'cutOff':
      return 'This token is cut off: it ends with an ellipsis. Copy it again, whole.'
    case 'several':
      return 'This holds several different tokens. Paste one of them.'
    case 'noToken':
      return 'No task token was found in this. Paste the token alone.'
    case 'arn':
      return 'This is an ARN, not a task token.'
    case 'fingerprint':
      return 'This is the fingerprint of a token, not the token itself.'
    case 'credentials':
      return 'This looks like AWS credentials, not a task token.'
  }
}
