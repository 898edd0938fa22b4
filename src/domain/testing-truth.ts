import type { Random } from '../lib/random.ts'
import { type Evidence, GRACE_MS, type OwnBeat } from './estimate.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { exactly, type Interval } from './interval.ts'
import { aCallback, anActivity, ZERO_MS } from './testing-tasks.ts'

/** One moment of one simulated task: what the console knows then, and what is true. */
export interface Moment {
  readonly evidence: Evidence
  readonly now: Interval
  /** Server time of `now`; the task is open. */
  readonly atMs: number
  readonly truth: Truth
}

/** What AWS knows and never tells. */
export interface Truth {
  /** When the task times out; Infinity: never. */
  readonly endMs: number
  /** Heartbeats that reset the clock, by anybody. */
  readonly resets: readonly number[]
  /** Those that did not come from this console. */
  readonly foreign: readonly number[]
  /** Pasted tokens were this task's. */
  readonly pastedIsRight: boolean
}

interface OwnAttempt {
  readonly sentMs: number
  readonly arrivesMs: number
  /** null: the answer is lost. */
  readonly answeredMs: number | null
  readonly basis: OwnBeat['basis']
}

/** SigV4: so long may a request on its way still take effect. */
const SIGNATURE_MS = 5 * 60_000

/**
 * Lives one task: an interval, a worker that beats at random moments until it dies, timers that fire late, own beats and reads
 * with latency, a clock whose offset is known with an error. Gives moments while the task is open. Plain arithmetic, nothing of
 * the console's own.
 */
export function simulateTask(random: Random): readonly Moment[] {
  const ms = (low: number, high: number): number => Math.round(low + random.next() * (high - low))
  const chance = (share: number): boolean => random.next() < share
  const interval = ms(5, 120) * 1000
  const scheduled = ZERO_MS
  const activity = chance(0.5)
  // An activity waits for a worker, now and then for long; a callback is submitted soon.
  const begun = scheduled + (activity ? ms(0, chance(0.5) ? 2000 : 3 * interval) : ms(100, 8000))
  const clockStart = activity ? begun : ms(scheduled, begun)
  const timeoutSeconds = chance(0.4) ? Math.ceil(interval / 1000) + ms(1, chance(0.5) ? 10 : 300) : null
  const executionFrom = scheduled - ms(0, 60_000)
  const executionTimeoutSeconds = chance(0.2) ? ms(60, 900) : null
  // An activity's limit counts from ActivityStarted, a callback's from somewhere before TaskSubmitted.
  const hardFrom = activity ? begun : ms(scheduled, begun)
  const horizon = begun + 12 * interval

  const pastedIsRight = chance(0.5)
  const own: OwnAttempt[] = Array.from({ length: chance(0.5) ? ms(1, 4) : 0 }, () => {
    const sentMs = ms(begun, horizon)
    const lost = chance(0.3)
    const arrivesMs =
      sentMs + (lost ? ms(0, chance(0.5) ? 3000 : SIGNATURE_MS) : ms(5, chance(0.8) ? 300 : 9000))
    const basis = lost ? 'lost' : chance(0.6) ? 'history' : 'pasted'
    const onTheWayBack = ms(5, chance(0.8) ? 300 : 9000)
    return { sentMs, arrivesMs, answeredMs: lost ? null : arrivesMs + onTheWayBack, basis }
  })
  const dies = chance(0.2) ? begun : ms(begun, horizon)
  const worker: number[] = []
  for (let beat = begun; beat < dies; beat += ms(interval * 0.1, interval * (chance(0.9) ? 0.95 : 1.2)))
    worker.push(beat)

  const wouldReset = [
    ...worker.map((atMs) => ({ atMs, foreign: true })),
    ...own
      .filter(({ basis }) => basis !== 'pasted' || pastedIsRight)
      .map(({ arrivesMs }) => ({ atMs: arrivesMs, foreign: false })),
  ].sort((a, b) => a.atMs - b.atMs)

  const late = (): number => ms(0, GRACE_MS)
  const hardMs = Math.min(
    timeoutSeconds === null ? Number.POSITIVE_INFINITY : hardFrom + timeoutSeconds * 1000,
    executionTimeoutSeconds === null
      ? Number.POSITIVE_INFINITY
      : executionFrom + executionTimeoutSeconds * 1000,
  )
  const hardEnd = hardMs + late()
  const effective: typeof wouldReset = []
  let endMs = clockStart + interval + late()
  for (const reset of wouldReset) {
    if (reset.atMs <= clockStart) continue
    if (reset.atMs >= Math.min(endMs, hardEnd)) break
    effective.push(reset)
    endMs = reset.atMs + interval + late()
  }
  endMs = Math.min(endMs, hardEnd)
  const resets = effective.map(({ atMs }) => atMs)
  const foreign = effective.filter((reset) => reset.foreign).map(({ atMs }) => atMs)
  const truth: Truth = { endMs, resets, foreign, pastedIsRight }

  const early = ms(0, chance(0.2) ? 60_000 : 2000)
  const ahead = ms(0, chance(0.2) ? 60_000 : 2000)
  const told = (serverMs: number): Interval => ({ lo: serverMs - early, hi: serverMs + ahead })

  const openUntil = Math.min(endMs, horizon)
  const reads = Array.from({ length: ms(1, 12) }, () => {
    const sentMs = ms(scheduled + 1, openUntil)
    const takenMs = sentMs + ms(5, chance(0.8) ? 300 : 9000)
    return { sentMs, takenMs, answeredMs: takenMs + ms(5, 300) }
  }).filter(({ takenMs }) => takenMs < endMs)

  return Array.from({ length: 6 }, () => ms(scheduled + 1, openUntil - 1)).flatMap((atMs): Moment[] => {
    const read = reads
      .filter(({ answeredMs }) => answeredMs <= atMs)
      .reduce<(typeof reads)[number] | null>((a, b) => (a === null || b.sentMs > a.sentMs ? b : a), null)
    if (read === null) return []
    const seen = begun <= read.takenMs
    const change: Partial<TaskFacts> = {
      heartbeatSeconds: interval / 1000,
      timeoutSeconds,
      scheduledAtMs: scheduled,
    }
    const task = activity
      ? anActivity({ ...change, startedAtMs: seen ? begun : null })
      : aCallback({ ...change, startedAtMs: null, submittedAtMs: seen ? begun : null })
    const ownBeats = own
      .filter(
        ({ sentMs, answeredMs, arrivesMs }) => sentMs <= atMs && (answeredMs === null || arrivesMs < endMs),
      )
      .map(({ sentMs, answeredMs, basis }): OwnBeat => {
        const sent = told(sentMs)
        return answeredMs !== null && answeredMs <= atMs
          ? { basis, at: { lo: sent.lo, hi: told(answeredMs).hi } }
          : { basis: 'lost', at: { lo: sent.lo, hi: sent.hi + SIGNATURE_MS } }
      })
    const evidence: Evidence = {
      task,
      execution: { fromMs: executionFrom, timeoutSeconds: executionTimeoutSeconds },
      openAt: told(read.sentMs),
      ownBeats,
    }
    return [{ evidence, now: told(atMs), atMs, truth }]
  })
}

/** The same moment, as a console would take it that trusts its clock to be right. */
export function withoutClockError(moment: Moment): Moment {
  const middle = ({ lo, hi }: Interval): Interval => exactly((lo + hi) / 2)
  const { evidence, now } = moment
  return { ...moment, now: middle(now), evidence: { ...evidence, openAt: middle(evidence.openAt) } }
}
