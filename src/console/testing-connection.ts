import type { StatesApi } from '../aws/states-api.ts'
import type { SwfApi } from '../aws/swf-api.ts'
import { createTransport, type TransportOptions } from '../aws/transport.ts'
import { AppFailure } from '../domain/app-error.ts'
import { exactly } from '../domain/interval.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'
import { createStore } from '../lib/store.ts'
import type { Connection } from './connection.ts'
import { createPermissions } from './permissions.ts'
import { watchPerson } from './person.ts'
import type { Ports } from './ports.ts'
import { createReadBudget } from './read-budget.ts'
import type { ServerClock } from './server-clock.ts'
import type { Session, SessionState } from './session.ts'

/** An account in which there is nothing and every heartbeat is accepted. */
export function fakeStates(change: Partial<StatesApi> = {}): StatesApi {
  return {
    endpoint: 'http://127.0.0.1:4566',
    listStateMachines: async () => [],
    listRunningExecutions: async () => [],
    describeLimits: async () => ({
      inForceFromMs: 0,
      timeoutSeconds: null,
      definition: null,
      lint: { kind: 'unreadable' },
      mapRunArn: null,
    }),
    describeExecution: async (name) => notFound(name),
    executionOfMapRun: async (name) => notFound(name),
    readHistory: async () => [],
    sendTaskHeartbeat: async () => undefined,
    ...change,
  }
}

function notFound(name: string): never {
  throw new AppFailure({ kind: 'notFound', what: 'execution', name })
}

/** SWF in which nothing runs, every heartbeat is accepted and no cancellation asked for. */
export function fakeSwf(change: Partial<SwfApi> = {}): SwfApi {
  return {
    endpoint: 'http://127.0.0.1:4566',
    listOpenWorkflows: async () => [],
    readHistory: async () => [],
    recordActivityTaskHeartbeat: async () => ({ cancelRequested: false }),
    ...change,
  }
}

/** A clock that is this machine's, known exactly. */
export function exactClock(wall: () => number): ServerClock {
  return {
    now: () => exactly(wall()),
    mark() {
      const at = exactly(wall())
      return () => at
    },
    confirmed: async () => exactly(wall()),
    wireNow: () => exactly(wall()),
    signingOffsetMs: () => 0,
    sight: () => undefined,
    issued: () => undefined,
    machineOffset: () => exactly(0),
    source: createStore('aws' as const),
    close: () => undefined,
  }
}

/** A session that is always signed in, and counts how often it is told to forget. */
export function fakeSession(): Session & { readonly forgotten: number } {
  let forgotten = 0
  const signedIn: SessionState = {
    kind: 'signedIn',
    who: 'Ana',
    personId: 'https://issuer ana',
    groups: [],
    untilMs: null,
  }
  return {
    state: createStore(signedIn),
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    forget() {
      forgotten += 1
    },
    get forgotten() {
      return forgotten
    },
  }
}

/** The way to a service, as config.json says it. */
export function fakeTransport(service: RelayedService, ports: Ports, change: Partial<TransportOptions> = {}) {
  return createTransport({
    service,
    region: 'eu-west-1',
    mode: 'direct',
    endpoint: 'http://127.0.0.1:4566',
    fetch: ports.fetch,
    nowMs: ports.wall,
    passed: ports.passed,
    ...change,
  })
}

export function fakeConnection(ports: Ports, change: Partial<Connection> = {}): Connection {
  const readsPerSecond = change.readsPerSecond ?? 10
  const session = change.session ?? fakeSession()
  return {
    id: 'local/eu-west-1',
    name: 'local',
    region: 'eu-west-1',
    watch: {},
    swfDomains: [],
    readsPerSecond,
    clock: exactClock(ports.wall),
    signInKey: null,
    session,
    person: watchPerson(session),
    permissions: createPermissions(session),
    budget: createReadBudget(readsPerSecond, ports),
    transports: { states: fakeTransport('states', ports), swf: fakeTransport('swf', ports) },
    states: fakeStates(),
    swf: fakeSwf(),
    ...change,
  }
}
