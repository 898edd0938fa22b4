import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { provesNotSent, relayMarkerHeader, relayMarkerOf } from './relay-marker.ts'

const all = ['refused', 'unreachable', 'no-answer', 'broken', 'late', 'unusable']

describe('the marker of a relay', () => {
  it.each(all)('%s is read as itself', (value) => {
    expect(relayMarkerOf(value)).toBe(value)
  })

  it('is read from no other value, whatever it is', () => {
    const others = ['', 'Refused', ' refused', 'refused, refused', 'refused;q=1', 'constructor', '__proto__']
    for (const value of [...others, null, undefined]) expect(relayMarkerOf(value)).toBeUndefined()
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!all.includes(value))
        expect(relayMarkerOf(value)).toBeUndefined()
      }),
    )
  })

  it('proves that nothing was sent only where the relay says so', () => {
    expect(all.filter((value) => provesNotSent(relayMarkerOf(value)))).toEqual(['refused', 'unreachable'])
    expect(provesNotSent(undefined)).toBe(false)
  })

  it('has a header that any server can send', () => {
    expect(relayMarkerHeader).toMatch(/^x-[a-z-]+$/)
  })
})
