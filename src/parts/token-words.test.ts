import { describe, expect, it } from 'vitest'
import { readPastedToken } from '../domain/pasted-token.ts'
import { TaskToken } from '../domain/task-token.ts'
import { aCallback, anActivity } from '../domain/testing-tasks.ts'
import { foundTokenWords, tokenFacts, tokenWords, whatToPaste } from './token-words.ts'

const token = new TaskToken('t')

describe('the words of a token', () => {
  it.each([
    ['proved', aCallback({ token }), false, 'proved', 'proved'],
    ['pasted', aCallback({ tokenUnproved: true }), true, 'pasted', 'pasted'],
    ['in no history', aCallback(), false, 'paste', 'paste'],
    ['of an activity that nobody took', anActivity({ startedAtMs: null }), false, '–', '–'],
    [
      'unproved',
      aCallback({ tokenUnproved: true }),
      false,
      'not proved, paste',
      'not proved: it may stand in the history, but nothing proves which string it is',
    ],
    [
      'passed to nobody',
      aCallback({ tokenPassedToNobody: true }),
      false,
      'passed to nobody',
      'passed to nobody',
    ],
    [
      'unproved, of a job that takes no heartbeat',
      aCallback({ kind: 'job', heartbeatSeconds: null, tokenUnproved: true }),
      false,
      '–',
      '–',
    ],
  ])('%s', (_what, task, pasted, short, whole) => {
    expect(tokenWords(task, pasted)).toBe(short)
    expect(tokenFacts(task, pasted, false)).toBe(whole)
  })

  it('ask for none where the task has ended', () => {
    for (const task of [aCallback(), anActivity(), aCallback({ tokenUnproved: true })])
      expect(tokenFacts(task, false, true)).not.toContain('paste')
    expect(tokenFacts(aCallback({ token }), false, true)).toBe('proved')
  })

  it('say that a pasted one counts only if it is the right one, whatever the history holds', () => {
    for (const tokenUnproved of [true, false]) {
      const words = whatToPaste({ tokenUnproved })
      expect(words).toContain("the guarantee holds only if it is this task's")
      expect(words.includes('nothing proves which string it is')).toBe(tokenUnproved)
    }
  })
})

describe('the words of what was pasted', () => {
  const raw = `AQC+/${'kHhwbW9y'.repeat(16)}kHh==`
  const { fingerprint } = new TaskToken(raw)

  it.each([
    ['the token alone', raw, undefined],
    ['the token in quotation marks', `"${raw}"`, undefined],
    ['JSON', JSON.stringify({ taskToken: raw }), `Token ${fingerprint} taken from the pasted JSON.`],
    ['a command', `--task-token ${raw}`, `Token ${fingerprint} taken from the pasted text.`],
    [
      'an encoded token',
      encodeURIComponent(raw),
      `Token ${fingerprint} read. %2B, %2F and %3D were turned back into + / =.`,
    ],
    [
      'a token in lines, in JSON',
      JSON.stringify({ taskToken: (raw.match(/.{1,64}/g) ?? []).join('\n') }),
      `Token ${fingerprint} taken from the pasted JSON. Line breaks were removed.`,
    ],
  ])('%s', (_, text, words) => {
    const read = readPastedToken(text, 'states')
    expect(read.kind === 'token' && foundTokenWords(read)).toBe(words)
    expect(words ?? '').not.toContain('AQC')
  })
})
