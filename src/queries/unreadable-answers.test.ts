import { describe, expect, it } from 'vitest'
import { PartOfList } from '../aws/pages.ts'
import { unreadable } from '../aws/read-members.ts'
import type { StatesApi } from '../aws/states-api.ts'
import { fakeConnection, fakeStates, fakeSwf } from '../console/testing-connection.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import type { AnswerProblem, AppError } from '../domain/app-error.ts'
import { swfExecutionId } from '../domain/execution-id.ts'
import { SWF_READ_LAG_MS } from '../domain/sight.ts'
import type { SwfEvent } from '../domain/swf-event.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { keys } from './keys.ts'
import { createQueryClient } from './query-client.ts'
import { createReadLoop } from './read-loop.ts'
import { executionArn, machineArn } from './testing-account.ts'
import { during, recordOf, stageOf } from './testing-loop.ts'

const MINUTE_MS = 60_000

function of(action: string, problem: AnswerProblem) {
  return unreadable({ endpoint: 'http://127.0.0.1:4566', action }, problem)
}

const NO_EVENTS: AppError = of('states:GetExecutionHistory', 'noEvents').error
const ENDLESS: AppError = of('states:ListExecutions', 'endless').error

describe('a history that cannot be used', () => {
  it('is no sight of its tasks: what was known stays, ages, and counts as read no longer', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    const before = recordOf(stage, 'Orders', 'a')
    expect(before?.folded.open).toHaveLength(1)

    stage.account.failures.set('history a', NO_EVENTS)
    await stage.ports.advance(MINUTE_MS)
    const arn = executionArn('Orders', 'a')
    expect(recordOf(stage, 'Orders', 'a')?.folded).toBe(before?.folded)
    expect(recordOf(stage, 'Orders', 'a')?.readAt.lo).toBeLessThan(stage.ports.wall() - MINUTE_MS + 5000)
    expect(stage.loop.status.get()).toMatchObject({
      executions: 1,
      read: 0,
      unread: 1,
      troubles: [{ read: { kind: 'history', executionId: arn }, error: NO_EVENTS }],
    })

    stage.account.failures.clear()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get()).toMatchObject({ read: 1, unread: 0, troubles: [] })
  })

  it('fails the re-read of a person who waits', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.failures.set('history a', NO_EVENTS)
    await expect(stage.loop.readNow(executionArn('Orders', 'a'))).rejects.toMatchObject({ error: NO_EVENTS })
  })
})

describe('a list that cannot be used', () => {
  it('counts as listed no longer', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get()).toMatchObject({ listed: 1, unlisted: 0 })
    stage.account.failures.set('executions Orders', of('states:ListExecutions', 'noList').error)
    await stage.ports.advance(30_000)
    expect(stage.loop.status.get()).toMatchObject({ listed: 0, unlisted: 1 })
  })

  it('in part: what has come of it is read, and the rest is a trouble', async () => {
    const ports = virtualPorts()
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    const states: StatesApi = {
      ...stage.account.states,
      listStateMachines: () =>
        Promise.reject(
          new PartOfList(of('states:ListStateMachines', 'noName'), [
            { stateMachineArn: machineArn('Orders'), name: 'Orders' },
          ]),
        ),
      async listRunningExecutions() {
        throw new PartOfList(of('states:ListExecutions', 'endless'), [
          {
            executionArn: executionArn('Orders', 'a'),
            name: 'a',
            startedAtMs: null,
            stateMachineVersionArn: null,
          },
        ])
      },
    }
    const connection = fakeConnection(ports, { states })
    const queryClient = createQueryClient()
    const loop = createReadLoop(connection, queryClient, ports)
    loop.start()
    await ports.advance(5000)
    const record = queryClient.getQueryData<ExecutionRecord>(
      keys.execution(connection.id, executionArn('Orders', 'a')),
    )
    expect(record?.folded.open).toHaveLength(1)
    expect(loop.status.get()).toMatchObject({ watched: 1, listed: 0, unlisted: 1, read: 1 })
    expect(loop.status.get().troubles.map(({ error }) => error)).toMatchObject([
      { kind: 'unreadable', action: 'states:ListStateMachines', problem: 'noName' },
      { kind: 'unreadable', action: 'states:ListExecutions', problem: 'endless' },
    ])
  })

  it('without an end gets its turn, and not every turn', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.start('Endless', 'b')
    stage.account.failures.set('executions Endless', ENDLESS)
    stage.loop.start()
    await stage.ports.advance(5000)
    const requests = await during(stage, 5 * MINUTE_MS)
    const count = (kind: string, name: string) =>
      requests.filter((request) => request.kind === kind && request.of === name).length
    expect(count('executions', 'Endless')).toBeGreaterThanOrEqual(4)
    expect(count('executions', 'Endless')).toBeLessThanOrEqual(5)
    expect(count('executions', 'Orders')).toBeGreaterThanOrEqual(25)
    expect(count('history', 'a')).toBeGreaterThanOrEqual(80)
    // A person who asks for it does not wait.
    stage.loop.retry()
    const soon = await during(stage, 2000)
    expect(soon).toContainEqual(expect.objectContaining({ kind: 'executions', of: 'Endless' }))
  })
})

describe('a history of SWF that ends before what is known', () => {
  const RUN = { domain: 'orders', workflowId: 'ord-1', runId: '22vH=' }
  const id = swfExecutionId(RUN)

  async function stage() {
    const ports = virtualPorts()
    const event: SwfEvent = { id: 1, atMs: ports.wall(), kind: 'workflowCancelRequested' }
    let shorter = false
    const swf = fakeSwf({
      async readHistory() {
        if (shorter) throw of('swf:GetWorkflowExecutionHistory', 'shorterThanKnown')
        return [event]
      },
    })
    const connection = fakeConnection(ports, { swf, states: fakeStates() })
    const loop = createReadLoop(connection, createQueryClient(), ports)
    const known = await loop.readNow(id)
    shorter = true
    return { ports, loop, known }
  }

  it('lags: it shows nothing, neither an end nor that anything is open', async () => {
    const { ports, loop, known } = await stage()
    await ports.advance(SWF_READ_LAG_MS - 100)
    const again = await loop.readNow(id)
    expect(again).toBe(known)
    expect(again.readAt.lo).toBe(ports.wall() - (SWF_READ_LAG_MS - 100))
    expect(loop.status.get().troubles).toEqual([])
  })

  it('is a trouble where no lag explains it', async () => {
    const { ports, loop } = await stage()
    await ports.advance(SWF_READ_LAG_MS + 100)
    await expect(loop.readNow(id)).rejects.toMatchObject({ error: { problem: 'shorterThanKnown' } })
    expect(loop.status.get().troubles).toMatchObject([{ error: { kind: 'unreadable' } }])
  })
})

it('a history of Step Functions that ends before what is known is a trouble at once: it does not lag', async () => {
  const stage = stageOf()
  stage.account.start('Orders', 'a')
  stage.loop.start()
  await stage.ports.advance(1000)
  stage.account.failures.set('history a', of('states:GetExecutionHistory', 'shorterThanKnown').error)
  await stage.ports.advance(5000)
  expect(stage.loop.status.get().troubles).toMatchObject([{ error: { problem: 'shorterThanKnown' } }])
})
