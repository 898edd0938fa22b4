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

/**
 * That an execution of Step Functions has ended, by itself or because somebody ended it. AWS tells it through EventBridge
 * ("Step Functions Execution Status Change"), so that nobody has to ask again and again.
 */
export interface Ending {
  readonly executionArn: string
}

/** What AWS tells of its own accord, on its way to whoever listens in this world. */
export class Channel<T> {
  readonly #listeners = new Set<(message: T) => void>()

  /** `listener` runs inside the turn in which the message is sent; the answer unsubscribes. */
  subscribe(listener: (message: T) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  send(message: T): void {
    for (const listener of this.#listeners) listener(message)
  }
}
