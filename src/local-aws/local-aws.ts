import { Control, type OpenScenarioOptions } from './control/control.ts'
import { isControlCall, serveControl } from './control/control-http.ts'
import type { Ports } from './driver.ts'
import { type ScenarioName, scenarios } from './fleet/scenarios/all.ts'
import { LocalIdentity } from './identity/local-identity.ts'
import { account } from './place.ts'
import { serveAws } from './protocol/serve-aws.ts'
import { Run } from './run.ts'
import type { WireHandler } from './wire.ts'
import type { World } from './world/world.ts'

export interface LocalAwsOptions {
  readonly seed: number | string
  readonly ports: Ports
  readonly scenario?: ScenarioName
  /** Origins besides the loopback ones whose pages may call. */
  readonly allowedOrigins?: readonly string[]
  /** World time to begin with, epoch milliseconds; by default the wall clock's. */
  readonly startMs?: number
  /** Opens the world standing still. */
  readonly paused?: boolean
  /** Told of defects of the local AWS itself; callers only see `InternalFailure`. */
  readonly onDefect?: (error: unknown) => void
}

/** An AWS account that lives in this process. */
export interface LocalAws {
  /** Answers AWS calls and the control calls under `/_local/`. */
  readonly handle: WireHandler
  readonly control: Control
  /** The world of the scenario under way. */
  readonly world: World
  /** Stops the world; calls after that see it standing still. */
  close(): void
}

/** Opens the local AWS. Calls may come at once: they wait until the fleet lives. */
export function createLocalAws(options: LocalAwsOptions): LocalAws {
  const { seed, ports, scenario = 'fleet', allowedOrigins = [] } = options
  const onDefect = options.onDefect ?? (() => undefined)
  const identity = new LocalIdentity(seed, account, ports.wall)
  const open = (name: ScenarioName, how: OpenScenarioOptions): Run =>
    new Run({
      seed: how.seed ?? seed,
      ports,
      scenario: scenarios[name],
      startMs: how.startMs ?? ports.wall(),
      paused: how.paused ?? false,
      origins: allowedOrigins,
      identity,
      onDefect,
    })
  let run = open(scenario, options)
  const control = new Control({
    identity,
    run: () => run,
    open: (name, how) => {
      run.close()
      run = open(name, how)
      return run.ready
    },
  })
  return {
    async handle(call) {
      if (isControlCall(call)) return serveControl(call, control, allowedOrigins)
      const current = run
      try {
        return await serveAws(call, current.front)
      } finally {
        current.wake()
      }
    },
    control,
    get world() {
      return run.world
    },
    close: () => run.close(),
  }
}
