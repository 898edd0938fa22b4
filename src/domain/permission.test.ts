import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Denied, policyKinds } from './app-error.ts'
import {
  denialOf,
  NOTHING_DENIED,
  type Permission,
  policyStatement,
  withDenial,
  withoutDenial,
  writePermission,
} from './permission.ts'

const STATES = 'arn:aws:states:eu-west-1:123456789012'
const ORDERS = `${STATES}:stateMachine:Orders`
const PACK = `${STATES}:activity:Pack`
const ACTIONS = { states: 'states:SendTaskHeartbeat', swf: 'swf:RecordActivityTaskHeartbeat' }

function denied(resource: string | null, change: Partial<Denied> = {}): Denied {
  return { kind: 'denied', action: ACTIONS.states, resource, guest: false, explicit: false, ...change }
}

function need(resource: string | null): Permission {
  return { action: ACTIONS.states, resource }
}

const execution = {
  service: 'states',
  executionArn: `${STATES}:execution:Orders:ord-1`,
  stateMachineName: 'Orders',
  executionName: 'ord-1',
} as const

describe('what a write needs', () => {
  it('is on the activity for an activity, and on the state machine for a callback', () => {
    expect(writePermission(ACTIONS, 'eu-west-1', execution, { kind: 'activity', resource: PACK })).toEqual(
      need(PACK),
    )
    const callback = { kind: 'callback', resource: 'sqs:sendMessage.waitForTaskToken' } as const
    expect(writePermission(ACTIONS, 'eu-west-1', execution, callback)).toEqual(need(ORDERS))
  })

  it('is on the domain in SWF, in whatever account', () => {
    const workflow = { service: 'swf', domain: 'warehouse', workflowId: 'w', runId: 'r' } as const
    const needed = writePermission(ACTIONS, 'eu-west-1', workflow, { kind: 'activity', resource: 'Pack' })
    expect(needed).toEqual({ action: ACTIONS.swf, resource: 'arn:aws:swf:eu-west-1:*:/domain/warehouse' })
    const told = denied('arn:aws:swf:eu-west-1:123456789012:/domain/warehouse', { action: ACTIONS.swf })
    expect(denialOf(withDenial(NOTHING_DENIED, needed, told, false), needed)).toBe(told)
  })
})

describe('denials', () => {
  it('are of the tasks of the same resource alone', () => {
    const known = withDenial(NOTHING_DENIED, need(ORDERS), denied(ORDERS), true)
    expect(denialOf(known, need(ORDERS))).toEqual(denied(ORDERS))
    expect(denialOf(known, need(`${STATES}:stateMachine:Video`))).toBeUndefined()
    expect(denialOf(known, { ...need(ORDERS), action: 'states:SendTaskSuccess' })).toBeUndefined()
  })

  it('are of the task whose token it was: what IAM names, unless the token was proved', () => {
    // A pasted token that is of another activity's task.
    const pasted = withDenial(NOTHING_DENIED, need(PACK), denied(ORDERS), false)
    expect([denialOf(pasted, need(PACK)), denialOf(pasted, need(ORDERS))]).toEqual([
      undefined,
      denied(ORDERS),
    ])
    // IAM calls it otherwise than this console thinks.
    const proved = withDenial(NOTHING_DENIED, need(PACK), denied(ORDERS), true)
    expect(denialOf(proved, need(PACK))).toEqual(denied(ORDERS))
  })

  it('say what was needed where IAM names nothing, and keep another action that it names', () => {
    const silent = withDenial(NOTHING_DENIED, need(PACK), denied(null, { action: null }), false)
    expect(denialOf(silent, need(PACK))).toEqual(denied(PACK))
    const kms = denied('arn:aws:kms:eu-west-1:123456789012:key/1', { action: 'kms:Decrypt' })
    expect(denialOf(withDenial(NOTHING_DENIED, need(PACK), kms, false), need(PACK))).toBe(kms)
  })

  it.each([`${ORDERS}:7`, `${ORDERS}:live`, `${STATES}:execution:Orders:ord-1`])(
    'know %s for the state machine',
    (named) => {
      const known = withDenial(NOTHING_DENIED, need(ORDERS), denied(named), false)
      expect(denialOf(known, need(ORDERS))).toEqual(denied(named))
    },
  )

  it('are what was said last, of each resource by itself', () => {
    const resources = [ORDERS, `${STATES}:stateMachine:Video`, PACK, `${STATES}:activity:Ship`]
    const step = fc.record({
      resource: fc.constantFrom(...resources),
      explicit: fc.boolean(),
      allowed: fc.boolean(),
      proved: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const last = new Map<string, Denied | undefined>()
        let known = NOTHING_DENIED
        for (const { resource, explicit, allowed, proved } of steps) {
          const told = denied(resource, { explicit })
          last.set(resource, allowed ? undefined : told)
          known = allowed
            ? withoutDenial(known, need(resource))
            : withDenial(known, need(resource), told, proved)
        }
        for (const resource of resources) expect(denialOf(known, need(resource))).toEqual(last.get(resource))
      }),
    )
  })
})

describe('the policy statement', () => {
  const statement = (...all: readonly Denied[]): unknown => JSON.parse(policyStatement(all) ?? 'null')

  it('allows that action on that resource, and no more', () => {
    expect(statement(denied(ORDERS))).toEqual({
      Effect: 'Allow',
      Action: ACTIONS.states,
      Resource: ORDERS,
    })
  })

  it('has no resource but * for an action that has none', () => {
    expect(statement(denied(null))).toMatchObject({ Resource: '*' })
    expect(statement(denied(ORDERS), denied(null))).toMatchObject({ Resource: '*' })
  })

  it('is to be had where the identity or its boundary lacks an Allow, and against no other policy', () => {
    const helped = policyKinds.filter((policy) => policyStatement([denied(ORDERS, { policy })]) !== undefined)
    expect(helped).toEqual(['identity-based policy', 'permissions boundary'])
    for (const policy of policyKinds)
      expect(policyStatement([denied(ORDERS, { policy, explicit: true })])).toBeUndefined()
  })

  it('is not to be had against an explicit deny, or without the action', () => {
    expect(policyStatement([denied(ORDERS, { explicit: true })])).toBeUndefined()
    expect(policyStatement([denied(null, { action: null })])).toBeUndefined()
    expect(policyStatement([])).toBeUndefined()
  })

  it('names every resource once, and the executions of a machine together', () => {
    const run = (machine: string, name: string) => denied(`${STATES}:execution:${machine}:${name}`)
    expect(
      statement(run('Orders', 'a'), run('Video', 'v:1'), run('Orders', 'b'), run('Orders', 'a')),
    ).toMatchObject({
      Resource: [`${STATES}:execution:Orders:*`, `${STATES}:execution:Video:v:1`],
    })
    expect(statement(run('Orders', 'a'), run('Orders', 'a'))).toMatchObject({
      Resource: `${STATES}:execution:Orders:a`,
    })
  })
})
