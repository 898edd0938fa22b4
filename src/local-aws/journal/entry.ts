import * as v from 'valibot'
import { settingsChangeSchema } from '../control/settings.ts'
import { workerBehaviours } from '../fleet/scenario.ts'
import { isScenarioName, type ScenarioName } from '../fleet/scenarios/all.ts'
import type { ServiceName } from '../protocol/services.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const place = v.strictObject({ turns: count, trace: v.pipe(v.number(), v.integer()), nowMs: v.number() })

/** Who people are lies outside the worlds, and what they show to prove it is never kept. */
const services = ['states', 'swf'] as const satisfies readonly ServiceName[]

const opened = v.strictObject({
  kind: v.literal('opened'),
  scenario: v.custom<ScenarioName>((value) => typeof value === 'string' && isScenarioName(value)),
  seed: v.union([v.number(), v.string()]),
  /** World time at which it was handed over, epoch milliseconds. */
  startMs: v.number(),
  paused: v.boolean(),
})

const call = v.strictObject({
  kind: v.literal('call'),
  at: place,
  service: v.picklist(services),
  operation: v.string(),
  region: v.string(),
  principal: v.strictObject({ arn: v.string(), kind: v.picklist(['root', 'role', 'guest']) }),
  /** As it was sent: JSON that may be deeper than what could be written out again. */
  body: v.string(),
})

/** A long poll went home empty-handed because its wire time was over. */
const pollEnded = v.strictObject({
  kind: v.literal('pollEnded'),
  at: place,
  /** Which of the calls it was, counted from 0. */
  call: count,
})

const worker = v.strictObject({
  kind: v.literal('worker'),
  at: place,
  name: v.string(),
  behaviour: v.picklist(workerBehaviours),
})

const settings = v.strictObject({ kind: v.literal('settings'), at: place, settings: settingsChangeSchema })

/** How far the world had got, and how its clock ran. */
const clock = v.strictObject({
  kind: v.literal('clock'),
  at: place,
  speed: v.pipe(v.number(), v.gtValue(0)),
  paused: v.boolean(),
})

/** One thing that came to a world from outside. What happens inside follows from them. */
export const entrySchema = v.variant('kind', [opened, call, pollEnded, worker, settings, clock])

export type Entry = v.InferOutput<typeof entrySchema>
export type Opened = v.InferOutput<typeof opened>
export type RecordedCall = v.InferOutput<typeof call>
export type RecordedInput = Exclude<Entry, Opened>

/** Where the entries of one local AWS are kept: something that outlives it. */
export interface Journal {
  /** What an earlier life left, oldest first; of several worlds only the last one is lived again. */
  readonly past: readonly Entry[]
  /** Keeps an entry before it takes effect. Throws where it cannot: what came in is then not done. */
  append(entry: Entry): void
}

/** The last world in a journal: how it was opened, and what came to it; undefined in an empty journal. */
export function lastWorld(
  past: readonly Entry[],
): { readonly opened: Opened; readonly inputs: readonly RecordedInput[] } | undefined {
  const index = past.findLastIndex(({ kind }) => kind === 'opened')
  const first = past[index]
  if (first?.kind !== 'opened') return undefined
  // Sound: no entry after the last `opened` is another one.
  return { opened: first, inputs: past.slice(index + 1) as RecordedInput[] }
}

/** The entries that still say something: the last world's, each but the last mark of its clock left out. */
export function withoutSuperseded(past: readonly Entry[]): readonly Entry[] {
  const world = lastWorld(past)
  if (world === undefined) return past
  const { inputs } = world
  const lastMark = inputs.findLastIndex(({ kind }) => kind === 'clock')
  return [world.opened, ...inputs.filter(({ kind }, index) => kind !== 'clock' || index === lastMark)]
}

/** The service whose world a call changes; undefined where it changes none. */
export function changedBy(service: ServiceName, operation: string): (typeof services)[number] | undefined {
  // AWS names what only reads so, and IAM's access levels List and Read go by it. What is not known by its name counts
  // as a change, which costs a line and no truth.
  if (/^(List|Describe|Count|Validate|Get\w*History$)/.test(operation)) return undefined
  return services.find((one) => one === service)
}
