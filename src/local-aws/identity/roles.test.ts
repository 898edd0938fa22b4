import { describe, expect, it } from 'vitest'
import { heartbeats, polls, reads } from '../../policies/testing-actions.ts'
import { stepFunctionsOperations } from '../states/operations.ts'
import { swfOperations } from '../swf/operations.ts'
import { createWorld } from '../world/world.ts'
import { decide } from './policy.ts'
import { readPolicy } from './read-policy.ts'
import { policiesOf, type RoleName, roleSession } from './roles.ts'

const world = createWorld({ seed: 1, wall: () => 0 })
const actions = [
  ...Object.keys(stepFunctionsOperations(world)).map((name) => `states:${name}`),
  ...Object.keys(swfOperations(world)).map((name) => `swf:${name}`),
]

const account = '123456789012'
const resources = [
  '*',
  ...['stateMachine:M', 'execution:M:1', 'mapRun:M/Each:1', 'activity:a'].map(
    (rest) => `arn:aws:states:REGION:${account}:${rest}`,
  ),
  `arn:aws:swf:REGION:${account}:/domain/anything`,
]

/** The actions that a role allows on anything at all in a region. */
function allowed(role: RoleName, region = 'eu-west-1'): string[] {
  const policies = policiesOf(roleSession(account, role))
  const context = { 'aws:RequestedRegion': region }
  const isAllowed = (action: string): boolean =>
    resources.some(
      (resource) => decide(policies, action, resource.replace('REGION', region), context).kind === 'allowed',
    )
  return actions.filter(isAllowed).sort()
}

describe('the policies of people', () => {
  it('let a viewer do what a deployed viewer may, on everything there is here', () => {
    expect(allowed('HeartbeatViewer')).toEqual(reads)
  })

  it('let an operator do what a deployed operator may', () => {
    expect(allowed('HeartbeatOperator')).toEqual([...reads, ...heartbeats].sort())
  })

  it('let people do nothing in a region where the fleet is not', () => {
    for (const role of ['HeartbeatViewer', 'HeartbeatOperator'] as const)
      expect(allowed(role, 'us-east-1')).toEqual([])
  })

  it.each(polls)('deny them %s outright', (action) => {
    for (const role of ['HeartbeatViewer', 'HeartbeatOperator'] as const) {
      expect(decide(policiesOf(roleSession(account, role)), action, '*')).toMatchObject({
        because: 'with an explicit deny in an identity-based policy',
      })
    }
  })

  it('let a guest do nothing', () => {
    expect(allowed('HeartbeatGuest')).toEqual([])
  })
})

describe('readPolicy', () => {
  const Statement = { Effect: 'Allow', Action: 'states:*', Resource: '*' }
  const read = (statement: object, more: object = {}) =>
    readPolicy({ Version: '2012-10-17', Statement: statement, ...more }, 'team.json')

  it('takes one statement or a list of them', () => {
    expect(read(Statement)).toEqual({ Version: '2012-10-17', Statement: [Statement] })
    expect(read([Statement, Statement]).Statement).toHaveLength(2)
    for (const StringEquals of [
      { 'kms:ViaService': ['states.eu-west-1.amazonaws.com'] },
      { 'aws:RequestedRegion': 'eu-west-1' },
      { 'aws:RequestedRegion': ['eu-west-1'], 'kms:ViaService': 'a' },
    ])
      expect(read({ ...Statement, Condition: { StringEquals } }).Statement).toMatchObject([
        { Condition: { StringEquals } },
      ])
  })

  it.each([
    [{ ...Statement, Condition: {} }, {}, 'team.json'],
    [{ ...Statement, Condition: { StringEquals: {} } }, {}, 'a condition names a key'],
    [{ ...Statement, Condition: { StringEquals: { 'aws:RequestedRegion': [] } } }, {}, 'team.json'],
    [{ ...Statement, Condition: { StringNotEquals: { 'aws:RequestedRegion': 'a' } } }, {}, 'team.json'],
    [{ ...Statement, Condition: { StringLike: { 'kms:ViaService': 'a' } } }, {}, 'team.json'],
    [{ ...Statement, Condition: { StringEquals: { 'aws:SourceIp': 'a' } } }, {}, 'team.json'],
    [[Statement, { ...Statement, Principal: '*' }], {}, 'team.json: Principal is not known to the local AWS'],
    [{ ...Statement, NotAction: 'a' }, {}, 'a statement has either Action or NotAction'],
    [{ Effect: 'Allow', Action: 'a' }, {}, 'a statement has either Resource or NotResource'],
    [{ ...Statement, Efect: 'Deny' }, {}, 'team.json'],
    [{ ...Statement, Effect: 'allow' }, {}, 'team.json'],
    [Statement, { Version: '2008-10-17' }, 'team.json: Version'],
    [[], {}, 'team.json: Statement'],
  ])('refuses %j %j', (statement, more, words) => {
    expect(() => read(statement, more)).toThrow(words)
  })
})
