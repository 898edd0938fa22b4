import type { CreateStateMachineInput, StateMachineType } from '@aws-sdk/client-sfn'
import type { StateMachineDefinition } from '../../asl/state-machine.ts'
import type { Execution } from './engine/execution.ts'
import { SortedList } from './sorted-list.ts'

/** What an execution runs: it stays the same for it whatever becomes of the state machine. */
export interface Revision {
  readonly definition: string
  readonly machine: StateMachineDefinition
  readonly roleArn: string
  readonly updatedMs: number
}

export interface StateMachine {
  readonly arn: string
  readonly name: string
  readonly region: string
  readonly type: StateMachineType
  readonly createdMs: number
  readonly logging: CreateStateMachineInput['loggingConfiguration']
  readonly tracing: CreateStateMachineInput['tracingConfiguration']
  readonly tags: Map<string, string>
  readonly executions: ExecutionIndex
  revision: Revision
  /** DeleteStateMachine was called while executions were running. */
  deleting: boolean
}

/** The executions of one state machine, by order of starting, all of them and by status. */
export class ExecutionIndex {
  readonly all = new SortedList<number, Execution>()
  readonly #byStatus = new Map<string, SortedList<number, Execution>>()

  add(execution: Execution): void {
    this.all.set(execution.order, execution)
    this.withStatus(execution.status).set(execution.order, execution)
  }

  moved(execution: Execution, before: string): void {
    this.withStatus(before).delete(execution.order)
    this.withStatus(execution.status).set(execution.order, execution)
  }

  withStatus(status: string): SortedList<number, Execution> {
    let list = this.#byStatus.get(status)
    if (list === undefined) {
      list = new SortedList()
      this.#byStatus.set(status, list)
    }
    return list
  }
}
