import type { Fleet, WorkerStatus } from '../fleet/fleet.ts'
import type { WorkerBehaviour } from '../fleet/scenario.ts'
import { type ScenarioName, scenarios } from '../fleet/scenarios/all.ts'
import type { Run } from '../run.ts'
import type { RecordedCall } from './call-record.ts'
import { type Settings, type SettingsChange, unknownNames } from './settings.ts'

export interface ClockStatus {
  readonly worldMs: number
  readonly wireMs: number
  readonly speed: number
  readonly paused: boolean
}

export interface Status {
  readonly scenario: ScenarioStatus
  readonly scenarios: readonly ScenarioStatus[]
  readonly account: string
  readonly clock: ClockStatus
  readonly settings: Settings
}

export interface ScenarioStatus {
  readonly name: string
  readonly title: string
  readonly description: string
}

export interface ControlParts {
  run(): Run
  open(name: ScenarioName, options: OpenScenarioOptions): Promise<void>
}

export interface OpenScenarioOptions {
  /** By default that of the local AWS. */
  readonly seed?: number | string
  /** Stands still from the beginning: the same seed and start then give the same world to the byte. */
  readonly paused?: boolean
  /** World time to begin with, epoch milliseconds; by default the wall clock's. */
  readonly startMs?: number
}

/** What a person (or a test) may do to the local AWS from outside the world. */
export class Control {
  readonly #parts: ControlParts

  constructor(parts: ControlParts) {
    this.#parts = parts
  }

  async status(): Promise<Status> {
    await this.#run.ready
    return {
      scenario: described(this.#run.scenario),
      scenarios: Object.values(scenarios).map(described),
      account: this.#run.world.account,
      clock: this.clock(),
      settings: this.#run.settings,
    }
  }

  clock(): ClockStatus {
    const { world, wireNowMs } = this.#run
    const { clock, loop } = world
    return { worldMs: loop.reachedMs, wireMs: wireNowMs, speed: clock.speed, paused: clock.paused }
  }

  pause(): Promise<void> {
    return this.#change((run) => run.world.clock.pause())
  }

  resume(): Promise<void> {
    return this.#change((run) => run.world.clock.resume())
  }

  /** Moves the world ahead; resolves when all that was due has happened. */
  step(seconds: number): Promise<void> {
    return this.#change((run) => run.world.clock.step(seconds * 1000))
  }

  setSpeed(factor: number): Promise<void> {
    return this.#change((run) => run.world.clock.setSpeed(factor))
  }

  /** A fresh world with the scenario's own settings, at x1; whoever is signed in stays so. Resolves when its fleet lives. */
  async openScenario(name: ScenarioName, options: OpenScenarioOptions = {}): Promise<void> {
    await this.#parts.open(name, options)
  }

  /** What a change names that this AWS does not have, a sentence each. */
  unknownNames(change: SettingsChange): readonly string[] {
    return unknownNames(change, this.#run.front.services)
  }

  changeSettings(change: SettingsChange): Settings {
    this.#run.changeSettings(change)
    return this.#run.settings
  }

  /** The calls from outside since the scenario was opened, from an index on. */
  calls(since = 0): { calls: readonly RecordedCall[]; next: number } {
    return this.#run.record.since(since)
  }

  async workers(): Promise<readonly WorkerStatus[]> {
    return (await this.#fleet()).workers()
  }

  /** Kills a worker, brings it back, or changes its manners; false where there is none of that name. */
  async setWorker(name: string, behaviour: WorkerBehaviour): Promise<boolean> {
    const run = this.#run
    await run.ready
    return run.setWorker(name, behaviour)
  }

  get #run(): Run {
    return this.#parts.run()
  }

  async #change<T>(change: (run: Run) => T): Promise<T> {
    const run = this.#run
    await run.ready
    return run.changeWorld(() => change(run))
  }

  async #fleet(): Promise<Fleet> {
    const run = this.#run
    await run.ready
    if (run.fleet === undefined) throw new Error('the fleet did not start')
    return run.fleet
  }
}

function described({ name, title, description }: ScenarioStatus): ScenarioStatus {
  return { name, title, description }
}
