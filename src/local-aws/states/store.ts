import type { Random } from '../../lib/random.ts'
import { PageTokens } from '../page-tokens.ts'
import type { Workloads } from '../workloads.ts'
import type { World } from '../world/world.ts'
import type { Activity } from './activity.ts'
import { invalidToken } from './invalid-token.ts'
import type { Execution, ExecutionStart, MapRun, StateMachine, TokenTask } from './model.ts'
import { SortedList } from './sorted-list.ts'

/** Everything Step Functions remembers, in all regions, by ARN or by task token. */
export interface StatesStore {
  readonly world: World
  readonly activities: Map<string, Activity>
  readonly stateMachines: Map<string, StateMachine>
  readonly executions: Map<string, Execution>
  readonly mapRuns: Map<string, MapRun>
  /** Closed tasks stay as long as their execution: AWS tells them from tokens it never issued. */
  readonly tasks: ReadonlyMap<string, TokenTask>
  readonly pageTokens: PageTokens
  readonly executionNames: Random
  readonly revisionIds: Random
  /** Picks the version of an alias that has two. */
  readonly aliasChoices: Random
  readonly workloads: Workloads
  /** When the world began; epoch milliseconds. */
  readonly openedMs: number
  started: number
  /**
   * StartExecution for a state machine that starts another one. `stepFunctionsOperations` puts it here: what starts
   * executions runs their states, so a state cannot know it.
   */
  startForTask: (input: unknown, region: string) => Execution
  /** Starts a child of a Map Run; put here by `stepFunctionsOperations`, for the same reason. */
  startMapChild: (mapRun: MapRun, start: ExecutionStart) => Execution
  /** Redrives a child of a Map Run that is redriven; put here by `stepFunctionsOperations`. */
  redriveChild: (child: Execution) => void
  /** Remembers an open task by its token. */
  addTask(task: TokenTask): void
  /** Forgets an execution that has ended, with its tasks and its children. */
  forget(execution: Execution): void
  /** The lists of one region. */
  inRegion(region: string): RegionLists
}

export interface RegionLists {
  readonly activities: SortedList<string, Activity>
  readonly stateMachines: SortedList<string, StateMachine>
}

/** A store with nothing in it; `workloads` says how the functions and jobs of its world behave. */
export function createStatesStore(world: World, workloads: Workloads = {}): StatesStore {
  const regions = new Map<string, RegionLists>()
  const executions = new Map<string, Execution>()
  const mapRuns = new Map<string, MapRun>()
  const tasks = new Map<string, TokenTask>()
  return {
    world,
    activities: new Map(),
    stateMachines: new Map(),
    executions,
    mapRuns,
    tasks,
    pageTokens: new PageTokens(world, invalidToken),
    executionNames: world.random.fork('execution-names'),
    revisionIds: world.random.fork('revision-ids'),
    aliasChoices: world.random.fork('alias-choices'),
    workloads,
    openedMs: world.loop.nowMs,
    started: 0,
    startForTask: noOperations,
    startMapChild: noOperations,
    redriveChild: noOperations,
    addTask(task) {
      tasks.set(task.token, task)
      task.branch.execution.taskTokens.push(task.token)
    },
    forget(execution) {
      executions.delete(execution.arn)
      execution.stateMachine.executions.remove(execution)
      for (const token of execution.taskTokens) tasks.delete(token)
      for (const { arn, children } of execution.mapRuns) {
        mapRuns.delete(arn)
        for (const { execution: child } of children) if (child !== undefined) this.forget(child)
      }
    },
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

function noOperations(): never {
  throw new Error('this store has no operations yet')
}
