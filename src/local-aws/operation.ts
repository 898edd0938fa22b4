import type { InputParser } from './validation.ts'

/** Who signed a call, as IAM sees it. */
export interface Principal {
  /** For example `arn:aws:sts::123456789012:assumed-role/HeartbeatOperator/CognitoIdentityCredentials`. */
  readonly arn: string
  readonly kind: 'root' | 'role' | 'guest'
}

/** What an operation may know of its call besides the input. */
export interface CallContext {
  readonly account: string
  readonly region: string
  readonly requestId: string
  readonly principal: Principal
}

/**
 * One AWS API operation. `parse` validates the decoded JSON and throws `ValidationException` as AWS words it;
 * `resource` is the ARN that IAM authorises on (`*` where AWS has none); `run` is one turn of the world.
 * Timestamps in outputs are `Date`s, as in the SDK; the protocol writes them as epoch seconds.
 */
export interface Operation<I, O> {
  readonly parse: InputParser<I>
  resource(input: I, call: CallContext): string
  run(input: I, call: CallContext): O | Later<O> | Promise<O | Later<O>>
}

/**
 * The answer of a long poll: settled by a later turn of the world, not by the turn that made it.
 * Listeners run synchronously inside the settling turn, so that workers inside the world stay deterministic.
 */
export class Later<O> {
  readonly #whenNobodyCame: () => O
  /** Nobody sends the caller home after a while: what it waits for comes by itself. Given up only when the world ends. */
  readonly patient: boolean
  #settled: { readonly value: O } | undefined
  #listeners: ((value: O) => void)[] = []

  constructor(whenNobodyCame: () => O, { patient = false }: { readonly patient?: boolean } = {}) {
    this.#whenNobodyCame = whenNobodyCame
    this.patient = patient
  }

  get open(): boolean {
    return this.#settled === undefined
  }

  settle(value: O): void {
    if (this.#settled !== undefined) return
    this.#settled = { value }
    const listeners = this.#listeners
    this.#listeners = []
    for (const listener of listeners) listener(value)
  }

  /** Ends the poll empty-handed, as AWS does after 60 seconds. */
  giveUp(): void {
    if (this.open) this.settle(this.#whenNobodyCame())
  }

  onSettled(listener: (value: O) => void): void {
    if (this.#settled === undefined) this.#listeners.push(listener)
    else listener(this.#settled.value)
  }
}
