import { describe, expect, it } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import { type Estimate, GRACE_MS } from './estimate.ts'
import type { SwfActivity, TaskFacts } from './in-flight-task.ts'
import { exactly } from './interval.ts'
import { statesLife, swfLife } from './testing-lives.ts'
import { COMMON_MISTAKES, from, honest, ownBeats } from './testing-mistakes.ts'
import { type Moment, simulateTask, withoutClockError } from './testing-truth.ts'

const MOMENTS: readonly Moment[] = Array.from({ length: 8000 }, (_, seed) =>
  simulateTask(seededRandom(seed), seed % 2 === 0 ? statesLife : swfLife),
).flat()

/** What an estimate says that is not so. */
function lies(told: Estimate, { atMs, truth }: Moment): string[] {
  const { endMs, resets, foreign, pastedIsRight } = truth
  const found: string[] = []
  if (told.lowerMs > endMs) found.push('it ended before the lower edge')
  if (told.kind === 'guaranteed' && Math.min(told.guaranteeMs ?? 0, told.hard?.at.lo ?? Infinity) > endMs)
    found.push('it ended while guaranteed')
  const beatenAgain = resets.some((reset) => reset > atMs)
  if (told.upperMs !== null && !beatenAgain && endMs > told.upperMs + GRACE_MS)
    found.push('nobody beat, and it outlived the upper edge')
  if (told.hard !== null && endMs > told.hard.at.hi + GRACE_MS) found.push('it outlived its hard limit')
  const { proof } = told
  if (proof !== null && !foreign.some((beat) => beat >= proof.lo && beat <= proof.hi))
    found.push('nobody else beat where it says so')
  if (pastedIsRight && told.ifTokenRightMs !== null && told.ifTokenRightMs > endMs)
    found.push('the token was right, and it ended sooner')
  return found
}

/** An estimate of a task that was understood wrongly. */
function taskAs(change: (task: TaskFacts) => Partial<TaskFacts>): (moment: Moment) => Estimate {
  return from(({ task, ...rest }) => ({ ...rest, task: { ...task, ...change(task) } }))
}

/** As `taskAs`, of what only SWF has. */
function swfAs(change: (task: TaskFacts) => Partial<SwfActivity>): (moment: Moment) => Estimate {
  return taskAs((task) => (task.swf === null ? {} : { swf: { ...task.swf, ...change(task) } }))
}

describe('estimate, held against simulated tasks', () => {
  it('has enough moments of every kind to be held against', () => {
    const told = MOMENTS.map(honest)
    const ofSwf = MOMENTS.map(({ evidence }) => evidence.task.swf !== null)
    expect(told.length).toBeGreaterThan(10_000)
    for (const kind of ['guaranteed', 'due', 'beaten', 'waiting', 'noHeartbeat'] as const)
      for (const swf of [false, true]) {
        const some = told.filter((one, index) => one.kind === kind && ofSwf[index] === swf)
        expect(some.length, `${kind}, SWF ${swf}`).toBeGreaterThan(200)
      }
    for (const because of ['task', 'scheduleToStart', 'scheduleToClose', 'execution', 'parent'] as const)
      expect(told.filter(({ hard }) => hard?.because === because).length, because).toBeGreaterThan(200)
    expect(told.filter((one) => one.basis === 'ownBeat').length).toBeGreaterThan(200)
    expect(told.filter((one) => one.ifTokenRightMs !== null).length).toBeGreaterThan(200)
    expect(told.filter((one) => one.hardFirst).length).toBeGreaterThan(200)
  })

  it('promises nothing of a task whose heartbeat timeout is unknown', () => {
    const unknown = taskAs(() => ({ heartbeatSeconds: undefined }))
    for (const moment of MOMENTS) {
      const said = unknown(moment)
      expect(lies(said, moment)).toEqual([])
      expect(said).toMatchObject({ kind: 'unknownHeartbeat', guaranteeMs: null, proof: null })
      expect(said.lowerMs).toBe(said.openAt.lo)
    }
  })

  it('never says what is not so', () => {
    expect(MOMENTS.flatMap((moment) => lies(honest(moment), moment))).toEqual([])
  })
})

