import type { ListOpenWorkflowExecutionsInput } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { type SwfWorld, swfStartMs, swfWorld } from './test-swf-world.ts'

const domain = 'orders'
const always = { oldestDate: new Date(0) }
const fault = (code: string, message?: unknown) =>
  expect.objectContaining({ code, ...(message === undefined ? {} : { message }) })

let aws: SwfWorld
const runIds = new Map<string, string | undefined>()

async function start(workflowId: string, type = 'ship', tagList?: string[]): Promise<void> {
  const { runId } = await aws.call('StartWorkflowExecution', {
    domain,
    workflowId,
    workflowType: { name: type, version: '1' },
    tagList,
  })
  runIds.set(workflowId, runId)
}

type Filters = Partial<ListOpenWorkflowExecutionsInput> & Parameters<typeof closed>[0]

async function open(more: Partial<ListOpenWorkflowExecutionsInput> = {}): Promise<(string | undefined)[]> {
  const input = { domain, startTimeFilter: always, ...more }
  const { executionInfos = [] } = await aws.call('ListOpenWorkflowExecutions', input)
  const { count } = await aws.call('CountOpenWorkflowExecutions', input)
  expect(count).toBe(executionInfos.length)
  return executionInfos.map(({ execution }) => execution?.workflowId)
}

async function closed(more: object = { startTimeFilter: always }): Promise<(string | undefined)[]> {
  const input = { domain, ...more }
  const { executionInfos = [] } = await aws.call('ListClosedWorkflowExecutions', input)
  const { count } = await aws.call('CountClosedWorkflowExecutions', input)
  expect(count).toBe(executionInfos.length)
  return executionInfos.map(({ execution }) => execution?.workflowId)
}

beforeEach(async () => {
  aws = swfWorld()
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  for (const name of ['ship', 'bill']) {
    await aws.call('RegisterWorkflowType', {
      domain,
      name,
      version: '1',
      defaultTaskStartToCloseTimeout: '60',
      defaultExecutionStartToCloseTimeout: '86400',
      defaultTaskList: { name: 'deciders' },
      defaultChildPolicy: 'TERMINATE',
    })
  }
})

