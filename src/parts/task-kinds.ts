import type { TaskFacts } from '../domain/in-flight-task.ts'

/** AWS itself watches over tasks of these kinds: none of them has a worker that could die unnoticed. */
export function isRunByAws({ kind }: Pick<TaskFacts, 'kind'>): boolean {
  return kind === 'lambda' || kind === 'requestResponse' || kind === 'job'
}

/**
 * Whether a heartbeat could do anything. AWS gives some tasks no token, or ends a job's task with the job alone; and of some, nobody was
 * given the token.
 */
export function takesHeartbeats({ kind, heartbeatSeconds, tokenPassedToNobody }: TaskFacts): boolean {
  if (tokenPassedToNobody) return false
  return !isRunByAws({ kind }) || (kind === 'job' && heartbeatSeconds !== null)
}

/** Nobody can answer it or send it a heartbeat, because nobody was given its token. A job ends without an answer. */
export function isUnanswerable({
  kind,
  tokenPassedToNobody,
}: Pick<TaskFacts, 'kind' | 'tokenPassedToNobody'>): boolean {
  return kind === 'callback' && tokenPassedToNobody
}

/** No worker has taken it, as far as has been read. */
export function isUnclaimed({ kind, startedAtMs }: Pick<TaskFacts, 'kind' | 'startedAtMs'>): boolean {
  return kind === 'activity' && startedAtMs === null
}
