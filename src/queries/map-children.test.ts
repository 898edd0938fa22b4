import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createStatesApi } from '../aws/states-api.ts'
import { realPorts } from '../console/ports.ts'
import { exactClock, fakeConnection, fakeTransport } from '../console/testing-connection.ts'
import { testingJournal } from '../console/testing-journal.ts'
import { estimate } from '../domain/estimate.ts'
import { GRACE_MS } from '../domain/grace.ts'
import { exactly } from '../domain/interval.ts'
import type { ReadableStore } from '../lib/store.ts'
import { hostForTests } from '../server/testing-host.ts'
import { type InFlight, type TaskRow, watchInFlight } from './in-flight.ts'
import { createQueryClient } from './query-client.ts'
import { createReadLoop, type ReadLoop } from './read-loop.ts'

const NEVER = Number.POSITIVE_INFINITY
const host = hostForTests('quiet', { paused: true })
const { localAws } = host
const stop: (() => void)[] = []
let sfn: SFNClient

beforeAll(() => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  sfn = new SFNClient({ region: 'eu-west-1', endpoint: host.url, credentials })
})
afterEach(() => {
  for (const end of stop.splice(0)) end()
})

const worldMs = (): number => localAws.control.clock().worldMs

/** What each of several items is worked on by, as a Distributed Map of executions of its own. */
function eachIn(Label: string, States: object): object {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: Object.keys(States)[0],
    States,
  }
  return { Type: 'Map', Label, ItemProcessor, End: true }
}

async function weighing(): Promise<object> {
  const { activityArn } = await sfn.send(new CreateActivityCommand({ name: 'weigh' }))
  return { Weigh: { Type: 'Task', Resource: activityArn, End: true } }
}

/** Starts an execution of these states, of which the first one runs; its start is world time. */
async function start(States: object, more: object, items: object): Promise<{ arn: string; startMs: number }> {
  const definition = JSON.stringify({ StartAt: Object.keys(States)[0], States, ...more })
  const roleArn = 'arn:aws:iam::123456789012:role/Runner'
  const machine = { name: 'Stock', roleArn, definition }
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine))
  const input = JSON.stringify(items)
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'van-1', input }))
  await localAws.control.step(1)
  return { arn: started.executionArn ?? '', startMs: started.startDate?.getTime() ?? Number.NaN }
}

async function childrenOf(executionArn: string): Promise<readonly string[]> {
  const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn }))
  const { executions } = await sfn.send(new ListExecutionsCommand({ mapRunArn: mapRuns?.[0]?.mapRunArn }))
  return (executions ?? []).map((child) => child.executionArn ?? '')
}

interface Open {
  readonly loop: ReadLoop
  readonly inFlight: ReadableStore<InFlight>
  /** Resolves with the first rows that are so. */
  readonly rows: (are: (rows: readonly TaskRow[]) => boolean) => Promise<readonly TaskRow[]>
}

/** A console on that account; without `watched` it finds nothing by itself. */
function open(watched: boolean): Open {
  const states = createStatesApi({
    region: 'eu-west-1',
    transport: fakeTransport('states', realPorts, { endpoint: host.url }),
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    clocks: () => ({ wallMs: realPorts.wall(), steadyMs: realPorts.steady() }),
    onSight: () => undefined,
    clockOffsetMs: () => 0,
  })
  const watch = watched ? {} : { exclude: ['Stock'] }
  const given = { states, watch, clock: exactClock(worldMs), readsPerSecond: 50 }
  const connection = fakeConnection(realPorts, given)
  const queryClient = createQueryClient()
  const loop = createReadLoop(connection, queryClient, realPorts)
  const journal = testingJournal()
  const inFlight = watchInFlight(queryClient, [connection], journal, realPorts)
  stop.push(() => loop.stop())
  loop.start()
  const rows = async (are: (rows: readonly TaskRow[]) => boolean) =>
    (await until(inFlight, (all) => are(all.rows))).rows
  return { loop, inFlight, rows }
}

function until<T>(store: ReadableStore<T>, is: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!is(store.get())) return
      unsubscribe()
      resolve(store.get())
    }
    const unsubscribe = store.subscribe(look)
    queueMicrotask(look)
  })
}

