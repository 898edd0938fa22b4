import { isScenarioName, scenarios } from '../local-aws/fleet/scenarios/all.ts'
import { createLocalAws, type LocalAws } from '../local-aws/local-aws.ts'
import { listenOnLoopback } from './loopback-server.ts'
import { nodeListener } from './node-adapter.ts'

export interface LocalAwsHost {
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string
  readonly port: number
  readonly localAws: LocalAws
  /** Stops answering; the world stops too unless it was given from outside. */
  close(): Promise<void>
}

export interface LocalAwsHostOptions {
  /** 0 takes any free port. */
  readonly port: number
  readonly seed?: number | string
  /** By default `fleet`. */
  readonly scenario?: string
  /** A local AWS that lives already: to go away with the endpoint and come back on the same port. */
  readonly localAws?: LocalAws
}

/** Puts a local AWS on HTTP, on loopback only. Rejects with `PortInUse`, or with the names when there is no such scenario. */
export async function startLocalAwsHost(options: LocalAwsHostOptions): Promise<LocalAwsHost> {
  const localAws = options.localAws ?? openLocalAws(options)
  const closeWorld = (): void => {
    if (options.localAws === undefined) localAws.close()
  }
  try {
    const server = await listenOnLoopback(nodeListener(localAws.handle), {
      port: options.port,
      what: 'the local AWS',
      variable: 'LOCAL_AWS_PORT',
    })
    return {
      url: `http://127.0.0.1:${server.port}`,
      port: server.port,
      localAws,
      async close() {
        closeWorld()
        await server.close()
      },
    }
  } catch (error) {
    closeWorld()
    throw error
  }
}

/** A local AWS on this machine's clock, not yet on HTTP; its owner closes it. */
export function openLocalAws({
  seed = 1,
  scenario = 'fleet',
}: Omit<LocalAwsHostOptions, 'port'> = {}): LocalAws {
  if (!isScenarioName(scenario)) {
    throw new Error(`There is no scenario ${scenario}: choose one of ${Object.keys(scenarios).join(', ')}.`)
  }
  return createLocalAws({
    seed,
    scenario,
    ports: {
      wall: Date.now,
      after(ms, fn) {
        const timer = setTimeout(fn, ms)
        return () => clearTimeout(timer)
      },
    },
    onDefect: (error) => console.error('A defect of the local AWS:', error),
  })
}
