import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ONE_YEAR_SECONDS } from '../asl/lint-rules.ts'
import { GRACE_MS } from './grace.ts'
import { deadlineLimits, type ParentLimits, sameLimits, taskLimit, unreadLimit } from './hard-limit.ts'
import { exactly } from './interval.ts'
import { aCallback, anActivity, anSwfActivity, at } from './testing-tasks.ts'

const UNLIMITED = { fromMs: null, timeoutSeconds: null }

describe('deadlineLimits', () => {
  it('is null where nothing is known to limit the task', () => {
    expect(deadlineLimits(anActivity(), UNLIMITED)).toBeNull()
  })

  it('is a year after the start of the execution, or its last redrive, at the latest', () => {
    const limit = deadlineLimits(anActivity(), { fromMs: at(-10), timeoutSeconds: null })
    const year = at(-10 + 365 * 86_400)
    expect(limit).toMatchObject({ because: 'oneYear', at: { lo: year, hi: year } })
  })

  it.each([
    { task: aCallback(), execution: 120, because: 'task', lo: 100, hi: 104 },
    { task: aCallback(), execution: 102, because: 'task', lo: 100, hi: 102 },
    { task: aCallback(), execution: 99, because: 'execution', lo: 99, hi: 99 },
    { task: anActivity(), execution: 120, because: 'task', lo: 110, hi: 110 },
    { task: anActivity(), execution: 106, because: 'execution', lo: 106, hi: 106 },
  ])(
    'of 100 s for the $task.kind and $execution s for the execution is the earliest, edge by edge',
    (row) => {
      const limit = deadlineLimits(
        { ...row.task, timeoutSeconds: 100 },
        {
          fromMs: at(0),
          timeoutSeconds: row.execution,
        },
      )
      expect(limit).toMatchObject({ because: row.because, at: { lo: at(row.lo), hi: at(row.hi) } })
    },
  )

  it('takes a year, and the default of 99999999 seconds, for no limit', () => {
    for (const timeoutSeconds of [ONE_YEAR_SECONDS, 99_999_999])
      expect(deadlineLimits(anActivity({ timeoutSeconds }), UNLIMITED)).toBeNull()
    const aSecondLess = anActivity({ timeoutSeconds: ONE_YEAR_SECONDS - 1 })
    expect(deadlineLimits(aSecondLess, UNLIMITED)).toMatchObject({ because: 'task' })
  })
})

it('taskLimit is none while nobody has taken the activity', () => {
  expect(taskLimit(anActivity({ startedAtMs: null, timeoutSeconds: 100 }))).toBeNull()
})

describe("taskLimit counts from somewhere between the scheduling and the work's start", () => {
  it.each([
    ['an activity that was taken', anActivity(), 110, 110],
    ['a submitted callback', aCallback(), 100, 104],
    ['a callback not seen submitted', aCallback({ submittedAtMs: null }), 100, Number.POSITIVE_INFINITY],
    [
      'a job not seen submitted',
      aCallback({ kind: 'job', submittedAtMs: null }),
      100,
      Number.POSITIVE_INFINITY,
    ],
    ['a request', aCallback({ kind: 'requestResponse', submittedAtMs: null }), 100, 102],
    ['a Lambda function', aCallback({ kind: 'lambda', submittedAtMs: null }), 100, 102],
  ] as const)('%s', (_, task, lo, hi) => {
    const limit = taskLimit({ ...task, timeoutSeconds: 100 })
    expect(limit?.at.lo).toBe(at(lo))
    expect(limit?.at.hi).toBe(Number.isFinite(hi) ? at(hi) : hi)
  })
})

