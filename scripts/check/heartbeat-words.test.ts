import { describe, expect, it } from 'vitest'
import type { AppError } from '../../src/domain/app-error.ts'
import { heartbeatText, priceWords } from './heartbeat-words.ts'

const arn = 'arn:aws:states:eu-west-1:123456789012'

function told(error: AppError, service: 'states' | 'swf' = 'states'): string {
  return heartbeatText(service, { kind: 'failed', error })
}

function denied(resource: string | null, explicit = false): AppError {
  return { kind: 'denied', action: 'states:SendTaskHeartbeat', resource, guest: false, explicit }
}

describe('what a heartbeat tells of the scope', () => {
  it.each([
    [`${arn}:stateMachine:Orders`, 'a callback on its state machine', 'can be arn'],
    [`${arn}:activity:print`, 'an activity on its activity', 'can be arn'],
    ['*', 'on everything or on nothing', 'Set sendTaskScope to all'],
    [null, 'on everything or on nothing', 'Set sendTaskScope to all'],
    [`${arn}:execution:Orders:1`, 'something that sendTaskScope arn does not cover', 'to all'],
  ])('is told by a denial on %s', (resource, means, todo) => {
    const text = told(denied(resource))
    expect(text).toContain('Denied, so nothing was written.')
    expect(text).toContain(means)
    expect(text).toContain(todo)
    expect(text).toContain(`"Resource": "${resource ?? '*'}"`)
  })

  it('is told by an explicit denial, too, without a statement that would not help', () => {
    const text = told(denied(`${arn}:stateMachine:Orders`, true))
    expect(text).toContain('can be arn')
    expect(text).not.toContain('"Effect"')
  })

  it.each<[AppError, string]>([
    [{ kind: 'noAnswer', reachable: null, endpoint: 'https://x' }, 'may still take effect'],
    [{ kind: 'noAnswer', reachable: null, endpoint: 'https://x', unsent: true }, 'Nothing was sent.'],
    [{ kind: 'throttled' }, 'says nothing of the scope'],
    [{ kind: 'taskClosed' }, 'not settled'],
    [{ kind: 'invalidToken' }, 'not settled'],
  ])('is not told by %j', (error, means) => {
    expect(told(error)).toMatch(/^ {2}\?/m)
    expect(told(error)).toContain(means)
  })

  it('has its price, of which SWF has more', () => {
    expect(priceWords('states')).not.toContain('details')
    expect(priceWords('swf')).toContain('(details) may be lost')
  })
})
