import { describe, expect, it } from 'vitest'
import { type Denied, policyKinds } from '../domain/app-error.ts'
import { denialReason, deniedWords } from './denied-words.ts'

const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'

function denied(change: Partial<Denied> = {}): Denied {
  return {
    kind: 'denied',
    action: 'states:SendTaskHeartbeat',
    resource: machine,
    guest: false,
    explicit: false,
    ...change,
  }
}

describe('the words of a denial', () => {
  it.each([undefined, 'identity-based policy'] as const)('offer what %s lacks', (policy) => {
    const one = denied(policy === undefined ? {} : { policy })
    expect(deniedWords(one)).toMatchObject({
      headline: 'You may not do this: states:SendTaskHeartbeat is missing',
      next: 'Ask for this permission:',
      policy: expect.stringContaining(machine),
    })
    expect(denialReason(one)).toBe(`states:SendTaskHeartbeat on ${machine} is missing, as IAM answered.`)
  })

  it('put the statement into the boundary where that is what lacks it', () => {
    const words = deniedWords(denied({ policy: 'permissions boundary' }))
    expect(words.detail).toContain('The permissions boundary of this identity does not allow')
    expect(words.next).toContain('The boundary needs this statement:')
    expect(words.policy).toContain(machine)
  })

  it.each(policyKinds)('name a %s that denies, and offer nothing against it', (policy) => {
    const words = deniedWords(denied({ policy, explicit: true }))
    expect(words.detail).toMatch(new RegExp(`^An? ${policy} explicitly denies .* No Allow will help`))
    expect(words.next).not.toMatch(/:$/)
    expect(words).not.toHaveProperty('policy')
  })

  it.each(policyKinds.slice(2))('say of a %s without an Allow who keeps it, and offer nothing', (policy) => {
    const words = deniedWords(denied({ policy }))
    expect(words.headline).toMatch(/ is denied$/)
    expect(words.detail).toBe(`No ${policy} allows states:SendTaskHeartbeat on ${machine}.`)
    expect(denialReason(denied({ policy }))).toBe(words.detail)
    expect(words).not.toHaveProperty('policy')
  })

  it('send a guest to the sign-in, and nobody else', () => {
    const policy = 'session policy'
    expect(deniedWords(denied({ policy, guest: true })).next).toContain('Sign in.')
    expect(deniedWords(denied({ policy })).next).toContain('get others')
  })
})
