/** One call from outside, as the local AWS saw it: never its input, so never a token. */
export interface RecordedCall {
  readonly index: number
  readonly service: string
  readonly operation: string
  /** Absent when the caller could not be established. */
  readonly principal?: string
  readonly region?: string
  /** The ARN that IAM authorised on. */
  readonly resource?: string
  readonly worldMs: number
  readonly wireMs: number
  /** The HTTP status of its answer, also of one that was withheld. */
  readonly status: number
  /** The code of the error it was answered with. */
  readonly error?: string
  /** True when the call was carried out and its answer withheld. */
  readonly answerLost?: true
}

const remembered = 20_000

/** The latest calls of one run, by a rising index. */
export class CallRecord {
  #calls: RecordedCall[] = []
  #next = 0

  add(call: Omit<RecordedCall, 'index'>): void {
    this.#calls.push({ index: this.#next, ...call })
    this.#next += 1
    if (this.#calls.length > 2 * remembered) this.#calls = this.#calls.slice(-remembered)
  }

  /** Calls with an index of at least `index`, and the index to ask from next time. */
  since(index: number): { calls: readonly RecordedCall[]; next: number } {
    const first = this.#calls[0]?.index ?? this.#next
    return { calls: this.#calls.slice(Math.max(0, index - first)), next: this.#next }
  }
}
