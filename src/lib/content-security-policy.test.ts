import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, policyWithoutNetwork } from './content-security-policy.ts'

function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split('; ').map((text) => {
      const [name = '', ...sources] = text.split(' ')
      return [name, sources]
    }),
  )
}

describe('contentSecurityPolicy', () => {
  it('allows nothing but its own origin where there is no connection', () => {
    expect(contentSecurityPolicy([])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
        "require-trusted-types-for 'script'; trusted-types heartbeat-console-worker; frame-ancestors 'none'",
    )
  })

  it('lists each origin once, without its path', () => {
    const policy = contentSecurityPolicy([
      'https://states.eu-west-1.amazonaws.com',
      'http://127.0.0.1:4566/_local/id-token',
      'http://127.0.0.1:4566/_local/clock?x=1',
      'http://[::1]:4566/',
    ])
    expect(directives(policy).get('connect-src')).toEqual([
      "'self'",
      'http://127.0.0.1:4566',
      'http://[::1]:4566',
      'https://states.eu-west-1.amazonaws.com',
    ])
  })

  it.each([
    '*',
    '',
    '/aws/',
    'ws://127.0.0.1',
    'javascript:alert(1)',
    'data:text/plain,x',
    'https://*.example.com',
  ])('refuses %j as an address', (url) => {
    expect(() => contentSecurityPolicy([url])).toThrow(TypeError)
  })

  it('changes nothing but connect-src, whatever the addresses', () => {
    const bare = directives(contentSecurityPolicy([]))
    fc.assert(
      fc.property(fc.array(fc.webUrl({ withQueryParameters: true, withFragments: true })), (urls) => {
        const policy = directives(contentSecurityPolicy(urls))
        expect([...policy.keys()]).toEqual([...bare.keys()])
        for (const [name, sources] of policy) {
          if (name !== 'connect-src') expect(sources).toEqual(bare.get(name))
        }
        expect(policy.get('connect-src')).toEqual(
          expect.arrayContaining(urls.map((url) => new URL(url).origin)),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('gives every directive a source, and none a wildcard, whatever the addresses', () => {
    const anyUrl = fc.oneof(fc.webUrl(), fc.constantFrom('http://127.0.0.1:4566', 'https://a.example./x'))
    fc.assert(
      fc.property(fc.array(anyUrl), (urls) => {
        for (const policy of [contentSecurityPolicy(urls), policyWithoutNetwork()]) {
          for (const [name, sources] of directives(policy)) {
            expect([name, sources.length > 0, sources.includes('')]).toEqual([name, true, false])
            expect(sources.filter((source) => /\*|unsafe|^https?:$/.test(source))).toEqual([])
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('adds a nonce and the socket for development only', () => {
    const policy = directives(
      contentSecurityPolicy([], { nonce: 'abcdefghijklmnop', socketOrigins: ['ws://127.0.0.1:5173'] }),
    )
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-abcdefghijklmnop'"])
    expect(policy.get('connect-src')).toEqual(["'self'", 'ws://127.0.0.1:5173'])
    expect(() => contentSecurityPolicy([], { nonce: "x'; *", socketOrigins: [] })).toThrow(TypeError)
  })
})

describe('policyWithoutNetwork', () => {
  it('is that of the console, but for calls and for what a page cannot say of itself', () => {
    const header = directives(contentSecurityPolicy([]))
    header.delete('frame-ancestors')
    header.set('connect-src', ["'none'"])
    expect(directives(policyWithoutNetwork())).toEqual(header)
  })
})
