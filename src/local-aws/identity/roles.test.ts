import { describe, expect, it } from 'vitest'
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

function allowed(role: RoleName): string[] {
  const policies = policiesOf(roleSession('123456789012', role))
  return actions.filter((action) => decide(policies, action, 'arn:aws:states:::x').kind === 'allowed').sort()
}

const intervening = [
  'states:SendTaskFailure',
  'states:SendTaskHeartbeat',
  'states:SendTaskSuccess',
  'states:StopExecution',
  'swf:RecordActivityTaskHeartbeat',
  'swf:RequestCancelWorkflowExecution',
  'swf:RespondActivityTaskCanceled',
  'swf:RespondActivityTaskCompleted',
  'swf:RespondActivityTaskFailed',
  'swf:SignalWorkflowExecution',
  'swf:TerminateWorkflowExecution',
]

describe('the policies of people', () => {
  it('let a viewer read and nothing else', () => {
    expect(
      allowed('HeartbeatViewer').filter((action) => !/:(List|Describe|Get\w+History|Count)/.test(action)),
    ).toEqual([])
    expect(allowed('HeartbeatViewer')).toContain('states:GetExecutionHistory')
  })

  it('let an operator read and intervene and nothing else', () => {
    expect(allowed('HeartbeatOperator')).toEqual([...allowed('HeartbeatViewer'), ...intervening].sort())
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
  })

  it.each([
    [{ ...Statement, Condition: {} }, {}, 'team.json: Condition is not known to the local AWS'],
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
