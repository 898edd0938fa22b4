import { notifyManager } from '@tanstack/react-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StateMachineDefinition } from '../asl/state-machine.ts'
import { testingJournal } from '../console/testing-journal.ts'
import { type FoundGroup, findingsByState } from './findings.ts'
import { type InFlight, watchInFlight } from './in-flight.ts'
import { type Stage, stageOf } from './testing-loop.ts'

// The cache tells its watchers by a timer of its own; here it tells them at once, on the virtual clock.
beforeAll(() => notifyManager.setScheduler((turn) => turn()))
afterAll(() => notifyManager.setScheduler((turn) => setTimeout(turn, 0)))

const CHARGE = 'arn:aws:states:eu-west-1:123456789012:activity:charge'
const ASK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'

/** Runs `Charge card`, which every history of the account shows, and then asks. */
const ORDERS: StateMachineDefinition = {
  StartAt: 'Charge card',
  States: {
    'Charge card': { Type: 'Task', Resource: CHARGE, HeartbeatSeconds: 60, Next: 'Ask' },
    Ask: {
      Type: 'Task',
      Resource: ASK,
      TimeoutSeconds: 9000,
      Parameters: { 'T.$': '$$.Task.Token' },
      End: true,
    },
  },
}

function watched(change: Parameters<typeof stageOf>[0] = {}): Stage & { read: () => Promise<InFlight> } {
  const stage = stageOf({ readsPerSecond: 20, ...change })
  const journal = testingJournal()
  const store = watchInFlight(stage.queryClient, [stage.connection], journal, stage.ports)
  stage.account.definition = ORDERS
  return {
    ...stage,
    read: async () => {
      stage.loop.start()
      await stage.ports.advance(5000)
      stage.loop.stop()
      return store.get()
    },
  }
}

/** `state kind`; in brackets what the definition alone shows. */
function told(groups: readonly FoundGroup[]): readonly string[] {
  return groups.flatMap(({ place, found, inDefinition }) => {
    const name = place.kind === 'state' ? place.name : place.kind
    return [
      ...found.map(({ kind }) => `${name} ${kind}`),
      ...inDefinition.map(({ finding }) => `(${name} ${finding.kind})`),
    ]
  })
}

it('a callback whose state passes its token to nobody is found, however its message looks', async () => {
  const { account, read, ports, loop } = watched()
  // A string of a token's length that is none.
  const Parameters = { Ref: 'x'.repeat(100) }
  const Ask = { Type: 'Task', Resource: ASK, TimeoutSeconds: 9000, Parameters, End: true } as const
  account.definition = { ...ORDERS, States: { ...ORDERS.States, Ask } }
  const history = account.start('Orders', 'a')
  history.taskEnded('succeeded')
  history.exit('Charge card')
  history.enter('Ask')
  history.callback(Parameters)
  const { rows } = await read()
  expect(rows).toMatchObject([{ task: { kind: 'callback', token: null, tokenPassedToNobody: true } }])
  loop.start()
  await ports.advance(5000)
  const again = await read()
  expect(told(findingsByState(again))).toContain('Ask tokenPassedToNobody')
  expect(again.rows[0]?.task).toBe(rows[0]?.task)
})

describe('the definitions that were read', () => {
  it('show what no task has run into, once a state, with the execution that runs them', async () => {
    const { account, read } = watched()
    account.start('Orders', 'a')
    account.start('Orders', 'b')
    const inFlight = await read()
    const groups = findingsByState(inFlight)
    expect(told(groups)).toEqual(['(Ask noHeartbeat)', '(Charge card noTimeout)'])
    const [{ inDefinition, rowCount, workflowName } = { inDefinition: [] }] = groups
    expect({ rowCount, workflowName }).toEqual({ rowCount: 0, workflowName: 'Orders' })
    expect(inDefinition).toMatchObject([
      {
        finding: { pointer: '/States/Ask' },
        definition: { read: { executionArn: expect.stringMatching(/:[ab]$/) } },
      },
    ])
    // One read of the definition serves both executions.
    expect(account.asked('limits')).toHaveLength(1)
  })

  it('are asked of no machine that runs nothing, which is known as not read', async () => {
    const { account, read } = watched({ watch: { exclude: ['Hidden'] } })
    account.start('Orders', 'a')
    account.running.set('Idle', [])
    account.running.set('Hidden', [])
    const { definitions } = await read()
    expect(definitions.map((one) => [one.workflowName, one.read !== null])).toEqual([
      ['Idle', false],
      ['Orders', true],
    ])
    expect(account.asked('limits', 'a')).toHaveLength(1)
    expect(account.asked('limits')).toHaveLength(1)
  })

  it('that are not readable show nothing, and are told apart from those that nothing is wrong with', async () => {
    const { account, read } = watched()
    account.definition = null
    account.start('Orders', 'a')
    const inFlight = await read()
    expect(findingsByState(inFlight)).toEqual([])
    expect(inFlight.definitions).toMatchObject([{ read: { lint: { kind: 'unreadable' } } }])
  })
})
