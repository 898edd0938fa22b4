import type { ApiOptions } from '../aws/aws-client.ts'
import { createStatesApi, type StatesApi } from '../aws/states-api.ts'
import { createSwfApi, type SwfApi } from '../aws/swf-api.ts'
import { createTransport, type Transport } from '../aws/transport.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import { middleOf } from '../domain/interval.ts'
import type { WatchList } from '../domain/watch-list.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'
import type { ReadableStore } from '../lib/store.ts'
import { type Config, type ConnectionConfig, transportModeOf } from './config.ts'
import { ownOriginTime } from './own-origin.ts'
import { createPermissions, type Permissions } from './permissions.ts'
import { type KnownPerson, watchPerson } from './person.ts'
import { clocksOf, type Ports } from './ports.ts'
import { createReadBudget, type ReadBudget } from './read-budget.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'
import { createSession, type Session, type SessionSignIns } from './session.ts'
import { userPoolKey } from './sign-in/user-pool.ts'
import { followWorldClock } from './world-clock.ts'

/** One account and region that this console talks to, with everything that is its own. */
export interface Connection {
  /** `name/region`: unique, and fit for an address. */
  readonly id: string
  readonly name: string
  readonly region: string
  readonly watch: WatchList
  /** The SWF domains whose open workflow executions are listed, by name. */
  readonly swfDomains: readonly string[]
  readonly readsPerSecond: number
  readonly clock: ServerClock
  readonly session: Session
  /** Whose journal entries may be shown. */
  readonly person: ReadableStore<KnownPerson | null>
  /** Which of the page's sign-ins (`SignIns`) it needs; null: none that a person could do. */
  readonly signInKey: string | null
  /** What IAM has refused to who is signed in. */
  readonly permissions: Permissions
  readonly budget: ReadBudget
  /** How calls get to each service. */
  readonly transports: Readonly<Record<RelayedService, Omit<Transport, 'send' | 'fetch'>>>
  readonly states: StatesApi
  readonly swf: SwfApi
}

/** Of connections to which nobody signs in through the page. */
const NO_SIGN_INS = { pools: [], pasted: [] }

/** One connection per configured name and region. `ownOrigin` is the `Date` of the answer that brought the configuration. */
export function createConnections(
  config: Config,
  ownOrigin: DateSight | undefined,
  ports: Ports,
  signIns: SessionSignIns = NO_SIGN_INS,
): Connection[] {
  return config.connections.flatMap((entry) =>
    entry.regions.map((region): Connection => {
      const wire = createServerClock(ports, ownOrigin, () => ownOriginTime(ports))
      const clock = entry.worldClock === undefined ? wire : followWorldClock(ports, entry.worldClock, wire)
      // Credentials end by the wire's clock, also where a simulated world keeps another.
      const session = createSession(
        entry,
        region,
        ports,
        () => wire.now().hi,
        signIns,
        (issuedMs) => wire.issued({ issuedMs, obtainedWallMs: ports.wall() }),
      )
      const transportTo = (service: RelayedService): Transport =>
        createTransport({
          service,
          region,
          mode: transportModeOf(entry, service),
          endpoint: entry.endpoint,
          fetch: ports.fetch,
          nowMs: () => middleOf(clock.now()),
          passed: () => ports.passed(),
        })
      const transports = { states: transportTo('states'), swf: transportTo('swf') }
      const api = apiOptionsOf({ region, session, clock }, ports)
      return {
        id: `${entry.name}/${region}`,
        name: entry.name,
        region,
        watch: entry.watch,
        swfDomains: entry.swfDomains,
        readsPerSecond: entry.readsPerSecond,
        clock,
        session,
        person: watchPerson(session),
        signInKey: signInKeyOf(entry),
        permissions: createPermissions(
          session,
          signIns.pasted.find(({ key }) => key === entry.name),
        ),
        budget: createReadBudget(entry.readsPerSecond, ports),
        transports,
        states: createStatesApi({ ...api, transport: transports.states }),
        swf: createSwfApi({ ...api, transport: transports.swf }),
      }
    }),
  )
}

/** What the SDK's clients of a connection are made with, but for the way their calls take. */
export function apiOptionsOf(
  { region, session, clock }: Pick<Connection, 'region' | 'session' | 'clock'>,
  ports: Ports,
): Omit<ApiOptions, 'transport'> {
  return {
    region,
    credentials: () => session.credentials(),
    clocks: () => clocksOf(ports),
    onSight: (sight, source) => clock.sight(sight, source),
    clockOffsetMs: () => clock.signingOffsetMs(),
    requestHandler: ports.awsRequestHandler,
  }
}

function signInKeyOf({ name, signIn }: ConnectionConfig): string | null {
  if (signIn.kind === 'pasted') return name
  return signIn.kind === 'userPool' ? userPoolKey(signIn) : null
}
