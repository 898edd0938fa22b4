import { uuidOf } from '../lib/uuid.ts'
import { AwsError } from './aws-error.ts'
import { CallRecord } from './control/call-record.ts'
import { changeSettings, defaultSettings, type Settings, type SettingsChange } from './control/settings.ts'
import { Driver, type Ports } from './driver.ts'
import { DEPLOYED_BEFORE_MS, type Fleet, startFleet } from './fleet/fleet.ts'
import { type Inside, openInside } from './fleet/inside.ts'
import type { Happening, Scenario, WorkerBehaviour } from './fleet/scenario.ts'
import { cognitoIdentityOperations } from './identity/cognito-identity.ts'
import type { LocalIdentity } from './identity/local-identity.ts'
import type { RecordedCall, RecordedInput } from './journal/entry.ts'
import { Intake } from './journal/intake.ts'
import type { CallContext, Later } from './operation.ts'
import { account, region } from './place.ts'
import type { AwsFront } from './protocol/serve-aws.ts'
import { findOperation, type Services } from './protocol/services.ts'
import { SigningKeys } from './protocol/signing-key.ts'
import { Throttle } from './protocol/throttle.ts'
import { stepFunctionsOperations } from './states/operations.ts'
import { createStatesStore } from './states/store.ts'
import { swfOperations } from './swf/operations.ts'
import { createSwfStore } from './swf/store.ts'
import { OtherWorld } from './world/event-loop.ts'
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
  /** Keeps what comes from outside. Where it throws, what came is not done. */
  readonly keep: (input: RecordedInput) => void
  /** What came to this world in an earlier life: it is lived again up to the last of them. */
  readonly past?: readonly RecordedInput[] | undefined
}

/** One world from the opening of a scenario until the next one is opened. */
export class Run {
  readonly scenario: Scenario
  readonly world: World
  readonly record = new CallRecord()
  readonly front: AwsFront
  readonly inside: Inside
  /** Settled once the fleet lives and a past is lived again; rejects with `OtherWorld` where it cannot be. */
  readonly ready: Promise<void>
  readonly #intake: Intake
  readonly #driver: Driver
  readonly #ports: Ports
  #settings: Settings
  #fleet: Fleet | undefined

