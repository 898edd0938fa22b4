import type { TaskFacts } from '../domain/in-flight-task.ts'

/** AWS itself watches over tasks of these kinds: none of them has a worker that could die unnoticed. */
export function isRunByAws({ kind }: Pick<TaskFacts, 'kind'>): boolean {
  return kind === 'lambda' || kind === 'requestResponse' || kind === 'job'
}

/** Whether a heartbeat could do anything: AWS gives these tasks no token, or ends a job's task with the job alone. */
export function takesHeartbeats({ kind, heartbeatSeconds }: TaskFacts): boolean {
  return !isRunByAws({ kind }) || (kind === 'job' && heartbeatSeconds !== null)
}

/** No worker has taken it, as far as has been read. */
export function isUnclaimed({ kind, startedAtMs }: Pick<TaskFacts, 'kind' | 'startedAtMs'>): boolean {
  return kind === 'activity' && startedAtMs === null
}
