import { describe, expect, it } from 'vitest'
import { GRACE_MS } from './grace.ts'
import { deadlineLimits, taskLimit } from './hard-limit.ts'
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

  it('takes the default of 99999999 seconds for no limit', () => {
    expect(deadlineLimits(anActivity({ timeoutSeconds: 99_999_999 }), UNLIMITED)).toBeNull()
    expect(deadlineLimits(anActivity({ timeoutSeconds: 99_999_998 }), UNLIMITED)).not.toBeNull()
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
