import { describe, expect, it } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import type { LoopStatus } from '../queries/loop-status.ts'
import { freshness, saysSignedOut } from './freshness.ts'

const CALM: LoopStatus = {
  paused: false,
  hidden: false,
  backingOffUntilMs: null,
  troubles: [],
  watched: 3,
  domains: 0,
  listed: 3,
  unlisted: 0,
  executions: 5,
  read: 5,
  unread: 0,
}

const troubled = (error: AppError): LoopStatus => ({
  ...CALM,
  troubles: [{ read: { kind: 'stateMachines' }, error }],
})

describe('freshness', () => {
  it('is live, with its age, while everything can be read', () => {
    expect(freshness(CALM, 3000, 0)).toEqual({ type: 'success', text: 'live · oldest read 0:03 ago' })
  })

  it.each<AppError>([
    { kind: 'denied', action: null, resource: null, guest: false, explicit: false },
    { kind: 'throttled' },
    { kind: 'noAnswer', reachable: null, endpoint: '' },
    { kind: 'foreignAnswer', endpoint: '', status: 200, isMarked: false },
    { kind: 'notSignedIn', message: '' },
    { kind: 'expiredCredentials' },
    { kind: 'clockSkew' },
    { kind: 'awsFault', code: 'ServiceUnavailable', message: '', status: 503 },
  ])('is never live with a trouble: $kind', (error) => {
    expect(freshness(troubled(error), 3000, 0).text).not.toContain('live')
    expect(freshness(troubled(error), 3000, 0).type).not.toBe('success')
  })

  it('is live while only the page of a mistyped execution has a trouble', () => {
    const read = { kind: 'history', executionId: 'arn:aws:states:eu-west-1:1:execution:O:x' } as const
    const error = { kind: 'notFound', what: 'execution', name: 'x' } as const
    const troubles = [{ read, error, ofOneExecution: true }] as const
    expect(freshness({ ...CALM, troubles }, 3000, 0).text).toBe('live · oldest read 0:03 ago')
    expect(freshness({ ...CALM, troubles: [{ read, error }] }, 3000, 0).text).not.toContain('live')
  })

  it('says when a throttled account is asked again', () => {
    const status = { ...troubled({ kind: 'throttled' }), backingOffUntilMs: 8_400 }
    expect(freshness(status, 9000, 1000).text).toBe('throttled, again in 0:08 · oldest read 0:09 ago')
  })

  it('is paused whatever else is wrong, and live where there is nothing to watch', () => {
    expect(freshness({ ...troubled({ kind: 'throttled' }), paused: true }, 61_000, 0).text).toBe(
      'paused · oldest read 1:01 ago',
    )
    expect(freshness({ ...CALM, watched: 0 }, null, 0).text).toBe('live')
    expect(freshness({ ...CALM, watched: null }, null, 0).text).toBe('reading · nothing read yet')
  })
  it('names the one service that does not answer where the other does', () => {
    const swf: AppError = { kind: 'noAnswer', reachable: true, endpoint: '' }
    const both: LoopStatus = {
      ...CALM,
      domains: 1,
      troubles: [
        { read: { kind: 'workflows', domain: 'orders' }, error: swf },
        { read: { kind: 'stateMachines' }, error: swf },
      ],
    }
    expect(freshness(both, 3000, 0).text).toBe('no answer · oldest read 0:03 ago')
    const ofSwf = { ...both, troubles: both.troubles.slice(0, 1) }
    expect(freshness(ofSwf, 3000, 0).text).toBe('no answer from SWF · oldest read 0:03 ago')
    const ofStates = { ...both, troubles: both.troubles.slice(1) }
    expect(freshness(ofStates, 3000, 0).text).toBe('no answer from Step Functions · oldest read 0:03 ago')
  })

  it('tells whether it says that nobody is signed in', () => {
    const signedOut = troubled({ kind: 'signedOut' })
    expect(freshness(signedOut, null, 0).text).toBe('signed out · nothing read yet')
    expect(saysSignedOut(signedOut)).toBe(true)
    for (const other of [CALM, { ...signedOut, paused: true }, troubled({ kind: 'throttled' })]) {
      expect(freshness(other, 3000, 0).text).not.toContain('signed out')
      expect(saysSignedOut(other)).toBe(false)
    }
  })
})
