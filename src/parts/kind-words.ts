import type { TaskKind } from '../domain/history-event.ts'

export const KIND_WORDS: Readonly<Record<TaskKind, string>> = {
  activity: 'Activity',
  callback: 'Callback',
  job: 'Job',
  lambda: 'Lambda',
  requestResponse: 'Request/response',
}
