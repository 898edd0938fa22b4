import type { AwsCredentials } from '../../src/aws/credentials.ts'
import { directHandler } from '../../src/aws/direct-handler.ts'
import { createStatesApi } from '../../src/aws/states-api.ts'
import { createSwfApi } from '../../src/aws/swf-api.ts'
import { apiOptionsOver, checkConnection } from '../../src/console/check/check-connection.ts'
import { type ConnectionReport, workingWay } from '../../src/console/check/check-report.ts'
import type { Config } from '../../src/console/config.ts'
import { type Connection, createConnections } from '../../src/console/connection.ts'
import type { Ports } from '../../src/console/ports.ts'
import { createPastedSignIn } from '../../src/console/sign-in/pasted-sign-in.ts'
import { AppFailure } from '../../src/domain/app-error.ts'
import type { TaskToken } from '../../src/domain/task-token.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'
import { checkText, type Verdict, verdictOf } from '../../src/parts/check-words.ts'
import { browserFetch } from './browser-fetch.ts'
import { type Beat, heartbeatText } from './heartbeat-words.ts'

export interface Checking {
  readonly config: Config
  readonly origin: string
  readonly relay: string | undefined
  /** Of whoever checks; undefined: of the configuration's own sign-in, where no person is needed for it. */
  readonly credentials: AwsCredentials | undefined
  readonly heartbeat?: {
    readonly service: RelayedService
    readonly connectionId: string
    readonly token: TaskToken
  }
  /** Told of each connection before it is checked. */
  readonly onConnection?: (id: string) => void
  /** This machine's clocks and timers. Calls go by `fetch` as a browser would make them. */
  readonly ports: Ports
}

/** What a check has shown. Neither a credential nor a token is in it. */
export interface Checked {
  readonly verdict: Verdict
  readonly reports: readonly ConnectionReport[]
  /** What became of the heartbeat that was asked for. */
  readonly heartbeat?: {
    readonly service: RelayedService
    readonly connectionId: string
    readonly beat: Beat
  }
}

/** Checks all connections of a configuration, one after the other. Rejects only for a defect. */
export async function checkAws(checking: Checking): Promise<Checked> {
  const { origin, relay, heartbeat, onConnection } = checking
  const browser = browserFetch(origin, relay, checking.ports.fetch)
  const ports: Ports = {
    ...checking.ports,
    fetch: browser.fetch,
    awsRequestHandler: directHandler(browser.fetch),
  }
  const reports: ConnectionReport[] = []
  let beat: Beat | undefined
  for (const connection of connectionsOf(checking, ports)) {
    onConnection?.(connection.id)
    const { preflightOf } = browser
    const options = { ports, hasRelay: relay !== undefined, preflightOf }
    const report = await checkConnection(connection, options)
    reports.push(checking.credentials === undefined ? report : asGiven(report))
    if (heartbeat?.connectionId === connection.id)
      beat = await send(connection, report, heartbeat.service, heartbeat.token, ports)
    connection.clock.close()
  }
  return {
    verdict: verdictOf(reports),
    reports,
    ...(heartbeat === undefined || beat === undefined
      ? {}
      : { heartbeat: { service: heartbeat.service, connectionId: heartbeat.connectionId, beat } }),
  }
}

/** All of it as plain text. */
export function checkedText({ reports, heartbeat }: Checked): string {
  const beaten = heartbeat === undefined ? [] : [heartbeatText(heartbeat.service, heartbeat.beat)]
  return [...beaten, checkText(reports)].join('\n\n')
}

/** All of it for a program: what `ConnectionReport` and `Beat` tell, as they are. */
export function checkedJson(checked: Checked): string {
  return `${JSON.stringify(checked, null, 2)}\n`
}

/** The world's clock of a simulated AWS is of no use here: signatures go by the wire's. */
function connectionsOf({ config, credentials }: Checking, ports: Ports): readonly Connection[] {
  const connections = config.connections.map(({ worldClock: _, ...entry }) =>
    credentials === undefined ? entry : { ...entry, signIn: { kind: 'pasted' as const } },
  )
  const pasted = connections
    .filter(({ signIn }) => signIn.kind === 'pasted')
    .map(({ name }) => createPastedSignIn(name))
  if (credentials !== undefined) for (const one of pasted) one.paste(credentials)
  return createConnections({ ...config, connections }, undefined, ports, { pools: [], pasted })
}

/** A page would have had them pasted. */
function asGiven(report: ConnectionReport): ConnectionReport {
  const { session } = report
  if (session.kind !== 'signedIn') return report
  return { ...report, session: { ...session, who: 'the given credentials' } }
}

async function send(
  connection: Connection,
  { services }: ConnectionReport,
  service: RelayedService,
  token: TaskToken,
  ports: Ports,
): Promise<Beat> {
  const found = services.find((one) => one.service === service)
  const way = found === undefined || found.refused !== undefined ? null : workingWay(found)
  if (way === null) return { kind: 'notSent' }
  const options = apiOptionsOver(way, service, connection, ports)
  try {
    if (service === 'states') await createStatesApi(options).sendTaskHeartbeat(token)
    else await createSwfApi(options).recordActivityTaskHeartbeat(token, null)
    return { kind: 'accepted' }
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    const { error, effect } = cause
    return effect === 'unsent' ? { kind: 'notSent' } : { kind: 'failed', error, effect }
  }
}
