import { describe, expect, it } from 'vitest'
import { honest } from '../../src/domain/testing-mistakes.ts'
import { CLOCK_MISTAKES, tryClocks } from './clock-mistakes.ts'
import { ALARM_MISTAKES, MISTAKES } from './mistakes.ts'
import { ENOUGH, runTruth } from './run-truth.ts'
import { reportLines, violationLines } from './words.ts'

// The small size of `npm run truth`, which goes on until it is whole: lived once, for all tests of this file.
const SMALL = { seed: 'unit', atOnce: 10 }
const small = await runTruth({ ...SMALL, tasks: 400, most: ENOUGH })
const clocks = await tryClocks(SMALL)

describe('the console, held against tasks in the local AWS', () => {
  it('says nothing that is not so', () => {
    expect(small.violations.map((violation) => violationLines(violation).join('\n'))).toEqual([])
    expect(small.violated).toBe(0)
  })

  it('has tasks of every kind, ended by every limit, and says everything it can say', () => {
    for (const end of [
      'activity: heartbeat',
      'activity: task',
      'callback: heartbeat',
      'callback: task',
      'job: heartbeat',
      'swf: heartbeat',
      'swf: task',
      'swf: scheduleToStart',
      'swf: scheduleToClose',
      'swf: execution',
    ])
      expect(small.ends.get(end) ?? 0, end).toBeGreaterThan(0)
    for (const turn of [
      'ExecutionTimedOut',
      'ExecutionRedriven',
      'ParallelStateFailed',
      'TaskStateAborted',
      'WorkflowExecutionContinuedAsNew',
      'ChildWorkflowExecutionTimedOut',
    ])
      expect(small.turns.get(turn) ?? 0, turn).toBeGreaterThan(0)
    for (const kind of ['guaranteed', 'due', 'beaten', 'waiting', 'noHeartbeat'] as const)
      expect(small.said.get(kind) ?? 0, kind).toBeGreaterThan(500)
  })

  it.each([...small.lived])('has lived: %s', (_name, count) => {
    expect(count).toBeGreaterThan(0)
  })

  it.each([...CLOCK_MISTAKES.keys()])('finds it out where a clock believes that %s', (name) => {
    expect(clocks.get(name)).toBeGreaterThan(0)
  })

  it.each([...MISTAKES.keys()])('finds it out where %s', (name) => {
    expect(small.unnoticed).not.toContain(name)
  })

  it.each([...ALARM_MISTAKES])('finds it out by its own check alone where %s', (name, { lie }) => {
    expect(small.caughtBy.get(name)).toEqual([lie])
  })
})

describe('a run', () => {
  it('is the same for the same seed', async () => {
    const again = async () => reportLines(await runTruth({ seed: 'again', tasks: 10, atOnce: 5 }))
    expect(await again()).toEqual(await again())
  })

  it('that is not whole goes on, as far as it may, and says so', async () => {
    const few = { seed: 'again', tasks: 1, atOnce: 2 }
    const short = await runTruth(few)
    const longer = await runTruth({ ...few, most: 20 })
    expect(longer.tasks).toBeGreaterThanOrEqual(20)
    expect(short.tasks).toBeLessThan(20)
    for (const report of [short, longer]) {
      expect(report.wholeAfter).toBeNull()
      expect(reportLines(report)).toContainEqual(expect.stringContaining('proves little'))
    }
  })

  it('tells the first violations whole, without a token', async () => {
    const seen: string[] = []
    const report = await runTruth({
      seed: 'wrong',
      tasks: 40,
      atOnce: 8,
      estimator(moment) {
        const { token } = moment.evidence.task
        if (token !== null) seen.push(token.reveal())
        return { ...honest(moment), lowerMs: Number.POSITIVE_INFINITY }
      },
    })
    expect(report.violated).toBeGreaterThan(report.violations.length)
    const lines = report.violations.flatMap(violationLines)
    expect(lines).toContain('it timed out before the lower edge')
    const text = lines.join('\n')
    expect(text).toContain('"lowerMs":"Infinity"')
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((token) => text.includes(token))).toEqual([])
  })
})
