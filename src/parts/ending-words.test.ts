import { describe, expect, it } from 'vitest'
import { anActivity, at } from '../domain/testing-tasks.ts'
import { endingWords } from './ending-words.ts'

describe('endingWords', () => {
  it('of a task whose ending is not told claims neither good nor bad', () => {
    const words = endingWords(anActivity(), { kind: 'untold', atMs: at(90) }, () => '14:01:30')
    expect(words.tone).toBe('neutral')
    expect(words.headline).toBe('over by 14:01:30')
    expect(words.detail).toContain('does not say how')
  })
})
