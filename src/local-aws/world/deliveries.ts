import type { JsonValue } from '../../lib/json.ts'

/** What a service integration sent: the one way in which a callback's token leaves Step Functions. */
export interface Delivery {
  /** For example `sqs`. */
  readonly service: string
  /** For example `sendMessage`, without `.waitForTaskToken`. */
  readonly action: string
  /** The task's parameters, every path resolved: the token lies where the definition's author put `$$.Task.Token`. */
  readonly parameters: JsonValue
  readonly executionArn: string
  readonly region: string
}

/** Messages on their way from callback tasks to whoever handles them in this world. */
export class Deliveries {
  readonly #listeners = new Set<(delivery: Delivery) => void>()

  /** `listener` runs inside the turn in which the service takes the call; the answer unsubscribes. */
  subscribe(listener: (delivery: Delivery) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  send(delivery: Delivery): void {
    for (const listener of this.#listeners) listener(delivery)
  }
}
