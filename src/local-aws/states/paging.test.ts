import type { HistoryEvent } from '@aws-sdk/client-sfn'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

/** An execution of `length` Pass states: 2 events each, 2 more around them. */
async function longExecution(aws: SteppedWorld, length: number): Promise<string> {
  const states = Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `P${index}`,
      { Type: 'Pass', ...(index + 1 < length ? { Next: `P${index + 1}` } : { End: true }) },
    ]),
  )
  return aws.start(await aws.stateMachine('Long', states), { big: 'data' })
}

async function pages(
  aws: SteppedWorld,
  request: { executionArn: string; maxResults: number; reverseOrder: boolean },
): Promise<HistoryEvent[][]> {
  const read: HistoryEvent[][] = []
  let nextToken: string | undefined
  do {
    const page = await aws.call('GetExecutionHistory', { ...request, nextToken })
    read.push(page.events ?? [])
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return read
}

describe('GetExecutionHistory', () => {
  it('read page by page is the history read whole, in both orders', async () => {
    const aws = steppedWorld()
    const executionArn = await longExecution(aws, 20)
    const whole = await aws.history(executionArn)
    expect(whole).toHaveLength(42)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.boolean(), async (maxResults, reverseOrder) => {
        const read = await pages(aws, { executionArn, maxResults, reverseOrder })
        expect(read.flat()).toEqual(reverseOrder ? whole.toReversed() : whole)
        expect(read.slice(0, -1).every((page) => page.length === maxResults)).toBe(true)
        expect(read.at(-1)?.length).toBeGreaterThan(0)
      }),
    )
  })

  it('gives 100 events by default', async () => {
    const aws = steppedWorld()
    const executionArn = await longExecution(aws, 60)
    expect((await aws.call('GetExecutionHistory', { executionArn })).events).toHaveLength(100)
    expect((await aws.call('GetExecutionHistory', { executionArn, maxResults: 0 })).events).toHaveLength(100)
  })

  it('newest first, goes on where it was although the history has grown', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
    const executionArn = await aws.start(machine)
    const first = await aws.call('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 2 })
    await aws.call('GetActivityTask', { activityArn })
    const second = await aws.call('GetExecutionHistory', {
      executionArn,
      reverseOrder: true,
      maxResults: 2,
      nextToken: first.nextToken,
    })
    expect([...(first.events ?? []), ...(second.events ?? [])].map(({ id }) => id)).toEqual([3, 2, 1])
    expect(second.nextToken).toBeUndefined()
  })

  it('leaves out payloads on request, and nothing else', async () => {
    const aws = steppedWorld()
    const executionArn = await longExecution(aws, 1)
    const { events = [] } = await aws.call('GetExecutionHistory', {
      executionArn,
      includeExecutionData: false,
    })
    const whole = await aws.history(executionArn)
    expect(events.map(({ id, type, previousEventId }) => [id, type, previousEventId])).toEqual(
      whole.map(({ id, type, previousEventId }) => [id, type, previousEventId]),
    )
    expect(JSON.stringify(events)).not.toContain('big')
    expect(events[0]?.executionStartedEventDetails).toEqual({
      inputDetails: { truncated: false },
      roleArn: 'arn:aws:iam::123456789012:role/Runner',
    })
  })

  it('refuses a page token from another request, a forged one and an old one', async () => {
    const aws = steppedWorld()
    const executionArn = await longExecution(aws, 5)
    const { nextToken = '' } = await aws.call('GetExecutionHistory', { executionArn, maxResults: 3 })
    const invalid = { code: 'InvalidToken', message: "Invalid Token: 'Invalid token'" }
    const wrong = [
      { executionArn, nextToken, reverseOrder: true },
      { executionArn, nextToken: `${nextToken.slice(0, -4)}AAAA` },
      { executionArn, nextToken: 'A' },
    ]
    for (const request of wrong) {
      await expect(aws.call('GetExecutionHistory', request)).rejects.toMatchObject(invalid)
    }
    await expect(aws.call('ListActivities', { nextToken })).rejects.toMatchObject(invalid)
    await aws.step(24 * 3_600_000)
    expect((await aws.call('GetExecutionHistory', { executionArn, nextToken })).events).toHaveLength(9)
    await aws.step(1)
    await expect(aws.call('GetExecutionHistory', { executionArn, nextToken })).rejects.toMatchObject(invalid)
  })
})

describe('ListExecutions', () => {
  it('gives each execution once, newest first, whatever the page', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', { Wait: { Type: 'Wait', Seconds: 600, End: true } })
    const started: string[] = []
    for (let index = 0; index < 12; index += 1) {
      started.push(await aws.start(stateMachineArn, {}, `run-${index}`))
      await aws.step(1000)
    }
    for (const executionArn of started.slice(3, 6)) await aws.call('StopExecution', { executionArn })
    const read = async (statusFilter: 'RUNNING' | 'ABORTED' | undefined): Promise<(string | undefined)[]> => {
      const arns: (string | undefined)[] = []
      let nextToken: string | undefined
      do {
        const page = await aws.call('ListExecutions', {
          stateMachineArn,
          statusFilter,
          maxResults: 5,
          nextToken,
        })
        arns.push(...(page.executions ?? []).map(({ executionArn }) => executionArn))
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return arns
    }
    expect(await read(undefined)).toEqual(started.toReversed())
    expect(await read('ABORTED')).toEqual(started.slice(3, 6).toReversed())
    expect(await read('RUNNING')).toEqual([...started.slice(0, 3), ...started.slice(6)].toReversed())
  })
})