describe("deadlineLimits of a Distributed Map's child", () => {
  const YEAR = 365 * 86_400
  /** A parent that runs since a second, with a limit. */
  const parent = (fromSeconds: number, timeoutSeconds: number | null): ParentLimits => ({
    from: exactly(at(fromSeconds)),
    timeoutSeconds,
  })
  const child = { fromMs: at(0), timeoutSeconds: null }

  // The task's own TimeoutSeconds ends it at 110 s; of two that end it at once, the nearest to the task is named.
  it.each([
    { parents: [parent(-20, 129)], because: 'parent', end: 109, seconds: 129 },
    { parents: [parent(-20, 130)], because: 'task', end: 110, seconds: 100 },
    { parents: [parent(-20, 131)], because: 'task', end: 110, seconds: 100 },
    { parents: [parent(-20, null)], because: 'task', end: 110, seconds: 100 },
    { parents: [parent(-YEAR, YEAR), parent(-9, 118)], because: 'parent', end: 0, seconds: YEAR },
    { parents: [parent(-9, 119), parent(-900, 1008)], because: 'parent', end: 108, seconds: 1008 },
    { parents: [parent(-9, 117), parent(-900, 1008)], because: 'parent', end: 108, seconds: 117 },
    { parents: [parent(-9, null), parent(-900, 1009)], because: 'parent', end: 109, seconds: 1009 },
    { parents: [parent(-YEAR + 109, null)], because: 'oneYear', end: 109, seconds: YEAR },
    { parents: [parent(-YEAR + 111, null)], because: 'task', end: 110, seconds: 100 },
    { parents: [parent(-20, 131), parent(-YEAR + 109, null)], because: 'oneYear', end: 109, seconds: YEAR },
  ])('$because ends it at $end s', ({ parents, because, end, seconds }) => {
    const limit = deadlineLimits(anActivity({ timeoutSeconds: 100 }), { ...child, parents })
    expect(limit).toEqual({ at: exactly(at(end)), because, timeoutSeconds: seconds })
  })

  it('has no late edge of a parent that may have been redriven since it was read', () => {
    const parents = [{ from: { lo: at(-20), hi: Number.POSITIVE_INFINITY }, timeoutSeconds: 60 }]
    expect(deadlineLimits(anActivity(), { ...child, parents })).toEqual({
      at: { lo: at(40), hi: at(YEAR) },
      because: 'parent',
      timeoutSeconds: 60,
    })
  })

  it('is said not to be all while a parent is not read', () => {
    const unread = { from: null, timeoutSeconds: undefined }
    const task = anActivity()
    expect(unreadLimit(task, child)).toBeNull()
    expect(unreadLimit(task, { ...child, parents: [parent(-20, null)] })).toBeNull()
    expect(unreadLimit(task, { ...child, parents: [parent(-20, 60), unread] })).toBe('parent')
    expect(
      unreadLimit(task, { ...child, parents: [{ ...parent(-20, 60), timeoutSeconds: undefined }] }),
    ).toBe('parent')
    expect(unreadLimit(task, { ...child, parents: [{ ...parent(-20, 60), from: null }] })).toBe('parent')
    expect(unreadLimit(task, { fromMs: at(0), timeoutSeconds: undefined, parents: [unread] })).toBe(
      'execution',
    )
  })

  const someSeconds = fc.integer({ min: 1, max: 400 })
  const someParent: fc.Arbitrary<ParentLimits> = fc.record({
    from: fc.option(
      fc.record({
        lo: someSeconds.map((seconds) => at(-seconds)),
        hi: fc.constantFrom(at(0), Number.POSITIVE_INFINITY),
      }),
    ),
    timeoutSeconds: fc.option(fc.oneof(someSeconds, fc.constant(undefined))),
  })
  const someTask = fc
    .record({ timeoutSeconds: fc.option(someSeconds), taken: fc.boolean(), activity: fc.boolean() })
    .map(({ timeoutSeconds, taken, activity }) =>
      activity
        ? anActivity({ timeoutSeconds, ...(taken ? {} : { startedAtMs: null }) })
        : aCallback({ timeoutSeconds }),
    )
  const edges = (limit: ReturnType<typeof deadlineLimits>) =>
    limit?.at ?? { lo: Number.POSITIVE_INFINITY, hi: Number.POSITIVE_INFINITY }

  it('never comes later for one more parent, whatever is known of it', () => {
    fc.assert(
      fc.property(someTask, fc.array(someParent, { maxLength: 3 }), someParent, (task, parents, one) => {
        const before = edges(deadlineLimits(task, { ...child, parents }))
        const after = edges(deadlineLimits(task, { ...child, parents: [...parents, one] }))
        expect(after.lo).toBeLessThanOrEqual(before.lo)
        expect(after.hi).toBeLessThanOrEqual(before.hi)
      }),
    )
  })

  it('is the same in whatever order the parents stand', () => {
    fc.assert(
      fc.property(someTask, fc.array(someParent, { maxLength: 4 }), (task, parents) => {
        expect(edges(deadlineLimits(task, { ...child, parents: parents.toReversed() }))).toEqual(
          edges(deadlineLimits(task, { ...child, parents })),
        )
      }),
    )
  })

  it('is told to have changed by any change of a parent', () => {
    const limits = { ...child, parents: [parent(-20, 60)] }
    expect(sameLimits(limits, { ...child, parents: [parent(-20, 60)] })).toBe(true)
    expect(sameLimits(child, { ...child, parents: [] })).toBe(true)
    for (const parents of [
      [],
      [parent(-20, 61)],
      [parent(-21, 60)],
      [{ from: { lo: at(-20), hi: Number.POSITIVE_INFINITY }, timeoutSeconds: 60 }],
      [{ from: null, timeoutSeconds: 60 }],
      [parent(-20, 60), parent(-20, 60)],
    ]) {
      expect(sameLimits(limits, { ...child, parents })).toBe(false)
      expect(sameLimits({ ...child, parents }, limits)).toBe(false)
    }
  })
})

