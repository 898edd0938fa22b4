import { describe, expect, it } from 'vitest'
import { readIdTokenClaims } from './credentials.ts'

function tokenOf(claims: unknown): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
}

describe('readIdTokenClaims', () => {
  it('reads names as they are written, in any script', () => {
    const claims = {
      name: 'Zoë Ångström 名前 🫀',
      sub: 'a',
      exp: 1_795_183_200,
      'cognito:groups': ['operator'],
    }
    expect(readIdTokenClaims(tokenOf(claims))).toEqual(claims)
  })

  it.each(['', 'x', 'a.b.c', 'a.!!!.c', tokenOf(null), tokenOf('text')])('knows nothing from %j', (token) => {
    expect(readIdTokenClaims(token)).toEqual({})
  })
})
