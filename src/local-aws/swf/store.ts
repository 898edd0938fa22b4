import type { Random } from '../../lib/random.ts'
import { PageTokens } from '../page-tokens.ts'
import type { Workloads } from '../workloads.ts'
import type { World } from '../world/world.ts'
import { DecisionQuotas } from './decision-quotas.ts'
import type { Domain, Task, WorkflowExecution } from './model.ts'
import { refusePageToken } from './refuse-page-token.ts'

/** Everything SWF remembers, in all regions. */
export interface SwfStore {
  readonly world: World
  /** How the functions that deciders schedule behave. */
  readonly workloads: Workloads
  readonly decisionQuotas: DecisionQuotas
  /** Closed tasks stay as long as their execution: AWS tells them from tokens it never issued. */
  readonly tasks: ReadonlyMap<string, Task>
  readonly pageTokens: PageTokens
  readonly runIds: Random
  /** How many executions have been started: the `order` of the newest. */
  started: number
  /** The domains of one region by name, deprecated ones among them. */
  domainsIn(region: string): Map<string, Domain>
  /** Remembers an open task by its token. */
  addTask(task: Task): void
  /** Forgets an execution that has closed, with its tasks. */
  forget(execution: WorkflowExecution): void
}

/** A store with nothing in it. */
export function createSwfStore(world: World, workloads: Workloads = {}): SwfStore {
  const regions = new Map<string, Map<string, Domain>>()
  const tasks = new Map<string, Task>()
  return {
    world,
    workloads,
    decisionQuotas: new DecisionQuotas(world),
    tasks,
    pageTokens: new PageTokens(world, refusePageToken),
    runIds: world.random.fork('run-ids'),
    started: 0,
    domainsIn(region) {
      let domains = regions.get(region)
      if (domains === undefined) {
        domains = new Map()
        regions.set(region, domains)
      }
      return domains
    },
    addTask(task) {
      tasks.set(task.token, task)
      task.execution.taskTokens.push(task.token)
    },
    forget(execution) {
      execution.domain.executions.delete(execution.runId)
      for (const token of execution.taskTokens) tasks.delete(token)
    },
  }
}
