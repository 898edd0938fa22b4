import type { ServiceName } from '../../src/local-aws/protocol/services.ts'
import { signedCall } from './signed-call.ts'
import type { StillAws } from './still-aws.ts'

/** One call as it went over the wire. */
export interface RecordedCall {
  readonly service: ServiceName
  readonly operation: string
  readonly request: unknown
  readonly status: number
  readonly answer: unknown
}

export type Input = Readonly<Record<string, unknown>>

/** Calls one local AWS as its root user, and remembers all of it. */
export class TourGuide {
  readonly recorded: RecordedCall[] = []
  readonly #still: StillAws

  constructor(still: StillAws) {
    this.#still = still
  }

  /** The decoded answer, of a refusal too. */
  async call(service: ServiceName, operation: string, request: unknown): Promise<Answer> {
    // A second of the machine's, not of the world's: no bucket runs dry.
    this.#still.wait(1000)
    const sent = JSON.stringify(request)
    const call = signedCall({
      service,
      operation,
      body: sent,
      atMs: this.#still.wireNowMs(),
    })
    const { status, body } = await this.#still.aws.handle(call)
    const answer: unknown = JSON.parse(Buffer.from(body).toString())
    this.recorded.push({ service, operation, request: JSON.parse(sent), status, answer })
    return new Answer(answer)
  }

  states(operation: string, request: Input = {}): Promise<Answer> {
    return this.call('states', operation, request)
  }

  swf(operation: string, request: Input = {}): Promise<Answer> {
    return this.call('swf', operation, request)
  }

  step(seconds: number): Promise<void> {
    return this.#still.aws.control.step(seconds)
  }
}

/** An answer whose members are asked for by name, because nobody has checked it yet. */
export class Answer {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }

  /** The text of that name; empty where there is none. */
  text(name: string): string {
    const member = this.#member(name)
    return typeof member === 'string' ? member : ''
  }

  /** The structure of that name, or an empty one. */
  part(name: string): Answer {
    return new Answer(this.#member(name))
  }

  list(name: string): Answer[] {
    const member = this.#member(name)
    return Array.isArray(member) ? member.map((item) => new Answer(item)) : []
  }

  #member(name: string): unknown {
    return (Object(this.value) as Record<string, unknown>)[name] // nothing is assumed of what it holds
  }
}

/** All items of a list, in pages of two or three, whatever their number. */
export async function everyPage(
  page: (token: string | undefined) => Promise<Answer>,
  name: string,
  token: string,
): Promise<Answer[]> {
  const items: Answer[] = []
  let next: string | undefined
  do {
    const answer = await page(next)
    items.push(...answer.list(name))
    next = answer.text(token) || undefined
  } while (next !== undefined && items.length < 3000)
  return items
}
