import { describe, expect, it } from 'vitest'
import type { TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import type { AppError } from '../domain/app-error.ts'
import type { UnreadLimit } from '../domain/hard-limit.ts'
import { anActivity, at } from '../domain/testing-tasks.ts'
import { type OutcomeWords, outcomeWords } from './outcome-words.ts'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`
const AT = { lo: at(100), hi: at(101) }

function words(
  outcome: WriteOutcome,
  change: {
    basis?: TokenBasis
    hardMs?: number
    limitUnread?: UnreadLimit | null
    heartbeatSeconds?: number | null
    idleHeartbeatSeconds?: number | null
  } = {},
): OutcomeWords {
  const { basis = 'history', hardMs = null, limitUnread = null, ...task } = change
  return outcomeWords(outcome, { task: anActivity(task), basis, hardMs, limitUnread }, write)
}

const all = ({ headline, detail }: OutcomeWords): string => `${headline} ${detail}`

describe('an accepted heartbeat', () => {
  const accepted = { kind: 'accepted', at: AT, cancelRequested: null } as const

  it('guarantees from when it was sent, not from its answer', () => {
    expect(words(accepted).headline).toBe('Accepted. Cannot time out before 160 s.')
  })

  it('guarantees nothing past the hard limit', () => {
    const told = words(accepted, { hardMs: at(130) })
    expect(told.headline).toBe('Accepted. Cannot time out before 130 s.')
    expect(told.detail).toContain('hard limit')
  })

  it('says so where the hard limit is not read', () => {
    expect(words(accepted, { limitUnread: 'execution' }).detail).toContain(
      "so can the state machine's TimeoutSeconds, which has not been read",
    )
    expect(words(accepted, { limitUnread: 'parent' }).detail).toContain(
      "so can its parent's TimeoutSeconds, which has not been read",
    )
  })

  it('with a pasted token promises only under its condition', () => {
    const told = words(accepted, { basis: 'pasted' })
    expect(told.headline).not.toContain('Cannot time out')
    expect(told.detail).toContain("If it is this task's, it cannot time out before 160 s.")
  })

  it('has no effect where none is declared, but a pasted token may have had one elsewhere', () => {
    expect(words(accepted, { heartbeatSeconds: null }).headline).toContain('without effect')
    expect(words(accepted, { heartbeatSeconds: null, basis: 'pasted' }).headline).not.toContain(
      'without effect',
    )
  })

  it('tells of a heartbeat that is too long to count what it is', () => {
    const idle = { heartbeatSeconds: null, idleHeartbeatSeconds: 99_999_999 }
    const why = 'its HeartbeatSeconds of 99999999 cannot run out within the one year of an execution'
    expect(words(accepted, idle).headline).toBe(`Accepted, and without effect: ${why}.`)
    expect(words(accepted, { ...idle, basis: 'pasted' }).detail).toContain(`it put no end off: ${why}.`)
  })
})

describe('a token that AWS did not take', () => {
  const closed = { kind: 'taskClosed', at: AT } as const

  it('and that was this task’s tells that it is closed: an outcome, not an error', () => {
    expect(words(closed)).toMatchObject({
      type: 'info',
      headline: 'The task is closed: it ended before your heartbeat arrived.',
    })
  })

  it('and that was pasted says nothing of this task', () => {
    const told = words(closed, { basis: 'pasted' })
    expect(told.type).toBe('info')
    expect(told.headline).toBe('The task that this token belongs to is closed.')
  })

  it('and that came from history was no token, so copying it again would not help', () => {
    expect(all(words({ kind: 'invalidToken', at: AT }))).not.toContain('Copy it again')
    expect(all(words({ kind: 'invalidToken', at: AT }, { basis: 'pasted' }))).toContain('Copy it again')
  })
})

describe('a heartbeat that failed', () => {
  const errors: AppError[] = [
    { kind: 'throttled' },
    { kind: 'expiredCredentials' },
    { kind: 'clockSkew' },
    { kind: 'denied', action: 'states:SendTaskHeartbeat', resource: 'arn', guest: false, explicit: false },
    { kind: 'awsFault', code: 'ValidationException', message: 'no', status: 400 },
    { kind: 'notSignedIn', message: 'Token expired' },
    { kind: 'noAnswer', reachable: null, endpoint: 'https://states' },
  ]

  it.each(errors)('with $kind is never said to be tried again', (error) => {
    for (const kind of ['refused', 'notSent'] as const)
      expect(all(words({ kind, error }))).not.toMatch(/tries again|try again|by itself, ever/)
  })

  it('for want of a permission offers the policy, and for an explicit deny none', () => {
    const denied = (explicit: boolean): OutcomeWords =>
      words({
        kind: 'refused',
        error: {
          kind: 'denied',
          action: 'states:SendTaskHeartbeat',
          resource: 'arn:x',
          guest: false,
          explicit,
        },
      })
    expect(JSON.parse(denied(false).policy ?? '')).toEqual({
      Effect: 'Allow',
      Action: 'states:SendTaskHeartbeat',
      Resource: 'arn:x',
    })
    expect(denied(true).policy).toBeUndefined()
  })

  it('for the clock may be sent again', () => {
    const told = words({ kind: 'refused', error: { kind: 'clockSkew' } })
    expect(told.headline).toBe('AWS refused the signature because of the clock.')
    expect(told.detail).toContain('safe to send the heartbeat again')
  })

  it('without an answer is not known, and says why', () => {
    const unknown = { kind: 'unknown', at: AT, reachable: false, why: 'noAnswer' } as const
    expect(all(words(unknown))).toContain('no answer came')
    expect(all(words(unknown))).toContain('cannot be reached')
    expect(all(words({ ...unknown, reachable: true }))).not.toContain('cannot be reached')
    expect(all(words({ ...unknown, why: 'awsFault' }))).toContain('AWS answered with an internal fault')
    expect(all(words({ ...unknown, why: 'foreignAnswer' }))).toContain("is not AWS's")
    expect(all(words({ ...unknown, why: 'pageClosed' }))).toContain('page was closed')
  })

  it('never claims that a heartbeat with an unknown outcome had no effect or went out once', () => {
    for (const why of ['noAnswer', 'awsFault', 'foreignAnswer', 'pageClosed'] as const) {
      const text = all(words({ kind: 'unknown', at: AT, reachable: null, why }))
      expect(text).toMatch(/^Outcome unknown/)
      expect(text).not.toMatch(/no effect|did not send it again|Nothing was/)
    }
  })

  it.each(['unrecorded', 'pageClosed'] as const)('that was %s was not sent', (kind) => {
    expect(words({ kind }).headline).toMatch(/^Nothing was sent/)
  })
})
