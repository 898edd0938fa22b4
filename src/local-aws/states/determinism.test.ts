import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackResource, steppedWorld } from './test-stepped-world.ts'

const act = fc.oneof(
  fc.record({ kind: fc.constant('step' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
  fc.record({
    kind: fc.constantFrom('start' as const, 'poll' as const, 'beat' as const, 'succeed' as const),
  }),
)

const branch = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: callbackResource, HeartbeatSeconds: 5, End: true } },
})
const fork = {
  ProcessorConfig: { Mode: 'INLINE' },
  StartAt: 'Fork',
  States: { Fork: { Type: 'Parallel', Branches: [branch('One'), branch('Two')], End: true } },
}

/** Everything the world says while it is led through the acts. */
async function story(seed: number, acts: readonly { kind: string; ms?: number }[]): Promise<string> {
  const aws = steppedWorld({ seed })
  const said: unknown[] = []
  aws.world.deliveries.subscribe((delivery) => said.push(delivery))
  const activityArn = await aws.activity()
  const stateMachineArn = await aws.stateMachine('M', {
    Draw: {
      Type: 'Pass',
      Parameters: { 'id.$': 'States.UUID()' },
      ResultPath: '$.drawn',
      Assign: { 'id.$': 'States.MathRandom(1, 1000)' },
      Next: 'Shuffle',
    },
    Shuffle: {
      Type: 'Map',
      QueryLanguage: 'JSONata',
      Items: '{% $shuffle([1..5]) %}',
      ItemSelector: '{% [$now(), $random(), $uuid()] %}',
      ItemProcessor: {
        StartAt: 'Keep',
        States: { Keep: { Type: 'Pass', Assign: { 'kept.$': 'States.UUID()' }, End: true } },
      },
      Output: '{% $states.input %}',
      Next: 'Work',
    },
    Work: {
      Type: 'Task',
      Resource: activityArn,
      HeartbeatSeconds: 9,
      TimeoutSeconds: 40,
      ResultPath: null,
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: callbackResource,
      Parameters: { 'T.$': '$$.Task.Token' },
      HeartbeatSeconds: 15,
      ResultPath: null,
      Retry: [{ ErrorEquals: ['States.Timeout'], JitterStrategy: 'FULL', MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Each', ResultPath: '$.error' }],
      Next: 'Each',
    },
    Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor: fork, End: true },
  })
  let taskToken: string | undefined
  const executions: string[] = []
  for (const { kind, ms = 0 } of acts) {
    if (kind === 'step') await aws.step(ms)
    else if (kind === 'start') executions.push(await aws.start(stateMachineArn, { list: [1, 2] }))
    else if (kind === 'poll')
      taskToken = (await aws.call('GetActivityTask', { activityArn })).taskToken ?? taskToken
    else if (taskToken !== undefined) {
      const answer =
        kind === 'beat'
          ? aws.call('SendTaskHeartbeat', { taskToken })
          : aws.call('SendTaskSuccess', { taskToken, output: '{}' })
      said.push(await answer.catch(String))
    }
  }
  await aws.step(60_000)
  for (const executionArn of executions) said.push(await aws.history(executionArn))
  said.push(await aws.call('ListExecutions', { stateMachineArn, maxResults: 1 }))
  return JSON.stringify(said)
}

describe('a world', () => {
  it('is the same to the byte for the same seed and the same calls, and another for another seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(act, { maxLength: 25 }), async (seed, acts) => {
        const first = await story(seed, [{ kind: 'start' }, ...acts])
        expect(await story(seed, [{ kind: 'start' }, ...acts])).toBe(first)
        expect(await story(seed + 1, [{ kind: 'start' }, ...acts])).not.toBe(first)
      }),
      { numRuns: 40 },
    )
  })

  it('gives a task the same chances whatever else happens in it', async () => {
    const tokenOf = async (others: number): Promise<string | undefined> => {
      const aws = steppedWorld({ seed: 5 })
      const run = async (activityName: string, name: string): Promise<string> => {
        const activityArn = await aws.activity(activityName)
        const state = { Type: 'Task', Resource: activityArn, End: true }
        await aws.start(await aws.stateMachine(activityName, { Work: state }), {}, name)
        return activityArn
      }
      for (let index = 0; index < others; index += 1) await run('Other', `other-${index}`)
      return (await aws.call('GetActivityTask', { activityArn: await run('Mine', 'the-one') })).taskToken
    }
    expect(await tokenOf(3)).toBe(await tokenOf(0))
  })
})
