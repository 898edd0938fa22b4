import type { Chances } from '../../src/domain/testing-lives.ts'

/** A state machine's definition, and what it takes to work on its tasks. */
export interface Written {
  readonly definition: Flow & { readonly TimeoutSeconds?: number }
  readonly activityArns: readonly string[]
  /** The longest HeartbeatSeconds in it, or what stands for one, milliseconds. */
  readonly longestMs: number
}

interface Flow {
  readonly StartAt: string
  readonly States: Readonly<Record<string, object>>
}

const item = { items: ['a', 'b'] }

/** What a Map goes through, and a Map in a child of it: the execution's input. */
export const INPUT = { items: [item, item, item] } as const

const CAUGHT = [
  ['States.HeartbeatTimeout'],
  ['States.Timeout'],
  ['States.TaskFailed'],
  ['States.ALL'],
] as const

/** A state without what leads on from it. */
interface StateWritten {
  readonly Type: 'Task' | 'Parallel' | 'Map'
  readonly [field: string]: unknown
}

/**
 * How deep states may lie within states: a Parallel in a Map, a Map in a child of a Distributed Map, but none in a Map of its own
 * execution or in a grandchild, which would have nothing to go through.
 */
type Around = 'nothing' | 'child' | 'grandchild' | 'parallel' | 'map'

/**
 * A random state machine: tasks one after the other, activities, callbacks and jobs, some in a Parallel or a Map, with Retry and Catch,
 * limits of their own or none, some in the
 * children of a Distributed Map, and perhaps a limit of the whole. `activity` makes one.
 */
export async function writeDefinition(chances: Chances, activity: () => Promise<string>): Promise<Written> {
  const activityArns: string[] = []
  let longestMs = 0
  let hasChildren = false
  const newActivity = async (): Promise<string> => {
    const arn = await activity()
    activityArns.push(arn)
    return arn
  }
  let count = 0
  const { ms, chance } = chances

  const flow = async (around: Around, most: number): Promise<Flow> => {
    const names = Array.from({ length: ms(1, most) }, () => {
      count += 1
      return `State ${count}`
    })
    const states: Record<string, object> = {}
    for (const [index, name] of names.entries()) {
      const next = names[index + 1]
      const caughtBy = `${name} caught`
      const onward = next === undefined ? { End: true } : { Next: next }
      const written = await state(around)
      const handlers = {
        ...(chance(0.3) && { Retry: [retrier(chances)] }),
        ...(chance(0.3) && { Catch: [{ ErrorEquals: CAUGHT[ms(0, 3)], ResultPath: null, Next: caughtBy }] }),
      }
      states[name] = { ...written, ResultPath: null, ...handlers, ...onward }
      if (handlers.Catch !== undefined) states[caughtBy] = { Type: 'Pass', ...onward }
    }
    return { StartAt: names[0] ?? '', States: states }
  }

  const state = async (around: Around): Promise<StateWritten> => {
    const within = around === 'nothing' ? 'child' : around === 'child' ? 'grandchild' : null
    // A child of a child comes to be only where its parent lives long enough for one.
    if (within !== null && chance(around === 'child' ? 0.35 : 0.12)) {
      hasChildren = true
      const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }
      const ItemProcessor = { ProcessorConfig, ...(await flow(within, 2)) }
      const tolerated = chance(0.5) ? { ToleratedFailurePercentage: ms(0, 100) } : {}
      return { Type: 'Map', ItemsPath: '$.items', MaxConcurrency: ms(0, 2), ItemProcessor, ...tolerated }
    }
    if (within !== null && chance(0.15)) {
      const iterations = await flow('map', 2)
      const ItemProcessor = { ProcessorConfig: { Mode: 'INLINE' }, ...iterations }
      return { Type: 'Map', ItemsPath: '$.items', MaxConcurrency: ms(0, 2), ItemProcessor }
    }
    if (around !== 'parallel' && chance(0.2)) {
      const branches: Flow[] = []
      for (let branch = ms(2, 3); branch > 0; branch -= 1) branches.push(await flow('parallel', 2))
      return { Type: 'Parallel', Branches: branches }
    }
    const seconds = ms(5, chance(0.2) ? 600 : 90)
    const hasInterval = chance(0.85)
    longestMs = Math.max(longestMs, (hasInterval ? seconds : 60) * 1000)
    const limits = {
      ...(hasInterval && { HeartbeatSeconds: seconds }),
      ...(chance(0.4) && { TimeoutSeconds: seconds + ms(1, chance(0.5) ? 10 : 5 * seconds) }),
    }
    const work = chance(0.5) ? { Resource: await newActivity() } : service(chances)
    return { Type: 'Task', ...limits, ...work }
  }

  const whole = await flow('nothing', 3)
  // That of the whole ends the children of a Distributed Map, too, if it comes before they do.
  const limit = chance(hasChildren ? 0.6 : 0.25) ? { TimeoutSeconds: ms(20, hasChildren ? 200 : 900) } : {}
  return { definition: { ...whole, ...limit }, activityArns, longestMs }
}

/** Its token passed on nowhere, passed on, or beside something that looks like one, so that nothing proves it. */
function service({ chance }: Chances): object {
  const Parameters = {
    JobName: chance(0.4) ? 'short' : 'long',
    ...(chance(0.85) && { 'Token.$': '$$.Task.Token' }),
    ...(chance(0.15) && { Beside: 'Zm9v'.repeat(30) }),
  }
  const pattern = chance(0.6) ? 'sqs:sendMessage.waitForTaskToken' : 'batch:submitJob.sync'
  return { Resource: `arn:aws:states:::${pattern}`, Parameters }
}

function retrier({ ms }: Chances): object {
  return {
    ErrorEquals: CAUGHT[ms(0, 3)],
    IntervalSeconds: ms(1, 20),
    MaxAttempts: ms(1, 2),
    BackoffRate: ms(1, 2),
  }
}
