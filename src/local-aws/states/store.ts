import type { Random } from '../../lib/random.ts'
import type { World } from '../world/world.ts'
import type { Activity } from './activity.ts'
import type { Execution, StateMachine, TokenTask } from './model.ts'
import { PageTokens } from './page-tokens.ts'
import { SortedList } from './sorted-list.ts'

/** Everything Step Functions remembers, in all regions, by ARN or by task token. */
export interface StatesStore {
  readonly world: World
  readonly activities: Map<string, Activity>
  readonly stateMachines: Map<string, StateMachine>
  readonly executions: Map<string, Execution>
  /** Closed tasks stay: AWS tells them from tokens it never issued. */
  readonly tasks: Map<string, TokenTask>
  readonly pageTokens: PageTokens
  readonly executionNames: Random
  started: number
  /** The lists of one region. */
  inRegion(region: string): RegionLists
}

export interface RegionLists {
  readonly activities: SortedList<string, Activity>
  readonly stateMachines: SortedList<string, StateMachine>
}

export function createStatesStore(world: World): StatesStore {
  const regions = new Map<string, RegionLists>()
  return {
    world,
    activities: new Map(),
    stateMachines: new Map(),
    executions: new Map(),
    tasks: new Map(),
    pageTokens: new PageTokens(world),
    executionNames: world.random.fork('execution-names'),
    started: 0,
    inRegion(region) {
      let lists = regions.get(region)
      if (lists === undefined) {
        lists = { activities: new SortedList(), stateMachines: new SortedList() }
        regions.set(region, lists)
      }
      return lists
    },
  }
}
