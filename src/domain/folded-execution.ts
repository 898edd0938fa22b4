import type { FoldedStates } from './fold-execution.ts'
import type { FoldedWorkflow } from './fold-workflow.ts'

/** An execution as far as its history has been read, of either service. */
export type FoldedExecution = FoldedStates | FoldedWorkflow
