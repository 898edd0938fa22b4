import type { AppError } from '../../domain/app-error.ts'
import type { Interval } from '../../domain/interval.ts'
import type { RelayedService } from '../../lib/aws-hosts.ts'
import type { ClockSource } from '../server-clock.ts'
import type { SessionState } from '../session.ts'

/** What one way to a service has shown. */
export type WayFinding =
  /** AWS answered a read, be it with a refusal. `dateShown`: its `Date` could be read. */
  | { readonly kind: 'answers'; readonly dateShown: boolean }
  | { readonly kind: 'noAnswer'; readonly error: Extract<AppError, { kind: 'noAnswer' }> }
  /** `configured`: the configuration names the other way alone; `noRelay`: nobody said where a relay is. */
  | { readonly kind: 'notAsked'; readonly because: 'configured' | 'noRelay' | 'noCredentials' }

/** What a host said when it was asked as a browser asks before a call to another origin (Fetch Standard, "CORS-preflight fetch"). */
export interface Preflight {
  readonly status: number
  readonly originAllowed: boolean
  readonly methodAllowed: boolean
  /** Of the headers that the console sends, those that are not allowed. */
  readonly headersRefused: readonly string[]
}

export type ReadResult =
  /** `found`: how many there were, where the read is a list or a history. */
  | { readonly kind: 'allowed'; readonly found: number | null }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** There was nothing to ask it about: no execution runs, or the read before failed. */
  | { readonly kind: 'notAsked' }

export interface ReadFinding {
  /** The IAM action. */
  readonly action: string
  /** What it was asked about: an ARN, an SWF domain; null: nothing in particular. */
  readonly on: string | null
  readonly result: ReadResult
}

export interface ServiceReport {
  readonly service: RelayedService
  /** SWF is in use where a domain is configured; Step Functions always. */
  readonly inUse: boolean
  readonly directUrl: string
  readonly relayPath: string
  readonly direct: WayFinding
  readonly relay: WayFinding
  /** Absent in a page: a browser does not show it. */
  readonly preflight?: Preflight | undefined
  readonly reads: readonly ReadFinding[]
}

/** What a check has shown of one account and region. It holds no credential and no token. */
export interface ConnectionReport {
  readonly id: string
  readonly session: SessionState
  /** Server minus wall time, milliseconds; undefined: nothing has shown it. */
  readonly offset: Interval | undefined
  readonly offsetSource: ClockSource
  readonly services: readonly ServiceReport[]
}

/** Why the console cannot work with a service of a connection. */
export type Obstacle =
  | { readonly kind: 'noCredentials'; readonly id: string }
  | { readonly kind: 'noWay'; readonly id: string; readonly service: RelayedService }
  | {
      readonly kind: 'readFailed'
      readonly id: string
      readonly service: RelayedService
      readonly read: ReadFinding & { readonly result: { readonly kind: 'failed' } }
    }

/** Without these a service shows nothing at all; a refusal of any other read takes less away. */
const NEEDED = new Set([
  'states:ListStateMachines',
  'states:ListExecutions',
  'states:GetExecutionHistory',
  'swf:ListOpenWorkflowExecutions',
  'swf:GetWorkflowExecutionHistory',
])

/** Everything for which the console could not work; empty: it can, by whichever way. */
export function obstaclesIn(reports: readonly ConnectionReport[]): Obstacle[] {
  return reports.flatMap((report): Obstacle[] => {
    if (!hasCredentials(report.session)) return [{ kind: 'noCredentials', id: report.id }]
    return report.services
      .filter(({ inUse }) => inUse)
      .flatMap((service): Obstacle[] => {
        const at = { id: report.id, service: service.service }
        if (workingWay(service) === null) return [{ kind: 'noWay', ...at }]
        return service.reads.flatMap((read): Obstacle[] => {
          const { action, on, result } = read
          if (result.kind !== 'failed' || !NEEDED.has(action) || isOfMapRun(on)) return []
          return [{ kind: 'readFailed', ...at, read: { action, on, result } }]
        })
      })
  })
}

/** The way that the console would take: the direct one where AWS answers it. */
export function workingWay({
  direct,
  relay,
}: Pick<ServiceReport, 'direct' | 'relay'>): 'direct' | 'relay' | null {
  if (direct.kind === 'answers') return 'direct'
  return relay.kind === 'answers' ? 'relay' : null
}

/** Whether AWS was asked at all: a guest's credentials are some, too. */
export function hasCredentials({ kind }: SessionState): boolean {
  return kind === 'signedIn' || kind === 'guest'
}

function isOfMapRun(on: string | null): boolean {
  return on?.split(':')[5] === 'mapRun'
}
