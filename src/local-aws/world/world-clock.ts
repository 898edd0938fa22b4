/**
 * The world's time as a function of wall time. It drives tasks and history timestamps, can be paused, stepped and
 * sped up. It goes back only to wait for a world that cannot keep up (`waitAt`). The wire clock (signatures, `Date`, credential expiry) is another one.
 */
export class WorldClock {
  readonly #wall: () => number
  #worldMs: number
  #wallMs: number
  #speed = 1
  #paused: boolean
  #steppedToMs: number

  /** `wall` gives epoch milliseconds; the world starts at `startMs`, by default now. */
  constructor(wall: () => number, startMs: number = wall(), paused = false) {
    this.#wall = wall
    this.#paused = paused
    this.#wallMs = wall()
    this.#worldMs = startMs
    this.#steppedToMs = startMs
  }

  /** World time in epoch milliseconds. */
  now(): number {
    return this.#worldMs + this.#elapsed()
  }

  get speed(): number {
    return this.#speed
  }

  get paused(): boolean {
    return this.#paused
  }

  pause(): void {
    this.#rebase()
    this.#paused = true
  }

  resume(): void {
    this.#rebase()
    this.#paused = false
  }

  /** World seconds per wall second, above 0. */
  setSpeed(speed: number): void {
    if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError('speed must be a number above 0')
    this.#rebase()
    this.#speed = speed
  }

  /** Moves the world ahead at once, paused or not. */
  step(ms: number): void {
    if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError('a step cannot go back')
    this.#rebase()
    this.#worldMs += ms
    this.#steppedToMs = this.#worldMs
  }

  /** Where the latest step led: what is due by then is to happen, however long it takes. */
  get steppedToMs(): number {
    return this.#steppedToMs
  }

  /** The world has got no further than `worldMs`: its time goes on from there. */
  waitAt(worldMs: number): void {
    this.#worldMs = Math.min(worldMs, this.now())
    this.#wallMs = this.#wall()
  }

  /** Wall milliseconds until the world reaches `worldMs`; 0 when it has, undefined while paused before it. */
  wallUntil(worldMs: number): number | undefined {
    const remaining = worldMs - this.now()
    if (remaining <= 0) return 0
    return this.#paused ? undefined : remaining / this.#speed
  }

  #elapsed(): number {
    // A wall clock set back must not take the world with it.
    return this.#paused ? 0 : Math.max(0, this.#wall() - this.#wallMs) * this.#speed
  }

  #rebase(): void {
    this.#worldMs = this.now()
    this.#wallMs = this.#wall()
  }
}
