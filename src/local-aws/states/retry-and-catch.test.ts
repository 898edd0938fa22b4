import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const pass = { Type: 'Pass', End: true }

/** A world whose timers are never late, with an activity state that goes to `Caught` when it is caught. */
async function worldWith(handling: object): Promise<{ aws: SteppedWorld; activityArn: string; run: string }> {
  const aws = steppedWorld()
  aws.world.settings.timersLateMs = 0
  const activityArn = await aws.activity()
  const states: Record<string, object> = {
    Work: { Type: 'Task', Resource: activityArn, End: true, ...handling },
  }
  if ('Catch' in handling) states.Caught = pass
  const run = await aws.start(await aws.stateMachine('M', states), { order: 7 })
  return { aws, activityArn, run }
}

async function take({
  aws,
  activityArn,
}: {
  aws: SteppedWorld
  activityArn: string
}): Promise<string | undefined> {
  return (await aws.call('GetActivityTask', { activityArn })).taskToken
}

const fail = (error?: string) => ({ error, cause: 'because' })

describe('Retry', () => {
  it('schedules a new task with a new token, chained after the failure', async () => {
    const world = await worldWith({ Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 5 }] })
    const { aws, run } = world
    const first = (await take(world)) ?? ''
    await aws.call('SendTaskFailure', { taskToken: first, ...fail('Broken') })
    await aws.step(4999)
    expect(await take(world)).toBeUndefined()
    await aws.step(1)
    const second = (await take(world)) ?? ''
    expect(second).not.toBe(first)
    await expect(aws.call('SendTaskHeartbeat', { taskToken: first })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    })
    await aws.call('SendTaskSuccess', { taskToken: second, output: '1' })
    await aws.step(0)
    expect(chain(await aws.history(run))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 ActivityScheduled',
      '4<3 ActivityStarted',
      '5<4 ActivityFailed',
      '6<5 ActivityScheduled',
      '7<6 ActivityStarted',
      '8<7 ActivitySucceeded',
      '9<8 TaskStateExited',
      '10<9 ExecutionSucceeded',
    ])
  })

  it.each([
    [{}, [1, 2, 4]],
    [{ IntervalSeconds: 3, BackoffRate: 1, MaxAttempts: 2 }, [3, 3]],
    [{ IntervalSeconds: 4, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 }, [4, 12, 20, 20]],
    [{ MaxAttempts: 0 }, []],
  ])('waits as %j says, and then gives up', async (retrier, waits) => {
    const world = await worldWith({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] })
    const { aws, run } = world
    for (const seconds of [0, ...waits]) {
      if (seconds > 0) {
        await aws.step(seconds * 1000 - 1)
        expect(await take(world)).toBeUndefined()
        await aws.step(1)
      }
      await aws.call('SendTaskFailure', { taskToken: (await take(world)) ?? '', ...fail('E') })
      await aws.step(0)
    }
    expect((await aws.history(run)).at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error: 'E', cause: 'because' },
    })
  })

  it('waits less with full jitter, never longer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer(), async (IntervalSeconds, seed) => {
        const aws = steppedWorld({ seed })
        const activityArn = await aws.activity()
        const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds, JitterStrategy: 'FULL' }]
        const state = { Type: 'Task', Resource: activityArn, End: true, Retry }
        await aws.start(await aws.stateMachine('M', { Work: state }))
        const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn })
        await aws.call('SendTaskFailure', { taskToken })
        await aws.step(IntervalSeconds * 1000)
        expect((await aws.call('GetActivityTask', { activityArn })).taskToken).toBeDefined()
      }),
      { numRuns: 20 },
    )
  })

  it('counts the attempts of each retrier on its own, and tells the state how many there were', async () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 1 },
    ]
    const world = await worldWith({ Retry, Parameters: { 'tries.$': '$$.State.RetryCount' } })
    const { aws, activityArn, run } = world
    const inputs: (string | undefined)[] = []
    for (const error of ['A', 'B', 'A']) {
      const { taskToken = '', input } = await aws.call('GetActivityTask', { activityArn })
      inputs.push(input)
      await aws.call('SendTaskFailure', { taskToken, error })
      await aws.step(1000)
    }
    expect(inputs).toEqual(['{"tries":0}', '{"tries":1}', '{"tries":2}'])
    expect((await aws.call('DescribeExecution', { executionArn: run })).status).toBe('FAILED')
  })

  it('is not made when the execution is stopped in between', async () => {
    const world = await worldWith({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5 }] })
    const { aws, run } = world
    await aws.call('SendTaskFailure', { taskToken: (await take(world)) ?? '' })
    await aws.step(0)
    await aws.call('StopExecution', { executionArn: run })
    await aws.step(60_000)
    expect((await aws.history(run)).at(-1)?.type).toBe('ExecutionAborted')
  })
})