  constructor(options: RunOptions) {
    const { seed, ports, scenario, identity, onDefect } = options
    this.scenario = scenario
    this.#ports = ports
    this.#settings = changeSettings(defaultSettings(), scenario.settings ?? {})
    const livedInMs = DEPLOYED_BEFORE_MS + scenario.livedInSeconds * 1000
    const world = createWorld({
      seed,
      wall: ports.wall,
      startMs: options.startMs - livedInMs,
      account,
      // However long its machine takes to begin, the world begins at its first moment.
      paused: true,
      pace: { wall: ports.wall, breathe: () => new Promise((resolve) => void ports.after(0, resolve)) },
      onDefect,
    })
    this.world = world
    this.#intake = new Intake(world, ports.wall, options.keep)
    this.#driver = new Driver(world.loop, ports, onDefect, () => this.#intake.markNowAndThen())
    this.#applyToWorld(this.#settings)
    const wireNow = (): number => ports.wall() + this.#settings.wireSkewSeconds * 1000
    identity.follow(
      wireNow,
      () => this.#settings.credentialLifetimeSeconds,
      () => this.#settings.refuseLogins,
    )
    const services: Services = {
      states: stepFunctionsOperations(world, createStatesStore(world, scenario.workloads)),
      swf: swfOperations(world, createSwfStore(world, scenario.workloads)),
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
      carryOut: (call, run) => this.#intake.call(call, run),
      waitFor: (later) => this.#waitFor(later),
      onDefect,
    }
    this.inside = openInside(world, services, region, throttle, onDefect)
    const built = world.loop.run(() => {
      this.#fleet = startFleet(this.inside, scenario)
      for (const happening of scenario.later ?? []) {
        world.loop.at(options.startMs + happening.afterSeconds * 1000, () => this.#let(happening))
      }
      world.clock.step(livedInMs)
      // A past is lived by its own record, not by a clock.
      if (!options.paused && options.past === undefined) world.clock.resume()
    })
    const { past = [] } = options
    if (options.past === undefined) this.#intake.open()
    const lived = world.loop.relive(past.map((input) => ({ at: input.at, turn: () => this.#doAgain(input) })))
    this.ready = Promise.all([built, lived]).then(() => this.changeWorld(() => this.#goOn(options)))
    this.ready.catch((error: unknown) => {
      // A past of another program is no defect of this one.
      if (!(error instanceof OtherWorld)) onDefect(error)
    })
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
    const settings = changeSettings(this.#settings, change)
    this.#settings = settings
    // What the world takes from them changes between two turns, as everything in it does.
    const applied = this.world.loop.run(() => {
      this.#intake.keep({ kind: 'settings', settings })
      this.#applyToWorld(settings)
    })
    applied.catch(this.front.onDefect)
  }

  /** False where no worker has that name. */
  setWorker(name: string, behaviour: WorkerBehaviour): Promise<boolean> {
    return this.changeWorld(() => {
      this.#intake.keep({ kind: 'worker', name, behaviour })
      return this.#fleet?.behave(name, behaviour) ?? false
    })
  }

  /** Changes something between two turns, then runs what became due by it. */
  async changeWorld<T>(change: () => T): Promise<T> {
    const result = await this.world.loop.run(change)
    await this.world.loop.advance()
    this.#intake.markReached()
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
    this.#intake.close()
    this.world.loop.stop()
    for (const poll of [...this.#intake.polls.keys()]) poll.giveUp()
  }

  #applyToWorld({ timersLateMs, submitLateMs, swfLagMs, statesLagMs, quotaFactor }: Settings): void {
    Object.assign(this.world.settings, { timersLateMs, submitLateMs, swfLagMs, statesLagMs, quotaFactor })
  }

  /** Does once more what came from outside in an earlier life; what was refused then is refused again. */
  async #doAgain(input: RecordedInput): Promise<void> {
    switch (input.kind) {
      case 'call':
        await this.#callAgain(input)
        break
      case 'pollEnded':
        for (const [poll, call] of this.#intake.polls) if (call === input.call) this.#intake.endPoll(poll)
        break
      case 'worker':
        this.#fleet?.behave(input.name, input.behaviour)
        break
      case 'settings':
        this.#settings = changeSettings(defaultSettings(), input.settings)
        this.#applyToWorld(this.#settings)
        break
      case 'clock':
    }
  }

  async #callAgain(call: RecordedCall): Promise<void> {
    const operation = findOperation(this.front.services, call.service, call.operation)
    const { region: callRegion, principal } = call
    const context: CallContext = { account, region: callRegion, requestId: 'again', principal }
    try {
      await this.#intake.call(call, () => operation?.run(operation.parse(JSON.parse(call.body)), context))
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
    }
  }

  /** Goes on from where a past has led, at the speed it had then. Whoever polled has gone. */
  #goOn({ past, paused }: RunOptions): void {
    if (past === undefined) return
    this.#intake.open()
    const { clock, loop } = this.world
    const last = past.findLast(({ kind }) => kind === 'clock')
    clock.step(Math.max(0, loop.place.nowMs - clock.now()))
    if (last?.kind === 'clock') clock.setSpeed(last.speed)
    if (!(last?.kind === 'clock' ? last.paused : paused)) clock.resume()
    for (const poll of [...this.#intake.polls.keys()]) this.#intake.endPoll(poll)
  }

  /** What the scenario itself lets happen. It belongs to the world, so an earlier life that is lived again has it, too. */
  #let(happening: Happening): void {
    if (happening.kind === 'settings') {
      this.#settings = changeSettings(this.#settings, happening.change)
      this.#applyToWorld(this.#settings)
      return
    }
    const { workers, behaviour } = happening
    const names = workers === 'all' ? (this.#fleet?.workers() ?? []).map(({ name }) => name) : workers
    for (const name of names) this.#fleet?.behave(name, behaviour)
  }

  #waitFor<O>(later: Later<O>): Promise<O> {
    // A client that goes away does not end its poll: AWS would hand it a task, too, and that task is lost.
    return new Promise((resolve) => {
      const poll = later as Later<unknown> // only ever given up, which needs no value
      const cancel = later.patient
        ? undefined
        : this.#ports.after(longPollWallMs, () => {
            this.changeWorld(() => this.#intake.endPoll(poll)).catch(this.front.onDefect)
          })
      later.onSettled((value) => {
        cancel?.()
        resolve(value)
      })
      this.wake()
    })
  }
}
