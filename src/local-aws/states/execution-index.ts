import { SortedList } from './sorted-list.ts'

/** What the index looks at. */
interface Indexed {
  readonly order: number
  readonly status: string
}

/** The executions of one state machine, by order of starting, all of them and by status. */
export class ExecutionIndex<E extends Indexed> {
  readonly all = new SortedList<number, E>()
  readonly #byStatus = new Map<string, SortedList<number, E>>()

  add(execution: E): void {
    this.all.set(execution.order, execution)
    this.withStatus(execution.status).set(execution.order, execution)
  }

  moved(execution: E, before: string): void {
    this.withStatus(before).delete(execution.order)
    this.withStatus(execution.status).set(execution.order, execution)
  }

  remove(execution: E): void {
    this.all.delete(execution.order)
    this.withStatus(execution.status).delete(execution.order)
  }

  withStatus(status: string): SortedList<number, E> {
    let list = this.#byStatus.get(status)
    if (list === undefined) {
      list = new SortedList()
      this.#byStatus.set(status, list)
    }
    return list
  }
}
