import { localConfig } from '../../src/local-aws/local-config.ts'
import type { LocalAwsWithPeople } from '../../src/people/local-aws-with-people.ts'
import { type ConsoleHost, startConsoleHost } from '../../src/server/console-host.ts'
import { type LocalAwsHost, openLocalAws, startLocalAwsHost } from '../../src/server/local-aws-host.ts'

/** The servers of one worker: the built console, and a local AWS of its own. */
export interface Servers {
  readonly console: ConsoleHost
  readonly endpoint: Endpoint
  readonly localAws: LocalAwsWithPeople
  close(): Promise<void>
}

/** The local AWS on HTTP, which can go away and come back on the same port while its world lives on. */
export class Endpoint {
  readonly url: string
  readonly #localAws: LocalAwsWithPeople
  readonly #port: number
  #host: LocalAwsHost | undefined

  constructor(localAws: LocalAwsWithPeople, host: LocalAwsHost) {
    this.#localAws = localAws
    this.#host = host
    this.#port = host.port
    this.url = host.url
  }

  /** Refuses connections from now on and breaks the open ones. */
  async goAway(): Promise<void> {
    const host = this.#host
    this.#host = undefined
    await host?.close()
  }

  async comeBack(): Promise<void> {
    this.#host ??= await startLocalAwsHost({ port: this.#port, localAws: this.#localAws })
  }
}

export async function startServers(): Promise<Servers> {
  const localAws = openLocalAws({ scenario: 'quiet' })
  const host = await startLocalAwsHost({ port: 0, localAws })
  const endpoint = new Endpoint(localAws, host)
  const consoleHost = await startConsoleHost({
    directory: 'dist',
    config: localConfig(host.url),
    port: 0,
    // What is relayed is signed for AWS's own host, and ends here.
    relayConnect: host.url,
  })
  return {
    console: consoleHost,
    endpoint,
    localAws,
    async close() {
      await Promise.all([consoleHost.close(), endpoint.goAway()])
      localAws.close()
    },
  }
}
