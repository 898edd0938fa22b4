import { foldExecution, UNREAD_EXECUTION } from '../../src/domain/fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../../src/domain/fold-workflow.ts'
import { isJsonObject, type JsonValue, parseJson } from '../../src/lib/json.ts'
import { type FoldedTask, toFoldedTask } from './folded-task.ts'
import { MalformedHistory } from './malformed-history.ts'
import { type History, readHistory } from './read-history.ts'

export interface Folded {
  /** One array of tasks for one answer, an array of such arrays for an array of answers. */
  readonly output: readonly FoldedTask[] | readonly (readonly FoldedTask[])[]
  /** What a reader should know beside it, a line each. */
  readonly notes: readonly string[]
}

/**
 * The tasks in flight in what the AWS CLI printed: one answer, or an array of answers, each a whole history on its own; also the events
 * alone, as `--query events` prints them. `source` names the input in words for a person. Throws MalformedHistory.
 */
export function foldText(text: string, source: string): Folded {
  const value = parseJson(text.replace(/^\uFEFF/, ''))
  if (value === undefined) throw new MalformedHistory(`${source} is not JSON.`)
  const notes: string[] = []
  const fold = (answer: JsonValue, where: string): readonly FoldedTask[] => {
    const history = readHistory(answer, where === '' ? source : `${source}, ${where}`)
    notes.push(...history.notes)
    return tasksIn(history)
  }
  const output =
    Array.isArray(value) && !isEvents(value)
      ? value.map((answer, index) => fold(answer, `answer ${index + 1}`))
      : fold(value, '')
  return { output, notes }
}

/** Events alone, rather than answers; an empty array is no answers. */
function isEvents(value: readonly JsonValue[]): boolean {
  return value.some((one) => isJsonObject(one) && ('type' in one || 'eventType' in one))
}

function tasksIn(history: History): readonly FoldedTask[] {
  const { open } =
    history.provider === 'swf'
      ? foldWorkflow(UNREAD_WORKFLOW, history.events)
      : foldExecution(UNREAD_EXECUTION, history.events)
  return open.map((task) => toFoldedTask(task, history))
}
