import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const ask = (name: string, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: callbackResource,
  Parameters: { name, 'token.$': '$$.Task.Token' },
  ...more,
})

function world(): { aws: SteppedWorld; tokens: Map<string, string> } {
  const aws = steppedWorld()
  aws.world.settings.timersLateMs = 0
  const tokens = new Map<string, string>()
  aws.world.deliveries.subscribe(({ parameters }) => {
    const { name, token }: { name?: string; token?: string } = Object(parameters)
    if (name !== undefined && token !== undefined) tokens.set(name, token)
  })
  return { aws, tokens }
}

describe('RedriveExecution', () => {
  it('runs the failed state again under the same ARN, with a new task, and its attempts anew', async () => {
    const { aws, tokens } = world()
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 1 }]
    const states = { First: { Type: 'Pass', Next: 'Ask' }, Ask: ask('a', { End: true, Retry }) }
    const run = await aws.start(await aws.stateMachine('M', states), { order: 7 })
    const failOnce = async (): Promise<void> => {
      await aws.step(2000)
      await aws.call('SendTaskFailure', { taskToken: tokens.get('a') ?? '', error: 'E' })
      await aws.step(0)
    }
    await failOnce()
    await failOnce()
    const first = tokens.get('a') ?? ''
    expect(await aws.call('DescribeExecution', { executionArn: run })).toMatchObject({
      status: 'FAILED',
      error: 'E',
      redriveStatus: 'REDRIVABLE',
      redriveCount: 0,
    })
    const { redriveDate } = await aws.call('RedriveExecution', { executionArn: run })
    await failOnce()
    await aws.step(2000)
    expect(tokens.get('a')).not.toBe(first)
    await aws.call('SendTaskSuccess', { taskToken: tokens.get('a') ?? '', output: '1' })
    await aws.step(0)
    expect(chain(await aws.history(run)).slice(12)).toEqual([
      '13<12 ExecutionFailed',
      '14<13 ExecutionRedriven',
      '15<14 TaskScheduled',
      '16<15 TaskStarted',
      '17<16 TaskSubmitted',
      '18<17 TaskFailed',
      '19<18 TaskScheduled',
      '20<19 TaskStarted',
      '21<20 TaskSubmitted',
      '22<21 TaskSucceeded',
      '23<22 TaskStateExited',
      '24<23 ExecutionSucceeded',
    ])
    expect((await aws.history(run))[13]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 })
    const described = await aws.call('DescribeExecution', { executionArn: run })
    expect(described).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, redriveDate })
    expect(described.error).toBeUndefined()
  })

  it('runs only the branches again that had not succeeded', async () => {
    const { aws, tokens } = world()
    const line = (name: string) => ({ StartAt: name, States: { [name]: ask(name) } })
    const Branches = ['a', 'b', 'c'].map(line)
    const run = await aws.start(
      await aws.stateMachine('M', { Fork: { Type: 'Parallel', Branches, End: true } }),
    )
    await aws.step(1000)
    const answer = async (name: string, ok: boolean): Promise<void> => {
      const taskToken = tokens.get(name) ?? ''
      if (ok) await aws.call('SendTaskSuccess', { taskToken, output: `"${name}"` })
      else await aws.call('SendTaskFailure', { taskToken })
      await aws.step(0)
    }
    await answer('a', true)
    await answer('b', false)
    tokens.clear()
    await aws.call('RedriveExecution', { executionArn: run })
    await aws.step(1000)
    expect([...tokens.keys()].sort()).toEqual(['b', 'c'])
    await answer('b', true)
    await answer('c', true)
    const { status, output } = await aws.call('DescribeExecution', { executionArn: run })
    expect([status, output]).toEqual(['SUCCEEDED', '["a","b","c"]'])
  })

  it('runs only the iterations again that had not succeeded, and begins those that never had', async () => {
    const { aws, tokens } = world()
    const work = { ...ask('?'), Parameters: { 'name.$': '$', 'token.$': '$$.Task.Token' } }
    const Each = {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'W', States: { W: work } },
      End: true,
    }
    const run = await aws.start(await aws.stateMachine('M', { Each }), ['a', 'b', 'c', 'd'])
    await aws.step(1000)
    await aws.call('SendTaskSuccess', { taskToken: tokens.get('a') ?? '', output: '"a"' })
    await aws.step(1000)
    await aws.call('SendTaskFailure', { taskToken: tokens.get('b') ?? '' })
    await aws.step(0)
    await aws.call('RedriveExecution', { executionArn: run })
    for (const name of ['b', 'c', 'd']) {
      await aws.step(1000)
      await aws.call('SendTaskSuccess', { taskToken: tokens.get(name) ?? '', output: `"${name}"` })
    }
    await aws.step(0)
    const { status, output } = await aws.call('DescribeExecution', { executionArn: run })
    expect([status, output]).toEqual(['SUCCEEDED', '["a","b","c","d"]'])
    const begun = (await aws.history(run)).filter(({ type }) => type === 'MapIterationStarted')
    expect(begun.length).toBe(4)
  })

  it('counts TimeoutSeconds from the redrive, and forgets a redriven execution no sooner than another', async () => {
    const { aws, tokens } = world()
    const run = await aws.start(await aws.stateMachine('M', { Ask: ask('a') }, { TimeoutSeconds: 60 }))
    await aws.step(3_600_000)
    await aws.call('RedriveExecution', { executionArn: run })
    await aws.step(59_999)
    expect((await aws.call('DescribeExecution', { executionArn: run })).status).toBe('RUNNING')
    expect(tokens.size).toBe(1)
    await aws.step(1)
    const hour = 3_600_000
    await aws.step(35.5 * hour)
    const events = await aws.history(run)
    expect(chain(events).slice(5)).toEqual([
      '6<0 ExecutionTimedOut',
      '7<5 ExecutionRedriven',
      '8<7 TaskScheduled',
      '9<8 TaskStarted',
      '10<9 TaskSubmitted',
      '11<0 ExecutionTimedOut',
    ])
    await aws.step(hour)
    await expect(aws.history(run)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' })
  })

  it('enters a Fail state again', async () => {
    const { aws } = world()
    const run = await aws.start(await aws.stateMachine('M', { Stop: { Type: 'Fail', Error: 'E' } }))
    await aws.call('RedriveExecution', { executionArn: run })
    await aws.step(0)
    expect(chain(await aws.history(run)).slice(2)).toEqual([
      '3<2 ExecutionFailed',
      '4<3 ExecutionRedriven',
      '5<4 FailStateEntered',
      '6<5 ExecutionFailed',
    ])
  })

  it('is the same redrive for the same client token, for a quarter of an hour', async () => {
    const { aws } = world()
    const run = await aws.start(await aws.stateMachine('M', { Stop: { Type: 'Fail', Error: 'E' } }))
    const redrive = () => aws.call('RedriveExecution', { executionArn: run, clientToken: 'one' })
    const first = await redrive()
    await aws.step(15 * 60_000)
    expect(await redrive()).toEqual(first)
    await aws.step(1)
    expect(await redrive()).not.toEqual(first)
    const { executions } = await aws.call('ListExecutions', {
      stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:M',
      redriveFilter: 'REDRIVEN',
    })
    expect(executions?.map(({ redriveCount }) => redriveCount)).toEqual([2])
  })

  it('refuses what runs and what has succeeded', async () => {
    const { aws } = world()
    const machine = await aws.stateMachine('M', { W: { Type: 'Wait', Seconds: 5, End: true } })
    const executionArn = await aws.start(machine)
    for (const status of ['RUNNING', 'SUCCEEDED']) {
      await expect(aws.call('RedriveExecution', { executionArn })).rejects.toMatchObject({
        code: 'ExecutionNotRedrivable',
        message: `Execution Not Redrivable: 'Execution is ${status} and cannot be redriven'`,
      })
      await aws.step(5000)
    }
  })
})
