import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain, chainFrom } from './testing-histories.ts'

const line = (states: object) => ({ StartAt: Object.keys(states)[0], States: states })
const pass = { Type: 'Pass', End: true }
const error = { Type: 'Fail', Error: 'Broken' }
const ask = (name: string) => ({
  Type: 'Task',
  Resource: callbackResource,
  Parameters: { name, 'token.$': '$$.Task.Token' },
  HeartbeatSeconds: 600,
  End: true,
})

/** Runs a Parallel state of these branches; `tokens` has the tokens sent out so far by the `name` of the task. */
async function runParallel(
  branches: readonly object[],
  handling: object = {},
  { timersLateMs = 0 } = {},
): Promise<{ aws: SteppedWorld; run: string; tokens: Map<string, string> }> {
  const aws = steppedWorld()
  aws.world.settings.timersLateMs = timersLateMs
  const tokens = new Map<string, string>()
  aws.world.deliveries.subscribe(({ parameters }) => {
    const { name, token }: { name?: string; token?: string } = Object(parameters)
    if (name !== undefined && token !== undefined) tokens.set(name, token)
  })
  const states: Record<string, object> = {
    Fork: { Type: 'Parallel', Branches: branches, End: true, ...handling },
  }
  if ('Catch' in handling) states.Caught = pass
  const run = await aws.start(await aws.stateMachine('M', states), { order: 7 })
  await aws.step(1000)
  return { aws, run, tokens }
}

