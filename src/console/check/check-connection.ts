import type { ApiOptions } from '../../aws/aws-client.ts'
import type { AwsCredentials } from '../../aws/credentials.ts'
import { isReachable } from '../../aws/reachability.ts'
import { createStatesApi } from '../../aws/states-api.ts'
import { createSwfApi } from '../../aws/swf-api.ts'
import { createTransport, type Way } from '../../aws/transport.ts'
import { type AppError, AppFailure } from '../../domain/app-error.ts'
import type { RelayedService } from '../../lib/aws-hosts.ts'
import { apiOptionsOf, type Connection } from '../connection.ts'
import type { Ports } from '../ports.ts'
import { make } from './asked-read.ts'
import {
  type ConnectionReport,
  type Preflight,
  type ReadFinding,
  refusalOfCredentials,
  type ServiceReport,
  type WayFinding,
  workingWay,
} from './check-report.ts'
import { checkStatesReads } from './check-states.ts'
import { checkSwfReads, listFirstDomain } from './check-swf.ts'

export interface CheckOptions {
  readonly ports: Ports
  /** false: nobody said where a relay is, so none is asked. A page has one at its own host, or learns that it has none. */
  readonly hasRelay: boolean
  /** What is known of a host's preflight, where whoever asks can see it. */
  readonly preflightOf?: (url: string) => Preflight | undefined
}

/**
 * Keys that belong to nobody. Where nobody is signed in, the ways to AWS are asked with them: that AWS refuses them is an answer, too. With
 * a session token, so that a browser asks leave for the same headers as else.
 */
const NOBODYS_KEYS: AwsCredentials = {
  accessKeyId: 'ASIA0000000000NOBODY',
  secretAccessKey: 'nobody',
  sessionToken: 'nobody',
}

/**
 * Asks AWS, by every way that the configuration allows, each read that this console makes, at the connection's own rate. Writes nothing.
 * Never rejects for what AWS answers or does not.
 */
export async function checkConnection(
  connection: Connection,
  options: CheckOptions,
): Promise<ConnectionReport> {
  const { session, clock, id } = connection
  const error = await failureOf(() => session.credentials())
  const asking: Asking = { ...options, connection, signedIn: error === null }
  // Both services of one connection share its rate: one after the other keeps the report in order.
  const services = [await checkService('states', asking), await checkService('swf', asking)]
  return {
    id,
    session: session.state.get(),
    offset: clock.machineOffset(),
    offsetSource: clock.source.get(),
    services,
  }
}

interface Asking extends CheckOptions {
  readonly connection: Connection
  readonly signedIn: boolean
}

async function checkService(service: RelayedService, asking: Asking): Promise<ServiceReport> {
  const { connection, hasRelay, preflightOf, signedIn } = asking
  const { directUrl, relayPath, state } = connection.transports[service]
  const inUse = service === 'states' || connection.swfDomains.length > 0
  const configured = state.get()
  const isAllowed = (way: Way): boolean => configured.kind !== 'configured' || configured.way === way
  const direct = isAllowed('direct') ? await tryWay('direct', service, asking) : OTHER_WAY_ONLY
  // Now: an endpoint that stands for both services answers for each.
  const preflight = isAllowed('direct') ? preflightOf?.(directUrl) : undefined
  const relayed = hasRelay ? () => tryWay('relay', service, asking) : async () => NO_RELAY
  const relay = isAllowed('relay') ? await relayed() : OTHER_WAY_ONLY
  const way = workingWay({ direct: direct.finding, relay: relay.finding })
  const read = signedIn && inUse && way !== null ? { direct, relay }[way].read : undefined
  const refused = signedIn && way !== null ? refusalOfCredentials({ direct, relay }[way].error) : undefined
  return {
    service,
    inUse,
    directUrl,
    relayPath,
    direct: direct.finding,
    relay: relay.finding,
    ...(preflight === undefined ? {} : { preflight }),
    ...(refused === undefined ? {} : { refused }),
    reads: read === undefined || refused !== undefined ? [] : await read(),
  }
}

/** What one way has shown, by the first read over it, and what can be read after that. */
interface Tried {
  readonly finding: WayFinding
  readonly error: AppError | null
  readonly read?: () => Promise<readonly ReadFinding[]>
}

const OTHER_WAY_ONLY: Tried = { finding: { kind: 'notAsked', because: 'configured' }, error: null }
const NO_RELAY: Tried = { finding: { kind: 'notAsked', because: 'noRelay' }, error: null }

async function tryWay(way: Way, service: RelayedService, asking: Asking): Promise<Tried> {
  const { connection, ports, signedIn } = asking
  let datesShown = 0
  const api = apiOptionsOver(way, service, connection, ports, () => {
    datesShown += 1
  })
  const options = signedIn ? api : { ...api, credentials: async () => NOBODYS_KEYS }
  const first = () => (service === 'states' ? firstOfStates : firstOfSwf)(options, connection)
  const answered = ({ error, read }: First): Tried => {
    if (error?.kind === 'foreignAnswer') return { finding: { kind: 'foreignAnswer', error }, error }
    const asNobody = signedIn ? {} : { asNobody: true as const }
    return { finding: { kind: 'answers', dateShown: datesShown > 0, ...asNobody }, error, read }
  }
  const once = await first()
  if (once.error?.kind !== 'noAnswer') return answered(once)
  if (way === 'relay') return { finding: { kind: 'noAnswer', error: once.error }, error: once.error }
  // Asked without CORS, to tell a dead network from a host that refuses; and what CORS refuses, it refuses again, unlike a line that broke.
  const reachable = await isReachable(connection.transports[service].directUrl, ports.fetch)
  const again = reachable ? await first() : once
  if (again.error?.kind !== 'noAnswer') return answered(again)
  return { finding: { kind: 'noAnswer', error: { ...again.error, reachable } }, error: again.error }
}

interface First {
  readonly error: AppError | null
  readonly read: () => Promise<readonly ReadFinding[]>
}

async function firstOfStates(options: ApiOptions, connection: Connection): Promise<First> {
  const states = createStatesApi(options)
  const pace = () => connection.budget.take()
  const machines = await make(pace, () => states.listStateMachines(pace))
  return {
    error: machines.kind === 'failed' ? machines.error : null,
    read: () => checkStatesReads(states, connection, machines),
  }
}

async function firstOfSwf(options: ApiOptions, connection: Connection): Promise<First> {
  const swf = createSwfApi(options)
  const open = await listFirstDomain(swf, connection)
  return {
    error: open.kind === 'failed' ? open.error : null,
    read: () => checkSwfReads(swf, connection, open),
  }
}

/** What the SDK's clients of a connection are made with, over one way and no other. What answers tell of the time, its clock learns. */
export function apiOptionsOver(
  way: Way,
  service: RelayedService,
  connection: Connection,
  ports: Ports,
  onDate: () => void = () => undefined,
): ApiOptions {
  const { region, clock, transports } = connection
  const api = apiOptionsOf(connection, ports)
  return {
    ...api,
    onSight(sight, source) {
      if (source === 'aws') onDate()
      api.onSight(sight, source)
    },
    transport: createTransport({
      service,
      region,
      mode: way,
      endpoint: transports[service].directUrl,
      fetch: ports.fetch,
      nowMs: () => clock.now().lo,
      passed: () => ports.passed(),
    }),
  }
}

/** null: it did not fail. Throws on what is no `AppFailure`: that would be a defect of this console. */
export async function failureOf(call: () => Promise<unknown>): Promise<AppError | null> {
  try {
    await call()
    return null
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error
    throw cause
  }
}
