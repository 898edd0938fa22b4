import { describe, expect, it } from 'vitest'
import {
  type ConnectionReport,
  obstaclesIn,
  type ReadFinding,
  type ServiceReport,
} from '../console/check/check-report.ts'
import { checkText, verdictWords } from './check-words.ts'

const states: ServiceReport = {
  service: 'states',
  inUse: true,
  directUrl: 'https://states.eu-west-1.amazonaws.com',
  relayPath: '/aws/states/eu-west-1/',
  direct: { kind: 'answers', dateShown: true },
  relay: { kind: 'notAsked', because: 'noRelay' },
  reads: [],
}

function reportOf(
  services: readonly ServiceReport[],
  change: Partial<ConnectionReport> = {},
): ConnectionReport {
  return {
    id: 'prod/eu-west-1',
    session: { kind: 'signedIn', who: 'Ana', groups: ['operator'], untilMs: null },
    offset: { lo: -200, hi: 300 },
    offsetSource: 'aws',
    services,
    ...change,
  }
}

function denied(action: string, on: string): ReadFinding {
  const error = { kind: 'denied', action, resource: on, guest: false, explicit: false } as const
  return { action, on, result: { kind: 'failed', error } }
}

const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'
const mapRun = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:1'

describe('the words of a check', () => {
  it('hold the statement that would allow what was denied', () => {
    const text = checkText([reportOf([{ ...states, reads: [denied('states:ListExecutions', machine)] }])])
    expect(text).toContain('Ask for this permission:')
    expect(text).toContain('"Action": "states:ListExecutions"')
    expect(text).toContain(`"Resource": "${machine}"`)
  })

  it('say that a Date is not readable', () => {
    const hidden = { ...states, direct: { kind: 'answers', dateShown: false } } as const
    expect(checkText([reportOf([hidden])])).toMatch(
      /note +asked +Is the Date of direct answers.*\n +came +No\./,
    )
  })

  it.each([
    [{ lo: -200, hi: 300 }, 'ok   asked  How far', '0.1 s behind, ±0.3 s'],
    [{ lo: -61_000, hi: -60_000 }, 'note asked  How far', '60.5 s ahead, ±0.5 s'],
    [{ lo: 0, hi: 1_800_000 }, 'note asked  How far', 'Known only to ±900.0 s'],
    [undefined, '?    asked  How far', 'No answer has shown its time.'],
  ])('tell the clock where the offset is %j', (offset, asked, came) => {
    const text = checkText([reportOf([states], { offset })])
    expect(text).toContain(asked)
    expect(text).toContain(came)
  })
})

describe('whether the console can work', () => {
  it('hangs on one way to each service in use', () => {
    const dead = {
      kind: 'noAnswer',
      error: { kind: 'noAnswer', reachable: true, endpoint: states.directUrl },
    } as const
    const unreached: ServiceReport = { ...states, direct: dead }
    expect(verdictWords([reportOf([unreached])]).works).toBe(false)
    expect(verdictWords([reportOf([states, { ...unreached, service: 'swf', inUse: false }])]).works).toBe(
      true,
    )
    const relayed: ServiceReport = { ...unreached, relay: { kind: 'answers', dateShown: true } }
    expect(verdictWords([reportOf([relayed])])).toEqual({
      works: true,
      sentences: ['prod/eu-west-1: Step Functions through the relay.'],
    })
  })

  it('hangs on the reads without which nothing is shown, and on no other', () => {
    const withRead = (read: ReadFinding) => obstaclesIn([reportOf([{ ...states, reads: [read] }])])
    expect(withRead(denied('states:ListExecutions', machine))).toMatchObject([{ kind: 'readFailed' }])
    expect(withRead(denied('states:ListExecutions', mapRun))).toEqual([])
    expect(withRead(denied('states:DescribeMapRun', mapRun))).toEqual([])
  })

  it('needs every connection', () => {
    const out = reportOf([states], { id: 'test/eu-west-1', session: { kind: 'signedOut' } })
    expect(obstaclesIn([reportOf([states]), out])).toEqual([{ kind: 'noCredentials', id: 'test/eu-west-1' }])
  })
})
