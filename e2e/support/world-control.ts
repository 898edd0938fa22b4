import type { RecordedCall } from '../../src/local-aws/control/call-record.ts'
import type { ClockStatus, Control } from '../../src/local-aws/control/control.ts'
import type { SettingsChange } from '../../src/local-aws/control/settings.ts'
import type { WorkerStatus } from '../../src/local-aws/fleet/fleet.ts'
import type { ScenarioName } from '../../src/local-aws/fleet/scenarios/all.ts'

/** What a test does to the world: the control calls under `/_local/`, which work while the endpoint is away too. */
export interface WorldControl {
  clock(): ClockStatus
  pause(): Promise<void>
  resume(): Promise<void>
  /** Moves the world ahead; resolves when all that was due has happened. */
  step(seconds: number): Promise<void>
  setSpeed(factor: number): Promise<void>
  /** Faults: lost answers, throttling, denied actions, skew and so on. Only what is named changes. */
  settings(change: SettingsChange): void
  /** Calls that came from outside since this test began, oldest first; by operation where one is named. */
  calls(operation?: string): readonly RecordedCall[]
  workers(): Promise<readonly WorkerStatus[]>
  /** The worker never beats again; fails where the world has no worker of that name. */
  killWorker(name: string): Promise<void>
  /** Replaces the world by a fresh one of another scenario. */
  open(scenario: ScenarioName): Promise<void>
}

/** Every world of a test is made of the same seed. */
const seed = 1

export function controlWorld(control: Control): WorldControl {
  return {
    clock: () => control.clock(),
    pause: () => control.pause(),
    resume: () => control.resume(),
    step: (seconds) => control.step(seconds),
    setSpeed: (factor) => control.setSpeed(factor),
    settings(change) {
      control.changeSettings(change)
    },
    calls: (operation) =>
      control.calls().calls.filter((call) => operation === undefined || call.operation === operation),
    workers: () => control.workers(),
    async killWorker(name) {
      const known = await control.setWorker(name, 'dead')
      if (!known) throw new Error(`no worker is called ${name}`)
    },
    open: (scenario) => control.openScenario(scenario, { seed }),
  }
}
