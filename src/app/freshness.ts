import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { formatDuration } from '../lib/duration.ts'
import type { LoopStatus } from '../queries/read-loop.ts'

export interface Freshness {
  readonly type: StatusIndicatorProps.Type
  readonly text: string
}

/** How fresh what is shown is: `ageMs` is the age of the oldest read it stands on, null where nothing was read. "Live" only while everything can be read. */
export function freshness(status: LoopStatus, ageMs: number | null, passedMs: number): Freshness {
  const shown = ageMs === null ? 'nothing read yet' : `oldest read ${formatDuration(ageMs)} ago`
  const of = (type: StatusIndicatorProps.Type, what: string): Freshness => ({
    type,
    text: `${what} · ${shown}`,
  })
  if (status.paused) return of('stopped', 'paused')
  const has = (kind: string): boolean => status.troubles.some(({ error }) => error.kind === kind)
  if (has('throttled')) {
    const waitMs = (status.backingOffUntilMs ?? 0) - passedMs
    return of('warning', waitMs > 0 ? `throttled, again in ${formatDuration(waitMs, 'up')}` : 'throttled')
  }
  if (has('noAnswer')) return of('error', 'no answer')
  if (has('signedOut')) return of('stopped', 'signed out')
  if (has('notSignedIn') || has('expiredCredentials')) return of('error', 'not signed in')
  if (status.troubles.length > 0) return of('warning', 'not everything can be read')
  if (ageMs === null)
    return status.watched === 0 ? { type: 'success', text: 'live' } : of('loading', 'reading')
  return of('success', 'live')
}
