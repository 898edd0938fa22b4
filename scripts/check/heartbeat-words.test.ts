import { describe, expect, it } from 'vitest'
import type { AppError } from '../../src/domain/app-error.ts'
import { heartbeatText, priceWords } from './heartbeat-words.ts'

const arn = 'arn:aws:states:eu-west-1:123456789012'

function told(
  error: AppError,
  service: 'states' | 'swf' = 'states',
  effect: 'refused' | 'unknown' = 'refused',
): string {
  return heartbeatText(service, { kind: 'failed', error, effect })
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
    [{ kind: 'throttled' }, 'says nothing of the scope'],
    [{ kind: 'taskClosed' }, 'not settled'],
    [{ kind: 'invalidToken' }, 'not settled'],
  ])('is not told by %j', (error, means) => {
    expect(told(error)).toMatch(/^ {2}\?/m)
    expect(told(error)).toContain(means)
  })

  it.each<AppError>([
    { kind: 'noAnswer', reachable: null, endpoint: 'https://x' },
    { kind: 'foreignAnswer', endpoint: 'https://x', status: 200, isMarked: false },
    { kind: 'awsFault', code: 'InternalFailure', message: '', status: 500 },
    { kind: 'denied', action: null, resource: null, guest: false, explicit: false },
  ])('is not shown by %j that does not prove a refusal: AWS may have carried it out', (error) => {
    const text = told(error, 'states', 'unknown')
    expect(text).toContain('may still take effect')
    expect(text).not.toContain('AWS did not take it')
    expect(text).not.toContain('nothing was written')
  })

  it('is not shown by a heartbeat that was not sent', () => {
    expect(heartbeatText('states', { kind: 'notSent' })).toContain('Nothing was sent')
  })

  it('has its price, of which SWF has more', () => {
    expect(priceWords('states')).not.toContain('details')
    expect(priceWords('swf')).toContain('(details) may be lost')
  })
})
