import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'
import type { Delivery } from '../world/channels.ts'
import type { Inside } from './inside.ts'
import { doJob, statesCalls } from './job.ts'
import type { CallbackWorkerSpec, WorkerBehaviour } from './scenario.ts'

/** Whoever reads a queue, a topic or a function's events: it knows a task only by the message it was sent. */
export class CallbackWorker {
  readonly spec: CallbackWorkerSpec
  readonly #inside: Inside
  readonly #principal: Principal
  readonly #random: Random
  readonly #inHand = new Set<string>()
  #behaviour: WorkerBehaviour
  #life = 0

  constructor(inside: Inside, spec: CallbackWorkerSpec) {
    this.spec = spec
    this.#inside = inside
    this.#principal = inside.principal('FleetWorker', spec.name)
    this.#random = inside.randomOf(spec.name)
    this.#behaviour = spec.behaviour
  }

  get behaviour(): WorkerBehaviour {
    return this.#behaviour
  }

  get worksOn(): string {
    return this.spec.destination
  }

  get tasksInHand(): number {
    return this.#inHand.size
  }

  start(): void {
    this.#inside.world.deliveries.subscribe((delivery) => {
      if (this.#behaviour !== 'dead' && this.#isForMe(delivery)) this.#work(tokenIn(delivery.parameters))
    })
  }

  /** A worker that is killed forgets its messages; one that is started again sees only new ones. */
  behave(behaviour: WorkerBehaviour): void {
    this.#behaviour = behaviour
    if (behaviour !== 'dead') return
    this.#life += 1
    this.#inHand.clear()
  }

  #isForMe(delivery: Delivery): boolean {
    const { service, destination } = this.spec
    const { parameters } = delivery
    if (delivery.service !== service || delivery.region !== this.#inside.region || !isRecord(parameters))
      return false
    return ['QueueUrl', 'FunctionName', 'TopicArn'].some((field) => parameters[field] === destination)
  }

  #work(taskToken: string | undefined): void {
    // A message without a token is one that nobody can answer: the author passed it nowhere.
    if (taskToken === undefined) return
    const life = this.#life
    const hands = {
      principal: this.#principal,
      random: this.#random,
      behaviour: () => this.#behaviour,
      alive: () => life === this.#life,
    }
    const { intervalSeconds, workSeconds, failing = 0 } = this.spec
    this.#inHand.add(taskToken)
    const calls = statesCalls(this.#inside, this.#principal, taskToken)
    doJob(this.#inside, hands, { intervalSeconds, workSeconds, failing }, calls, () => {
      this.#inHand.delete(taskToken)
    })
  }
}

/** The value of the first member called `taskToken` (or `TaskToken`), however deep, also inside a JSON string. */
export function tokenIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value.startsWith('{') ? tokenIn(parsed(value)) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    const found: unknown = name.toLowerCase() === 'tasktoken' ? member : tokenIn(member)
    if (typeof found === 'string') return found
  }
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