describe('the lists of executions', () => {
  it('show open ones newest first, and those that closed by either time', async () => {
    for (const id of ['a', 'b', 'c']) {
      await start(id)
      await aws.step(1000)
    }
    expect(await open()).toEqual(['c', 'b', 'a'])
    expect(await open({ reverseOrder: true })).toEqual(['a', 'b', 'c'])
    expect(await closed()).toEqual([])
    await aws.call('TerminateWorkflowExecution', { domain, workflowId: 'b' })
    await aws.step(1000)
    await aws.call('TerminateWorkflowExecution', { domain, workflowId: 'a' })
    expect(await open()).toEqual(['c'])
    expect(await closed({ startTimeFilter: always })).toEqual(['b', 'a'])
    expect(await closed({ closeTimeFilter: always })).toEqual(['a', 'b'])
    const { executionInfos } = await aws.call('ListClosedWorkflowExecutions', {
      domain,
      closeTimeFilter: always,
      maximumPageSize: 1,
    })
    expect(executionInfos).toEqual([
      {
        execution: { workflowId: 'a', runId: runIds.get('a') },
        workflowType: { name: 'ship', version: '1' },
        startTimestamp: new Date(swfStartMs),
        closeTimestamp: new Date(swfStartMs + 4000),
        executionStatus: 'CLOSED',
        closeStatus: 'TERMINATED',
        cancelRequested: false,
      },
    ])
  })

  it('take one filter, and both ends of a time range', async () => {
    await start('a', 'ship', ['urgent', 'north'])
    await aws.step(1000)
    await start('b', 'bill', ['north'])
    await aws.step(1000)
    await start('c', 'ship')
    expect(await open({ tagFilter: { tag: 'north' } })).toEqual(['b', 'a'])
    expect(await open({ typeFilter: { name: 'ship' } })).toEqual(['c', 'a'])
    expect(await open({ typeFilter: { name: 'ship', version: '2' } })).toEqual([])
    expect(await open({ executionFilter: { workflowId: 'b' } })).toEqual(['b'])
    const at = (ms: number) => new Date(swfStartMs + ms)
    expect(await open({ startTimeFilter: { oldestDate: at(1000) } })).toEqual(['c', 'b'])
    expect(await open({ startTimeFilter: { oldestDate: at(0), latestDate: at(1000) } })).toEqual(['b', 'a'])
    for (const workflowId of ['a', 'b']) {
      await aws.call('TerminateWorkflowExecution', { domain, workflowId })
    }
    expect(await closed({ startTimeFilter: always, closeStatusFilter: { status: 'TERMINATED' } })).toEqual([
      'b',
      'a',
    ])
    expect(await closed({ startTimeFilter: always, closeStatusFilter: { status: 'COMPLETED' } })).toEqual([])
    expect(await closed({ closeTimeFilter: always, tagFilter: { tag: 'urgent' } })).toEqual(['a'])
  })

  it.each<[Filters, RegExp]>([
    [{ tagFilter: { tag: 'a' }, typeFilter: { name: 'b' } }, /exclusive filters.*typeFilter.*tagFilter/],
    [{ startTimeFilter: undefined }, /'startTimeFilter'.*must not be null/],
    [{ maximumPageSize: 1001 }, /'maximumPageSize'.*1000/],
    [{ typeFilter: { name: '' } }, /'typeFilter.name'/],
    [{ domain: undefined }, /'domain'.*must not be null/],
  ])('of open ones refuse %j', async (more, message) => {
    await expect(
      aws.call('ListOpenWorkflowExecutions', { domain, startTimeFilter: always, ...more }),
    ).rejects.toEqual(fault('ValidationException', expect.stringMatching(message)))
  })

  it.each<[object, RegExp]>([
    [{}, /^Must specify time filter$/],
    [{ startTimeFilter: always, closeTimeFilter: always }, /startTimeFilter and a closeTimeFilter/],
    [
      { startTimeFilter: always, tagFilter: { tag: 'a' }, closeStatusFilter: { status: 'FAILED' } },
      /exclusive filters/,
    ],
    [{ startTimeFilter: always, closeStatusFilter: { status: 'LOST' } }, /enum value set/],
  ])('of closed ones refuse %j', async (more, message) => {
    await expect(aws.call('CountClosedWorkflowExecutions', { domain, ...more })).rejects.toEqual(
      fault('ValidationException', expect.stringMatching(message)),
    )
  })

  it('refuse a domain that is not there', async () => {
    await expect(open({ domain: 'nowhere' })).rejects.toEqual(
      fault('UnknownResourceFault', 'Unknown domain: nowhere'),
    )
  })

  it('read page by page are the list, while others start and close', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `w${String(index).padStart(2, '0')}`)
    // Pairs start in the same millisecond.
    for (const [index, id] of ids.entries()) {
      await start(id)
      if (index % 2 === 1) await aws.step(1000)
    }
    let extra = 0
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 13 }),
        fc.boolean(),
        async (maximumPageSize, reverseOrder) => {
          const read: (string | undefined)[] = []
          let nextPageToken: string | undefined
          const between = {
            startTimeFilter: { oldestDate: new Date(0), latestDate: new Date(swfStartMs + 5000) },
          }
          do {
            const page = await aws.call('ListOpenWorkflowExecutions', {
              domain,
              ...between,
              maximumPageSize,
              reverseOrder,
              nextPageToken,
            })
            read.push(...(page.executionInfos ?? []).map(({ execution }) => execution?.workflowId))
            nextPageToken = page.nextPageToken
            extra += 1
            await start(`extra-${extra}`)
            await aws.call('TerminateWorkflowExecution', { domain, workflowId: `extra-${extra}` })
          } while (nextPageToken !== undefined)
          expect(read).toEqual(reverseOrder ? ids : ids.toReversed())
        },
      ),
      { numRuns: 30 },
    )
  })

  it('forget an execution when its retention period is over', async () => {
    await start('a')
    await aws.call('TerminateWorkflowExecution', { domain, workflowId: 'a' })
    await aws.step(86_399_000)
    expect(await closed()).toEqual(['a'])
    await aws.step(2000)
    expect(await closed()).toEqual([])
  })

  it('lag behind: what began since is not there, what ended since is still open', async () => {
    aws.world.settings.swfLagMs = 2000
    await start('a')
    expect(await open()).toEqual([])
    const named = { domain, execution: { workflowId: 'a', runId: runIds.get('a') } }
    await expect(aws.call('DescribeWorkflowExecution', named)).rejects.toEqual(
      fault(
        'UnknownResourceFault',
        `Unknown execution: WorkflowExecution=[workflowId=a, runId=${runIds.get('a')}]`,
      ),
    )
    await aws.step(1999)
    expect(await open()).toEqual([])
    await aws.step(1)
    expect(await open()).toEqual(['a'])
    await aws.call('RequestCancelWorkflowExecution', { domain, workflowId: 'a' })
    const cancelRequested = async () =>
      (await aws.call('DescribeWorkflowExecution', named)).executionInfo?.cancelRequested
    expect(await cancelRequested()).toBe(false)
    await aws.step(2000)
    expect(await cancelRequested()).toBe(true)
    await aws.call('TerminateWorkflowExecution', { domain, workflowId: 'a' })
    expect([await open(), await closed()]).toEqual([['a'], []])
    await aws.step(2000)
    expect([await open(), await closed()]).toEqual([[], ['a']])
  })
})

describe('the counts of pending tasks', () => {
  it('count what waits in a task list, and find nothing in one never used', async () => {
    await start('a')
    await start('b')
    const pending = async (name: string) =>
      aws.call('CountPendingDecisionTasks', { domain, taskList: { name } })
    expect(await pending('deciders')).toEqual({ count: 2, truncated: false })
    await aws.call('PollForDecisionTask', { domain, taskList: { name: 'deciders' } })
    expect(await pending('deciders')).toMatchObject({ count: 1 })
    expect(await pending('nobody')).toMatchObject({ count: 0 })
    const activities = { domain, taskList: { name: 'deciders' } }
    expect(await aws.call('CountPendingActivityTasks', activities)).toMatchObject({ count: 0 })
  })
})
