import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const ask = {
  Type: 'Task',
  Resource: callbackResource,
  Parameters: { 'name.$': '$', 'token.$': '$$.Task.Token' },
  HeartbeatSeconds: 600,
  End: true,
}

interface Running {
  readonly aws: SteppedWorld
  readonly run: string
  readonly mapRunArn: string
  readonly tokens: Map<string, string>
}

async function runDistributed(map: object, items: readonly string[], more: object = {}): Promise<Running> {
  const aws = steppedWorld()
  const tokens = new Map<string, string>()
  aws.world.deliveries.subscribe(({ parameters }) => {
    const { name, token }: { name?: string; token?: string } = Object(parameters)
    if (name !== undefined && token !== undefined) tokens.set(name, token)
  })
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Ask',
    States: { Ask: ask },
  }
  const Each = { Type: 'Map', Label: 'Each', ItemProcessor, End: true, ...map }
  const run = await aws.start(await aws.stateMachine('Batch', { Each }, more), items)
  await aws.step(1000)
  const { mapRuns } = await aws.call('ListMapRuns', { executionArn: run })
  return { aws, run, mapRunArn: mapRuns?.[0]?.mapRunArn ?? '', tokens }
}

const children = async ({ aws, mapRunArn }: Running) =>
  (await aws.call('ListExecutions', { mapRunArn })).executions ?? []

