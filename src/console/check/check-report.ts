import type { AppError } from '../../domain/app-error.ts'
import type { Interval } from '../../domain/interval.ts'
import type { RelayedService } from '../../lib/aws-hosts.ts'
import type { ClockSource } from '../server-clock.ts'
import type { SessionState } from '../session.ts'

/** What one way to a service has shown. */
export type WayFinding =
  /**
   * AWS answered a read, be it with a refusal. `dateShown`: its `Date` could be read. `asNobody`: nobody is signed in, so it was asked with
   * keys that belong to nobody.
   */
  | { readonly kind: 'answers'; readonly dateShown: boolean; readonly asNobody?: true }
  | { readonly kind: 'noAnswer'; readonly error: Extract<AppError, { kind: 'noAnswer' }> }
  /** Something answered in AWS's place. */
  | { readonly kind: 'foreignAnswer'; readonly error: Extract<AppError, { kind: 'foreignAnswer' }> }
  /** `configured`: the configuration names the other way alone; `noRelay`: nobody said where a relay is. */
  | { readonly kind: 'notAsked'; readonly because: 'configured' | 'noRelay' }

/** What a host said when it was asked as a browser asks before a call to another origin (Fetch Standard, "CORS-preflight fetch"). */
export interface Preflight {
  readonly status: number
  readonly originAllowed: boolean
  readonly methodAllowed: boolean
  /** Of the headers that the console sends, those that are not allowed. */
  readonly headersRefused: readonly string[]
}

export type ReadResult =
  /** `found`: how many there were, where the read is a list or a history; `watched`: how many of these the configuration watches. */
  | { readonly kind: 'allowed'; readonly found: number | null; readonly watched?: number }
  /** AWS knows none such, as was to be expected: it was made up to be asked about, and IAM let it pass. */
  | { readonly kind: 'noneSuch' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'notAsked'; readonly because: NotAskedBecause }

/** `noMachine`: no state machine is watched in this region, so there is not even a name to ask by; `readFailed`: the read before failed. */
export type NotAskedBecause = 'noMachine' | 'readFailed'

export interface ReadFinding {
  /** The IAM action. */
  readonly action: string
  /** What it was asked about: ARNs, an SWF domain; none: nothing in particular. */
  readonly on: readonly string[]
  readonly result: ReadResult
}

/** AWS does not take the credentials, whatever is asked with them. */
export type RefusedCredentials = Extract<
  AppError,
  { kind: 'expiredCredentials' | 'notSignedIn' | 'clockSkew' }
>

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
  /** Present: AWS was asked with the session's credentials and did not take them, so nothing else was asked. */
  readonly refused?: RefusedCredentials
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
  | { readonly kind: 'refusedCredentials'; readonly id: string; readonly error: RefusedCredentials }
  | { readonly kind: 'noWay'; readonly id: string; readonly service: RelayedService }
  /** `passes`: it says nothing of what is permitted, and may be gone the next time. */
  | {
      readonly kind: 'readFailed'
      readonly id: string
      readonly action: string
      readonly error: AppError
      readonly passes: boolean
    }

/** Without these a service shows nothing at all; a refusal of any other read takes less away. */
const NEEDED = new Set([
  'states:ListStateMachines',
  'states:ListExecutions',
  'states:GetExecutionHistory',
  'swf:ListOpenWorkflowExecutions',
  'swf:GetWorkflowExecutionHistory',
])

/** Everything for which the console could not work, each once; empty: it can, by whichever way. */
export function obstaclesIn(reports: readonly ConnectionReport[]): Obstacle[] {
  return reports.flatMap((report): Obstacle[] => {
    const { id } = report
    if (!hasCredentials(report.session)) return [{ kind: 'noCredentials', id }]
    const used = report.services.filter(({ inUse }) => inUse)
    const refused = used.find((service) => service.refused !== undefined)?.refused
    return [
      ...(refused === undefined ? [] : [{ kind: 'refusedCredentials', id, error: refused } as const]),
      ...used
        .filter((service) => workingWay(service) === null)
        .map(({ service }) => ({ kind: 'noWay', id, service }) as const),
      ...used.flatMap(({ reads }) => failuresIn(reads).map((failure) => ({ ...failure, id }))),
    ]
  })
}

/** Of several failures of one action the first; one that passes only where there is no other. */
function failuresIn(reads: readonly ReadFinding[]): Omit<Extract<Obstacle, { kind: 'readFailed' }>, 'id'>[] {
  const failures = reads.flatMap(({ action, on, result }) =>
    result.kind === 'failed' && NEEDED.has(action) && !on.some(isMapRun)
      ? [{ kind: 'readFailed' as const, action, error: result.error, passes: isPassing(result.error) }]
      : [],
  )
  return [...new Set(failures.map(({ action }) => action))].flatMap((action) => {
    const ofIt = failures.filter((failure) => failure.action === action)
    return ofIt.find(({ passes }) => !passes) ?? ofIt[0] ?? []
  })
}

function isPassing(error: AppError): boolean {
  if (error.kind === 'awsFault') return (error.status ?? 500) >= 500
  return error.kind === 'throttled' || error.kind === 'noAnswer'
}

/** Undefined: AWS took the credentials, whatever else it said. */
export function refusalOfCredentials(error: AppError | null): RefusedCredentials | undefined {
  switch (error?.kind) {
    case 'expiredCredentials':
    case 'notSignedIn':
    case 'clockSkew':
      return error
    default:
      return undefined
  }
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

/** By its ARN: of it alone depends what stands beneath Distributed Maps. */
export function isMapRun(arn: string): boolean {
  return arn.split(':')[5] === 'mapRun'
}
