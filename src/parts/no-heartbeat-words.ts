import type { TaskFacts } from '../domain/in-flight-task.ts'

/** Why no heartbeat can end a task, to stand inside a sentence. */
export function whyNoHeartbeat({
  swf,
  idleHeartbeatSeconds: idle,
}: Pick<TaskFacts, 'swf' | 'idleHeartbeatSeconds'>): string {
  if (idle !== null)
    return `its ${idleHeartbeat(swf === null ? 'HeartbeatSeconds' : 'heartbeatTimeout', idle)}`
  return swf === null ? 'the state declares no HeartbeatSeconds' : 'its heartbeatTimeout is NONE'
}

/** What is so of a heartbeat that is as long as an execution may be, or longer. */
export function idleHeartbeat(setting: string, seconds: number): string {
  return `${setting} of ${seconds} cannot run out within the one year of an execution`
}