describe('a distributed Map', () => {
  it('starts an execution for each item, listed by the Map Run alone', async () => {
    const running = await runDistributed({}, ['a', 'b'])
    const { aws, run, mapRunArn, tokens } = running
    const place = 'arn:aws:states:eu-west-1:123456789012'
    expect(mapRunArn).toMatch(new RegExp(`^${place}:mapRun:Batch/Each:[0-9a-f-]{36}$`))
    const listed = await children(running)
    expect(listed).toHaveLength(2)
    for (const child of listed) {
      expect(child.executionArn).toMatch(new RegExp(`^${place}:execution:Batch/Each:[0-9a-f-]{36}$`))
      expect(child).toMatchObject({
        stateMachineArn: `${place}:stateMachine:Batch/Each`,
        status: 'RUNNING',
        mapRunArn,
        itemCount: 1,
      })
    }
    const all = await aws.call('ListExecutions', { stateMachineArn: `${place}:stateMachine:Batch` })
    expect(all.executions?.map(({ executionArn }) => executionArn)).toEqual([run])
    expect(await aws.call('DescribeExecution', { executionArn: listed[0]?.executionArn })).toMatchObject({
      mapRunArn,
    })
    expect(
      await aws.call('DescribeStateMachineForExecution', { executionArn: listed[0]?.executionArn }),
    ).toMatchObject({
      mapRunArn,
      label: 'Each',
      definition: JSON.stringify({ StartAt: 'Ask', States: { Ask: ask } }),
    })
    expect((await aws.history(listed[1]?.executionArn ?? '')).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
    ])
    for (const taskToken of tokens.values())
      await aws.call('SendTaskSuccess', { taskToken, output: `"${tokens.size}"` })
    await aws.step(0)
    expect(chain(await aws.history(run))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<5 MapStateExited',
      '8<7 ExecutionSucceeded',
    ])
    expect((await aws.call('DescribeExecution', { executionArn: run })).output).toBe('["2","2"]')
  })

  it('describes and updates the Map Run', async () => {
    const running = await runDistributed({ MaxConcurrency: 1, ToleratedFailureCount: 1 }, ['a', 'b', 'c'])
    const { aws, run, mapRunArn, tokens } = running
    const described = () => aws.call('DescribeMapRun', { mapRunArn })
    expect(await described()).toMatchObject({
      executionArn: run,
      status: 'RUNNING',
      maxConcurrency: 1,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 0,
      executionCounts: { pending: 2, running: 1, total: 3 },
    })
    await aws.call('SendTaskFailure', { taskToken: tokens.get('a') ?? '' })
    await aws.step(1000)
    expect((await described()).executionCounts).toMatchObject({ pending: 1, running: 1, failed: 1 })
    await aws.call('UpdateMapRun', { mapRunArn, maxConcurrency: 5 })
    await aws.step(1000)
    expect(await described()).toMatchObject({
      maxConcurrency: 5,
      executionCounts: { pending: 0, running: 2 },
    })
    for (const name of ['b', 'c'])
      await aws.call('SendTaskSuccess', { taskToken: tokens.get(name) ?? '', output: '1' })
    await aws.step(0)
    expect(await described()).toMatchObject({ status: 'SUCCEEDED', itemCounts: { succeeded: 2, failed: 1 } })
    expect((await aws.call('DescribeExecution', { executionArn: run })).output).toBe('[1,1]')
  })

  it.each([
    [{}, 1, true],
    [{ ToleratedFailureCount: 1 }, 1, false],
    [{ ToleratedFailureCount: 1 }, 2, true],
    [{ ToleratedFailurePercentage: 50 }, 2, false],
    [{ ToleratedFailurePercentage: 49.5 }, 2, true],
  ])('with %j and %i failures of 4 fails: %s', async (map, failures, fails) => {
    const running = await runDistributed(map, ['a', 'b', 'c', 'd'])
    const { aws, run, mapRunArn, tokens } = running
    const names = ['a', 'b'].slice(0, failures)
    for (const name of names) await aws.call('SendTaskFailure', { taskToken: tokens.get(name) ?? '' })
    await aws.step(0)
    expect((await aws.call('DescribeMapRun', { mapRunArn })).status).toBe(fails ? 'FAILED' : 'RUNNING')
    if (!fails) return
    expect(chain(await aws.history(run)).slice(4)).toEqual([
      '5<4 MapRunFailed',
      '6<5 MapStateFailed',
      '7<6 ExecutionFailed',
    ])
    expect((await children(running)).filter(({ status }) => status === 'ABORTED')).toHaveLength(4 - failures)
    await expect(aws.call('SendTaskHeartbeat', { taskToken: tokens.get('d') ?? '' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    })
  })

  it('ends its children with the execution', async () => {
    const running = await runDistributed({}, ['a', 'b'])
    const { aws, run, mapRunArn, tokens } = running
    await aws.call('StopExecution', { executionArn: run })
    expect((await aws.call('DescribeMapRun', { mapRunArn })).status).toBe('ABORTED')
    expect((await children(running)).map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED'])
    await expect(aws.call('SendTaskHeartbeat', { taskToken: tokens.get('a') ?? '' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    })
  })

  it('ends its children with the TimeoutSeconds of the execution, in the same moment', async () => {
    const running = await runDistributed({}, ['a', 'b'], { TimeoutSeconds: 60 })
    const { aws, run } = running
    await aws.step(58_999)
    expect((await children(running)).map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING'])
    await aws.step(2000)
    const { status, stopDate } = await aws.call('DescribeExecution', { executionArn: run })
    expect(status).toBe('TIMED_OUT')
    for (const child of await children(running)) expect(child).toMatchObject({ status: 'ABORTED', stopDate })
  })

  it('goes on with its unsuccessful children when its execution is redriven', async () => {
    const running = await runDistributed({}, ['a', 'b', 'c'])
    const { aws, run, mapRunArn, tokens } = running
    await aws.call('SendTaskSuccess', { taskToken: tokens.get('b') ?? '', output: '"b"' })
    await aws.call('SendTaskFailure', { taskToken: tokens.get('a') ?? '', error: 'E' })
    await aws.step(60_000)
    const [failed] = (await children(running)).filter(({ status }) => status === 'FAILED')
    await expect(aws.call('RedriveExecution', { executionArn: failed?.executionArn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
    })
    expect(await aws.call('DescribeExecution', { executionArn: failed?.executionArn })).toMatchObject({
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    })
    tokens.clear()
    await aws.call('RedriveExecution', { executionArn: run })
    await aws.step(1000)
    expect([...tokens.keys()].sort()).toEqual(['a', 'c'])
    expect(await aws.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      executionCounts: { running: 2, succeeded: 1 },
    })
    const { executions } = await aws.call('ListExecutions', { mapRunArn, redriveFilter: 'REDRIVEN' })
    expect(executions?.map(({ redriveCount }) => redriveCount)).toEqual([1, 1])
    for (const [name, taskToken] of tokens)
      await aws.call('SendTaskSuccess', { taskToken, output: `"${name}"` })
    await aws.step(0)
    expect(chain(await aws.history(run)).slice(7)).toEqual([
      '8<7 ExecutionRedriven',
      '9<8 MapRunRedriven',
      '10<9 MapRunSucceeded',
      '11<10 MapStateSucceeded',
      '12<10 MapStateExited',
      '13<12 ExecutionSucceeded',
    ])
    expect((await aws.call('DescribeExecution', { executionArn: run })).output).toBe('["a","b","c"]')
  })

  it('keeps its children as long as the execution they belong to', async () => {
    const hour = 3_600_000
    const { HeartbeatSeconds: _none, ...patient } = ask
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED' },
      StartAt: 'Ask',
      States: { Ask: patient },
    }
    const running = await runDistributed({ ItemProcessor }, ['a', 'b'])
    const { aws, run, mapRunArn, tokens } = running
    await aws.call('SendTaskSuccess', { taskToken: tokens.get('a') ?? '', output: '1' })
    await aws.step(40 * hour)
    expect((await children(running)).map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED'])
    await aws.call('SendTaskSuccess', { taskToken: tokens.get('b') ?? '', output: '2' })
    await aws.step(0)
    const ended = (await aws.call('DescribeExecution', { executionArn: run })).stopDate?.getTime() ?? 0
    await aws.step(ended + 36 * hour - aws.world.loop.nowMs)
    await expect(aws.call('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
    expect(aws.store.executions.size).toBe(0)
    expect(aws.store.tasks.size).toBe(0)
  })

  it('refuses a Map Run nobody knows', async () => {
    const aws = steppedWorld()
    const mapRunArn = 'arn:aws:states:eu-west-1:123456789012:mapRun:Batch/Each:nothing'
    await expect(aws.call('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
    await expect(aws.call('ListExecutions', { mapRunArn })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
  })
})
