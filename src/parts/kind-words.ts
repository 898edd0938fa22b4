import type { TaskKind } from '../domain/history-event.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'

const STATES: Readonly<Record<TaskKind, string>> = {
  activity: 'Activity',
  callback: 'Callback',
  job: 'Job',
  lambda: 'Lambda',
  requestResponse: 'Request/response',
}

/** What kind of task it is, in a word or two. */
export function kindWords({ kind, swf, childExecutionArn }: TaskFacts): string {
  if (swf !== null) return 'SWF activity'
  return childExecutionArn === null ? STATES[kind] : 'Child execution'
}
