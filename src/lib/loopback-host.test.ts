import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopbackHost } from './loopback-host.ts'

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    'LocalHost:5173',
    'console.localhost',
    'a.b.localhost:1',
    '127.0.0.1',
    '127.255.0.9:65535',
    '[::1]',
    '[::1]:5173',
  ])('is true for %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  })

  it.each([
    '',
    ':5173',
    'evil.example',
    'evil.example:5173',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil-localhost',
    'sync-localhost',
    '.localhost',
    'a..localhost',
    'localhost, evil.example',
    'localhost@evil.example',
    'localhost/evil.example',
    'evil.example:80:localhost',
    '127.0.0.256',
    '127.1',
    '128.0.0.1',
    '0.0.0.0',
    '192.168.0.1',
    '::1',
    '[::2]',
    '[::ffff:127.0.0.1]',
    'localhost:123456',
    'localhost:',
    'localhost\n',
  ])('is false for %j', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })

  it('is false for whatever a name ends in but localhost', () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        fc.pre(!domain.endsWith('.localhost'))
        expect(isLoopbackHost(domain)).toBe(false)
        expect(isLoopbackHost(`localhost.${domain}`)).toBe(false)
        expect(isLoopbackHost(`127.0.0.1.${domain}`)).toBe(false)
      }),
    )
  })
})
