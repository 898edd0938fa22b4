import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'
import type { Inside } from './inside.ts'
import { doJob, type JobCalls, pickMs, statesCalls } from './job.ts'
import type { ActivityWorkerSpec, PollingWorkerSpec, WorkerBehaviour } from './scenario.ts'

const defaultCrashAfter = [60, 300] as const
const defaultAway = [120, 600] as const
const pauseAfterErrorMs = 5000

/** Where a worker's tasks come from, and how it answers for them. */
export interface TaskSource {
  readonly name: string
  /** A long poll: the token of a task, `''` where there was none, undefined where the call was refused. */
  poll(principal: Principal, worker: string, answered: (taskToken: string | undefined) => void): void
  calls(principal: Principal, taskToken: string): JobCalls
}

/** An activity of Step Functions as a source of tasks. */
export function activitySource(inside: Inside, { activity }: ActivityWorkerSpec): TaskSource {
  return {
    name: activity,
    poll(principal, workerName, answered) {
      const input = { activityArn: inside.arn('activity', activity), workerName }
      inside.callFromInside(principal, 'states', 'GetActivityTask', input, (answer) => {
        answered(answer.kind === 'error' ? undefined : (answer.output.taskToken ?? ''))
      })
    },
    calls: (principal, taskToken) => statesCalls(inside, principal, taskToken),
  }
}

/** A process that polls for tasks and works on one at a time. */
export class PollingWorker {
  readonly spec: PollingWorkerSpec
  readonly #source: TaskSource
  readonly #inside: Inside
  readonly #principal: Principal
  readonly #random: Random
  #behaviour: WorkerBehaviour
  /** Rises when the process dies: whatever an earlier life still waits for is lost. */
  #life = 0
  #tasksInHand = 0

  constructor(inside: Inside, spec: PollingWorkerSpec, source: TaskSource) {
    this.spec = spec
    this.#source = source
    this.#inside = inside
    this.#principal = inside.principal('FleetWorker', spec.name)
    this.#random = inside.randomOf(spec.name)
    this.#behaviour = spec.behaviour
  }

  get behaviour(): WorkerBehaviour {
    return this.#behaviour
  }

  get worksOn(): string {
    return this.#source.name
  }

  get tasksInHand(): number {
    return this.#tasksInHand
  }

  start(): void {
    if (this.#behaviour === 'dead') return
    this.#poll(this.#life)
  }

  /** A worker that is killed loses its task and the poll it has open, as a killed process does. */
  behave(behaviour: WorkerBehaviour): void {
    const wasDead = this.#behaviour === 'dead'
    this.#behaviour = behaviour
    if (behaviour === 'dead') this.#die()
    else if (wasDead) this.start()
  }

  #die(): void {
    this.#life += 1
    this.#tasksInHand = 0
  }

  #poll(life: number): void {
    if (life !== this.#life) return
    this.#source.poll(this.#principal, this.spec.name, (taskToken) => {
      if (life !== this.#life) return
      if (taskToken === undefined) this.#inside.after(pauseAfterErrorMs, () => this.#poll(life))
      else if (taskToken === '') this.#poll(life)
      else this.#work(taskToken, life)
    })
  }

  #work(taskToken: string, life: number): void {
    const { spec } = this
    const hands = {
      principal: this.#principal,
      random: this.#random,
      behaviour: () => this.#behaviour,
      alive: () => life === this.#life,
    }
    const { intervalSeconds, workSeconds, failing = 0 } = spec
    this.#tasksInHand = 1
    const calls = this.#source.calls(this.#principal, taskToken)
    doJob(this.#inside, hands, { intervalSeconds, workSeconds, failing }, calls, () => {
      if (life !== this.#life) return
      this.#tasksInHand = 0
      this.#inside.after(pickMs(this.#random, [0.5, 3]), () => this.#poll(life))
    })
    if (this.#behaviour === 'crashes') this.#crashLater(life)
  }

  #crashLater(life: number): void {
    const { crashAfterSeconds = defaultCrashAfter, awaySeconds = defaultAway } = this.spec
    this.#inside.after(pickMs(this.#random, crashAfterSeconds), () => {
      if (life !== this.#life || this.#behaviour !== 'crashes' || this.#tasksInHand === 0) return
      this.#die()
      const away = this.#life
      this.#inside.after(pickMs(this.#random, awaySeconds), () => this.#poll(away))
    })
  }
}
