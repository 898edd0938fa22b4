import type { HistoryEvent } from '@aws-sdk/client-swf'
import { Later, type Operation } from '../operation.ts'
import { rootCaller } from '../test-root-caller.ts'
import type { Workloads } from '../workloads.ts'
import { createWorld, type World } from '../world/world.ts'
import { swfOperations } from './operations.ts'
import type { SwfShapes } from './shapes.ts'
import { createSwfStore, type SwfStore } from './store.ts'

type Name = keyof SwfShapes
type Input<N extends Name> = SwfShapes[N][0]
type Output<N extends Name> = SwfShapes[N][1]

/** A world for tests of SWF: its clock stands still until it is stepped, and calls go in as they do from the wire. */
export interface SwfWorld {
  readonly world: World
  readonly store: SwfStore
  /** What a turn has thrown; `step` rejects with it. */
  readonly defects: unknown[]
  /** Rejects with the `AwsError` AWS would answer. A long poll gives up at once. */
  call<N extends Name>(name: N, input: Input<N>): Promise<Output<N>>
  /** The same, for a long poll that waits: `undefined` while nothing has come. */
  poll<N extends Name>(name: N, input: Input<N>): Promise<() => Output<N> | undefined>
  step(ms: number): Promise<void>
  /** All of it, whatever its pages. */
  history(domain: string, workflowId: string, runId: string | undefined): Promise<HistoryEvent[]>
}

export interface SwfWorldOptions {
  readonly seed?: number
  readonly region?: string
  /** How the functions that deciders schedule behave. */
  readonly workloads?: Workloads
  /** Share one world between regions. */
  readonly within?: SwfWorld
}

export const swfStartMs = Date.parse('2026-03-01T12:00:00Z')

export function swfWorld({
  seed = 1,
  region = 'eu-west-1',
  workloads,
  within,
}: SwfWorldOptions = {}): SwfWorld {
  const defects = within?.defects ?? []
  const onDefect = (error: unknown): void => void defects.push(error)
  const world = within?.world ?? createWorld({ seed, wall: () => swfStartMs, onDefect })
  const store = within?.store ?? createSwfStore(world, workloads)
  world.clock.pause()
  const operations = swfOperations(world, store)
  const turn = rootCaller(world, region)
  const run = <N extends Name>(name: N, input: Input<N>): Promise<Output<N> | Later<Output<N>>> =>
    // Sound: `name` picks the operation, its input and its output together, which the mapped type cannot say.
    turn(operations[name] as unknown as Operation<unknown, Output<N>>, input)
  const swf: SwfWorld = {
    world,
    store,
    defects,
    async call<N extends Name>(name: N, input: Input<N>) {
      const answer = await run(name, input)
      if (!(answer instanceof Later)) return answer
      answer.giveUp()
      return new Promise<Output<N>>((resolve) => answer.onSettled(resolve))
    },
    async poll<N extends Name>(name: N, input: Input<N>) {
      const answer = await run(name, input)
      let given = answer instanceof Later ? undefined : answer
      if (answer instanceof Later) answer.onSettled((output) => (given = output))
      return () => given
    },
    async step(ms) {
      world.clock.step(ms)
      await world.loop.advance()
      if (defects.length > 0) throw defects.shift()
    },
    async history(domain, workflowId, runId) {
      const named = { domain, execution: { workflowId, runId } }
      const events: HistoryEvent[] = []
      let nextPageToken: string | undefined
      do {
        const page = await swf.call('GetWorkflowExecutionHistory', { ...named, nextPageToken })
        events.push(...(page.events ?? []))
        nextPageToken = page.nextPageToken
      } while (nextPageToken !== undefined)
      return events
    },
  }
  return swf
}