describe("deadlineLimits of SWF's tasks", () => {
  const GRACE = GRACE_MS / 1000
  const NEVER = Number.POSITIVE_INFINITY
  const edge = (seconds: number): number => (Number.isFinite(seconds) ? at(seconds) : seconds)

  it.each([
    // Taken at 10 s: the start's limit is over, the others count from where SWF counts them.
    { taken: true, start: 5, close: 30, run: 100, workflow: 500, because: 'scheduleToClose', lo: 30, hi: 30 },
    { taken: true, start: 5, close: 300, run: 100, workflow: 500, because: 'task', lo: 110, hi: 110 },
    { taken: true, start: 5, close: 300, run: null, workflow: 200, because: 'execution', lo: 200, hi: 200 },
    // Not taken as of the read, and perhaps just after.
    {
      taken: false,
      start: 20,
      close: null,
      run: null,
      workflow: null,
      because: 'scheduleToStart',
      lo: 20,
      hi: NEVER,
    },
    {
      taken: false,
      start: 20,
      close: null,
      run: 40,
      workflow: null,
      because: 'scheduleToStart',
      lo: 20,
      hi: 60 + GRACE,
    },
    {
      taken: false,
      start: 20,
      close: 50,
      run: 40,
      workflow: null,
      because: 'scheduleToStart',
      lo: 20,
      hi: 50,
    },
    { taken: false, start: 20, close: 50, run: 40, workflow: 45, because: 'scheduleToStart', lo: 20, hi: 45 },
    { taken: false, start: 20, close: 15, run: 40, workflow: 45, because: 'scheduleToClose', lo: 15, hi: 15 },
    {
      taken: false,
      start: null,
      close: 50,
      run: 40,
      workflow: null,
      because: 'scheduleToClose',
      lo: 50,
      hi: 50,
    },
    { taken: false, start: null, close: null, run: 40, workflow: 99, because: 'execution', lo: 99, hi: 99 },
  ])(
    'taken $taken, scheduleToStart $start, scheduleToClose $close, startToClose $run, workflow $workflow: $because',
    ({ taken, start, close, run, workflow, because, lo, hi }) => {
      const task = anSwfActivity(
        { timeoutSeconds: run, startedAtMs: taken ? at(10) : null },
        { scheduleToStartSeconds: start, scheduleToCloseSeconds: close },
      )
      const limit = deadlineLimits(task, {
        fromMs: workflow === null ? null : at(0),
        timeoutSeconds: workflow,
      })
      expect(limit).toMatchObject({ because, at: { lo: edge(lo), hi: edge(hi) } })
    },
  )

  it('is null where all of them are NONE', () => {
    expect(deadlineLimits(anSwfActivity(), UNLIMITED)).toBeNull()
    expect(deadlineLimits(anSwfActivity({ startedAtMs: null }), UNLIMITED)).toBeNull()
  })

  it('names the setting that comes first with its seconds', () => {
    const task = anSwfActivity(
      { startedAtMs: null },
      { scheduleToStartSeconds: 20, scheduleToCloseSeconds: 50 },
    )
    expect(deadlineLimits(task, UNLIMITED)?.timeoutSeconds).toBe(20)
    expect(deadlineLimits({ ...task, startedAtMs: at(10) }, UNLIMITED)?.timeoutSeconds).toBe(50)
  })
})
