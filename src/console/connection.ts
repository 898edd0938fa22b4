import type { ApiOptions } from '../aws/aws-client.ts'
import { createStatesApi, type StatesApi } from '../aws/states-api.ts'
import { createSwfApi, type SwfApi } from '../aws/swf-api.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import type { WatchList } from '../domain/watch-list.ts'
import type { Config } from './config.ts'
import { ownOriginTime } from './own-origin.ts'
import { clocksOf, type Ports } from './ports.ts'
import { createReadBudget, type ReadBudget } from './read-budget.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'
import { createSession, type Session } from './session.ts'
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
  readonly budget: ReadBudget
  readonly states: StatesApi
  readonly swf: SwfApi
}

/** One connection per configured name and region. `ownOrigin` is the `Date` of the answer that brought the configuration. */
export function createConnections(
  config: Config,
  ownOrigin: DateSight | undefined,
  ports: Ports,
): Connection[] {
  return config.connections.flatMap((entry) =>
    entry.regions.map((region): Connection => {
      const wire = createServerClock(ports, ownOrigin, () => ownOriginTime(ports))
      const clock = entry.worldClock === undefined ? wire : followWorldClock(ports, entry.worldClock, wire)
      // Credentials end by the wire's clock, also where a simulated world keeps another.
      const session = createSession(entry, region, ports, () => wire.now().hi)
      const api: ApiOptions = {
        region,
        endpoint: entry.endpoint,
        credentials: () => session.credentials(),
        clocks: () => clocksOf(ports),
        onSight: (sight) => clock.sight(sight),
        clockOffsetMs: wire.signingOffsetMs(),
        requestHandler: ports.awsRequestHandler,
      }
      return {
        id: `${entry.name}/${region}`,
        name: entry.name,
        region,
        watch: entry.watch,
        swfDomains: entry.swfDomains,
        readsPerSecond: entry.readsPerSecond,
        clock,
        session,
        budget: createReadBudget(entry.readsPerSecond, ports),
        states: createStatesApi(api),
        swf: createSwfApi(api),
      }
    }),
  )
}
