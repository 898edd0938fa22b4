import type { ApiOptions } from '../../aws/aws-client.ts'
import { isReachable } from '../../aws/reachability.ts'
import { createStatesApi, type StatesApi } from '../../aws/states-api.ts'
import { createSwfApi, type SwfApi } from '../../aws/swf-api.ts'
import { createTransport, type Way } from '../../aws/transport.ts'
import { type AppError, AppFailure } from '../../domain/app-error.ts'
import type { RelayedService } from '../../lib/aws-hosts.ts'
import type { Connection } from '../connection.ts'
import { clocksOf, type Ports } from '../ports.ts'
import { checkStatesReads, checkSwfReads } from './check-reads.ts'
import type { ConnectionReport, Preflight, ServiceReport, WayFinding } from './check-report.ts'
import { workingWay } from './check-report.ts'

export interface CheckOptions {
  readonly ports: Ports
  /** false: nobody said where a relay is, so none is asked. A page has one at its own host, or learns that it has none. */
  readonly hasRelay: boolean
  /** What is known of a host's preflight, where whoever asks can see it. */
  readonly preflightOf?: (url: string) => Preflight | undefined
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
  const credentials = await failureOf(() => session.credentials())
  // Both services of one connection share its rate: one after the other keeps the report in order.
  const services = [
    await checkService('states', connection, options, credentials === null),
    await checkService('swf', connection, options, credentials === null),
  ]
  return {
    id,
    session: session.state.get(),
    offset: clock.machineOffset(),
    offsetSource: clock.source.get(),
    services,
  }
}

async function checkService(
  service: RelayedService,
  connection: Connection,
  options: CheckOptions,
  signedIn: boolean,
): Promise<ServiceReport> {
  const { directUrl, relayPath, state } = connection.transports[service]
  const inUse = service === 'states' || connection.swfDomains.length > 0
  const configured = state.get()
  const isAllowed = (way: Way): boolean => configured.kind !== 'configured' || configured.way === way
  const notAsked = (way: Way): WayFinding | null => {
    if (!isAllowed(way)) return { kind: 'notAsked', because: 'configured' }
    if (!signedIn) return { kind: 'notAsked', because: 'noCredentials' }
    return way === 'relay' && !options.hasRelay ? { kind: 'notAsked', because: 'noRelay' } : null
  }
  const apis = {
    direct: apiOver('direct', service, connection, options),
    relay: apiOver('relay', service, connection, options),
  }
  const direct = notAsked('direct') ?? (await wayFinding(apis.direct, connection, directUrl, options))
  // Now: an endpoint that stands for both services answers for each.
  const preflight = direct.kind === 'notAsked' ? undefined : options.preflightOf?.(directUrl)
  const relay = notAsked('relay') ?? (await wayFinding(apis.relay, connection, null, options))
  const way = workingWay({ direct, relay })
  return {
    service,
    inUse,
    directUrl,
    relayPath,
    direct,
    relay,
    ...(preflight === undefined ? {} : { preflight }),
    reads: way === null || !inUse ? [] : await apis[way].reads(),
  }
}

/** One service by one way. */
interface CheckedApi {
  /** One small read, whose answer is one whatever it says. */
  probe(): Promise<unknown>
  reads(): ReturnType<typeof checkStatesReads>
  /** How many answers have shown their `Date`. */
  readonly datesShown: number
}

function apiOver(
  way: Way,
  service: RelayedService,
  connection: Connection,
  { ports }: CheckOptions,
): CheckedApi {
  let datesShown = 0
  const api = apiOptionsOver(way, service, connection, ports, () => {
    datesShown += 1
  })
  const made: Pick<CheckedApi, 'probe' | 'reads'> =
    service === 'states' ? ofStates(createStatesApi(api), connection) : ofSwf(createSwfApi(api), connection)
  return {
    ...made,
    get datesShown() {
      return datesShown
    },
  }
}

function ofStates(states: StatesApi, connection: Connection): Pick<CheckedApi, 'probe' | 'reads'> {
  return {
    probe: () => states.listStateMachines(() => connection.budget.take()),
    reads: () => checkStatesReads(states, connection),
  }
}

/** Where no domain is configured, that there is none of that name, or no leave to ask, is an answer as good as any. */
function ofSwf(swf: SwfApi, connection: Connection): Pick<CheckedApi, 'probe' | 'reads'> {
  const [domain = 'unknown'] = connection.swfDomains
  return {
    probe: () => swf.listOpenWorkflows(domain, connection.clock.now().lo, () => connection.budget.take()),
    reads: () => checkSwfReads(swf, connection),
  }
}

/** What the SDK's clients of a connection are made with, over one way and no other. What answers tell of the time, its clock learns. */
export function apiOptionsOver(
  way: Way,
  service: RelayedService,
  { region, session, clock, transports }: Connection,
  ports: Ports,
  onDate: () => void = () => undefined,
): ApiOptions {
  return {
    region,
    credentials: () => session.credentials(),
    clocks: () => clocksOf(ports),
    onSight(sight, source) {
      if (source === 'aws') onDate()
      clock.sight(sight, source)
    },
    clockOffsetMs: () => clock.signingOffsetMs(),
    requestHandler: ports.awsRequestHandler,
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

/** `url`: asked once more without CORS where no answer came, to tell a dead network from a host that refuses; null: a relay. */
async function wayFinding(
  api: CheckedApi,
  { budget }: Connection,
  url: string | null,
  { ports }: CheckOptions,
): Promise<WayFinding> {
  await budget.take()
  const error = await failureOf(() => api.probe())
  if (error?.kind !== 'noAnswer') return { kind: 'answers', dateShown: api.datesShown > 0 }
  if (url === null) return { kind: 'noAnswer', error }
  return { kind: 'noAnswer', error: { ...error, reachable: await isReachable(url, ports.fetch) } }
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
