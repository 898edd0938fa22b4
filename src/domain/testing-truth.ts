import type { Random } from '../lib/random.ts'
import { type Evidence, GRACE_MS, type OwnBeat } from './estimate.ts'
import { exactly, type Interval } from './interval.ts'
import { sightOf } from './sight.ts'
import { type Chances, chancesOf, type Life } from './testing-lives.ts'

/** One moment of one simulated task: what the console knows then, and what is true. */
export interface Moment {
  readonly evidence: Evidence
  readonly now: Interval
  /** Server time of `now`; the console has not seen the task end. */
  readonly atMs: number
  readonly truth: Truth
}

/** What AWS knows and never tells. */
export interface Truth {
  /** When the task times out. */
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

interface SimulatedRead {
  readonly sentMs: number
  /** The moment whose state the answer shows. */
  readonly showsMs: number
  readonly answeredMs: number
}

/** SigV4: so long may a request on its way still take effect. */
const SIGNATURE_MS = 5 * 60_000

/** Moments are also taken so long after the end, as long as no read has told of it. */
const AFTER_END_MS = 20_000

/**
 * Lives one task: a worker that beats at random moments until it dies, timers that fire late, own beats and reads with latency, a
 * clock whose offset is known with an error. Gives moments while the console takes the task for open. Plain arithmetic, nothing of the
 * console's own.
 */
export function simulateTask(random: Random, livesOf: (chances: Chances) => Life): readonly Moment[] {
  const chances = chancesOf(random)
  const { ms, chance } = chances
  const life = livesOf(chances)
  const pastedIsRight = chance(0.5)
  const own = ownAttempts(chances, life)
  const truth: Truth = { ...liveThrough(chances, life, own, pastedIsRight), pastedIsRight }

  const early = ms(0, chance(0.2) ? 60_000 : 2000)
  const ahead = ms(0, chance(0.2) ? 60_000 : 2000)
  const told = (serverMs: number): Interval => ({ lo: serverMs - early, hi: serverMs + ahead })

  const until = Math.min(truth.endMs + AFTER_END_MS, life.horizonMs)
  const reads = readsOf(chances, life, until).filter(({ showsMs }) => showsMs < truth.endMs)
  return Array.from({ length: 6 }, () => ms(life.scheduledMs + 1, until - 1)).flatMap((atMs): Moment[] => {
    const answered = reads.filter(({ answeredMs }) => answeredMs <= atMs)
    const sentMs = Math.max(...answered.map((read) => read.sentMs))
    if (!Number.isFinite(sentMs)) return []
    const seenTaken = answered.some(({ showsMs }) => life.begunMs <= showsMs)
    const evidence: Evidence = {
      task: life.task(seenTaken),
      execution: life.execution,
      openAt: sightOf(told(sentMs), life.service),
      ownBeats: ownBeatsAt(atMs, own, truth.endMs, told),
    }
    return [{ evidence, now: told(atMs), atMs, truth }]
  })
}

function ownAttempts({ ms, chance }: Chances, { service, begunMs, horizonMs }: Life): OwnAttempt[] {
  if (!Number.isFinite(begunMs)) return [] // there is no token that could be sent
  return Array.from({ length: chance(0.5) ? ms(1, 4) : 0 }, () => {
    const sentMs = ms(begunMs, horizonMs)
    const lost = chance(0.3)
    const arrivesMs =
      sentMs + (lost ? ms(0, chance(0.5) ? 3000 : SIGNATURE_MS) : ms(5, chance(0.8) ? 300 : 9000))
    // SWF's history proves no token.
    const basis = lost ? 'lost' : service === 'states' && chance(0.6) ? 'history' : 'pasted'
    const onTheWayBack = ms(5, chance(0.8) ? 300 : 9000)
    return { sentMs, arrivesMs, answeredMs: lost ? null : arrivesMs + onTheWayBack, basis }
  })
}

/** What becomes of the task: its end, and the beats that counted. */
function liveThrough(
  { ms, chance }: Chances,
  { begunMs, clockStartMs, intervalMs, hardEndMs, horizonMs }: Life,
  own: readonly OwnAttempt[],
  pastedIsRight: boolean,
): Omit<Truth, 'pastedIsRight'> {
  if (intervalMs === null || !Number.isFinite(begunMs)) return { endMs: hardEndMs, resets: [], foreign: [] }
  const dies = chance(0.2) ? begunMs : ms(begunMs, horizonMs)
  const worker: number[] = []
  for (let beat = begunMs; beat < dies; beat += ms(intervalMs * 0.1, intervalMs * (chance(0.9) ? 0.95 : 1.2)))
    worker.push(beat)
  const wouldReset = [
    ...worker.map((atMs) => ({ atMs, foreign: true })),
    ...own
      .filter(({ basis }) => basis !== 'pasted' || pastedIsRight)
      .map(({ arrivesMs }) => ({ atMs: arrivesMs, foreign: false })),
  ].sort((a, b) => a.atMs - b.atMs)

  const effective: typeof wouldReset = []
  let endMs = clockStartMs + intervalMs + ms(0, GRACE_MS)
  for (const reset of wouldReset) {
    if (reset.atMs <= clockStartMs) continue
    if (reset.atMs >= Math.min(endMs, hardEndMs)) break
    effective.push(reset)
    endMs = reset.atMs + intervalMs + ms(0, GRACE_MS)
  }
  return {
    endMs: Math.min(endMs, hardEndMs),
    resets: effective.map(({ atMs }) => atMs),
    foreign: effective.filter((reset) => reset.foreign).map(({ atMs }) => atMs),
  }
}

/** An answer may show the state of a moment before it was asked, where the service's reads lag; never one before the task was there. */
function readsOf({ ms, chance }: Chances, { scheduledMs, lagMs }: Life, until: number): SimulatedRead[] {
  return Array.from({ length: ms(1, 12) }, () => {
    const sentMs = ms(scheduledMs + 1, until)
    const takenMs = sentMs + ms(5, chance(0.8) ? 300 : 9000)
    const showsMs = chance(0.5) ? takenMs : Math.max(scheduledMs, takenMs - ms(0, takenMs - sentMs + lagMs))
    return { sentMs, showsMs, answeredMs: takenMs + ms(5, 300) }
  })
}

function ownBeatsAt(
  atMs: number,
  own: readonly OwnAttempt[],
  endMs: number,
  told: (serverMs: number) => Interval,
): OwnBeat[] {
  return own
    .filter(
      ({ sentMs, answeredMs, arrivesMs }) => sentMs <= atMs && (answeredMs === null || arrivesMs < endMs),
    )
    .map(({ sentMs, answeredMs, basis }): OwnBeat => {
      const sent = told(sentMs)
      return answeredMs !== null && answeredMs <= atMs
        ? { basis, at: { lo: sent.lo, hi: told(answeredMs).hi } }
        : { basis: 'lost', at: { lo: sent.lo, hi: sent.hi + SIGNATURE_MS } }
    })
}

/** The same moment, as a console would take it that trusts its clock to be right. */
export function withoutClockError(moment: Moment): Moment {
  const middle = ({ lo, hi }: Interval): Interval => exactly((lo + hi) / 2)
  const { evidence, now } = moment
  return { ...moment, now: middle(now), evidence: { ...evidence, openAt: middle(evidence.openAt) } }
}
