import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type PolicyDocument, type PolicyStatement } from './policy.ts'

const orders = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'

function document(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}
function allow(action: string | string[], resource = '*'): PolicyDocument {
  return document({ Effect: 'Allow', Action: action, Resource: resource })
}
function deny(action: string, resource = '*'): PolicyDocument {
  return document({ Effect: 'Deny', Action: action, Resource: resource })
}

describe('decide', () => {
  it.each([
    ['states:*', '*', true],
    ['states:Send*', orders, true],
    ['STATES:sendtaskheartbeat', orders, true],
    ['states:SendTask?eartbeat', orders, true],
    ['states:Send', orders, false],
    ['swf:*', '*', false],
    ['states:*', 'arn:aws:states:*:*:stateMachine:Orders', true],
    ['states:*', 'arn:aws:states:*:*:stateMachine:orders', false],
    ['states:*', 'arn:aws:states:*:*:stateMachine:Order?', true],
    ['states:*', 'arn:aws:states:*:*:activity:*', false],
    ['*', '*', true],
  ])('allow %s on %s: %s', (action, resource, allowed) => {
    const decision = decide({ identity: [allow(action, resource)] }, 'states:SendTaskHeartbeat', orders)
    expect(decision.kind).toBe(allowed ? 'allowed' : 'denied')
  })

  it('says which kind of policy is missing', () => {
    expect(decide({ identity: [] }, 'states:ListStateMachines', '*')).toEqual({
      kind: 'denied',
      because: 'because no identity-based policy allows the states:ListStateMachines action',
    })
    const guest = { identity: [allow('states:*')], session: allow('s3:*') }
    expect(decide(guest, 'states:ListStateMachines', '*')).toEqual({
      kind: 'denied',
      because: 'because no session policy allows the states:ListStateMachines action',
    })
  })

  it('lets an explicit deny win wherever it stands', () => {
    const action = fc.constantFrom('states:SendTaskHeartbeat', 'states:ListExecutions')
    fc.assert(
      fc.property(action, fc.array(action), fc.nat(4), (asked, allowed, at) => {
        const identity = allowed.map((one) => allow(one))
        identity.splice(at, 0, deny(asked))
        expect(decide({ identity }, asked, orders).kind).toBe('denied')
      }),
    )
    expect(
      decide(
        { identity: [allow('*')], serviceControl: deny('states:StopExecution') },
        'states:StopExecution',
        '*',
      ),
    ).toEqual({ kind: 'denied', because: 'with an explicit deny in a service control policy' })
  })

  it('knows what an action or a resource is not', () => {
    const policies = (statement: PolicyStatement) => ({ identity: [allow('*'), document(statement)] })
    const readOnly = policies({
      Effect: 'Deny',
      NotAction: ['states:List*', 'STATES:describe*'],
      Resource: '*',
    })
    expect(decide(readOnly, 'states:ListExecutions', orders).kind).toBe('allowed')
    expect(decide(readOnly, 'states:DescribeExecution', orders).kind).toBe('allowed')
    expect(decide(readOnly, 'states:StopExecution', orders)).toEqual({
      kind: 'denied',
      because: 'with an explicit deny in an identity-based policy',
    })
    const ordersOnly = policies({ Effect: 'Deny', Action: '*', NotResource: '*:stateMachine:Orders' })
    expect(decide(ordersOnly, 'states:StartExecution', orders).kind).toBe('allowed')
    expect(decide(ordersOnly, 'states:StartExecution', `${orders}2`).kind).toBe('denied')
  })

  it('counts a statement only where its condition is met, also one that denies', () => {
    const via = (...values: string[]) => ({ StringEquals: { 'kms:ViaService': values } })
    const of = (Effect: 'Allow' | 'Deny', ...values: string[]) =>
      document({ Effect, Action: 'kms:Decrypt', Resource: '*', Condition: via(...values) })
    const asked = (policies: PolicyDocument[], service?: string) =>
      decide(
        { identity: policies },
        'kms:Decrypt',
        'key',
        service === undefined ? {} : { 'kms:ViaService': service },
      ).kind
    expect(asked([of('Allow', 'states', 'swf')], 'swf')).toBe('allowed')
    expect(asked([of('Allow', 'states')], 'STATES')).toBe('denied')
    expect(asked([of('Allow', 'states')])).toBe('denied')
    expect(asked([allow('*'), of('Deny', 'states')], 'states')).toBe('denied')
    expect(asked([allow('*'), of('Deny', 'states')])).toBe('allowed')
  })

  it('decides each question by itself, whatever the same documents were asked before', () => {
    const action = fc.constantFrom('states:SendTaskHeartbeat', 'STATES:sendtaskheartbeat', 'swf:ListDomains')
    const pattern = fc.constantFrom('*', 'states:*', 'states:Send*', 'swf:List*')
    const resource = fc.constantFrom('*', orders, `${orders}2`)
    const statement = fc.record({
      Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      Action: pattern,
      Resource: resource,
    })
    const policies = fc.record({
      identity: fc.array(fc.array(statement, { maxLength: 3 }).map((list) => document(...list))),
    })
    fc.assert(
      fc.property(policies, fc.array(fc.tuple(action, resource)), (asked, questions) => {
        for (const question of questions) {
          expect(decide(asked, ...question)).toEqual(decide(structuredClone(asked), ...question))
        }
      }),
    )
  })

  it('needs every star to find its text', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z:]{0,6}$/), { minLength: 1, maxLength: 5 }), (parts) => {
        const policies = { identity: [allow('states:*', parts.join('*'))] }
        expect(decide(policies, 'states:X', parts.join('-filled-')).kind).toBe('allowed')
        expect(decide(policies, 'states:X', `${parts.join('-filled-')}!`).kind).toBe(
          parts.length > 1 && parts.at(-1) === '' ? 'allowed' : 'denied',
        )
      }),
    )
  })
})
