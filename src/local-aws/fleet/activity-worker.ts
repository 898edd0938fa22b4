import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'
import type { Inside } from './inside.ts'
import { doJob, pickMs } from './job.ts'
import type { ActivityWorkerSpec, WorkerBehaviour } from './scenario.ts'

const defaultCrashAfter = [60, 300] as const
const defaultAway = [120, 600] as const
const pauseAfterErrorMs = 5000

/** A process that polls an activity and works on one task at a time. */
export class ActivityWorker {
  readonly spec: ActivityWorkerSpec
  readonly #inside: Inside
  readonly #principal: Principal
  readonly #random: Random
  #behaviour: WorkerBehaviour
  /** Rises when the process dies: whatever an earlier life still waits for is lost. */
  #life = 0
  #tasksInHand = 0

  constructor(inside: Inside, spec: ActivityWorkerSpec) {
    this.spec = spec
    this.#inside = inside
    this.#principal = inside.principal('FleetWorker', spec.name)
    this.#random = inside.randomOf(spec.name)
    this.#behaviour = spec.behaviour
  }

  get behaviour(): WorkerBehaviour {
    return this.#behaviour
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
    const { activity, name } = this.spec
    const input = { activityArn: this.#inside.arn('activity', activity), workerName: name }
    this.#inside.callFromInside(this.#principal, 'states', 'GetActivityTask', input, (answer) => {
      if (life !== this.#life) return
      if (answer.kind === 'error') this.#inside.after(pauseAfterErrorMs, () => this.#poll(life))
      else if (answer.output.taskToken) this.#work(answer.output.taskToken, life)
      else this.#poll(life)
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
    doJob(this.#inside, hands, { taskToken, intervalSeconds, workSeconds, failing }, () => {
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
