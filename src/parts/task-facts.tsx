import { formatInterval } from '../lib/duration.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { deadlineLimits } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { Elapsed } from './elapsed.tsx'
import { Moment } from './moment.tsx'

/** Who works on it, as far as history tells. */
export function workerWords(task: TaskFacts): string {
  if (task.kind !== 'activity') return 'not told by AWS'
  if (task.startedAtMs === null) return 'nobody yet'
  return task.workerName ?? 'a worker without a name'
}

export function RunningFor({ row }: { readonly row: TaskRow }) {
  return <Elapsed connection={row.connection} sinceMs={row.task.startedAtMs ?? row.task.scheduledAtMs} />
}

export function LastSeen({ row }: { readonly row: TaskRow }) {
  return <Elapsed connection={row.connection} sinceMs={row.evidence.openAt.lo} suffix=" ago" />
}

export function intervalWords({ heartbeatSeconds, kind }: TaskFacts): string {
  if (heartbeatSeconds !== null) return formatInterval(heartbeatSeconds)
  return kind === 'lambda' || kind === 'requestResponse' ? 'not applicable' : 'none'
}

export function HardLimitCell({ row }: { readonly row: TaskRow }) {
  const hard = deadlineLimits(row.task, row.evidence.execution)
  if (hard === null || hard.because === 'oneYear') {
    return row.evidence.execution.timeoutSeconds === undefined ? <>not read yet</> : <>never</>
  }
  return <Moment ms={hard.at.lo} />
}

export function tokenWords(task: TaskFacts, pasted: boolean): string {
  if (task.token !== null) return 'proved'
  if (pasted) return 'pasted'
  return task.kind === 'lambda' || task.kind === 'requestResponse' ? '–' : 'paste'
}
