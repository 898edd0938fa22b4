import { isAwsHost } from '../lib/aws-hosts.ts'
import { isLoopbackHost } from '../lib/loopback-host.ts'
import { machineTime } from '../lib/machine-time.ts'
import { isScenarioName, scenarios } from '../local-aws/fleet/scenarios/all.ts'
import { serviceFronts } from '../local-aws/protocol/services.ts'
import { tellDefect } from '../local-aws/tell-defect.ts'
import { OtherWorld } from '../local-aws/world/event-loop.ts'
import { createLocalAwsWithPeople, type LocalAwsWithPeople } from '../people/local-aws-with-people.ts'
import { keptSigningKeys } from './kept-signing-keys.ts'
import { listenOnLoopback } from './loopback-server.ts'
import { nodeListener } from './node-adapter.ts'
import { openStateFile, type StateFile } from './state-file.ts'

export interface LocalAwsHost {
  /** What its owner should be told about the state it was started with. */
  readonly notices: readonly string[]
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string
  readonly port: number
  readonly localAws: LocalAwsWithPeople
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
  readonly localAws?: LocalAwsWithPeople
  /** A file in which the world is kept and from which it goes on; what is in it says scenario and seed. */
  readonly state?: string
}

/**
 * Puts a local AWS on HTTP, on loopback only. Rejects with `PortInUse`, with the names when there is no such scenario,
 * and with a sentence when the state cannot be gone on from.
 */
export async function startLocalAwsHost(options: LocalAwsHostOptions): Promise<LocalAwsHost> {
  const { state, seed = 1 } = options
  const kept = state === undefined ? undefined : openStateFile(state, String(seed))
  let localAws = options.localAws
  const closeWorld = (): void => {
    if (options.localAws === undefined) localAws?.close()
    kept?.close()
  }
  try {
    localAws ??= openLocalAws(options, kept)
    if (kept !== undefined) await localAws.ready.catch((error) => refuse(error, state))
    const server = await listenOnLoopback(nodeListener(localAws.handle), {
      port: options.port,
      what: 'the local AWS',
      variable: 'LOCAL_AWS_PORT',
      alsoAnswers: isHostOfClients,
    })
    return {
      notices: [...noticesOf(kept, localAws)],
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

/**
 * Hosts of AWS's clients beside those of this machine: AWS's own, which a relay and other clients that connect here in AWS's place name,
 * and this machine's behind the `sync-` that SDKs put before an endpoint's name for StartSyncExecution and TestState. No page of another
 * site can have one.
 */
function isHostOfClients(host: string): boolean {
  return isAwsHost(host, Object.keys(serviceFronts)) || isLoopbackHost(host.replace(/^sync-/, ''))
}

function refuse(error: unknown, state = ''): never {
  if (!(error instanceof OtherWorld)) throw error
  throw new Error(
    `The state ${state} was kept by another version of the local AWS: its world cannot be lived again by this one. It is left as it is.`,
    { cause: error },
  )
}

function* noticesOf(kept: StateFile | undefined, localAws: LocalAwsWithPeople): Generator<string> {
  if (kept?.warning !== undefined) yield kept.warning
  if (kept?.resumed)
    yield `The world goes on from ${new Date(localAws.world.loop.nowMs).toISOString()} of its own time.`
}

/** A local AWS with its people, on this machine's clock, not yet on HTTP; its owner closes it. */
export function openLocalAws(
  { seed = 1, scenario = 'fleet' }: Pick<LocalAwsHostOptions, 'seed' | 'scenario'> = {},
  kept?: StateFile,
): LocalAwsWithPeople {
  if (!isScenarioName(scenario)) {
    throw new Error(`There is no scenario ${scenario}: choose one of ${Object.keys(scenarios).join(', ')}.`)
  }
  return createLocalAwsWithPeople({
    seed: kept?.seed ?? seed,
    scenario,
    ...(kept && { journal: kept, keys: () => keptSigningKeys(kept.file) }),
    ports: machineTime,
    onDefect: tellDefect,
  })
}
