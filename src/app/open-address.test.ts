import { describe, expect, it } from 'vitest'
import { swfExecutionId } from '../domain/execution-id.ts'
import type { InFlight } from '../queries/in-flight.ts'
import { openAddress } from './open-address.ts'

const ARN = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-1'
const RUN = { workflowId: 'order-17', runId: '22Zmn0Pj4fDxoBWTXpBC1yIfjy2RtHYJsYpHRzVYHhJDo=' }
const PASTED = `${RUN.workflowId} ${RUN.runId}`

const connection = (id: string, swfDomains: readonly string[] = [], region = 'eu-west-1') => ({
  id,
  region,
  swfDomains,
})

type Read = Pick<InFlight, 'executions' | 'accounts'>

/** What has been read, as far as it matters here. */
function read(...records: readonly { connectionId: string; executionId: string; ref: object }[]) {
  const executions = new Map(records.map((record, index) => [String(index), { record }]))
  return { executions, accounts: new Map() } as unknown as Read // only these members of a record are looked at
}

/** Nothing has been read, but the accounts of some connections are known. */
function knowing(...accounts: readonly (readonly [string, string])[]): Read {
  return { ...read(), accounts: new Map(accounts) }
}

describe('a Step Functions execution', () => {
  it('is opened in the connection of its region', () => {
    const connections = [connection('a/us-east-1', [], 'us-east-1'), connection('a/eu-west-1')]
    expect(openAddress(ARN, connections, read())).toEqual({ connectionId: 'a/eu-west-1', executionId: ARN })
  })

  describe('where several accounts share its region', () => {
    const connections = [connection('a/eu-west-1'), connection('b/eu-west-1'), connection('c/eu-west-1')]
    const other = '210987654321'

    it.each([
      ['the one that is known to be its', [['b/eu-west-1', '123456789012']], 'b/eu-west-1'],
      ['none that is known to be another', [['a/eu-west-1', other]], 'b/eu-west-1'],
      ['the first where nothing is known', [], 'a/eu-west-1'],
    ] as const)('is opened in %s', (_, accounts, connectionId) => {
      expect(openAddress(ARN, connections, knowing(...accounts))).toEqual({
        connectionId,
        executionId: ARN,
      })
    })

    it('and all are others, says which account is missing', () => {
      const known = connections.slice(0, 2)
      expect(
        openAddress(ARN, known, knowing(['a/eu-west-1', other], ['b/eu-west-1', '111111111111'])),
      ).toEqual({
        problem: `It is in account 123456789012; there, this console is connected to ${other} (a/eu-west-1), 111111111111 (b/eu-west-1). Add the account to config.json.`,
      })
    })
  })

  it('of another region says which one is missing', () => {
    const problem =
      'It is in eu-west-1; this console is connected to us-east-1. Add the region to config.json.'
    expect(openAddress(ARN, [connection('a', [], 'us-east-1')], read())).toEqual({ problem })
  })
})

describe('an SWF workflow execution', () => {
  const inOrders = { connectionId: 'a', executionId: swfExecutionId({ domain: 'orders', ...RUN }) }

  it('is opened in the one domain that is configured', () => {
    expect(openAddress(PASTED, [connection('a', ['orders'])], read())).toEqual(inOrders)
  })

  it('is opened where it has been read, without naming its domain', () => {
    const known = { ...inOrders, ref: { service: 'swf', domain: 'orders', ...RUN } }
    const connections = [connection('b', ['returns']), connection('a', ['orders', 'returns'])]
    expect(openAddress(PASTED, connections, read(known))).toEqual(inOrders)
  })

  it('asks for the domain where it could be in several, or in none', () => {
    expect(openAddress(PASTED, [connection('a', ['orders', 'returns'])], read())).toEqual({
      problem: 'Put the SWF domain first: DOMAIN WORKFLOW-ID RUN-ID. It may be orders or returns.',
    })
    expect(openAddress(PASTED, [connection('a', ['orders']), connection('b', ['orders'])], read())).toEqual({
      problem: 'Put the SWF domain first: DOMAIN WORKFLOW-ID RUN-ID. It may be orders.',
    })
    expect(openAddress(PASTED, [connection('a')], read())).toEqual({
      problem: 'Put the SWF domain first: DOMAIN WORKFLOW-ID RUN-ID. config.json names none.',
    })
  })

  it('is opened in the connection that names its domain, or in the first where none does', () => {
    const connections = [connection('b', ['returns']), connection('a', ['orders'])]
    expect(openAddress(`orders ${PASTED}`, connections, read())).toEqual(inOrders)
    expect(openAddress(`archive ${PASTED}`, connections, read())).toEqual({
      connectionId: 'b',
      executionId: swfExecutionId({ domain: 'archive', ...RUN }),
    })
  })
})
