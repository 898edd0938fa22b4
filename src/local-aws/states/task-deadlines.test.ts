import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, startMs, steppedWorld } from './test-stepped-world.ts'

const closed = { code: 'TaskTimedOut', message: "Task Timed Out: 'Provided task does not exist anymore'" }

interface Running {
  readonly aws: SteppedWorld
  readonly executionArn: string
  readonly taskToken: string
}

/** An activity task in the hands of a worker. */
async function started(intervals: object, more: object = {}, seed = 1): Promise<Running> {
  const aws = steppedWorld({ seed })
  const activityArn = await aws.activity()
  const state = { Type: 'Task', Resource: activityArn, End: true, ...intervals }
  const executionArn = await aws.start(await aws.stateMachine('M', { Work: state }, more))
  const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn, workerName: 'w' })
  return { aws, executionArn, taskToken }
}

async function statusOf({ aws, executionArn }: Running): Promise<string | undefined> {
  return (await aws.call('DescribeExecution', { executionArn })).status
}

/** Milliseconds after the start of the world at which the last event was written. */
async function lastEvent({ aws, executionArn }: Running): Promise<{ type: string; atMs: number }> {
  const { timestamp, type } = (await aws.history(executionArn)).at(-1) ?? {}
  return { type: type ?? '', atMs: (timestamp?.getTime() ?? 0) - startMs }
}

describe('the heartbeat clock', () => {
  it('ends a task that nobody beats, at the interval and at most timersLateMs later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 50 }), async (seed, heartbeat) => {
        const run = await started({ HeartbeatSeconds: heartbeat }, {}, seed)
        await run.aws.step(heartbeat * 1000 - 1)
        expect(await statusOf(run)).toBe('RUNNING')
        await run.aws.step(801)
        expect(await statusOf(run)).toBe('FAILED')
        expect(run.aws.store.tasks.get(run.taskToken)?.end?.reason).toBe('heartbeatTimeout')
      }),
      { numRuns: 30 },
    )
  })

  it('starts again at each beat', async () => {
    const run = await started({ HeartbeatSeconds: 10 })
    for (let beat = 0; beat < 5; beat += 1) {
      await run.aws.step(9000)
      await run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })
    }
    const eventsBefore = (await run.aws.history(run.executionArn)).length
    expect(await statusOf(run)).toBe('RUNNING')
    // Four events: started, entered, scheduled, started. A beat writes none.
    expect(eventsBefore).toBe(4)
    await run.aws.step(11_000)
    const { type, atMs } = await lastEvent(run)
    expect(type).toBe('ExecutionFailed')
    expect(atMs).toBeGreaterThanOrEqual(55_000)
    expect(atMs).toBeLessThanOrEqual(55_800)
  })

  it('does not run for an activity task that nobody has taken', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const state = { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 5, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Work: state }))
    await aws.step(3_600_000)
    const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn })
    await aws.step(4999)
    await aws.call('SendTaskHeartbeat', { taskToken })
    await aws.step(5800)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('FAILED')
  })

  it('is not there without HeartbeatSeconds: beats are accepted and change nothing', async () => {
    const run = await started({ TimeoutSeconds: 20 })
    await run.aws.step(19_000)
    expect(await run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })).toEqual({})
    await run.aws.step(1800)
    expect(await statusOf(run)).toBe('FAILED')
  })

  it.each<['scheduled' | 'submitted' | 'either', (scheduled: number, submitted: number) => [number, number]]>(
    [
      ['scheduled', (scheduled) => [scheduled, scheduled]],
      ['submitted', (_scheduled, submitted) => [submitted, submitted]],
      ['either', (scheduled, submitted) => [scheduled, submitted]],
    ],
  )('of a callback starts where the world says: %s', async (setting, range) => {
    const aws = steppedWorld({ seed: 7 })
    aws.world.settings.heartbeatClockStart = setting
    aws.world.settings.timersLateMs = 0
    const state = {
      Type: 'Task',
      Resource: callbackResource,
      Parameters: { 'T.$': '$$.Task.Token' },
      HeartbeatSeconds: 30,
      End: true,
    }
    const executionArn = await aws.start(await aws.stateMachine('M', { Ask: state }))
    await aws.step(40_000)
    const events = await aws.history(executionArn)
    const at = (type: string): number =>
      events.find((event) => event.type === type)?.timestamp?.getTime() ?? Number.NaN
    const [low, high] = range(at('TaskScheduled'), at('TaskSubmitted'))
    expect(at('TaskSubmitted')).toBeGreaterThan(at('TaskScheduled'))
    expect(at('TaskTimedOut')).toBeGreaterThanOrEqual(low + 30_000)
    expect(at('TaskTimedOut')).toBeLessThanOrEqual(high + 30_000)
  })
})

