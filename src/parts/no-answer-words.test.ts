import { describe, expect, it } from 'vitest'
import { headersToAllow } from '../aws/preflight.ts'
import type { AppError } from '../domain/app-error.ts'
import { errorWords } from './error-words.ts'

type NoAnswer = Extract<AppError, { kind: 'noAnswer' }>

function told(change: Partial<NoAnswer>): string {
  const endpoint = 'https://swf.eu-west-1.amazonaws.com'
  const { headline, detail } = errorWords({ kind: 'noAnswer', reachable: null, endpoint, ...change })
  return `${headline}. ${detail}`
}

describe('no answer', () => {
  it('of a host that answers, only not to this page, names the host and every header', () => {
    const words = told({ reachable: true })
    expect(words).toMatch(/^No answer from https:\/\/swf\.eu-west-1\.amazonaws\.com\. /)
    for (const header of headersToAllow) expect(words).toContain(header)
    expect(words).not.toContain('relay')
  })

  it('of a dead network does not speak of CORS', () => {
    expect(told({ reachable: false })).not.toContain('CORS')
  })

  it('by either way tells of both', () => {
    const words = told({ reachable: true, relay: 'absent' })
    expect(words).toContain('CORS')
    expect(words).toContain('has no relay')
  })

  it('through the relay tells of the relay alone', () => {
    for (const relay of ['absent', 'refused', 'unreached', 'silent'] as const) {
      expect(told({ relay })).toContain("This console's own host".slice(1))
      expect(told({ relay })).not.toContain('CORS')
    }
  })
})
