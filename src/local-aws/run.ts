import { uuidOf } from '../lib/uuid.ts'
import { CallRecord } from './control/call-record.ts'
import { changeSettings, defaultSettings, type Settings, type SettingsChange } from './control/settings.ts'
import { Driver, type Ports } from './driver.ts'
import { type Fleet, startFleet } from './fleet/fleet.ts'
import { openInside } from './fleet/inside.ts'
import type { Scenario } from './fleet/scenario.ts'
import { cognitoIdentityOperations } from './identity/cognito-identity.ts'
import type { LocalIdentity } from './identity/local-identity.ts'
import type { Later } from './operation.ts'
import { account, region } from './place.ts'
import type { AwsFront } from './protocol/serve-aws.ts'
import type { Services } from './protocol/services.ts'
import { SigningKeys } from './protocol/signing-key.ts'
import { Throttle } from './protocol/throttle.ts'
import { stepFunctionsOperations } from './states/operations.ts'
import { createStatesStore } from './states/store.ts'
import { swfOperations } from './swf/operations.ts'
import { createWorld, type World } from './world/world.ts'

/** How long AWS holds a long poll on the wire. */
const longPollWallMs = 60_000

export interface RunOptions {
  readonly seed: number | string
  readonly ports: Ports
  readonly scenario: Scenario
  /** World time at which the run is handed over, lived in. */
  readonly startMs: number
  readonly paused: boolean
  readonly origins: readonly string[]
  readonly identity: LocalIdentity
  readonly onDefect: (error: unknown) => void
}

/** One world from the opening of a scenario until the next one is opened. */
export class Run {
  readonly scenario: Scenario
  readonly world: World
  readonly record = new CallRecord()
  readonly front: AwsFront
  /** Settled once the fleet lives. */
  readonly ready: Promise<void>
  readonly #driver: Driver
  readonly #ports: Ports
  readonly #polls = new Set<Later<unknown>>()
  #settings = defaultSettings()
  #fleet: Fleet | undefined

  constructor(options: RunOptions) {
    const { seed, ports, scenario, identity, onDefect } = options
    this.scenario = scenario
    this.#ports = ports
    const livedInMs = scenario.livedInSeconds * 1000
    const world = createWorld({
      seed,
      wall: ports.wall,
      startMs: options.startMs - livedInMs,
      account,
      paused: options.paused,
      pace: { wall: ports.wall, breathe: () => new Promise((resolve) => void ports.after(0, resolve)) },
      onDefect,
    })
    this.world = world
    this.#driver = new Driver(world.loop, ports, onDefect)
    this.#applyToWorld()
    const wireNow = (): number => ports.wall() + this.#settings.wireSkewSeconds * 1000
    identity.follow(wireNow, () => this.#settings.credentialLifetimeSeconds)
    const services: Services = {
      states: stepFunctionsOperations(world, createStatesStore(world, scenario.workloads)),
      swf: swfOperations(world),
      'cognito-identity': cognitoIdentityOperations(identity),
    }
    const throttle = new Throttle(wireNow, () => this.#settings.quotaFactor)
    const requestIds = world.random.fork('requests')
    this.front = {
      account,
      region,
      services,
      loop: world.loop,
      credentials: identity.credentials,
      keys: new SigningKeys(),
      throttle,
      record: this.record,
      origins: options.origins,
      settings: () => this.#settings,
      wireNow,
      newRequestId: () => uuidOf(requestIds.bytes(16)),
      waitFor: (later) => this.#waitFor(later),
      onDefect,
    }
    const built = world.loop.run(() => {
      this.#fleet = startFleet(openInside(world, services, region, throttle, onDefect), scenario)
      world.clock.step(livedInMs)
    })
    this.ready = built.then(() => this.changeWorld(() => undefined))
    this.ready.catch(onDefect)
  }

  get settings(): Settings {
    return this.#settings
  }

  get fleet(): Fleet | undefined {
    return this.#fleet
  }

  get wireNowMs(): number {
    return this.front.wireNow()
  }

  changeSettings(change: SettingsChange): void {
    this.#settings = changeSettings(this.#settings, change)
    this.#applyToWorld()
  }

  /** Changes something between two turns, then runs what became due by it. */
  async changeWorld<T>(change: () => T): Promise<T> {
    const result = await this.world.loop.run(change)
    await this.world.loop.advance()
    this.#driver.reschedule()
    return result
  }

  /** To be called after every call from outside: it may have made a timer that is due before all others. */
  wake(): void {
    this.#driver.reschedule()
  }

  /** Ends the run: nothing lives any more, and whoever still polls goes home empty-handed. */
  close(): void {
    this.#driver.close()
    this.world.loop.stop()
    for (const poll of this.#polls) poll.giveUp()
  }

  #applyToWorld(): void {
    this.world.settings.timersLateMs = this.#settings.timersLateMs
    this.world.settings.submitLateMs = this.#settings.submitLateMs
    this.world.settings.swfLagMs = this.#settings.swfLagMs
    this.world.settings.statesLagMs = this.#settings.statesLagMs
  }

  #waitFor<O>(later: Later<O>): Promise<O> {
    // A client that goes away does not end its poll: AWS would hand it a task, too, and that task is lost.
    return new Promise((resolve) => {
      const poll = later as Later<unknown> // only ever given up, which needs no value
      this.#polls.add(poll)
      const cancel = this.#ports.after(longPollWallMs, () => {
        this.changeWorld(() => later.giveUp()).catch(this.front.onDefect)
      })
      later.onSettled((value) => {
        cancel()
        this.#polls.delete(poll)
        resolve(value)
      })
      this.wake()
    })
  }
}
