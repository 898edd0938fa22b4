import { Later } from '../operation.ts'
import type { CallFromOutside } from '../protocol/serve-aws.ts'
import type { World } from '../world/world.ts'
import { changedBy, type RecordedInput } from './entry.ts'

/** A world at work says so often how far it has got: what a process that is killed loses of its time. */
const markEveryWallMs = 5000

type WithoutPlace<T> = T extends unknown ? Omit<T, 'at'> : never

/** Where things come into one world from outside: each is kept before it is done, so that it can be done again. */
export class Intake {
  readonly #world: World
  readonly #wall: () => number
  readonly #keepEntry: (input: RecordedInput) => void
  /** Long polls under way, each with the number of its call. */
  readonly #polls = new Map<Later<unknown>, number>()
  #calls = 0
  #keeping = false
  #mark = ''
  #markedWallMs: number

  /** Nothing is kept before `open`. `keep` throws where it cannot: what came in is then not done. */
  constructor(world: World, wall: () => number, keep: (input: RecordedInput) => void) {
    this.#world = world
    this.#wall = wall
    this.#keepEntry = keep
    this.#markedWallMs = wall()
  }

  /** From now on what comes in is new. */
  open(): void {
    this.#keeping = true
  }

  /** Nothing comes in any more. */
  close(): void {
    this.markReached()
    this.#keeping = false
  }

  /** To be called in a turn of the world, before what came in is done. */
  keep(input: WithoutPlace<RecordedInput>): void {
    // Sound: each kind of input has the members of its own and a place.
    if (this.#keeping) this.#keepEntry({ ...input, at: this.#world.loop.place } as RecordedInput)
  }

  /** Lets `run` carry out a call in the turn under way. */
  async call({ service, ...call }: CallFromOutside, run: () => unknown): Promise<unknown> {
    const changed = changedBy(service, call.operation)
    if (changed === undefined) return run()
    this.keep({ kind: 'call', service: changed, ...call })
    const number = this.#calls
    this.#calls += 1
    const result = await run()
    if (result instanceof Later && result.open) {
      this.#polls.set(result, number)
      result.onSettled(() => this.#polls.delete(result))
    }
    return result
  }

  /** Long polls under way, by the number of their call. */
  get polls(): ReadonlyMap<Later<unknown>, number> {
    return this.#polls
  }

  /** Sends a long poll home, in a turn of the world. */
  endPoll(poll: Later<unknown>): void {
    const call = this.#polls.get(poll)
    if (call === undefined) return
    this.keep({ kind: 'pollEnded', call })
    poll.giveUp()
  }

  /** Keeps how far the world has got, between two turns. */
  markReached(): void {
    const { clock, loop } = this.#world
    if (!this.#keeping) return
    const entry = { kind: 'clock', at: loop.reachedPlace, speed: clock.speed, paused: clock.paused } as const
    this.#markedWallMs = this.#wall()
    const mark = JSON.stringify(entry)
    if (mark === this.#mark) return
    this.#keepEntry(entry)
    this.#mark = mark
  }

  /** The same, if it was not done just now. */
  markNowAndThen(): void {
    if (Math.abs(this.#wall() - this.#markedWallMs) >= markEveryWallMs) this.markReached()
  }
}
