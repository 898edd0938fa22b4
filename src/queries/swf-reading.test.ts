import { notifyManager } from '@tanstack/react-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkflowRun } from '../aws/swf-api.ts'
import { fakeConnection, fakeSwf } from '../console/testing-connection.ts'
import { testingJournal } from '../console/testing-journal.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { swfExecutionId } from '../domain/execution-id.ts'
import { exactly } from '../domain/interval.ts'
import { SWF_READ_LAG_MS, sightOf } from '../domain/sight.ts'
import type { SwfEvent } from '../domain/swf-event.ts'
import { watchInFlight } from './in-flight.ts'
import { createQueryClient } from './query-client.ts'
import { createReadLoop } from './read-loop.ts'

// The cache tells its watchers by a timer of its own; here it tells them at once, on the virtual clock.
beforeAll(() => notifyManager.setScheduler((turn) => turn()))
afterAll(() => notifyManager.setScheduler((turn) => setTimeout(turn, 0)))

const RUN: WorkflowRun = { domain: 'orders', workflowId: 'order 1/2', runId: '22abc=' }
const TYPE = { name: 'Fulfilment', version: '1' }
const DENIED: AppError = {
  kind: 'denied',
  action: 'swf:ListOpenWorkflowExecutions',
  resource: null,
  guest: false,
  explicit: false,
}

function historyFrom(atMs: number): SwfEvent[] {
  return [
    { id: 1, atMs, kind: 'workflowStarted', workflowType: TYPE, executionStartToCloseSeconds: 3600 },
    {
      id: 2,
      atMs,
      kind: 'activityScheduled',
      activityId: 'pack-1',
      activityType: { name: 'Pack parcel', version: '2' },
      taskList: 'packers',
      heartbeatSeconds: 60,
      startToCloseSeconds: 600,
      scheduleToStartSeconds: null,
      scheduleToCloseSeconds: null,
      decisionEventId: 1,
    },
    { id: 3, atMs, kind: 'activityStarted', scheduledEventId: 2, identity: 'packer-1' },
  ]
}

/** A connection with two SWF domains, of which a test plays what runs in them. */
function stage() {
  const ports = virtualPorts()
  const open = new Map<string, readonly WorkflowRun[]>([['orders', [RUN]]])
  const history = historyFrom(ports.wall())
  const failures = new Map<string, AppError>()
  const reads: string[] = []
  const connection = fakeConnection(ports, {
    swfDomains: ['orders', 'returns'],
    swf: fakeSwf({
      async listOpenWorkflows(domain) {
        reads.push(`list ${domain}`)
        const failure = failures.get(domain)
        if (failure !== undefined) throw new AppFailure(failure)
        const runs = open.get(domain) ?? []
        return runs.map((run) => ({ ...run, startedAtMs: ports.wall() }))
      },
      async readHistory({ workflowId }, afterEventId) {
        reads.push(`history ${workflowId}`)
        const failure = failures.get(workflowId)
        if (failure !== undefined) throw new AppFailure(failure)
        return history.filter(({ id }) => id > afterEventId)
      },
    }),
  })
  const queryClient = createQueryClient()
  const loop = createReadLoop(connection, queryClient, ports)
  const journal = testingJournal()
  const inFlight = watchInFlight(queryClient, [connection], journal, ports)
  return { ports, open, history, failures, reads, loop, inFlight }
}

describe('SWF beside Step Functions', () => {
  it('shows the activity tasks of every open workflow of the configured domains', async () => {
    const { ports, loop, inFlight } = stage()
    loop.start()
    await ports.advance(2000)
    expect(loop.status.get()).toMatchObject({ domains: 2, listed: 2, executions: 1, read: 1, troubles: [] })
    expect(inFlight.get().rows).toMatchObject([
      {
        execution: { service: 'swf', ...RUN },
        workflowName: 'Fulfilment',
        executionName: 'order 1/2',
        task: { name: 'Pack parcel', workerName: 'packer-1', swf: { activityId: 'pack-1' } },
        // Both of its own limits stand in the history.
        evidence: { execution: { timeoutSeconds: 3600 } },
      },
    ])
  })

  it('takes no read for a sight of now: SWF answers with what was', async () => {
    const { ports, loop, inFlight } = stage()
    const sentMs = ports.wall()
    await loop.readNow(swfExecutionId(RUN))
    await ports.advance(100)
    const openAt = inFlight.get().rows[0]?.evidence.openAt
    expect(openAt).toEqual(sightOf(exactly(sentMs), 'swf'))
    expect(openAt?.lo).toBeLessThan(sentMs)
  })

  it('keeps one domain apart from the trouble of another', async () => {
    const { ports, loop, inFlight, failures } = stage()
    failures.set('returns', DENIED)
    loop.start()
    await ports.advance(2000)
    expect(loop.status.get().troubles).toEqual([
      { read: { kind: 'workflows', domain: 'returns' }, error: DENIED },
    ])
    expect(inFlight.get().rows).toHaveLength(1)
  })

  it('shows a request for cancellation at the next read of the history', async () => {
    const { ports, loop, inFlight, history } = stage()
    loop.start()
    await ports.advance(2000)
    const askedAtMs = ports.wall()
    history.push({
      id: 4,
      atMs: askedAtMs,
      kind: 'activityCancelRequested',
      activityId: 'pack-1',
      decisionEventId: 9,
    })
    await ports.advance(5000)
    expect(inFlight.get().rows[0]?.task.swf?.cancelRequest).toMatchObject({
      atMs: askedAtMs,
      decisionEventId: 9,
    })
  })

  it('keeps a new workflow that a lagging read does not show, and no longer than reads may lag', async () => {
    const { ports, loop, inFlight, failures } = stage()
    loop.start()
    await ports.advance(2000)
    failures.set(RUN.workflowId, { kind: 'notFound', what: 'workflow', name: RUN.workflowId })
    await ports.advance(5000)
    expect(inFlight.get().rows).toHaveLength(1)
    expect(loop.status.get().troubles).toEqual([])
    failures.set('orders', DENIED) // the list must not bring it back
    await ports.advance(SWF_READ_LAG_MS)
    expect(inFlight.get().rows).toEqual([])
  })

  it('stops reading a workflow that has closed, though lists show it for a while yet', async () => {
    const { ports, loop, inFlight, history, reads } = stage()
    loop.start()
    await ports.advance(2000)
    history.push({ id: 4, atMs: ports.wall(), kind: 'workflowEnded', outcome: 'terminated' })
    await ports.advance(5000)
    expect(inFlight.get()).toMatchObject({ rows: [], ended: [{ ending: { outcome: 'terminated' } }] })
    const before = reads.filter((read) => read.startsWith('history')).length
    await ports.advance(30_000)
    expect(reads.filter((read) => read.startsWith('history'))).toHaveLength(before)
    expect(loop.status.get().executions).toBe(0)
  })
})
