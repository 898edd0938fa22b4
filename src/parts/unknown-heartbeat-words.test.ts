import { describe, expect, it } from 'vitest'
import { type Evidence, estimate } from '../domain/estimate.ts'
import { taskFindings } from '../domain/findings-of-task.ts'
import { exactly } from '../domain/interval.ts'
import { anSwfActivity, at, evidenceOf, timedOut } from '../domain/testing-tasks.ts'
import { deadlineSentences, deadlineWords } from './deadline-words.ts'
import { endingWords } from './ending-words.ts'
import { heartbeatPrice } from './heartbeat-price.ts'
import { outcomeWords } from './outcome-words.ts'
import { intervalWords } from './task-facts.tsx'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`

/** Everything that is said of a task at 20 s. */
function saidOf(evidence: Evidence): string {
  const now = exactly(at(20))
  const { task } = evidence
  const estimated = estimate(evidence, now)
  const { figure, words, under } = deadlineWords(task, estimated, now)
  const accepted = { kind: 'accepted', at: exactly(at(18)), cancelRequested: false } as const
  const outcomes = (['history', 'pasted'] as const).map((basis) => {
    const beaten = { task, basis, hardMs: null, limitUnread: estimated.limitUnread }
    const { headline, detail } = outcomeWords(accepted, beaten, write)
    return `${headline} ${detail}`
  })
  return [
    [figure, words, under],
    deadlineSentences(task, estimated, now, write),
    Object.values(heartbeatPrice(task, 'pasted', estimated, now, write)),
    outcomes,
    [intervalWords(task), endingWords(task, timedOut(20, 'HEARTBEAT'), write).detail],
    taskFindings(evidence, estimated, now).map(({ kind }) => kind),
  ]
    .flat()
    .join('\n')
}

describe('a task of SWF whose history gives no heartbeatTimeout', () => {
  const task = anSwfActivity({ heartbeatSeconds: undefined, timeoutSeconds: null })

  it('is said to have an unknown one, and never none', () => {
    const said = saidOf(evidenceOf(task))
    expect(said).toContain('heartbeat timeout unknown')
    expect(said).toContain('Its history gives no heartbeatTimeout, not even NONE.')
    expect(said).toContain('unknown: its history gives no heartbeat timeout')
    expect(said).not.toMatch(
      /no heartbeat(?! ?timeout)|is NONE|noHeartbeat|without effect|discards|undefined|NaN/i,
    )
    expect(said).not.toMatch(/cannot time out before/i)
  })

  it('counts down to a hard limit, and says that the heartbeat may come first', () => {
    const said = saidOf(evidenceOf({ ...task, timeoutSeconds: 70 }))
    expect(said).toContain('1:00\nto the hard limit\nor sooner: its heartbeat timeout is unknown')
  })

  it('waits for a worker like any other', () => {
    const said = saidOf(evidenceOf({ ...task, startedAtMs: null, workerName: null }))
    expect(said).toContain('waiting\nfor a worker to take it')
  })
})

describe('a task of SWF whose history leaves out a limit', () => {
  it.each([
    ['startToCloseTimeout', anSwfActivity({ timeoutSeconds: undefined })],
    ['scheduleToCloseTimeout', anSwfActivity({}, { scheduleToCloseSeconds: undefined })],
    ['scheduleToStartTimeout', anSwfActivity({ startedAtMs: null }, { scheduleToStartSeconds: undefined })],
  ])('names it: %s', (setting, task) => {
    const said = saidOf(evidenceOf(task))
    expect(said).toContain(`Its history does not give ${setting}, which could end the task sooner.`)
    expect(said).not.toMatch(/not (?:been )?read|Hard limit: none|noTimeout|undefined|NaN/)
  })
})
