import type { HistoryEvent } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SwfWorld, swfWorld } from './test-swf-world.ts'

const domain = 'orders'
const activityType = { name: 'ship', version: '1' }

interface Opened {
  readonly aws: SwfWorld
  readonly named: { domain: string; execution: { workflowId: string; runId: string | undefined } }
}

/** An execution that has been signalled `signals` times, a second between them. */
async function execution(signals: number): Promise<Opened> {
  const aws = swfWorld()
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await aws.call('RegisterActivityType', { domain, ...activityType })
  await aws.call('RegisterWorkflowType', { domain, name: 'order', version: '1' })
  const { runId } = await aws.call('StartWorkflowExecution', {
    domain,
    workflowId: 'w',
    workflowType: { name: 'order', version: '1' },
    taskList: { name: 'deciders' },
    taskStartToCloseTimeout: 'NONE',
    executionStartToCloseTimeout: '86400',
    childPolicy: 'TERMINATE',
  })
  for (let index = 0; index < signals; index += 1) {
    await aws.step(1000)
    await aws.call('SignalWorkflowExecution', { domain, workflowId: 'w', signalName: `s${index}` })
  }
  return { aws, named: { domain, execution: { workflowId: 'w', runId } } }
}

async function decide(
  { aws }: Opened,
  decisions: Parameters<typeof aws.call<'RespondDecisionTaskCompleted'>>[1]['decisions'],
  executionContext?: string,
): Promise<void> {
  const { taskToken } = await aws.call('PollForDecisionTask', { domain, taskList: { name: 'deciders' } })
  await aws.call('RespondDecisionTaskCompleted', { taskToken, decisions, executionContext })
}

async function pages(
  { aws, named }: Opened,
  how: { maximumPageSize: number; reverseOrder: boolean },
): Promise<HistoryEvent[][]> {
  const read: HistoryEvent[][] = []
  let nextPageToken: string | undefined
  do {
    const page = await aws.call('GetWorkflowExecutionHistory', { ...named, ...how, nextPageToken })
    read.push(page.events ?? [])
    nextPageToken = page.nextPageToken
  } while (nextPageToken !== undefined)
  return read
}

async function history({ aws, named }: Opened): Promise<HistoryEvent[]> {
  return (await aws.call('GetWorkflowExecutionHistory', named)).events ?? []
}

describe('GetWorkflowExecutionHistory', () => {
  it('read page by page is the history read whole, in both orders', async () => {
    const opened = await execution(20)
    const whole = await history(opened)
    expect(whole.length).toBeGreaterThan(20)
    expect(whole.map(({ eventId }) => eventId)).toEqual(whole.map((_, index) => index + 1))
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (maximumPageSize, reverseOrder) => {
          const read = await pages(opened, { maximumPageSize, reverseOrder })
          expect(read.flat()).toEqual(reverseOrder ? whole.toReversed() : whole)
          expect(read.slice(0, -1).every((page) => page.length === maximumPageSize)).toBe(true)
          expect(read.at(-1)?.length).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('newest first, goes on where it was although the history has grown', async () => {
    const opened = await execution(3)
    const { aws, named } = opened
    const read = (nextPageToken?: string) =>
      aws.call('GetWorkflowExecutionHistory', {
        ...named,
        reverseOrder: true,
        maximumPageSize: 2,
        nextPageToken,
      })
    const first = await read()
    const newest = first.events?.[0]?.eventId ?? 0
    await aws.call('SignalWorkflowExecution', { domain, workflowId: 'w', signalName: 'late' })
    const second = await read(first.nextPageToken)
    expect(second.events?.map(({ eventId }) => eventId)).toEqual([newest - 2, newest - 3])
  })

  it('shows a prefix: how the history was before the lag, whatever the lag', async () => {
    const opened = await execution(8)
    const { world } = opened.aws
    const whole = await history(opened)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8000 }), async (lagMs) => {
        world.settings.swfLagMs = lagMs
        const seen = await history(opened)
        expect(seen).toEqual(whole.slice(0, seen.length))
        const untilMs = world.loop.nowMs - lagMs
        expect(seen.every(({ eventTimestamp }) => (eventTimestamp?.getTime() ?? 0) <= untilMs)).toBe(true)
        const next = whole[seen.length]?.eventTimestamp?.getTime() ?? Number.POSITIVE_INFINITY
        expect(next).toBeGreaterThan(untilMs)
      }),
    )
    world.settings.swfLagMs = 8001
    await expect(history(opened)).rejects.toMatchObject({ code: 'UnknownResourceFault' })
  })

  it('refuses a page token from another request', async () => {
    const { aws, named } = await execution(3)
    const { nextPageToken } = await aws.call('GetWorkflowExecutionHistory', { ...named, maximumPageSize: 1 })
    await expect(
      aws.call('GetWorkflowExecutionHistory', { ...named, reverseOrder: true, nextPageToken }),
    ).rejects.toMatchObject({ code: 'ValidationException', message: 'Invalid token' })
  })

  it('knows an execution by both its ids', async () => {
    const { aws, named } = await execution(0)
    for (const wrong of [{ workflowId: 'v' }, { runId: 'r' }]) {
      await expect(
        aws.call('GetWorkflowExecutionHistory', { domain, execution: { ...named.execution, ...wrong } }),
      ).rejects.toMatchObject({
        code: 'UnknownResourceFault',
        message: expect.stringMatching(/^Unknown exec/),
      })
    }
  })
})

