import type { Estimate, EstimateKind } from '../../src/domain/estimate.ts'
import { type Estimator, honest } from '../../src/domain/testing-mistakes.ts'
import { type ClockMaker, isOwnName, type Moment, ownName, type Shown, TruthConsole } from './console.ts'
import { distances, type EndedTruth, liesOf, liesOfEnding, movesBack } from './judge.ts'
import type { Life } from './life.ts'
import { MISTAKES } from './mistakes.ts'
import { chancesFor, type Stage, statesStage, swfStage } from './stage.ts'
import { statesLife } from './states-life.ts'
import { swfLife } from './swf-life.ts'
import { type Dimension, Tally } from './tally.ts'
import { tallyLife } from './tally-life.ts'
import { dimensionsOf } from './tally-told.ts'
import { Tightness } from './tightness.ts'

/** Something the console said that was not so. Holds no token. */
export interface Violation {
  readonly what: string
  readonly world: string
  readonly executionId: string
  readonly kind: EndedTruth['kind']
  readonly told: Estimate | null
  readonly before: Estimate | null
  readonly moment: Moment | null
  readonly truth: Omit<EndedTruth, 'token'>
}

export interface TruthReport {
  readonly tasks: number
  readonly moments: number
  readonly violations: readonly Violation[]
  readonly violated: number
  /** How many tasks ended by each limit, of each kind. */
  readonly ends: ReadonlyMap<string, number>
  /** Events of the executions that lived, by what makes a life other than plain. */
  readonly turns: ReadonlyMap<string, number>
  /** How often each dimension was lived, those of which there was nothing among them. */
  readonly lived: ReadonlyMap<Dimension, number>
  /** After so many tasks every dimension had been lived and every mistake found out; null: not even at the end. */
  readonly wholeAfter: number | null
  /** Moments by what was said. */
  readonly said: ReadonlyMap<EstimateKind, number>
  readonly tightness: Tightness
  /** Mistakes that were found out, after so many tasks. */
  readonly caught: ReadonlyMap<string, number>
  /** By mistake: the lies that it was found out by, at the first moment. */
  readonly caughtBy: ReadonlyMap<string, readonly string[]>
  readonly unnoticed: readonly string[]
}

export interface TruthOptions {
  readonly seed: string
  /** At least. */
  readonly tasks: number
  /** A run that is not whole after `tasks` goes on until it is, up to so many; by default it does not. */
  readonly most?: number
  /** Executions that share a world, and with it each other's tokens. */
  readonly atOnce?: number
  /** By default the console's own. */
  readonly estimator?: Estimator
  /** By default the console's own. */
  readonly clock?: ClockMaker
  /** Ends with the world of the first violation. */
  readonly untilViolated?: boolean
}

/**
 * So many tasks are enough to live through everything and find every deliberate mistake out, by far: with twenty seeds the last mistake
 * was found out after 700 at most, a mistaken clock after 540.
 */
export const ENOUGH = 4000

const AT_ONCE = 16
const VIOLATIONS_TOLD = 3

const TURNS =
  /Redriven|ContinuedAsNew|StateFailed|StateAborted|IterationAborted|Execution(?:Aborted|Failed|TimedOut|Terminated)|CancelRequested/

