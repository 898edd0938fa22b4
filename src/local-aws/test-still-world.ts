import { Later, type Operation } from './operation.ts'
import { rootCaller } from './test-root-caller.ts'
import { createWorld, type World } from './world/world.ts'

type Shapes<S> = { readonly [N in keyof S]: readonly [unknown, unknown] }

/** When the worlds of tests begin. */
export const stillStartMs = Date.parse('2026-03-01T12:00:00Z')

/** A world for tests: its clock stands still until it is stepped. */
export interface StillWorld {
  readonly world: World
  /** What a turn has thrown; `step` rejects with it. */
  readonly defects: unknown[]
  step(ms: number): Promise<void>
}

export function stillWorld(seed: number): StillWorld {
  const defects: unknown[] = []
  const world = createWorld({
    seed,
    wall: () => stillStartMs,
    onDefect: (error) => void defects.push(error),
  })
  world.clock.pause()
  return {
    world,
    defects,
    async step(ms) {
      world.clock.step(ms)
      await world.loop.advance()
      if (defects.length > 0) throw defects.shift()
    },
  }
}

/** Calls into one service of such a world: they go in as they do from the wire. */
export interface StillCalls<S extends Shapes<S>> {
  /** Rejects with the `AwsError` AWS would answer. A long poll gives up at once. */
  call<N extends keyof S>(name: N, input: S[N][0]): Promise<S[N][1]>
  /** The same, for a long poll that waits: `undefined` while nothing has come. */
  poll<N extends keyof S>(name: N, input: S[N][0]): Promise<() => S[N][1] | undefined>
}

export function stillCalls<S extends Shapes<S>>(
  world: World,
  region: string,
  operations: { readonly [N in keyof S]: Operation<S[N][0], S[N][1]> },
): StillCalls<S> {
  const turn = rootCaller(world, region)
  const run = <N extends keyof S>(name: N, input: S[N][0]): Promise<S[N][1] | Later<S[N][1]>> =>
    // Sound: `name` picks the operation, its input and its output together, which the mapped type cannot say.
    turn(operations[name] as unknown as Operation<unknown, S[N][1]>, input)
  return {
    call: (name, input) =>
      run(name, input).then((answer) => {
        if (!(answer instanceof Later)) return answer
        answer.giveUp()
        return settled(answer)
      }),
    poll: (name, input) =>
      run(name, input).then((answer) => {
        if (!(answer instanceof Later)) return () => answer
        return () => (answer.open ? undefined : settled(answer))
      }),
  }
}

function settled<O>(answer: Later<O>): O {
  let value: { readonly given: O } | undefined
  answer.onSettled((given) => {
    value = { given }
  })
  if (value === undefined) throw new Error('the poll is still open')
  return value.given
}
