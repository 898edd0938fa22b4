import { describe, expect, it } from 'vitest'
import { estimate, GRACE_MS } from './estimate.ts'
import { exactly } from './interval.ts'
import { SWF_READ_LAG_MS, sightOf } from './sight.ts'
import { anSwfActivity, at, evidenceOf } from './testing-tasks.ts'

describe('sightOf', () => {
  const readAt = { lo: at(100), hi: at(101) }

  it('takes a read of Step Functions at its word', () => {
    expect(sightOf(readAt, 'states')).toEqual(readAt)
  })

  it('allows that an answer of SWF shows how it was before', () => {
    expect(sightOf(readAt, 'swf')).toEqual({ lo: at(100) - SWF_READ_LAG_MS, hi: at(101) })
  })

  it('lets a read of SWF prove a foreign beat only beyond its lag', () => {
    const kindAfter = (ms: number) => {
      const readAtMs = at(10 + 60) + GRACE_MS + ms
      const openAt = sightOf(exactly(readAtMs), 'swf')
      return estimate(evidenceOf(anSwfActivity(), { openAt }), exactly(readAtMs)).kind
    }
    expect(kindAfter(SWF_READ_LAG_MS)).toBe('due')
    expect(kindAfter(SWF_READ_LAG_MS + 1)).toBe('beaten')
  })
})