describe('a Parallel state', () => {
  it('gives every branch its input and hands on their outputs in order', async () => {
    const { aws, run } = await runParallel(
      [
        line({ A: { ...pass, Result: 1 } }),
        line({ B: { Type: 'Wait', Seconds: 5, End: true } }),
        line({ C: pass }),
      ],
      { Parameters: { 'id.$': '$.order' }, ResultSelector: { 'all.$': '$' }, ResultPath: '$.done' },
    )
    await aws.step(10_000)
    const { output } = await aws.call('DescribeExecution', { executionArn: run })
    expect(JSON.parse(output ?? '')).toEqual({ order: 7, done: { all: [1, { id: 7 }, { id: 7 }] } })
    expect(chain(await aws.history(run))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered',
      '5<4 PassStateExited',
      '6<3 WaitStateEntered',
      '7<3 PassStateEntered',
      '8<7 PassStateExited',
      '9<6 WaitStateExited',
      '10<9 ParallelStateSucceeded',
      '11<9 ParallelStateExited',
      '12<11 ExecutionSucceeded',
    ])
  })

  it('aborts the siblings of a task that fails, and their tokens are dead', async () => {
    const { aws, run, tokens } = await runParallel(
      [
        line({ A: ask('a') }),
        line({ B: ask('b') }),
        line({ C: { Type: 'Wait', Seconds: 900, End: true } }),
        line({ D: pass }),
      ],
      { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', ResultPath: '$.error' }] },
    )
    const failedId = (await aws.history(run)).length + 1
    await aws.call('SendTaskFailure', { taskToken: tokens.get('b') ?? '', error: 'E' })
    await aws.step(0)
    expect(
      chainFrom(await aws.history(run), 'TaskFailed').map((one) => one.replace(`<${failedId} `, '<failure ')),
    ).toEqual([
      expect.stringMatching(/ TaskFailed$/),
      `${failedId + 1}<failure TaskStateAborted`,
      `${failedId + 2}<failure TaskStateAborted`,
      `${failedId + 3}<failure WaitStateAborted`,
      `${failedId + 4}<failure ParallelStateFailed`,
      `${failedId + 5}<${failedId + 4} ParallelStateExited`,
      `${failedId + 6}<${failedId + 5} PassStateEntered`,
      `${failedId + 7}<${failedId + 6} PassStateExited`,
      `${failedId + 8}<${failedId + 7} ExecutionSucceeded`,
    ])
    for (const taskToken of tokens.values()) {
      await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
        code: 'TaskTimedOut',
      })
    }
    const { output } = await aws.call('DescribeExecution', { executionArn: run })
    expect(JSON.parse(output ?? '')).toEqual({ order: 7, error: { Error: 'E', Cause: null } })
    expect(aws.store.tasks.get(tokens.get('a') ?? '')?.end?.reason).toBe('aborted')
  })

  it('fails the execution where nobody catches it, also when the failure is in a branch of a branch', async () => {
    const inner = { Type: 'Parallel', Branches: [line({ A: ask('a') }), line({ B: ask('b') })], End: true }
    const { aws, run, tokens } = await runParallel([line({ Inner: inner }), line({ C: ask('c') })])
    const failedId = (await aws.history(run)).length + 1
    await aws.call('SendTaskFailure', { taskToken: tokens.get('a') ?? '', error: 'E' })
    await aws.step(0)
    const from = (offset: number) => failedId + offset
    expect(chainFrom(await aws.history(run), 'TaskFailed').slice(1)).toEqual([
      `${from(1)}<${failedId} TaskStateAborted`,
      `${from(2)}<${failedId} TaskStateAborted`,
      `${from(3)}<${failedId} ParallelStateFailed`,
      `${from(4)}<${from(3)} TaskStateAborted`,
      `${from(5)}<${from(3)} ParallelStateFailed`,
      `${from(6)}<${from(5)} ExecutionFailed`,
    ])
    for (const taskToken of tokens.values()) {
      await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
        code: 'TaskTimedOut',
      })
    }
  })

  it('aborts what lies within a sibling, too', async () => {
    const inner = { Type: 'Parallel', Branches: [line({ A: ask('a') })], End: true }
    const { aws, run, tokens } = await runParallel([line({ Inner: inner }), line({ C: ask('c') })])
    await aws.call('SendTaskFailure', { taskToken: tokens.get('c') ?? '' })
    await aws.step(0)
    expect((await aws.history(run)).slice(-5).map(({ type }) => type)).toEqual([
      'ParallelStateAborted',
      'TaskStateAborted',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ])
  })

  it('tries all its branches again, chained after the failure', async () => {
    const { aws, run } = await runParallel([line({ A: error })], {
      Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2, IntervalSeconds: 1 }],
    })
    await aws.step(60_000)
    expect(chain(await aws.history(run)).slice(2)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered',
      '7<6 ParallelStateStarted',
      '8<7 FailStateEntered',
      '9<8 ParallelStateFailed',
      '10<9 ExecutionFailed',
    ])
  })

  it('ends without a word of its own when the execution is stopped or runs too long', async () => {
    for (const how of ['stopped', 'too long'] as const) {
      const aws = steppedWorld()
      aws.world.settings.timersLateMs = 0
      const Branches = [line({ A: ask('a') }), line({ B: ask('b') })]
      const states = { Fork: { Type: 'Parallel', Branches, End: true } }
      const tokens: string[] = []
      aws.world.deliveries.subscribe(({ parameters }) => void tokens.push(Object(parameters).token))
      const run = await aws.start(await aws.stateMachine('M', states, { TimeoutSeconds: 60 }))
      await aws.step(1000)
      const before = (await aws.history(run)).length
      if (how === 'stopped') await aws.call('StopExecution', { executionArn: run })
      else await aws.step(59_000)
      const type = how === 'stopped' ? 'ExecutionAborted' : 'ExecutionTimedOut'
      expect(chain((await aws.history(run)).slice(before))).toEqual([`${before + 1}<0 ${type}`])
      expect(tokens).toHaveLength(2)
      for (const taskToken of tokens) {
        await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
          code: 'TaskTimedOut',
        })
      }
    }
  })

  it('leaves no token alive once it has failed, whatever its branches were doing', async () => {
    const branch = fc.constantFrom('ask', 'wait', 'pass', 'retrying', 'nested')
    await fc.assert(
      fc.asyncProperty(fc.array(branch, { maxLength: 6 }), async (kinds) => {
        const made: Readonly<Record<string, (name: string) => object>> = {
          ask: (name) => line({ [name]: ask(name) }),
          wait: (name) => line({ [name]: { Type: 'Wait', Seconds: 900, End: true } }),
          pass: (name) => line({ [name]: pass }),
          retrying: (name) =>
            line({
              [name]: {
                Type: 'Parallel',
                Branches: [line({ [`${name} fails`]: error })],
                Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 900 }],
                End: true,
              },
            }),
          nested: (name) =>
            line({
              [name]: { Type: 'Parallel', Branches: [line({ [`${name} in`]: ask(name) })], End: true },
            }),
        }
        const branches = kinds.map((kind, index) => made[kind]?.(`${kind} ${index}`) ?? {})
        const { aws, run, tokens } = await runParallel([...branches, line({ Last: ask('last') })])
        await aws.call('SendTaskFailure', { taskToken: tokens.get('last') ?? '' })
        await aws.step(0)
        const events = await aws.history(run)
        expect(events.at(-1)?.type).toBe('ExecutionFailed')
        const unfinished = kinds.filter((kind) => kind !== 'pass').length
        const aborted = events.filter(({ type }) => /^(Task|Wait|Parallel)StateAborted$/.test(type ?? ''))
        const within = kinds.filter((kind) => kind === 'nested').length
        expect(aborted.length).toBe(unfinished + within + 1)
        for (const taskToken of tokens.values()) {
          await expect(aws.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({
            code: 'TaskTimedOut',
          })
        }
        const { length } = events
        await aws.step(3_600_000)
        expect((await aws.history(run)).length).toBe(length)
      }),
      { numRuns: 30 },
    )
  })
})
