import { describe, expect, it } from 'vitest'
import { at } from '../domain/testing-tasks.ts'
import { betweenLabel, failedWords, nextWords } from './between-words.ts'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`
const between = {
  failedEventId: 7,
  name: 'Charge card',
  path: ['Fulfil', 'branch 2'],
  within: [3],
  attempt: 1,
  sinceMs: at(30),
  error: 'States.Timeout',
  failures: [],
}

describe('what waits between two attempts', () => {
  it('is named like its task', () => {
    expect(betweenLabel({ workflowName: 'Orders', between })).toBe('Orders / branch 2 / Charge card')
    expect(failedWords({ between }, write)).toBe('Attempt 1 ended 30 s: States.Timeout')
    expect(failedWords({ between: { ...between, attempt: null, error: null } }, write)).toBe(
      'An attempt ended 30 s: no error was given',
    )
  })

  it('says when the next one is due, as near as the definition tells', () => {
    const due = (hi: number) =>
      nextWords({ kind: 'due', attempt: 2, of: 3, at: { lo: at(40), hi: at(hi) } }, write)
    expect(due(40)).toBe('Attempt 2 of 3, retry due about 40 s.')
    expect(due(50)).toBe('Attempt 2 of 3, retry due between 40 s and 50 s.')
  })

  it('claims nothing that the definition does not tell', () => {
    expect(nextWords(null, write)).toContain('is not known')
    expect(nextWords({ kind: 'cannotBeTold' }, write)).toContain('cannot be told')
    expect(nextWords({ kind: 'none' }, write)).toContain('No Retry takes this error')
  })
})
