import type { AwsCredentials } from '../../src/aws/credentials.ts'
import { createStatesApi } from '../../src/aws/states-api.ts'
import { createSwfApi } from '../../src/aws/swf-api.ts'
import { apiOptionsOver, checkConnection, failureOf } from '../../src/console/check/check-connection.ts'
import { type ConnectionReport, workingWay } from '../../src/console/check/check-report.ts'
import type { Config } from '../../src/console/config.ts'
import { type Connection, createConnections } from '../../src/console/connection.ts'
import type { Ports } from '../../src/console/ports.ts'
import { createPastedSignIn } from '../../src/console/sign-in/pasted-sign-in.ts'
import type { TaskToken } from '../../src/domain/task-token.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'
import { checkText, verdictWords } from '../../src/parts/check-words.ts'
import { browserFetch } from './browser-fetch.ts'
import { fetchHandler } from './fetch-handler.ts'
import { heartbeatText } from './heartbeat-words.ts'

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
  /** This machine's clocks and timers. Calls go by `fetch` as a browser would make them. */
  readonly ports: Ports
}

/** What a check has shown, as plain text, and whether the console can work. */
export interface Checked {
  readonly text: string
  readonly works: boolean
}

/** Checks all connections of a configuration, one after the other. Rejects only for a defect. */
export async function checkAws(checking: Checking): Promise<Checked> {
  const { origin, relay, heartbeat } = checking
  const browser = browserFetch(origin, relay, checking.ports.fetch)
  const ports: Ports = {
    ...checking.ports,
    fetch: browser.fetch,
    awsRequestHandler: fetchHandler(browser.fetch),
  }
  const reports: ConnectionReport[] = []
  const beats: string[] = []
  for (const connection of connectionsOf(checking, ports)) {
    const { preflightOf } = browser
    const report = await checkConnection(connection, { ports, hasRelay: relay !== undefined, preflightOf })
    reports.push(report)
    if (heartbeat?.connectionId === connection.id)
      beats.push(await beat(connection, report, heartbeat.service, heartbeat.token, ports))
    connection.clock.close()
  }
  return {
    text: [...beats, checkText(reports)].join('\n\n'),
    works: verdictWords(reports).works,
  }
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

async function beat(
  connection: Connection,
  report: ConnectionReport,
  service: RelayedService,
  token: TaskToken,
  ports: Ports,
): Promise<string> {
  const found = report.services.find((one) => one.service === service)
  const way = found === undefined ? null : workingWay(found)
  if (way === null) return heartbeatText(service, { kind: 'notSent' })
  const options = apiOptionsOver(way, service, connection, ports)
  const error = await failureOf(() =>
    service === 'states'
      ? createStatesApi(options).sendTaskHeartbeat(token)
      : createSwfApi(options).recordActivityTaskHeartbeat(token, null),
  )
  return heartbeatText(service, error === null ? { kind: 'accepted' } : { kind: 'failed', error })
}
