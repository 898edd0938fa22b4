import { expect, it } from 'vitest'
import { fakeConnection, fakeStates } from '../console/testing-connection.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import { foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { exactly } from '../domain/interval.ts'
import { HistoryBuilder } from '../domain/testing-history.ts'
import type { ExecutionRecord } from './execution-query.ts'
import { forgetExecution } from './forget-execution.ts'
import { keys } from './keys.ts'
import { type KnownLimits, limitsQuery } from './limits-query.ts'
import { noteAsParent } from './map-run-parent.ts'
import { createQueryClient } from './query-client.ts'
import { executionArn, machineArn } from './testing-account.ts'

const ID = 'local/eu-west-1'
const MACHINE = machineArn('Orders/Each')
const runArn = (id: string) => `${MACHINE}:${id}`.replace(':stateMachine:', ':mapRun:')

/** An execution with a Map Run under way, of which a child's definition was read. */
async function playedOut(
  client: ReturnType<typeof createQueryClient>,
  name: string,
): Promise<ExecutionRecord> {
  const history = new HistoryBuilder()
  history.started()
  history.enter('Each')
  history.add({ kind: 'mapRunStarted', mapRunArn: runArn(name) })
  const executionId = executionArn('Orders', name)
  const ref = {
    service: 'states',
    executionArn: executionId,
    stateMachineName: 'Orders',
    executionName: name,
  } as const
  const record: ExecutionRecord = {
    connectionId: ID,
    executionId,
    ref,
    folded: foldExecution(UNREAD_EXECUTION, history.events),
    mapRunArn: null,
    readAt: exactly(0),
  }
  client.setQueryData(keys.execution(ID, executionId), record)
  noteAsParent(client, record, null)
  const describeLimits = async () => ({
    inForceFromMs: 0,
    timeoutSeconds: null,
    definition: null,
    lint: { kind: 'unreadable' } as const,
    mapRunArn: runArn(name),
  })
  const connection = fakeConnection(virtualPorts(), { states: fakeStates({ describeLimits }) })
  const child = { executionArn: executionArn('Orders/Each', name), startedAtMs: 0, mapRunArn: null }
  const asked = { ...child, stateMachineVersionArn: undefined }
  await client.fetchQuery({ ...limitsQuery(connection, MACHINE, asked), staleTime: 0 })
  return record
}

it('forgets with an execution what was read for the children of its Map Runs, and nothing of another', async () => {
  const client = createQueryClient()
  const over = await playedOut(client, 'a')
  const other = await playedOut(client, 'b')
  forgetExecution(client, ID, over.executionId)
  expect(client.getQueryData(keys.execution(ID, over.executionId))).toBeUndefined()
  expect(client.getQueryData(keys.mapRunParent(ID, runArn('a')))).toBeUndefined()
  expect(client.getQueryData(keys.execution(ID, other.executionId))).toBe(other)
  expect(client.getQueryData(keys.mapRunParent(ID, runArn('b')))).toMatchObject({
    executionArn: other.executionId,
  })
  const known = client.getQueryData<readonly KnownLimits[]>(keys.limits(ID, MACHINE))
  expect(known?.map(({ mapRunArn }) => mapRunArn)).toEqual([runArn('b')])
})
