import { describe, expect, it } from 'vitest'
import { swfExecutionId } from '../domain/execution-id.ts'
import { aBase64Token } from '../domain/testing-tokens.ts'
import { seededRandom } from '../lib/random.ts'
import { executionKey, type InFlight } from '../queries/in-flight.ts'
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
function read(
  ...records: readonly { connectionId: string; executionId: string; ref: object; folded?: object }[]
) {
  const executions = new Map(
    records.map((record) => [executionKey(record.connectionId, record.executionId), { record }]),
  )
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

describe('what is no execution, or more than one,', () => {
  const connections = [connection('a/eu-west-1')]
  const place = 'arn:aws:states:eu-west-1:123456789012'
  const states = (executionArn: string, mapRunArns: readonly string[] = []) => {
    const folded = { service: 'states', mapRuns: mapRunArns.map((mapRunArn) => ({ mapRunArn })) }
    const [, name = ''] = executionArn.split(':execution:Orders:')
    const ref = { service: 'states', executionArn, stateMachineName: 'Orders', executionName: name }
    return { connectionId: 'a/eu-west-1', executionId: executionArn, ref, folded }
  }
  const swf = (workflowId: string, runId: string) => {
    const executionId = swfExecutionId({ domain: 'orders', workflowId, runId })
    return {
      connectionId: 'a/eu-west-1',
      executionId,
      ref: { service: 'swf', domain: 'orders', workflowId, runId },
    }
  }
  const opened = ({ executionId }: { executionId: string }) => ({ connectionId: 'a/eu-west-1', executionId })

  describe('a Map Run', () => {
    const mapRun = `${place}:mapRun:Labels/Each:6a1f4c1e-1b1c-4a0e-9d2b-5b6c7d8e9f00`

    it('opens the execution that started it, where that is known', () => {
      const parent = states(ARN, [mapRun])
      expect(openAddress(mapRun, connections, read(states(`${ARN}x`), parent))).toEqual({
        ...opened(parent),
        note: expect.stringContaining('This is a Map Run, not an execution.'),
      })
    })

    it('is explained where it is not', () => {
      expect(openAddress(mapRun, connections, read(states(ARN)))).toEqual({
        problem: expect.stringMatching(
          /^This is a Map Run of state machine Labels, not an execution\. Its executions are listed on/,
        ),
      })
    })
  })

  describe('a state machine', () => {
    const machine = `${place}:stateMachine:Orders`

    it('shows its tasks on the board, where it is known', () => {
      for (const text of [machine, `${machine}:live`, ` “${machine}” `])
        expect(openAddress(text, connections, read(states(ARN)))).toMatchObject({
          stateMachineName: 'Orders',
          note: expect.stringContaining('This is a state machine'),
        })
    })

    it('is explained where it is not', () => {
      expect(openAddress(`${place}:stateMachine:Other`, connections, read(states(ARN)))).toEqual({
        problem: expect.stringMatching(
          /^This is a state machine, not an execution, and no execution of it has been read/,
        ),
      })
    })
  })

  describe('a name', () => {
    const known = read(
      states(ARN),
      states(`${place}:execution:Orders:ORD-1`),
      swf('order-17', 'run-1'),
      swf('order-17', 'run-2'),
    )

    it('opens the one execution that has it, be it a workflowId or a runId', () => {
      expect(openAddress(' ord-1\u200b', connections, known)).toEqual(opened(states(ARN)))
      expect(openAddress('“run-2”', connections, known)).toEqual(opened(swf('order-17', 'run-2')))
    })

    it('in other letters does, too', () => {
      expect(openAddress('RUN-1', connections, known)).toEqual(opened(swf('order-17', 'run-1')))
    })

    it('of several offers them', () => {
      expect(openAddress('order-17', connections, known)).toEqual({
        choices: [opened(swf('order-17', 'run-1')), opened(swf('order-17', 'run-2'))],
        note: 'This is the name of 2 executions. Choose one:',
      })
    })

    it.each(['ord-2', 'constructor', '__proto__', 'a'.repeat(1000)])('of none, %s, says so', (name) => {
      expect(openAddress(name, connections, known)).toEqual({
        problem: expect.stringMatching(
          /^This is no execution ARN, and no execution read so far has this name\./,
        ),
      })
    })
  })

  it('offers several ARNs, and no more than ten', () => {
    const arns = Array.from({ length: 12 }, (_, index) => `${place}:execution:Orders:${index}`)
    expect(openAddress(arns.slice(0, 2).join(' '), connections, read())).toEqual({
      choices: arns.slice(0, 2).map((executionId) => ({ connectionId: 'a/eu-west-1', executionId })),
      note: 'This names 2 executions. Choose one:',
    })
    expect(openAddress(arns.join('\n'), connections, read())).toMatchObject({
      choices: { length: 10 },
      note: 'This names 12 executions; these are the first 10. Choose one:',
    })
  })

  it("takes the one that is known, where a full stop may be the name's", () => {
    expect(openAddress(`${ARN}.`, connections, read(states(ARN)))).toEqual(opened(states(ARN)))
    expect(openAddress(`${ARN}.`, connections, read(states(`${ARN}.`)))).toEqual(opened(states(`${ARN}.`)))
    expect(openAddress(`${ARN}.`, connections, read())).toMatchObject({ choices: { length: 2 } })
  })

  it('puts no token into an address', () => {
    const token = aBase64Token(seededRandom(4))
    for (const text of [
      `${place}:execution:Orders:${token}`,
      `${place}:execution:Orders:${token} ${ARN}`,
      JSON.stringify({ domain: 'orders', workflowId: token.slice(0, 200), runId: RUN.runId }),
      token,
    ]) {
      const result = openAddress(text, [connection('a/eu-west-1', ['orders'])], read())
      expect(result).toHaveProperty('problem')
      expect(JSON.stringify(result)).not.toContain(token.slice(20, 60))
    }
  })
})
