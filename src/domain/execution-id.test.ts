import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressableId,
  executionNameOf,
  executionRefOf,
  isByFingerprint,
  knownExecutionRef,
  swfExecutionId,
} from './execution-id.ts'
import { TaskToken } from './task-token.ts'
import { aTokenText } from './testing-history.ts'

const ARN = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-81f3'
const half = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', '%uD800', '%', 'é')
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.array(half, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
)
const refs = fc.record({ domain: name, workflowId: name, runId: name })

describe('the id of a workflow execution', () => {
  it('tells what it was made of, whatever the names hold', () => {
    fc.assert(
      fc.property(refs, (ref) => {
        expect(executionRefOf(swfExecutionId(ref))).toEqual({ service: 'swf', ...ref })
      }),
    )
  })

  it('is another one for another execution', () => {
    fc.assert(
      fc.property(refs, refs, (a, b) => {
        const same = a.domain === b.domain && a.workflowId === b.workflowId && a.runId === b.runId
        expect(swfExecutionId(a) === swfExecutionId(b)).toBe(same)
      }),
    )
  })

  it('can stand in an address as it is, but for its slashes', () => {
    const ref = { domain: 'orders/eu', workflowId: 'order #7?', runId: '22i9+/Yz1=' }
    expect(swfExecutionId(ref)).toBe('swf:orders%2Feu/order%20%237%3F/22i9%2B%2FYz1%3D')
  })
})

describe('executionRefOf', () => {
  it('reads an ARN of Step Functions, also of a child of a Map', () => {
    expect(executionRefOf(ARN)).toEqual({
      service: 'states',
      executionArn: ARN,
      stateMachineName: 'Orders',
      executionName: 'ord-81f3',
    })
    expect(executionRefOf('arn:aws:states:eu-west-1:123456789012:execution:Orders/Label:a1')).toMatchObject({
      stateMachineName: 'Orders/Label',
      executionName: 'a1',
    })
  })

  it.each([
    '',
    'ord-81f3',
    'swf:',
    'swf:orders/order-7',
    'swf:orders//run',
    'swf:orders/order-7/run/more',
    'swf:orders/%/run',
    'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders',
    'arn:aws:states:eu-west-1:123456789012:execution:Orders',
    'arn:aws:swf:eu-west-1:123456789012:/domain/orders',
  ])('takes %j for none', (text) => {
    expect(executionRefOf(text)).toBeNull()
    expect(() => knownExecutionRef(text)).toThrow('not an execution id')
  })
})

it('executionNameOf is the name that a person gave', () => {
  expect(executionNameOf(knownExecutionRef(ARN))).toBe('ord-81f3')
  const swf = swfExecutionId({ domain: 'orders', workflowId: 'order 7', runId: 'r' })
  expect(executionNameOf(knownExecutionRef(swf))).toBe('order 7')
})

it('executionNameOf shows a workflowId that is a task token by its fingerprint', () => {
  const swf = swfExecutionId({ domain: 'orders', workflowId: aTokenText('t'), runId: 'r' })
  expect(executionNameOf(knownExecutionRef(swf))).toBe(`token ${new TaskToken(aTokenText('t')).fingerprint}`)
})

describe('an id in an address', () => {
  const token = aTokenText('t')
  const idOf = (workflowId: string) => swfExecutionId({ domain: 'orders', workflowId, runId: 'r+/=' })

  it('names a workflowId that is a task token by its fingerprint', () => {
    const id = addressableId(idOf(`for ${token}`))
    expect(decodeURIComponent(id)).not.toContain(token.slice(0, 40))
    expect(executionRefOf(id)).toMatchObject({
      domain: 'orders',
      workflowId: `for token ${new TaskToken(token).fingerprint}`,
      runId: 'r+/=',
    })
    expect(isByFingerprint(id)).toBe(true)
    expect(addressableId(id)).toBe(id)
  })

  it.each([idOf('order-7'), idOf('\ud800'), ARN, 'swf:orders', ''])(
    'is the id itself otherwise: %s',
    (id) => {
      expect(addressableId(id)).toBe(id)
      expect(isByFingerprint(id)).toBe(false)
    },
  )
})