describe('Catch', () => {
  const caught = (ErrorEquals: readonly string[], more = {}) => ({
    Catch: [{ ErrorEquals, Next: 'Caught', ...more }],
  })

  it('goes on with the error where the input was, or where ResultPath puts it', async () => {
    for (const [more, output] of [
      [{}, { Error: 'E', Cause: 'because' }],
      [{ ResultPath: '$.error' }, { order: 7, error: { Error: 'E', Cause: 'because' } }],
      [{ ResultPath: null }, { order: 7 }],
    ] as const) {
      const world = await worldWith({ ...caught(['E'], more), OutputPath: '$.nothing' })
      const { aws, run } = world
      await aws.call('SendTaskFailure', { taskToken: (await take(world)) ?? '', ...fail('E') })
      await aws.step(0)
      const described = await aws.call('DescribeExecution', { executionArn: run })
      expect(JSON.parse(described.output ?? 'null')).toEqual(output)
      expect(chain(await aws.history(run)).slice(4)).toEqual([
        '5<4 ActivityFailed',
        '6<5 TaskStateExited',
        '7<6 PassStateEntered',
        '8<7 PassStateExited',
        '9<8 ExecutionSucceeded',
      ])
    }
  })

  it('says null for an error and a cause that nobody told', async () => {
    const world = await worldWith(caught(['States.ALL']))
    await world.aws.call('SendTaskFailure', { taskToken: (await take(world)) ?? '' })
    await world.aws.step(0)
    const { output } = await world.aws.call('DescribeExecution', { executionArn: world.run })
    expect(output).toBe('{"Error":null,"Cause":null}')
  })

  it.each([
    ['States.ALL', 'failure', true],
    ['States.ALL', 'heartbeat', true],
    ['States.ALL', 'timeout', true],
    ['States.TaskFailed', 'failure', true],
    ['States.TaskFailed', 'heartbeat', false],
    ['States.TaskFailed', 'timeout', false],
    ['States.HeartbeatTimeout', 'heartbeat', true],
    ['States.HeartbeatTimeout', 'timeout', false],
    ['States.HeartbeatTimeout', 'failure', false],
    ['States.Timeout', 'heartbeat', true],
    ['States.Timeout', 'timeout', true],
    ['States.Timeout', 'failure', false],
    ['Own', 'failure', true],
    ['Other', 'failure', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ])('by %s of a %s: %s', async (name, what, takes) => {
    const world = await worldWith({ ...caught([name]), HeartbeatSeconds: 5, TimeoutSeconds: 20 })
    const { aws, run } = world
    const taskToken = (await take(world)) ?? ''
    const answered = what !== 'heartbeat' && what !== 'timeout'
    if (answered) {
      await aws.call('SendTaskFailure', { taskToken, error: what === 'failure' ? 'Own' : what })
    }
    for (let beats = 0; what === 'timeout' && beats < 4; beats += 1) {
      await aws.step(4900)
      await aws.call('SendTaskHeartbeat', { taskToken })
    }
    await aws.step(answered ? 0 : 5000)
    const types = (await aws.history(run)).map(({ type }) => type)
    expect(types[4]).toBe(answered ? 'ActivityFailed' : 'ActivityTimedOut')
    expect(types.at(-1)).toBe(takes ? 'ExecutionSucceeded' : 'ExecutionFailed')
  })

  it('does not take what keeps an execution from going on', async () => {
    const aws = steppedWorld()
    const Handling = { ...caught(['States.ALL']), Retry: [{ ErrorEquals: ['States.ALL'] }] }
    const state = {
      Type: 'Task',
      Resource: callbackResource,
      Parameters: { 'a.$': '$.nothing' },
      End: true,
      ...Handling,
    }
    const run = await aws.start(await aws.stateMachine('M', { Work: state, Caught: pass }))
    await aws.step(10_000)
    expect(await aws.call('DescribeExecution', { executionArn: run })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    })
  })

  it('comes after the attempts of Retry', async () => {
    const world = await worldWith({ ...caught(['E']), Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] })
    const { aws, run } = world
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await aws.call('SendTaskFailure', { taskToken: (await take(world)) ?? '', error: 'E' })
      await aws.step(1000)
    }
    expect(chain(await aws.history(run)).slice(4, 9)).toEqual([
      '5<4 ActivityFailed',
      '6<5 ActivityScheduled',
      '7<6 ActivityStarted',
      '8<7 ActivityFailed',
      '9<8 TaskStateExited',
    ])
  })
})