describe('a TaskSubmitted that comes late', () => {
  const ask = {
    Type: 'Task',
    Resource: callbackResource,
    Parameters: { 'T.$': '$$.Task.Token' },
    HeartbeatSeconds: 20,
    End: true,
  }
  const late = async (seed: number, state: object = ask) => {
    const aws = steppedWorld({ seed })
    aws.world.settings.submitLateMs = 300_000
    const tokens: string[] = []
    aws.world.deliveries.subscribe(({ parameters }) => {
      const { T }: { T?: string } = Object(parameters)
      if (T !== undefined) tokens.push(T)
    })
    const executionArn = await aws.start(await aws.stateMachine('M', { Ask: state }))
    await aws.step(500)
    return { aws, executionArn, taskToken: tokens[0] ?? '' }
  }
  const typesOf = async ({ aws, executionArn }: Running) =>
    (await aws.history(executionArn)).map(({ type }) => type)

  it('comes within submitLateMs, and the clock starts before it', async () => {
    const submitted: number[] = []
    let ranOut = 0
    for (let seed = 0; seed < 40; seed += 1) {
      const run = await late(seed)
      const startsMs = run.aws.store.tasks.get(run.taskToken)?.heartbeatFromMs ?? Number.NaN
      await run.aws.step(301_000)
      const at = (await run.aws.history(run.executionArn)).find(({ type }) => type === 'TaskSubmitted')
      if (at === undefined) ranOut += 1
      else submitted.push((at.timestamp?.getTime() ?? 0) - startMs)
      expect(startsMs).toBeLessThanOrEqual(at?.timestamp?.getTime() ?? startMs + 300_500)
      expect(await typesOf(run)).toContain('TaskTimedOut')
    }
    expect(ranOut).toBeGreaterThan(5)
    expect(Math.max(...submitted)).toBeLessThanOrEqual(300_500)
    expect(Math.max(...submitted)).toBeGreaterThan(10_000)
  })

  it('never comes for a task that was answered before it', async () => {
    const run = await late(2)
    const { aws, taskToken } = run
    await aws.call('SendTaskHeartbeat', { taskToken })
    await aws.call('SendTaskSuccess', { taskToken, output: '1' })
    await aws.step(400_000)
    expect(await typesOf(run)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ])
  })

  it('does not lose the end of a child execution that came before it', async () => {
    const aws = steppedWorld({ seed: 3 })
    aws.world.settings.submitLateMs = 300_000
    const StateMachineArn = await aws.stateMachine('Child', { Done: { Type: 'Succeed' } })
    const start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn },
      End: true,
    }
    const executionArn = await aws.start(await aws.stateMachine('Parent', { Start: start }))
    await aws.step(302_000)
    expect(await typesOf({ aws, executionArn, taskToken: '' })).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ])
  })

  it('stops the child execution of a job that times out before it', async () => {
    const aws = steppedWorld({ seed: 3 })
    aws.world.settings.submitLateMs = 300_000
    const wait = { Wait: { Type: 'Wait', Seconds: 3600, End: true } }
    const StateMachineArn = await aws.stateMachine('Child', wait)
    const start = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn },
      TimeoutSeconds: 2,
      End: true,
    }
    const run = await aws.start(await aws.stateMachine('Parent', { Start: start }))
    await aws.step(4000)
    expect((await aws.history(run)).map(({ type }) => type)).not.toContain('TaskSubmitted')
    const { executions } = await aws.call('ListExecutions', { stateMachineArn: StateMachineArn })
    expect(executions).toMatchObject([{ status: 'ABORTED' }])
  })
})

