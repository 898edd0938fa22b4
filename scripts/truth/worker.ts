import type { Chances } from '../../src/domain/testing-lives.ts'
import { accepted, type Stage } from './stage.ts'

/** What a worker has in hand. */
export interface Hand {
  readonly token: string
  /** The task's interval; null: none, and what is sent is discarded. */
  readonly intervalMs: number | null
  /** Answers for the task; rejects with `AwsError` where it is over. */
  readonly answer: (well: boolean) => Promise<unknown>
}

/** The next pause between two beats, milliseconds. */
type Habit = (chances: Chances, intervalMs: number) => number

const well: Habit = ({ ms }, intervalMs) => ms(intervalMs * 0.2, intervalMs * 0.6)
const slow: Habit = ({ ms }, intervalMs) => ms(intervalMs * 0.7, intervalMs * 1.15)
const bursty: Habit = ({ ms, chance }, intervalMs) =>
  chance(0.75) ? ms(10, 400) : ms(intervalMs * 0.6, intervalMs * 1.04)
const HABITS = [
  { name: 'worker: well', next: well },
  { name: 'worker: slow', next: slow },
  { name: 'worker: bursty', next: bursty },
] as const

/** Intervals that the longest life has. */
const LONGEST = 10

/** Works on a task: dead from the start, or beating by one habit until it dies or answers. */
export async function work(
  stage: Stage,
  chances: Chances,
  { token, intervalMs, answer }: Hand,
): Promise<void> {
  const { ms, chance } = chances
  const { agenda, tally } = stage
  const usualMs = intervalMs ?? 30_000
  if (chance(0.25)) {
    tally.add('worker: dead')
    return
  }
  const { name, next } = HABITS[ms(0, HABITS.length - 1)] ?? HABITS[0]
  tally.add(name)
  const isQuick = chance(0.15)
  const untilMs = agenda.nowMs + (isQuick ? 0 : ms(0, LONGEST * usualMs))
  while (agenda.nowMs < untilMs) {
    await agenda.after(Math.max(1, next(chances, usualMs)))
    if (!(await accepted(stage.beat(token, 'worker')))) return
  }
  if (isQuick) await agenda.after(ms(10, 5000))
  else if (!chance(0.4)) return
  const isWell = chance(0.7)
  if (await accepted(answer(isWell)))
    tally.add(isWell ? 'worker: answers well' : 'worker: answers with a failure')
}

/** A colleague with a console of their own, who beats now and then. */
export async function colleague(stage: Stage, chances: Chances, { token, intervalMs }: Hand): Promise<void> {
  const { ms, chance } = chances
  const usualMs = intervalMs ?? 30_000
  while (chance(0.7)) {
    await stage.agenda.after(ms(1, 3 * usualMs))
    if (!(await accepted(stage.beat(token, 'colleague')))) return
    stage.tally.add('colleague: beats')
  }
}
