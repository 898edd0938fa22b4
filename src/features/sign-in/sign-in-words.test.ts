import { describe, expect, it } from 'vitest'
import type { SignInTrouble } from '../../console/sign-in/sign-in-trouble.ts'
import { attemptWords, listed, signedOutWords, troubleWords } from './sign-in-words.ts'

const TROUBLES: readonly SignInTrouble[] = [
  { kind: 'unknownAnswer' },
  { kind: 'tooLate' },
  { kind: 'refused', error: 'access_denied' },
  { kind: 'refused', error: 'temporarily_unavailable' },
  { kind: 'codeRefused', error: 'invalid_grant' },
  { kind: 'noAnswer', host: 'login.example.com' },
  { kind: 'unusable' },
  { kind: 'noWindow' },
]

describe('the words of signing in', () => {
  it('tell every trouble apart, in whole sentences', () => {
    const words = TROUBLES.map(troubleWords)
    expect(new Set(words).size).toBe(TROUBLES.length)
    for (const sentence of words) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })

  it('name what the login answered, and the host that did not', () => {
    expect(troubleWords({ kind: 'refused', error: 'temporarily_unavailable' })).toContain(
      'temporarily_unavailable',
    )
    expect(troubleWords({ kind: 'noAnswer', host: 'login.example.com' })).toContain('login.example.com')
  })

  it('say nothing where nothing was tried', () => {
    expect(attemptWords({ kind: 'none' }, 'login.example.com')).toBeNull()
    expect(attemptWords({ kind: 'leaving' }, 'login.example.com')).toBe('Going to login.example.com.')
  })

  it('say of a sign-out why, and whether the user pool was told', () => {
    const told = signedOutWords({ why: 'person', revoked: true, logins: [] })
    const untold = signedOutWords({ why: 'idle', revoked: false, logins: [] })
    expect(told.headline).toBe('You are signed out')
    expect(told.detail).not.toContain('could not be told')
    expect(untold.headline).toContain('nobody was active')
    expect(untold.detail).toContain('could not be told')
  })

  it('list names as people do', () => {
    expect(listed(['a'])).toBe('a')
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
  })
})
