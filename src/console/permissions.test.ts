import { describe, expect, it } from 'vitest'
import type { Denied } from '../domain/app-error.ts'
import { exactly } from '../domain/interval.ts'
import { denialOf } from '../domain/permission.ts'
import { createStore } from '../lib/store.ts'
import type { WriteOutcome } from './journal-entry.ts'
import { createPermissions, neededFor } from './permissions.ts'
import type { SessionState } from './session.ts'
import { createPastedSignIn } from './sign-in/pasted-sign-in.ts'

const PACK = 'arn:aws:states:eu-west-1:123456789012:activity:Pack'
const DENIED: Denied = {
  kind: 'denied',
  action: 'states:SendTaskHeartbeat',
  resource: PACK,
  guest: false,
  explicit: false,
}
const REFUSED: WriteOutcome = { kind: 'refused', error: DENIED }
const ACCEPTED: WriteOutcome = { kind: 'accepted', at: exactly(0), cancelRequested: null }

const needed = neededFor('heartbeat', {
  connection: { region: 'eu-west-1' },
  execution: {
    service: 'states',
    executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:Orders:a',
    stateMachineName: 'Orders',
    executionName: 'a',
  },
  task: { kind: 'activity', resource: PACK },
})

function signedIn(who: string, groups: readonly string[], untilMs = 1): SessionState {
  return { kind: 'signedIn', who, personId: null, groups, untilMs }
}

function stage() {
  const state = createStore<SessionState>({ kind: 'signingIn' })
  const permissions = createPermissions({ state })
  state.set(signedIn('Vic', ['viewers']))
  return {
    state,
    permissions,
    denied: () => denialOf(permissions.denials.get(), needed),
  }
}

describe('permissions', () => {
  it('remember a denial until the same is allowed', () => {
    const { permissions, denied } = stage()
    permissions.learn(needed, 'history', REFUSED)
    expect(denied()).toEqual(DENIED)
    permissions.learn(needed, 'history', ACCEPTED)
    expect(denied()).toBeUndefined()
  })

  it('forget it when a person wants to try again', () => {
    const { permissions, denied } = stage()
    permissions.learn(needed, 'pasted', REFUSED)
    permissions.forget(needed)
    expect(denied()).toBeUndefined()
  })

  it.each<WriteOutcome>([
    { kind: 'taskClosed', at: exactly(0) },
    { kind: 'notSent', error: DENIED },
    { kind: 'refused', error: { kind: 'throttled' } },
    { kind: 'unknown', at: exactly(0), reachable: null, why: 'noAnswer' },
  ])('learn nothing from $kind', (outcome) => {
    const { permissions, denied } = stage()
    permissions.learn(needed, 'history', outcome)
    expect(denied()).toBeUndefined()
    permissions.learn(needed, 'history', REFUSED)
    permissions.learn(needed, 'history', outcome)
    expect(denied()).toEqual(DENIED)
  })

  it('stay over renewals, and over a sign-in that fails and comes back', () => {
    const { state, permissions, denied } = stage()
    permissions.learn(needed, 'history', REFUSED)
    state.set(signedIn('Vic', ['viewers'], 2))
    state.set({ kind: 'failed', error: { kind: 'expiredCredentials' } })
    state.set({ kind: 'signingIn' })
    state.set(signedIn('Vic', ['viewers'], 3))
    expect(denied()).toEqual(DENIED)
  })

  it('are forgotten when other credentials are pasted: they may be of another role', () => {
    const pasted = createPastedSignIn('prod')
    const state = createStore<SessionState>(signedIn('pasted credentials', []))
    const permissions = createPermissions({ state }, pasted)
    pasted.paste({ accessKeyId: 'ASIAVIEWER', secretAccessKey: 'secret', sessionToken: 'token' })
    permissions.learn(needed, 'history', REFUSED)
    pasted.refuse()
    state.set({ kind: 'signedOut' })
    expect(denialOf(permissions.denials.get(), needed)).toEqual(DENIED)
    pasted.paste({ accessKeyId: 'ASIAOPERATOR', secretAccessKey: 'secret', sessionToken: 'token' })
    state.set(signedIn('pasted credentials', []))
    expect(denialOf(permissions.denials.get(), needed)).toBeUndefined()
  })

  it.each([
    ['somebody else', signedIn('Ana', ['viewers'])],
    ['the same person with other groups', signedIn('Vic', ['operators'])],
    ['a guest', { kind: 'guest', untilMs: 1 } as const],
  ])('are forgotten when %s is signed in', (_, next) => {
    const { state, permissions, denied } = stage()
    permissions.learn(needed, 'history', REFUSED)
    state.set({ kind: 'failed', error: { kind: 'expiredCredentials' } })
    state.set(next)
    expect(denied()).toBeUndefined()
  })
})
