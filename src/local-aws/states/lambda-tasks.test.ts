import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Workloads } from '../workloads.ts'
import { type SteppedWorld, startMs, steppedWorld } from './test-stepped-world.ts'

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:thumbnails'

async function called(
  fields: object,
  { workloads = {}, seed = 1 }: { workloads?: Workloads; seed?: number } = {},
): Promise<{ aws: SteppedWorld; executionArn: string }> {
  const aws = steppedWorld({ seed, workloads })
  const state = { Type: 'Task', Resource: functionArn, End: true, ...fields }
  return { aws, executionArn: await aws.start(await aws.stateMachine('M', { Call: state }), { key: 'a' }) }
}

function working(workSeconds: number, failing = 0): Workloads {
  return { functions: [{ name: 'thumbnails', workSeconds: [workSeconds, workSeconds], failing }] }
}

describe('a task whose Resource is a function', () => {
  it('is over within a second by default, its input and limit in LambdaFunctionScheduled', async () => {
    const { aws, executionArn } = await called({
      Parameters: { 'of.$': '$.key' },
      TimeoutSeconds: 60,
      HeartbeatSeconds: 5,
    })
    await aws.step(1000)
    const [, , scheduled, started, succeeded, ...rest] = await aws.history(executionArn)
    expect(scheduled?.lambdaFunctionScheduledEventDetails).toEqual({
      resource: functionArn,
      input: '{"of":"a"}',
      inputDetails: { truncated: false },
      timeoutInSeconds: 60,
    })
    expect(started).toMatchObject({ type: 'LambdaFunctionStarted', previousEventId: 3 })
    expect(succeeded?.lambdaFunctionSucceededEventDetails?.output).toBe('{}')
    expect(rest.map(({ type }) => type)).toEqual(['TaskStateExited', 'ExecutionSucceeded'])
  })

  it('works as long as its function does, also called by an alias, and a heartbeat cannot end it', async () => {
    const { aws, executionArn } = await called(
      { Resource: `${functionArn}:live`, HeartbeatSeconds: 5 },
      { workloads: working(600) },
    )
    await aws.step(600_000)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('RUNNING')
    await aws.step(100)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('SUCCEEDED')
  })

  it('times out by TimeoutSeconds after LambdaFunctionStarted, at most timersLateMs late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 60 }), async (seed, TimeoutSeconds) => {
        const { aws, executionArn } = await called({ TimeoutSeconds }, { workloads: working(90), seed })
        await aws.step(62_000)
        const events = await aws.history(executionArn)
        const timedOut = events.find(({ type }) => type === 'LambdaFunctionTimedOut')
        expect(timedOut?.lambdaFunctionTimedOutEventDetails).toEqual({ error: 'States.Timeout' })
        const ranMs = (timedOut?.timestamp?.getTime() ?? 0) - (events[3]?.timestamp?.getTime() ?? 0)
        expect(ranMs).toBeGreaterThanOrEqual(TimeoutSeconds * 1000)
        expect(ranMs).toBeLessThanOrEqual(TimeoutSeconds * 1000 + 800)
      }),
      { numRuns: 20 },
    )
  })

  it('fails with what the function raised', async () => {
    const { aws, executionArn } = await called({}, { workloads: working(1, 1) })
    await aws.step(2000)
    const failed = (await aws.history(executionArn)).at(-2)
    expect(failed?.type).toBe('LambdaFunctionFailed')
    expect(failed?.lambdaFunctionFailedEventDetails?.error).toBe('Exception')
    expect((await aws.call('DescribeExecution', { executionArn })).error).toBe('Exception')
  })

  it('is over with its execution: nothing is written after StopExecution', async () => {
    const { aws, executionArn } = await called({}, { workloads: working(60) })
    await aws.step(1000)
    await aws.call('StopExecution', { executionArn })
    await aws.step(3_600_000)
    const last = (await aws.history(executionArn)).at(-1)
    expect([last?.type, last?.timestamp?.getTime()]).toEqual(['ExecutionAborted', startMs + 1000])
  })
})

describe('lambda:invoke', () => {
  const fields = { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: functionArn } }

  it('waits for the function that it calls', async () => {
    const { aws, executionArn } = await called(fields, { workloads: working(300) })
    await aws.step(299_000)
    expect((await aws.history(executionArn)).at(-1)?.type).toBe('TaskStarted')
    await aws.step(2000)
    expect((await aws.history(executionArn)).at(-1)?.type).toBe('ExecutionSucceeded')
  })

  it('fails with what the function raised', async () => {
    const { aws, executionArn } = await called(fields, { workloads: working(1, 1) })
    await aws.step(2000)
    const failed = (await aws.history(executionArn)).at(-2)
    expect(failed?.taskFailedEventDetails).toMatchObject({
      resource: 'invoke',
      resourceType: 'lambda',
      error: 'Exception',
    })
  })
})
