import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownPlace } from './own-place.ts'

const origin = 'https://console.example'

describe('a place of this origin', () => {
  it.each(['/', '/executions/a~b/arn%3Aaws?x=1#y', '/?filter=a%2Fb', '/signed%2F%2Fevil.example'])(
    'is %s as it stands',
    (place) => {
      expect(ownPlace(place, origin)).toBe(place)
    },
  )

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '\n//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'https://evil.example/',
    'https://console.example@evil.example/',
    'https://console.example.evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '',
    null,
    { toString: () => '//evil.example' },
  ])('is not %j', (place) => {
    expect(ownPlace(place, origin)).toBe('/')
  })

  it('is where a browser stays, whatever was given', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '\t',
      '%2f',
      '?',
      '#',
      'a',
      'evil.example',
      'javascript',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const went = new URL(ownPlace(parts.join(''), origin), origin)
        expect(went.origin).toBe(origin)
      }),
    )
  })
})
