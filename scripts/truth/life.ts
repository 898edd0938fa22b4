import type { ExecutionId } from '../../src/domain/execution-id.ts'
import type { TrueTask } from './true-task.ts'

export interface LifeEvent {
  readonly type: string
  readonly atMs: number
  /** Of a state that is entered, in Step Functions. */
  readonly name?: string | undefined
}

/** One execution that lives on a stage, with its workers. */
export interface Life {
  readonly executionId: ExecutionId
  /** How many Distributed Maps it is within. */
  readonly depth: number
  /** Nothing will happen to it any more. */
  isOver(): boolean
  /** What AWS knows of its tasks, by now. */
  tasks(): readonly TrueTask[]
  /** Its history, whole. */
  events(): readonly LifeEvent[]
}