describe('hard limits', () => {
  it('TimeoutSeconds wins over every beat, and history does not tell it from a heartbeat timeout', async () => {
    const run = await started({ HeartbeatSeconds: 5, TimeoutSeconds: 12 })
    for (const ms of [4000, 4000, 3900]) {
      await run.aws.step(ms)
      await run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })
    }
    await run.aws.step(900)
    expect(run.aws.store.tasks.get(run.taskToken)?.end?.reason).toBe('timeout')
    const events = await run.aws.history(run.executionArn)
    expect(events.at(-2)?.activityTimedOutEventDetails).toEqual({ error: 'States.Timeout' })
    expect(events.at(-1)?.executionFailedEventDetails).toEqual({ error: 'States.Timeout' })
  })

  it('TimeoutSeconds does not run for an activity task that nobody has taken', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const state = { Type: 'Task', Resource: activityArn, TimeoutSeconds: 5, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Work: state }))
    await aws.step(3_600_000)
    const events = await aws.history(executionArn)
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ActivityScheduled',
    ])
    expect(await aws.call('GetActivityTask', { activityArn })).toMatchObject({
      taskToken: expect.any(String),
    })
  })

  it('counts from ActivityStarted once a worker has the task', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const state = { Type: 'Task', Resource: activityArn, TimeoutSeconds: 10, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Work: state }))
    await aws.step(9000)
    await aws.call('GetActivityTask', { activityArn })
    await aws.step(9999)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('RUNNING')
    await aws.step(801)
    expect((await aws.call('DescribeExecution', { executionArn })).status).toBe('FAILED')
  })

  it("the state machine's TimeoutSeconds ends the execution, and with it the task", async () => {
    const run = await started({ HeartbeatSeconds: 50 }, { TimeoutSeconds: 30 })
    await run.aws.step(30_800)
    const description = await run.aws.call('DescribeExecution', { executionArn: run.executionArn })
    expect(description.status).toBe('TIMED_OUT')
    expect((await lastEvent(run)).type).toBe('ExecutionTimedOut')
    await expect(run.aws.call('SendTaskHeartbeat', { taskToken: run.taskToken })).rejects.toMatchObject(
      closed,
    )
    const before = (await run.aws.history(run.executionArn)).length
    await run.aws.step(3_600_000)
    expect(await run.aws.history(run.executionArn)).toHaveLength(before)
  })
})

describe('a task that is over', () => {
  const endings: Readonly<Record<string, (run: Running) => Promise<unknown>>> = {
    succeeded: ({ aws, taskToken }) => aws.call('SendTaskSuccess', { taskToken, output: '1' }),
    failed: ({ aws, taskToken }) => aws.call('SendTaskFailure', { taskToken, error: 'E' }),
    heartbeatTimeout: ({ aws }) => aws.step(11_000),
    executionEnded: ({ aws, executionArn }) => aws.call('StopExecution', { executionArn }),
  }

  it.each(Object.entries(endings))('answers TaskTimedOut to everything: %s', async (reason, end) => {
    const run = await started({ HeartbeatSeconds: 10 })
    const { aws, taskToken } = run
    await end(run)
    expect(aws.store.tasks.get(taskToken)?.end?.reason).toBe(reason)
    await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject(closed)
    await expect(aws.call('SendTaskSuccess', { taskToken, output: '1' })).rejects.toMatchObject(closed)
    await expect(aws.call('SendTaskFailure', { taskToken })).rejects.toMatchObject(closed)
    const events = await aws.history(run.executionArn)
    await aws.step(3_600_000)
    expect(await aws.history(run.executionArn)).toEqual(events)
  })
})