/** Lives tasks in local AWSs, two worlds of Step Functions to one of SWF, and judges what consoles said of them. */
export async function runTruth({
  seed,
  tasks,
  most = tasks,
  atOnce = AT_ONCE,
  estimator = honest,
  clock,
  untilViolated = false,
}: TruthOptions): Promise<TruthReport> {
  const ends = new Map<string, number>()
  const turns = new Map<string, number>()
  const said = new Map<EstimateKind, number>()
  const tally = new Tally()
  const violations: Violation[] = []
  const tightness = new Tightness()
  const unnoticed = new Map(MISTAKES)
  const caught = new Map<string, number>()
  const caughtBy = new Map<string, readonly string[]>()
  let violated = 0
  let moments = 0
  let lived = 0
  let wholeAfter: number | null = null

  const judgeTask = (
    task: EndedTruth,
    shown: Shown,
    place: Pick<Violation, 'world' | 'executionId'>,
  ): void => {
    const { token: _, ...truth } = task
    let before: Estimate | null = null
    const sightsMs: number[] = []
    const dimensions = new Set<Dimension>()
    const violate = (what: string, told: Estimate | null, moment: Moment | null): void => {
      violated += 1
      if (violations.length < VIOLATIONS_TOLD)
        violations.push({ what, ...place, kind: task.kind, told, before, moment, truth })
    }
    for (const moment of shown.moments.get(task.scheduledEventId) ?? []) {
      const told = estimator(moment)
      const { lo: seenMs } = moment.evidence.openAt
      if (seenMs > (sightsMs.at(-1) ?? Number.NEGATIVE_INFINITY)) sightsMs.push(seenMs)
      moments += 1
      count(said, told.kind)
      for (const dimension of dimensionsOf(told, moment)) dimensions.add(dimension)
      for (const what of liesOf(told, moment, task, sightsMs)) violate(what, told, moment)
      if (before !== null && movesBack(before, told)) violate('its lower edge moved back', told, moment)
      const apart = distances(told, moment, task)
      if (apart !== null) tightness.note(told.kind, apart)
      for (const [name, mistaken] of unnoticed) {
        const lies = liesOf(mistaken(moment), moment, task, sightsMs)
        if (lies.length === 0) continue
        unnoticed.delete(name)
        caught.set(name, lived)
        caughtBy.set(name, lies)
      }
      before = told
    }
    for (const dimension of dimensions) tally.add(dimension)
    const row = shown.ended.find((ended) => ended.task.scheduledEventId === task.scheduledEventId)
    if (row !== undefined) for (const what of liesOfEnding(row, task)) violate(what, null, null)
    else if (shown.sawEnd) violate('it is missing among the ended tasks', null, null)
  }

  const goesOn = (): boolean =>
    !(untilViolated && violated > 0) && (lived < tasks || (lived < most && wholeAfter === null))
  for (let number = 0; goesOn(); number += 1) {
    const world = `${seed}/${number}`
    const stage = number % 3 !== 1 ? statesStage(world, tally) : await swfStage(world, tally)
    for (const { life, shown } of await liveThrough(stage, atOnce, clock)) {
      tallyLife(tally, life, isOwnName)
      for (const { type } of life.events()) if (TURNS.test(type)) count(turns, type)
      for (const task of life.tasks()) {
        const { endMs, end, endedAs } = task
        if (endMs === null || end === null || endedAs === null)
          throw new Error(`a task of ${life.executionId} never ended`)
        lived += 1
        count(ends, `${task.kind}: ${end}`)
        const own = ownName(life.executionId, task.scheduledEventId)
        judgeTask({ ...task, endMs, end, endedAs, own }, shown, { world, executionId: life.executionId })
      }
    }
    const isWhole = unnoticed.size === 0 && [...tally.counts.values()].every((times) => times > 0)
    if (isWhole) wholeAfter ??= lived
  }
  const found = { caught, caughtBy, unnoticed: [...unnoticed.keys()] }
  const counted = { ends, turns, said, lived: tally.counts, wholeAfter }
  return { tasks: lived, moments, violations, violated, ...counted, tightness, ...found }
}

async function liveThrough(
  stage: Stage,
  atOnce: number,
  clock: ClockMaker | undefined,
): Promise<{ readonly life: Life; readonly shown: Shown }[]> {
  const watched: { readonly life: Life; readonly console: TruthConsole }[] = []
  for (let index = 0; index < atOnce; index += 1) {
    const name = `life-${index}`
    const watch = async (life: Life): Promise<void> => {
      const chances = chancesFor(stage, `console of ${life.executionId}`)
      // It is opened when the execution has begun, or later.
      await stage.agenda.after(chances.ms(1, chances.chance(0.7) ? 500 : 60_000))
      const console = new TruthConsole(life, stage, chances, clock)
      watched.push({ life, console })
      console.watch()
    }
    stage.agenda.spawn(async () => {
      const life =
        stage.service === 'states'
          ? await statesLife(stage, name, (child) => stage.agenda.spawn(() => watch(child)))
          : await swfLife(stage, name)
      await watch(life)
    })
  }
  await stage.agenda.run()
  return watched.map(({ life, console }) => ({ life, shown: console.shown() }))
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