describe('DescribeWorkflowExecution', () => {
  it('tells the configuration, the open tasks and the latest ones, as of the lag', async () => {
    const opened = await execution(0)
    const { aws, named } = opened
    const describeIt = () => aws.call('DescribeWorkflowExecution', named)
    expect(await describeIt()).toMatchObject({
      executionInfo: { execution: named.execution, executionStatus: 'OPEN', cancelRequested: false },
      executionConfiguration: {
        taskStartToCloseTimeout: 'NONE',
        executionStartToCloseTimeout: '86400',
        taskList: { name: 'deciders' },
        childPolicy: 'TERMINATE',
      },
      openCounts: { openActivityTasks: 0, openDecisionTasks: 1, openTimers: 0 },
    })
    await aws.step(5000)
    const schedule = (activityId: string) => ({
      decisionType: 'ScheduleActivityTask' as const,
      scheduleActivityTaskDecisionAttributes: {
        activityType,
        activityId,
        taskList: { name: 'shippers' },
        heartbeatTimeout: '60',
        startToCloseTimeout: 'NONE',
        scheduleToStartTimeout: 'NONE',
        scheduleToCloseTimeout: 'NONE',
      },
    })
    await decide(opened, [schedule('one'), schedule('two')], 'two parcels')
    const scheduledAt = new Date(aws.world.loop.nowMs)
    const afterwards = {
      openCounts: { openActivityTasks: 2, openDecisionTasks: 0 },
      latestActivityTaskTimestamp: scheduledAt,
      latestExecutionContext: 'two parcels',
    }
    expect(await describeIt()).toMatchObject(afterwards)
    aws.world.settings.swfLagMs = 1
    expect(await describeIt()).toMatchObject({ openCounts: { openActivityTasks: 0, openDecisionTasks: 1 } })
    expect((await describeIt()).latestActivityTaskTimestamp).toBeUndefined()
    await aws.step(1)
    expect(await describeIt()).toMatchObject(afterwards)
    await aws.call('TerminateWorkflowExecution', { domain, workflowId: 'w' })
    await aws.step(1)
    expect(await describeIt()).toMatchObject({
      executionInfo: { executionStatus: 'CLOSED', closeStatus: 'TERMINATED' },
      openCounts: { openActivityTasks: 0, openDecisionTasks: 0 },
    })
  })
})
