import { describe, expect, it } from 'vitest'
import {
  type ConnectionReport,
  obstaclesIn,
  type ReadFinding,
  type ServiceReport,
} from '../console/check/check-report.ts'
import type { AppError } from '../domain/app-error.ts'
import { checkText, verdictOf } from './check-words.ts'

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
    session: { kind: 'signedIn', who: 'Ana', personId: null, groups: ['operator'], untilMs: null },
    offset: { lo: -200, hi: 300 },
    offsetSource: 'aws',
    services,
    ...change,
  }
}

function denied(action: string, on: string): ReadFinding {
  const error = { kind: 'denied', action, resource: on, guest: false, explicit: false } as const
  return { action, on: [on], result: { kind: 'failed', error } }
}

const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'
const mapRun = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:1'

describe('the words of a check', () => {
  it('hold the statement that would allow what was denied', () => {
    const text = checkText([reportOf([{ ...states, reads: [denied('states:ListExecutions', machine)] }])])
    expect(text).toContain(`on     ${machine}`)
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
    [0, 0, 'No state machine; Express ones are not counted.', 'right region'],
    [18, 0, '18 state machines, none of them watched.', 'Look at watch in config.json.'],
    [18, 3, '18 state machines, 3 of them watched.', 'Allowed.'],
    [1, 1, '1 state machine.', 'Allowed.'],
  ])('tell %d state machines, %d of them watched', (found, watched, came, more) => {
    const result = { kind: 'allowed', found, watched } as const
    const read: ReadFinding = { action: 'states:ListStateMachines', on: [], result }
    const text = checkText([reportOf([{ ...states, reads: [read] }])])
    expect(text).toContain(`came   ${came}\n`)
    expect(text).toContain(more)
  })

  it('tell what is to be done about a host that refuses browsers, by what is known of a relay', () => {
    const refusing = { kind: 'noAnswer', reachable: true, endpoint: states.directUrl } as const
    const told = (relay: ServiceReport['relay']) =>
      checkText([reportOf([{ ...states, direct: { kind: 'noAnswer', error: refusing }, relay }])])
    expect(told({ kind: 'notAsked', because: 'noRelay' })).toContain('--relay URL.')
    expect(told({ kind: 'notAsked', because: 'configured' })).toContain('Let transport be auto or relay')
    expect(told({ kind: 'answers', dateShown: true })).toContain('means  The console uses the relay.')
    const dead = { ...refusing, reachable: null, relay: 'unreached' } as const
    expect(told({ kind: 'noAnswer', error: dead })).toContain('got no answer from AWS')
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
  const dead = {
    kind: 'noAnswer',
    error: { kind: 'noAnswer', reachable: true, endpoint: states.directUrl },
  } as const
  const failing = (action: string, error: AppError): ReadFinding => ({
    action,
    on: [],
    result: { kind: 'failed', error },
  })
  const withReads = (...reads: readonly ReadFinding[]) => reportOf([{ ...states, reads }])

  it('hangs on one way to each service in use', () => {
    const unreached: ServiceReport = { ...states, direct: dead }
    expect(verdictOf([reportOf([unreached])]).kind).toBe('cannot')
    const unused = reportOf([states, { ...unreached, service: 'swf', inUse: false }])
    expect(verdictOf([unused]).kind).toBe('works')
    const relayed: ServiceReport = { ...unreached, relay: { kind: 'answers', dateShown: true } }
    expect(verdictOf([reportOf([relayed])])).toMatchObject({
      kind: 'works',
      sentences: ['prod/eu-west-1: Step Functions through the relay.'],
    })
  })

  it('hangs on the reads without which nothing is shown, and on no other', () => {
    const withRead = (read: ReadFinding) => obstaclesIn([withReads(read)])
    expect(withRead(denied('states:ListExecutions', machine))).toMatchObject([{ kind: 'readFailed' }])
    expect(withRead(denied('states:ListExecutions', mapRun))).toEqual([])
    expect(withRead(denied('states:DescribeMapRun', mapRun))).toEqual([])
  })

  it('tells several refusals of one action once', () => {
    const refusals = ['A', 'B', 'C'].map((name) => denied('states:ListExecutions', `${machine}${name}`))
    expect(verdictOf([withReads(...refusals)]).sentences).toHaveLength(1)
    expect(checkText([withReads(...refusals)]).match(/Ask for this permission/g)).toHaveLength(3)
  })

  it('is not settled where all that failed may pass', () => {
    const throttled = failing('states:ListStateMachines', { kind: 'throttled' })
    expect(verdictOf([withReads(throttled)])).toMatchObject({
      kind: 'unsettled',
      sentences: [expect.stringContaining('AWS is throttling this account')],
    })
    const both = withReads(throttled, denied('states:ListExecutions', machine))
    expect(verdictOf([both]).kind).toBe('cannot')
    const fault = (status: number) => ({ kind: 'awsFault', code: 'X', message: '', status }) as const
    expect(verdictOf([withReads(failing('states:ListExecutions', fault(503)))]).kind).toBe('unsettled')
    expect(verdictOf([withReads(failing('states:ListExecutions', fault(400)))]).kind).toBe('cannot')
  })

  it('is told with what could not be asked', () => {
    const unasked: ReadFinding = {
      action: 'states:GetExecutionHistory',
      on: [],
      result: { kind: 'notAsked', because: 'noMachine' },
    }
    expect(verdictOf([withReads(unasked)])).toMatchObject({
      kind: 'works',
      sentences: [expect.anything(), expect.stringContaining('1 permission could not be asked')],
    })
  })

  it('is told with what was asked only about something made up, Map Runs aside', () => {
    const madeUp = (action: string, on: string): ReadFinding => ({
      action,
      on: [on],
      result: { kind: 'noneSuch' },
    })
    const execution = machine.replace(':stateMachine:', ':execution:')
    const report = withReads(
      madeUp('states:GetExecutionHistory', `${execution}:1`),
      madeUp('states:DescribeExecution', `${execution}:1`),
      madeUp('states:DescribeMapRun', mapRun),
    )
    expect(verdictOf([report])).toMatchObject({
      kind: 'works',
      sentences: [expect.anything(), expect.stringContaining('2 permissions could be asked only about what')],
    })
    expect(verdictOf([withReads(madeUp('states:DescribeMapRun', mapRun))]).sentences).toHaveLength(1)
  })

  it('needs every connection', () => {
    const out = reportOf([states], { id: 'test/eu-west-1', session: { kind: 'signedOut' } })
    expect(obstaclesIn([reportOf([states]), out])).toEqual([{ kind: 'noCredentials', id: 'test/eu-west-1' }])
    expect(verdictOf([reportOf([states]), out]).kind).toBe('cannot')
    expect(verdictOf([out]).kind).toBe('signedOut')
  })

  it.each([
    [{ kind: 'expiredCredentials' }, 'Get new credentials'],
    [{ kind: 'notSignedIn', message: 'invalid' }, 'has enabled this region'],
    [{ kind: 'clockSkew' }, 'Set the clock of this machine'],
  ] as const)('needs credentials that AWS takes: %j', (refused, todo) => {
    const report = reportOf([
      { ...states, refused },
      { ...states, service: 'swf', refused },
    ])
    expect(obstaclesIn([report])).toEqual([{ kind: 'refusedCredentials', id: report.id, error: refused }])
    expect(checkText([report])).toContain(todo)
  })
})
