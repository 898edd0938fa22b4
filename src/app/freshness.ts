import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { serviceOf } from '../domain/read-plan.ts'
import { formatDuration } from '../lib/duration.ts'
import type { LoopStatus } from '../queries/loop-status.ts'

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
  switch (inTheWay(status)) {
    case 'paused':
      return of('stopped', 'paused')
    case 'throttled': {
      const waitMs = (status.backingOffUntilMs ?? 0) - passedMs
      return of('warning', waitMs > 0 ? `throttled, again in ${formatDuration(waitMs, 'up')}` : 'throttled')
    }
    case 'noAnswer':
      return of('error', `no answer${fromOneService(status)}`)
    case 'foreignAnswer':
      return of('error', "answers are not AWS's")
    case 'signedOut':
      return of('stopped', 'signed out')
    case 'notSignedIn':
    case 'expiredCredentials':
      return of('error', 'not signed in')
    case 'other':
      return of('warning', 'not everything can be read')
    case null:
  }
  if (ageMs === null)
    return status.watched === 0 ? { type: 'success', text: 'live' } : of('loading', 'reading')
  return of('success', 'live')
}

/** Whether that is what `freshness` says: then it need not be said again. */
export function saysSignedOut(status: LoopStatus): boolean {
  return inTheWay(status) === 'signedOut'
}

/** Of what keeps the console from reading, what is told: the first of these. */
const TOLD_FIRST = [
  'throttled',
  'noAnswer',
  'foreignAnswer',
  'signedOut',
  'notSignedIn',
  'expiredCredentials',
] as const

function inTheWay({
  paused,
  troubles: all,
}: LoopStatus): 'paused' | (typeof TOLD_FIRST)[number] | 'other' | null {
  if (paused) return 'paused'
  const troubles = all.filter(({ ofOneExecution }) => ofOneExecution !== true)
  if (troubles.length === 0) return null
  return TOLD_FIRST.find((kind) => troubles.some(({ error }) => error.kind === kind)) ?? 'other'
}

/** Where only one of the two services does not answer: which. */
function fromOneService({ troubles, domains }: LoopStatus): string {
  const unanswered = new Set(
    troubles.flatMap(({ read, error }) => (error.kind === 'noAnswer' ? serviceOf(read) : [])),
  )
  if (domains === 0 || unanswered.size !== 1) return ''
  return unanswered.has('swf') ? ' from SWF' : ' from Step Functions'
}
