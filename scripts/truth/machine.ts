import { type ClockReading, type DateSight, dateSight } from '../../src/domain/clock-offset.ts'
import type { Chances } from '../../src/domain/testing-lives.ts'
import type { Stage } from './stage.ts'

/** The machine that a console runs on: its clocks, and whether it sleeps. */
export interface Machine {
  /** Its two clocks at a moment of world time. */
  clocks(atMs: number): ClockReading
  /** The `Date` with which the console's own host answered just before it began. */
  readonly ownOrigin: DateSight | undefined
  /** Runs `turn` now or, where it sleeps, when it wakes. */
  whenAwake(turn: () => void): void
}

/** Is told of what happens to a machine's clocks: before it is set or falls asleep, and after, or when it wakes. */
export interface Upsets {
  before(): void
  after(): void
}

/** What happens to its clocks at a moment of world time. */
type Upset =
  | { readonly kind: 'set'; readonly atMs: number; readonly byMs: number }
  | { readonly kind: 'sleep'; readonly atMs: number; readonly untilMs: number }

/**
 * A machine whose wall clock is wrong by up to an hour and drifts, is set now and then, by minutes either way, and that sleeps, while its
 * steady clock stands still.
 */
export function wrongMachine(
  { ms, chance }: Chances,
  { agenda, tally }: Pick<Stage, 'agenda' | 'tally'>,
  { before, after }: Upsets,
): Machine {
  const startMs = agenda.nowMs
  const hasOrigin = chance(0.8)
  // Without a Date from its own host the console allows for 15 minutes: AWS would refuse to talk beyond five.
  const wrongMs = hasOrigin ? ms(-3_600_000, 3_600_000) : ms(-300_000, 300_000)
  const drift = ms(-50, 50) * 1e-6
  const upsets = chance(0.4) ? planned({ ms, chance }, startMs, hasOrigin) : []
  tally.add(Math.abs(wrongMs) > 60_000 ? 'clock: wrong by more than a minute' : 'clock: about right')
  if (!hasOrigin) tally.add('clock: no Date of its own host')

  const clocks = (atMs: number): ClockReading => {
    const strayMs = (atMs - startMs) * drift
    let wallMs = atMs + wrongMs + strayMs
    let steadyMs = atMs - startMs + strayMs
    for (const upset of upsets) {
      if (upset.atMs > atMs) break
      if (upset.kind === 'set') wallMs += upset.byMs
      else steadyMs -= Math.min(atMs, upset.untilMs) - upset.atMs
    }
    return { wallMs, steadyMs }
  }

  let asleepUntilMs = 0
  for (const upset of upsets)
    agenda.firstAt(upset.atMs, () => {
      before()
      if (upset.kind === 'set') {
        tally.add(upset.byMs > 0 ? 'clock: set forward' : 'clock: set back')
        after()
        return
      }
      tally.add('clock: slept')
      asleepUntilMs = upset.untilMs
      agenda.firstAt(upset.untilMs, after)
    })

  const sentMs = startMs - ms(10, 5000)
  const dateMs = Math.floor(ms(sentMs, startMs) / 1000) * 1000
  return {
    clocks,
    ownOrigin: hasOrigin ? dateSight(dateMs, clocks(sentMs), clocks(startMs)) : undefined,
    whenAwake(turn) {
      if (agenda.nowMs < asleepUntilMs) agenda.at(asleepUntilMs, turn)
      else turn()
    },
  }
}

/** One after the other, far enough apart for an answer between them: set back and asleep at once is beyond what a console can know. */
function planned({ ms, chance }: Chances, startMs: number, mayBeFar: boolean): readonly Upset[] {
  const upsets: Upset[] = []
  let atMs = startMs
  for (let left = ms(1, 4); left > 0; left -= 1) {
    atMs += ms(30_000, 240_000)
    if (chance(0.5)) {
      const untilMs = atMs + ms(1000, chance(0.7) ? 60_000 : 900_000)
      upsets.push({ kind: 'sleep', atMs, untilMs })
      atMs = untilMs
    } else {
      const most = mayBeFar ? (chance(0.5) ? 10_000 : 1_800_000) : 100_000
      upsets.push({ kind: 'set', atMs, byMs: (chance(0.5) ? 1 : -1) * ms(1000, most) })
    }
  }
  return upsets
}
