import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain, chainFrom } from './testing-histories.ts'

const pass = { Type: 'Pass', End: true }
const line = (states: object) => ({ StartAt: Object.keys(states)[0], States: states })

async function runMap(
  map: object,
  input: unknown,
): Promise<{ aws: SteppedWorld; run: string; activityArn: string }> {
  const aws = steppedWorld()
  aws.world.settings.timersLateMs = 0
  const activityArn = await aws.activity()
  const work = { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 60, End: true }
  const states: Record<string, object> = {
    Each: { Type: 'Map', ItemProcessor: line({ Work: work }), End: true, ...map },
  }
  if ('Catch' in map) states.Caught = pass
  return { aws, activityArn, run: await aws.start(await aws.stateMachine('M', states), input) }
}

const output = async (aws: SteppedWorld, executionArn: string): Promise<unknown> =>
  JSON.parse((await aws.call('DescribeExecution', { executionArn })).output ?? 'null')

describe('an inline Map', () => {
  it('runs an iteration for each item, one after the other where MaxConcurrency is 1', async () => {
    const { aws, run } = await runMap(
      { ItemProcessor: line({ P: pass }), ItemsPath: '$.list', MaxConcurrency: 1, ResultPath: '$.done' },
      { list: ['a', 'b'] },
    )
    await aws.step(0)
    expect(await output(aws, run)).toEqual({ list: ['a', 'b'], done: ['a', 'b'] })
    expect(chain(await aws.history(run))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 ExecutionSucceeded',
    ])
  })

  it.each(['ItemSelector', 'Parameters'])('makes the input of an iteration with %s', async (field) => {
    const template = { 'index.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value.v', 'all.$': '$.shop' }
    const { aws, run } = await runMap(
      {
        [field === 'Parameters' ? 'Iterator' : 'ItemProcessor']: line({ P: pass }),
        ...iterator(field),
        [field]: template,
        ItemsPath: '$.list',
      },
      { shop: 's', list: [{ v: 1 }, { v: 2 }] },
    )
    await aws.step(0)
    expect(await output(aws, run)).toEqual([
      { index: 0, value: 1, all: 's' },
      { index: 1, value: 2, all: 's' },
    ])
  })

  it('succeeds at once without items', async () => {
    const { aws, run } = await runMap({}, [])
    await aws.step(0)
    expect(await output(aws, run)).toEqual([])
    expect(chain(await aws.history(run)).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited',
      '6<5 ExecutionSucceeded',
    ])
  })

  it('runs as many at once as MaxConcurrency allows, 40 at most', async () => {
    for (const [map, atOnce] of [
      [{ MaxConcurrencyPath: '$[0]' }, 3],
      [{ MaxConcurrency: 100 }, 40],
      [{}, 40],
    ] as const) {
      const { aws, run, activityArn } = await runMap(
        map,
        Array.from({ length: 50 }, () => 3),
      )
      const started = async () =>
        (await aws.history(run)).filter(({ type }) => type === 'MapIterationStarted').length
      expect(await started()).toBe(atOnce)
      const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn })
      await aws.call('SendTaskSuccess', { taskToken, output: '{}' })
      await aws.step(0)
      expect(await started()).toBe(atOnce + 1)
    }
  })

  it('aborts the other iterations when one times out, and their tokens are dead', async () => {
    const { aws, run, activityArn } = await runMap(
      { Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught', ResultPath: '$[0]' }] },
      [1, 2, 3],
    )
    const tokens: string[] = []
    for (let taken = 0; taken < 3; taken += 1) {
      const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn })
      tokens.push(taskToken)
    }
    await aws.step(30_000)
    await aws.call('SendTaskHeartbeat', { taskToken: tokens[0] })
    await aws.call('SendTaskSuccess', { taskToken: tokens[2], output: '1' })
    await aws.step(30_000)
    const events = await aws.history(run)
    const timedOutId = events.find(({ type }) => type === 'ActivityTimedOut')?.id ?? 0
    const at = (offset: number) => timedOutId + offset
    expect(chainFrom(events, 'ActivityTimedOut').slice(1, 7)).toEqual([
      `${at(1)}<${timedOutId} MapIterationAborted`,
      `${at(2)}<${timedOutId} TaskStateAborted`,
      `${at(3)}<${timedOutId} MapIterationFailed`,
      `${at(4)}<${timedOutId} TaskStateAborted`,
      `${at(5)}<${timedOutId} MapStateFailed`,
      `${at(6)}<${at(5)} MapStateExited`,
    ])
    expect(events[timedOutId + 2]?.mapIterationFailedEventDetails).toEqual({ name: 'Each', index: 1 })
    for (const taskToken of tokens) {
      await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
        code: 'TaskTimedOut',
      })
    }
    expect(await output(aws, run)).toEqual([{ Error: 'States.Timeout', Cause: null }, 2, 3])
  })

  it('starts anew when it is retried, chained after the failure', async () => {
    const { aws, run } = await runMap(
      {
        ItemProcessor: line({ F: { Type: 'Fail', Error: 'E' } }),
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      },
      [1],
    )
    await aws.step(10_000)
    expect(chain(await aws.history(run)).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateStarted',
      '8<7 MapIterationStarted',
      '9<8 FailStateEntered',
      '10<9 MapIterationFailed',
      '11<9 MapStateFailed',
      '12<11 ExecutionFailed',
    ])
  })

  it.each([
    [{}, { no: 'list' }, 'Reference path "$" must point to array.'],
    [
      { MaxConcurrencyPath: '$[0]' },
      ['x'],
      'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $[0]',
    ],
  ])('ends the execution where %j cannot be read', async (map, input, reason) => {
    const { aws, run } = await runMap(map, input)
    const events = await aws.history(run)
    expect(chain(events).at(-1)).toBe('3<2 ExecutionFailed')
    expect(events.at(-1)?.executionFailedEventDetails).toEqual({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Each' (entered at the event id #2). ${reason}`,
    })
  })
})

/** Parameters belongs to the older form, which has an Iterator. */
function iterator(field: string): object {
  return field === 'Parameters' ? { ItemProcessor: undefined } : {}
}
