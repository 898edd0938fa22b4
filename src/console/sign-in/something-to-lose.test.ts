import { describe, expect, it } from 'vitest'
import { createStore } from '../../lib/store.ts'
import type { SessionState } from '../session.ts'
import { createTokenVault } from '../token-vault.ts'
import { watchSomethingToLose } from './something-to-lose.ts'

function stage() {
  const states = [0, 1].map(() => createStore<SessionState>({ kind: 'signingIn' }))
  let underWay = false
  const connections = states.map((state) => ({ session: { state } }))
  return {
    states,
    loses: watchSomethingToLose(connections, createTokenVault(), { isUnderWay: () => underWay }),
    write: () => {
      underWay = true
    },
  }
}

const ana: SessionState = { kind: 'signedIn', who: 'Ana', personId: null, groups: [], untilMs: null }
const ended: readonly SessionState[] = [
  { kind: 'signedOut' },
  { kind: 'failed', error: { kind: 'expiredCredentials' } },
]

describe('a page that is left', () => {
  it('loses the outcome of a write that is under way', () => {
    const { loses, write } = stage()
    write()
    expect(loses()).toBe(true)
  })

  it('loses nothing before any connection had credentials', () => {
    const { states, loses } = stage()
    for (const state of ended) {
      states[0]?.set(state)
      expect(loses()).toBe(false)
    }
  })

  it.each([ana, { kind: 'guest', untilMs: null } as const])(
    'loses what a $kind read and typed, also after the sign-in has ended',
    (had) => {
      const { states, loses } = stage()
      states[1]?.set(had)
      for (const state of ended) {
        states[1]?.set(state)
        expect(loses()).toBe(true)
      }
    },
  )
})