const unreadOf = ({ evidence }: TaskRow) => estimate(evidence, exactly(worldMs())).limitUnread
const allRead = (rows: readonly TaskRow[]) => rows.length > 0 && rows.every((row) => unreadOf(row) === null)
const parentsOf = (row: TaskRow | undefined) => row?.evidence.execution.parents

/** Of which executions or Map Runs this was asked; only the console asks what is looked at here. */
function asked(operation: string): readonly string[] {
  const { calls } = localAws.control.calls()
  return calls.filter((call) => call.operation === operation).map(({ resource }) => resource ?? '')
}

describe('the limits of the children of a Distributed Map', () => {
  it('are those of their parent where its history is read, and cost no read of their own', async () => {
    const { startMs } = await start(
      { Each: eachIn('Shelf', await weighing()) },
      { TimeoutSeconds: 3600 },
      [1, 2],
    )
    await localAws.control.step(90)
    const before = asked('DescribeExecution').length
    const rows = await open(true).rows((all) => all.length === 2 && allRead(all))
    for (const row of rows) {
      expect(row.evidence.execution.timeoutSeconds).toBeNull()
      expect(parentsOf(row)).toEqual([{ from: exactly(startMs), timeoutSeconds: 3600 }])
      expect(estimate(row.evidence, exactly(worldMs())).hard).toEqual({
        at: exactly(startMs + 3_600_000),
        because: 'parent',
        timeoutSeconds: 3600,
      })
    }
    expect(asked('DescribeMapRun')).toEqual([])
    expect(asked('DescribeExecution')).toHaveLength(before)
  })

  it('are read once for a child that a person has opened alone, and neither parent nor siblings are', async () => {
    const parent = await start({ Each: eachIn('Shelf', await weighing()) }, { TimeoutSeconds: 3600 }, [1, 2])
    await localAws.control.step(90)
    const [child = ''] = await childrenOf(parent.arn)
    const { loop, inFlight, rows } = open(false)
    loop.pin(child)
    const [row] = await rows(allRead)
    expect(parentsOf(row)).toEqual([{ from: exactly(parent.startMs), timeoutSeconds: 3600 }])
    // It is read again and again; its parent is not.
    const readMs = row?.evidence.openAt.lo ?? 0
    await localAws.control.step(100)
    await loop.readNow(child)
    await rows(([again]) => (again?.evidence.openAt.lo ?? 0) > readMs)
    expect(asked('DescribeMapRun')).toHaveLength(1)
    expect(asked('DescribeExecution')).toEqual([parent.arn])
    expect(new Set(asked('GetExecutionHistory'))).toEqual(new Set([child]))
    // What the children run is judged in the definition that it is a part of.
    expect(inFlight.get().definitions.map(({ workflowName }) => workflowName)).toEqual(['Stock'])
    expect(asked('DescribeStateMachineForExecution').toSorted()).toEqual([child, parent.arn].toSorted())
  })

  it('have no late edge while a description of the parent may lag behind a redrive', async () => {
    const parent = await start({ Each: eachIn('Shelf', await weighing()) }, { TimeoutSeconds: 3600 }, [1])
    const [child = ''] = await childrenOf(parent.arn)
    await localAws.control.step(58)
    const { loop, rows } = open(false)
    loop.pin(child)
    const [row] = await rows(allRead)
    expect(parentsOf(row)).toEqual([{ from: { lo: parent.startMs, hi: NEVER }, timeoutSeconds: 3600 }])
    await localAws.control.step(2)
    loop.retry()
    const [later] = await rows(([one]) => parentsOf(one)?.[0]?.from?.hi !== NEVER)
    expect(parentsOf(later)).toEqual([{ from: exactly(parent.startMs), timeoutSeconds: 3600 }])
  })

  it('are said to be unread while the parent is denied, and read when it is not any more', async () => {
    const parent = await start({ Each: eachIn('Shelf', await weighing()) }, { TimeoutSeconds: 3600 }, [1])
    await localAws.control.step(90)
    const [child = ''] = await childrenOf(parent.arn)
    localAws.control.changeSettings({ deny: ['states:DescribeMapRun'] })
    const { loop, rows } = open(false)
    loop.pin(child)
    const { troubles } = await until(loop.status, (status) => status.troubles.length > 0)
    expect(troubles).toMatchObject([
      { read: { kind: 'mapRunParent' }, error: { kind: 'denied', action: 'states:DescribeMapRun' } },
    ])
    const [row] = await rows((all) => all.length === 1)
    expect(parentsOf(row)).toEqual([{ from: null, timeoutSeconds: undefined }])
    expect(row === undefined ? null : unreadOf(row)).toBe('parent')
    localAws.control.changeSettings({ deny: [] })
    loop.retry()
    const [after] = await rows(allRead)
    expect(parentsOf(after)).toEqual([{ from: exactly(parent.startMs), timeoutSeconds: 3600 }])
    expect((await until(loop.status, (status) => status.troubles.length === 0)).troubles).toEqual([])
  })

  it('are those of every execution above, where Distributed Maps are nested', async () => {
    const inner = { Each: eachIn('Box', await weighing()) }
    const outer = await start({ Every: eachIn('Shelf', inner) }, { TimeoutSeconds: 5000 }, [[1, 2]])
    await localAws.control.step(90)
    const [middle = ''] = await childrenOf(outer.arn)
    const [child = ''] = await childrenOf(middle)
    const { loop, rows } = open(false)
    loop.pin(child)
    const [row] = await rows(allRead)
    const known = [
      { from: exactly(outer.startMs), timeoutSeconds: null },
      { from: exactly(outer.startMs), timeoutSeconds: 5000 },
    ]
    expect(parentsOf(row)).toEqual(known)
    expect(asked('DescribeExecution')).toEqual([middle, outer.arn])
    // By the histories of all of them it is the same.
    const all = await open(true).rows((found) => found.length === 2 && allRead(found))
    expect(all.map(parentsOf)).toEqual([known, known])
  })

  it('hold: a child ends with its parent, not before its lower edge and not long after its hard limit', async () => {
    await start({ Each: eachIn('Shelf', await weighing()) }, { TimeoutSeconds: 600 }, [1])
    await localAws.control.step(90)
    const { loop, inFlight, rows } = open(true)
    const [row] = await rows(allRead)
    if (row === undefined) throw new Error('there is no row')
    const told = estimate(row.evidence, exactly(worldMs()))
    await localAws.control.step(590)
    await loop.readNow(row.ref.executionId)
    const { ended } = await until(inFlight, (all) => all.ended.length > 0)
    expect(ended).toMatchObject([{ id: row.id, ending: { kind: 'executionEnded', outcome: 'aborted' } }])
    const endMs = ended[0]?.ending.atMs ?? 0
    expect(endMs).toBeGreaterThanOrEqual(told.lowerMs)
    expect(endMs).toBeLessThanOrEqual((told.hard?.at.hi ?? 0) + GRACE_MS)
  })

  it('count from a redrive of the parent as soon as that is read, and until then have no late edge', async () => {
    const states = { Each: eachIn('Shelf', await weighing()) }
    const parent = await start(states, { TimeoutSeconds: 600 }, [1])
    await localAws.control.step(90)
    const [child = ''] = await childrenOf(parent.arn)
    const { loop, inFlight, rows } = open(false)
    loop.pin(child)
    await rows(allRead)
    await localAws.control.step(600)
    await loop.readNow(child)
    await until(inFlight, (all) => all.ended.length > 0)
    const { redriveDate } = await sfn.send(new RedriveExecutionCommand({ executionArn: parent.arn }))
    await localAws.control.step(90)
    await loop.readNow(child)
    const [stale] = await rows((all) => all.length === 1)
    expect(parentsOf(stale)).toEqual([{ from: { lo: parent.startMs, hi: NEVER }, timeoutSeconds: 600 }])
    loop.retry()
    const [row] = await rows(([one]) => parentsOf(one)?.[0]?.from?.hi !== NEVER)
    const redrivenMs = redriveDate?.getTime() ?? Number.NaN
    expect(parentsOf(row)).toEqual([{ from: exactly(redrivenMs), timeoutSeconds: 600 }])
  })
})
