import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Workloads } from '../workloads.ts'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

interface Submitted {
  readonly aws: SteppedWorld
  readonly executionArn: string
  /** Of the job's task, wherever its author put it. */
  readonly taskToken: string
}

const nightly = { JobName: 'nightly', JobQueue: 'batch', JobDefinition: 'totals:3' }

async function submit(
  fields: object,
  { workloads = {}, seed = 1 }: { workloads?: Workloads; seed?: number } = {},
): Promise<Submitted> {
  const aws = steppedWorld({ seed, workloads })
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Parameters: nightly,
    End: true,
    ...fields,
  }
  const executionArn = await aws.start(await aws.stateMachine('M', { Run: state }))
  await aws.step(1000)
  const [taskToken = ''] = [...aws.store.tasks.keys()]
  return { aws, executionArn, taskToken }
}

function taking(workSeconds: number, failing = 0): { workloads: Workloads } {
  return { workloads: { jobs: [{ name: 'nightly', workSeconds: [workSeconds, workSeconds], failing }] } }
}

async function types({ aws, executionArn }: Submitted): Promise<unknown[]> {
  return (await aws.history(executionArn)).map(({ type }) => type)
}

describe('a job', () => {
  it('is submitted at once and ends its task when it ends, with what the service says of it then', async () => {
    const run = await submit({ TimeoutSeconds: 7200 }, taking(3600))
    expect((await types(run)).slice(2)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted'])
    await run.aws.step(3_598_000)
    expect((await types(run)).at(-1)).toBe('TaskSubmitted')
    await run.aws.step(4000)
    expect((await types(run)).slice(5)).toEqual(['TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'])
    const events = await run.aws.history(run.executionArn)
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      resourceType: 'batch',
      resource: 'submitJob.sync',
      region: 'eu-west-1',
      parameters: JSON.stringify(nightly),
      timeoutInSeconds: 7200,
    })
    const answer: unknown = JSON.parse(events[4]?.taskSubmittedEventDetails?.output ?? '')
    const output: unknown = JSON.parse(events[5]?.taskSucceededEventDetails?.output ?? '')
    expect(answer).toMatchObject({ JobName: 'nightly', SdkHttpMetadata: { HttpStatusCode: 200 } })
    expect(output).toEqual({
      JobArn: expect.stringMatching(/^arn:aws:batch:eu-west-1:123456789012:job\//),
      JobId: expect.any(String),
      JobName: 'nightly',
      Status: 'SUCCEEDED',
    })
  })

  it.each([
    ['ecs:runTask.sync', { TaskDefinition: 'nightly' }, { LastStatus: 'STOPPED' }],
    ['glue:startJobRun.sync', { JobName: 'nightly' }, { JobName: 'nightly', JobRunState: 'SUCCEEDED' }],
    ['codebuild:startBuild.sync', { ProjectName: 'nightly' }, { Status: 'SUCCEEDED' }],
  ])('may be of any service: %s', async (resource, Parameters, expected) => {
    const run = await submit({ Resource: `arn:aws:states:::${resource}`, Parameters }, taking(60))
    await run.aws.step(62_000)
    const { output = '' } = await run.aws.call('DescribeExecution', { executionArn: run.executionArn })
    expect(JSON.parse(output)).toMatchObject(expected)
  })

  it('takes 20 to 92 seconds where nothing is known of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const run = await submit({}, { seed })
        await run.aws.step(19_000)
        expect((await types(run)).at(-1)).toBe('TaskSubmitted')
        await run.aws.step(73_000)
        expect((await types(run)).at(-1)).toBe('ExecutionSucceeded')
      }),
      { numRuns: 20 },
    )
  })

  it('fails the task with States.TaskFailed, the job as JSON in the cause', async () => {
    const run = await submit({}, taking(60, 1))
    await run.aws.step(62_000)
    const { taskFailedEventDetails: failed } = (await run.aws.history(run.executionArn)).at(-2) ?? {}
    expect(failed?.error).toBe('States.TaskFailed')
    expect(JSON.parse(failed?.cause ?? '')).toMatchObject({ JobName: 'nightly', Status: 'FAILED' })
  })
})

describe('HeartbeatSeconds of a job', () => {
  it('ends the task that nobody beats, and the job changes nothing any more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 500 }), async (seed, HeartbeatSeconds) => {
        const run = await submit({ HeartbeatSeconds }, { ...taking(3600), seed })
        await run.aws.step((HeartbeatSeconds - 1) * 1000 - 1)
        expect((await types(run)).at(-1)).toBe('TaskSubmitted')
        await run.aws.step(1300)
        expect((await types(run)).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed'])
        expect(run.aws.store.tasks.get(run.taskToken)?.end?.reason).toBe('heartbeatTimeout')
        const ended = await run.aws.history(run.executionArn)
        await run.aws.step(3_700_000)
        expect(await run.aws.history(run.executionArn)).toEqual(ended)
      }),
      { numRuns: 20 },
    )
  })

  it('can be met with the token, which the author finds in the context object', async () => {
    const Parameters = { ...nightly, ContainerOverrides: { 'Token.$': '$$.Task.Token' } }
    const run = await submit({ HeartbeatSeconds: 60, Parameters }, taking(300))
    const [, , scheduled] = await run.aws.history(run.executionArn)
    const sent: unknown = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '')
    expect(sent).toMatchObject({ ContainerOverrides: { Token: run.taskToken } })
    for (let beat = 0; beat < 7; beat += 1) {
      await run.aws.step(45_000)
      if (beat < 6) await run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })
    }
    expect((await types(run)).at(-1)).toBe('ExecutionSucceeded')
    await expect(run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    })
  })

  it('lets an answer with the token end the task before the job does', async () => {
    const run = await submit({ HeartbeatSeconds: 60 }, taking(300))
    await run.aws.call('SendTaskFailure', { taskToken: run.taskToken, error: 'Mine' })
    await run.aws.step(400_000)
    expect((await types(run)).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed'])
  })
})
