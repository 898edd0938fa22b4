import { Control, type OpenScenarioOptions } from './control/control.ts'
import { type ControlCalls, isControlCall, serveControl } from './control/control-http.ts'
import type { Ports } from './driver.ts'
import type { Inside } from './fleet/inside.ts'
import { type ScenarioName, scenarios } from './fleet/scenarios/all.ts'
import { LocalIdentity } from './identity/local-identity.ts'
import type { TrustedIssuer } from './identity/trusted-issuer.ts'
import { type Journal, lastWorld, type Opened, type RecordedInput } from './journal/entry.ts'
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
  /** Keeps what comes to the world, so that it can be lived again; what it kept earlier goes on instead of a new one. */
  readonly journal?: Journal
  /** Control calls beside its own. */
  readonly controlCalls?: ControlCalls
  /** Told of defects of the local AWS itself; callers only see `InternalFailure`. */
  readonly onDefect?: (error: unknown) => void
}

/** An AWS account that lives in this process. */
export interface LocalAws {
  /** Answers AWS calls and the control calls under `/_local/`. */
  readonly handle: WireHandler
  readonly control: Control
  /** From now on the identity pool takes ID tokens of this issuer; at first it trusts none. */
  trust(issuer: TrustedIssuer): void
  /** The world of the scenario under way. */
  readonly world: World
  /**
   * Does something inside the world under way, between two turns: for workers beside the fleet. A journal keeps nothing of it, so such a
   * world is not to be lived again.
   */
  readonly live: <T>(act: (inside: Inside) => T) => Promise<T>
  /** Settled once its first world can be used; rejects with `OtherWorld` where the journal's cannot be lived again. */
  readonly ready: Promise<void>
  /** Stops the world; calls after that see it standing still. */
  close(): void
}

/** Opens the local AWS. Calls may come at once: they wait until the fleet lives. */
export function createLocalAws(options: LocalAwsOptions): LocalAws {
  const { seed, ports, scenario = 'fleet', allowedOrigins = [] } = options
  const onDefect = options.onDefect ?? (() => undefined)
  const identity = new LocalIdentity(seed, account, ports.wall)
  const { past = [], append = () => undefined } = options.journal ?? {}
  const enter = (opened: Opened, inputs?: readonly RecordedInput[]): Run =>
    new Run({
      seed: opened.seed,
      ports,
      scenario: scenarios[opened.scenario],
      startMs: opened.startMs,
      paused: opened.paused,
      origins: allowedOrigins,
      identity,
      onDefect,
      keep: append,
      past: inputs,
    })
  const open = (name: ScenarioName, how: OpenScenarioOptions): Run => {
    const opened: Opened = {
      kind: 'opened',
      scenario: name,
      seed: how.seed ?? seed,
      startMs: how.startMs ?? ports.wall(),
      paused: how.paused ?? false,
    }
    append(opened)
    return enter(opened)
  }
  const left = lastWorld(past)
  let run = left === undefined ? open(scenario, options) : enter(left.opened, left.inputs)
  const { ready } = run
  const control = new Control({
    run: () => run,
    open: (name, how) => {
      run.close()
      run = open(name, how)
      return run.ready
    },
  })
  return {
    async handle(call) {
      if (isControlCall(call)) return serveControl(call, control, allowedOrigins, options.controlCalls)
      const current = run
      try {
        return await serveAws(call, current.front)
      } finally {
        current.wake()
      }
    },
    control,
    trust: (issuer) => identity.trust(issuer),
    get world() {
      return run.world
    },
    async live(act) {
      const current = run
      await current.ready
      return current.changeWorld(() => act(current.inside))
    },
    ready,
    close: () => run.close(),
  }
}
