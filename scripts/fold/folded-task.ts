import { UNREAD_PATH } from '../../src/domain/fold-place.ts'
import type { TaskKind } from '../../src/domain/history-event.ts'
import type { TaskFacts } from '../../src/domain/in-flight-task.ts'

/** A task as the command prints it; null for what the history does not tell. */
export interface FoldedTask {
  /** The AWS CLI's name of the service. */
  readonly provider: 'stepfunctions' | 'swf'
  readonly kind: TaskKind | null
  readonly scheduledEventId: number
  /** The state, or in SWF the activity type. */
  readonly name: string | null
  /** The same with the states around it: `Orders / branch 2 / Charge card`. */
  readonly path: string | null
  readonly attempt: number | null
  readonly heartbeatSeconds: number | null
  /** TimeoutSeconds, in SWF startToCloseTimeout. */
  readonly timeoutSeconds: number | null
  /** ISO 8601. */
  readonly startedAt: string | null
  /** null for Step Functions, which has no such thing. */
  readonly cancelRequested: boolean | null
  /** Whether the history holds its task token; the token itself is printed nowhere. */
  readonly hasToken: boolean | null
}

interface Told {
  readonly provider: FoldedTask['provider']
  /** No event is missing between the first and the last one. */
  readonly contiguous: boolean
}

/** What is printed of one open task. */
export function toFoldedTask(task: TaskFacts, { provider, contiguous }: Told): FoldedTask {
  const { scheduledEventId, path, attempt, heartbeatSeconds, timeoutSeconds, startedAtMs } = task
  const name = task.name === '' ? null : task.name
  // A service task without a resource: that it is none to wait for is only what the fold takes it for.
  const kind = task.kind === 'requestResponse' && task.resource.endsWith(':') ? null : task.kind
  return {
    provider,
    kind,
    scheduledEventId,
    name,
    path: name === null || path.includes(UNREAD_PATH) ? null : [...path, name].join(' / '),
    attempt,
    heartbeatSeconds: heartbeatSeconds ?? null,
    timeoutSeconds: timeoutSeconds ?? null,
    startedAt: startedAtMs === null || Number.isNaN(startedAtMs) ? null : new Date(startedAtMs).toISOString(),
    cancelRequested: cancelRequestedOf(task, contiguous),
    hasToken: task.token !== null ? true : task.tokenUnproved || kind === null ? null : false,
  }
}

/** A request may stand in a part that was not read. */
function cancelRequestedOf({ swf }: TaskFacts, contiguous: boolean): boolean | null {
  if (swf === null) return null
  return swf.cancelRequest !== null ? true : contiguous ? false : null
}
