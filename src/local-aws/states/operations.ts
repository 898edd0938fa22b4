import type { World } from '../world/world.ts'
import { redriveExecution } from './engine/redrive-execution.ts'
import { startExecution } from './engine/start-execution.ts'
import { activityOperations } from './operations/activities.ts'
import { aliasOperations } from './operations/aliases.ts'
import { executionOperations } from './operations/executions.ts'
import { historyOperations } from './operations/history.ts'
import { mapRunOperations } from './operations/map-runs.ts'
import { redriveOperations } from './operations/redrive.ts'
import { stateMachineOperations } from './operations/state-machines.ts'
import { syncExecutionOperations } from './operations/sync-executions.ts'
import { taggingOperations } from './operations/tagging.ts'
import { taskAnswerOperations } from './operations/task-answers.ts'
import { testStateOperations } from './operations/tried-states.ts'
import { versionOperations } from './operations/versions.ts'
import { parseStart, requestStart } from './request-start.ts'
import type { StepFunctionsOperations } from './shapes.ts'
import { createStatesStore, type StatesStore } from './store.ts'

export type { StepFunctionsOperations } from './shapes.ts'

/** Step Functions in one world. Pass a store of your own to look behind the API, as a benchmark or a test of truth must. */
export function stepFunctionsOperations(
  world: World,
  store: StatesStore = createStatesStore(world),
): StepFunctionsOperations {
  store.startForTask = (input, region) => requestStart(store, parseStart(input), { region })
  store.startMapChild = (mapRun, start) => startExecution(store, mapRun.machine, { ...start, mapRun })
  store.redriveChild = (child) => redriveExecution(store, child)
  return {
    ...activityOperations(store),
    ...stateMachineOperations(store),
    ...versionOperations(store),
    ...aliasOperations(store),
    ...executionOperations(store),
    ...syncExecutionOperations(store),
    ...historyOperations(store),
    ...mapRunOperations(store),
    ...redriveOperations(store),
    ...taskAnswerOperations(store),
    ...taggingOperations(store),
    ...testStateOperations(store),
  }
}