/** Each of these is a mistake that looks reasonable, and the simulation has to find it. */
const MISTAKES: readonly (readonly [string, (moment: Moment) => Estimate])[] = [
  ...COMMON_MISTAKES,
  ['an own beat is over once it was sent', ownBeats((beat) => [{ ...beat, at: exactly(beat.at.lo) }])],
  [
    'a beat whose answer was lost is taken for accepted',
    ownBeats((beat) => [beat.basis === 'lost' ? { ...beat, basis: 'history' } : beat]),
  ],
  [
    'a beat whose answer was lost takes effect at the last moment',
    ownBeats((beat) => [beat.basis === 'lost' ? { ...beat, at: exactly(beat.at.hi) } : beat]),
  ],
  ['a beat whose answer was lost is left out', ownBeats((beat) => (beat.basis === 'lost' ? [] : [beat]))],
  ['own beats are left out', ownBeats(() => [])],
  ["the clock's error is left out", (moment) => honest(withoutClockError(moment))],
  [
    'a sight counts from when it was last possible',
    from((evidence) => ({ ...evidence, openAt: exactly(evidence.openAt.hi + 3000) })),
  ],
  [
    'a callback not seen submitted was submitted when scheduled',
    from(({ task, ...rest }) => ({
      ...rest,
      task:
        task.kind === 'callback'
          ? { ...task, submittedAtMs: task.submittedAtMs ?? task.scheduledAtMs }
          : task,
    })),
  ],
  [
    'an activity nobody took has started',
    from(({ task, ...rest }) => ({
      ...rest,
      task: { ...task, startedAtMs: task.startedAtMs ?? task.scheduledAtMs },
    })),
  ],
  [
    'the task has no limit of its own',
    from(({ task, ...rest }) => ({ ...rest, task: { ...task, timeoutSeconds: null } })),
  ],
  [
    'the execution has no limit',
    from((evidence) => ({ ...evidence, execution: { ...evidence.execution, timeoutSeconds: null } })),
  ],
  [
    'the parent of a child has no limit',
    from(({ execution: { parents: _parents, ...execution }, ...rest }) => ({ ...rest, execution })),
  ],
  [
    'a parent that was read before a redrive has not been redriven',
    from(({ execution: { parents = [], ...execution }, ...rest }) => ({
      ...rest,
      execution: {
        ...execution,
        parents: parents.map(({ from: at, ...parent }) => ({
          ...parent,
          from: at === null ? null : exactly(at.lo),
        })),
      },
    })),
  ],
  [
    'a sight an interval after the start is a proof, late timers or not',
    (moment) => {
      const told = honest(moment)
      const { openAt, clockFromMs } = told
      const intervalMs = (moment.evidence.task.heartbeatSeconds ?? 0) * 1000
      const beaten = clockFromMs !== null && openAt.lo - intervalMs > clockFromMs
      return { ...told, proof: beaten ? { lo: openAt.lo - intervalMs, hi: openAt.hi } : null }
    },
  ],
  [
    'a task of SWF that waited when last seen is gone at its scheduleToStartTimeout',
    (moment) => {
      const told = honest(moment)
      const { hard } = told
      const gone = hard?.because === 'scheduleToStart' ? { ...hard, at: exactly(hard.at.lo) } : hard
      return { ...told, hard: gone }
    },
  ],
  [
    'scheduleToStartTimeout still counts when a worker has taken the task',
    (moment) => {
      const { swf, scheduledAtMs, startedAtMs } = moment.evidence.task
      const told = honest(moment)
      const seconds = swf?.scheduleToStartSeconds ?? null
      if (seconds === null || startedAtMs === null) return told
      const at = exactly(scheduledAtMs + seconds * 1000)
      return { ...told, hard: { at, because: 'scheduleToStart', timeoutSeconds: seconds } }
    },
  ],
  ['scheduleToStartTimeout is forgotten', swfAs(() => ({ scheduleToStartSeconds: null }))],
  ['scheduleToCloseTimeout is forgotten', swfAs(() => ({ scheduleToCloseSeconds: null }))],
  [
    'scheduleToCloseTimeout counts from the start',
    swfAs(({ swf, startedAtMs, scheduledAtMs }) => {
      const waitedSeconds = ((startedAtMs ?? scheduledAtMs) - scheduledAtMs) / 1000
      const seconds = swf?.scheduleToCloseSeconds ?? null
      return { scheduleToCloseSeconds: seconds === null ? null : seconds + waitedSeconds }
    }),
  ],
  [
    'startToCloseTimeout counts from the scheduling',
    taskAs(({ swf, timeoutSeconds, startedAtMs, scheduledAtMs }) => {
      const waitedSeconds = ((startedAtMs ?? scheduledAtMs) - scheduledAtMs) / 1000
      if (swf === null || timeoutSeconds == null) return {}
      return { timeoutSeconds: timeoutSeconds - waitedSeconds }
    }),
  ],
  [
    'a task without a heartbeat that nobody had taken is safe from its own limit',
    (moment) => {
      const told = honest(moment)
      return told.kind === 'noHeartbeat' ? { ...told, lowerMs: told.hard?.at.lo ?? told.lowerMs } : told
    },
  ],
  [
    'NONE is taken for an interval of 60 s',
    taskAs(({ heartbeatSeconds }) => ({ heartbeatSeconds: heartbeatSeconds ?? 60 })),
  ],
]
describe('the simulation finds it out where', () => {
  it.each(MISTAKES)('%s', (_, tell) => {
    expect(MOMENTS.some((moment) => lies(tell(moment), moment).length > 0)).toBe(true)
  })
})
