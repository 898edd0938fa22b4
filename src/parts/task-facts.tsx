import { realLimit } from '../asl/lint-rules.ts'
import { estimate } from '../domain/estimate.ts'
import { deadlineLimits, unreadLimit } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { formatInterval } from '../lib/duration.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { Elapsed, Remaining } from './elapsed.tsx'
import { unknownLimit } from './heartbeat-price.ts'
import { isRunByAws, isUnanswerable, isUnclaimed } from './task-kinds.ts'
import { useLatestRow } from './use-latest-row.ts'
import { useTicked } from './use-ticking.ts'

/** Who works on it and how old the last proof of life is, as far as history tells. */
export function WorkingOnIt({ row }: { readonly row: TaskRow }) {
  const latest = useLatestRow(row)
  const proofMs = (): number | null => {
    const { evidence, connection } = latest()
    return estimate(evidence, connection.clock.now()).proof?.lo ?? null
  }
  const proved = useTicked(() => proofMs() !== null)
  const cancelRequest = row.task.swf?.cancelRequest ?? null
  return (
    <>
      {workerWords(row.task)}
      {proved && (
        <div className="deadline-under">
          somebody beat at most{' '}
          <Elapsed connection={row.connection} sinceMs={() => proofMs() ?? 0} round="up" /> ago
        </div>
      )}
      {cancelRequest !== null && (
        <div className="deadline-under">
          cancel requested{' '}
          <Elapsed connection={row.connection} sinceMs={cancelRequest.sinceMs} suffix=" ago" />
        </div>
      )}
    </>
  )
}

/** Who works on it, or worked on it until it was `over`, in words. */
export function workerWords(task: TaskFacts, over = false): string {
  if (task.childExecutionArn !== null) return 'its child execution'
  if (isRunByAws(task)) return 'AWS'
  if (isUnanswerable(task)) return 'nobody was given its token'
  if (task.kind !== 'activity') return 'not told by AWS'
  if (task.startedAtMs === null) return over ? 'nobody' : 'nobody yet'
  return task.workerName ?? 'a worker without a name'
}

export function RunningFor({ row }: { readonly row: TaskRow }) {
  if (isUnclaimed(row.task)) return <>not yet</>
  return <Elapsed connection={row.connection} sinceMs={row.task.startedAtMs ?? row.task.scheduledAtMs} />
}

export function LastSeen({ row }: { readonly row: TaskRow }) {
  const latest = useLatestRow(row)
  return <Elapsed connection={row.connection} sinceMs={() => latest().evidence.openAt.lo} suffix=" ago" />
}

export function intervalWords(task: TaskFacts): string {
  if (task.heartbeatSeconds === undefined) return 'unknown'
  if (task.heartbeatSeconds !== null) return formatInterval(task.heartbeatSeconds)
  if (task.idleHeartbeatSeconds !== null) return `none (${task.idleHeartbeatSeconds} s)`
  return isRunByAws(task) ? '–' : 'none'
}

export function HardLimitCell({ row }: { readonly row: TaskRow }) {
  const hard = deadlineLimits(row.task, row.evidence.execution)
  if (hard === null || hard.because === 'oneYear') {
    const unknown = unknownLimit(unreadLimit(row.task, row.evidence.execution))
    if (unknown !== null) return <>{unknown}</>
    const timeoutSeconds = realLimit(row.task.timeoutSeconds)
    return isUnclaimed(row.task) && timeoutSeconds != null ? (
      <>{formatInterval(timeoutSeconds)} from its start</>
    ) : (
      <>never</>
    )
  }
  const left = <Remaining connection={row.connection} untilMs={hard.at.lo} />
  return hard.because === 'scheduleToStart' ? <>{left} unless taken</> : left
}
