import { describe, expect, it } from 'vitest'
import { readTabMessage, type TabMessage } from './tab-message.ts'

describe('a message of another tab', () => {
  it.each<TabMessage>([
    { kind: 'active' },
    { kind: 'taken', state: 's' },
    { kind: 'signedOut', pools: ['a', 'b'], idle: true },
    { kind: 'answer', answer: { state: 's', code: 'c', error: null } },
  ])('of kind $kind is taken as it is', (message) => {
    expect(readTabMessage(structuredClone(message))).toEqual(message)
  })

  it.each([
    null,
    'active',
    7,
    [],
    {},
    { kind: 'later' },
    { kind: 'taken' },
    { kind: 'answer' },
    { kind: 'answer', answer: { state: 1, code: 'c', error: null } },
    { kind: 'answer', answer: { state: 's', code: {}, error: null } },
  ])('that is %j is none', (data) => {
    expect(readTabMessage(data)).toBeNull()
  })

  it('that signs out does so, whatever else it lacks', () => {
    expect(readTabMessage({ kind: 'signedOut' })).toEqual({ kind: 'signedOut', pools: [], idle: false })
  })
})
