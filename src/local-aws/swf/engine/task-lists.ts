import { AwsError } from '../../aws-error.ts'
import { Later } from '../../operation.ts'
import type { World } from '../../world/world.ts'
import type { Poller, Task, TaskList } from '../model.ts'

/** Amazon SWF Developer Guide, quotas: pollers per task list. */
const mostPollers = 1000

/** The task list of that name: its first use makes it. */
export function taskListIn<T>(lists: Map<string, TaskList<T>>, name: string): TaskList<T> {
  let list = lists.get(name)
  if (list === undefined) {
    list = { name, waiting: new Set(), pollers: new Set() }
    lists.set(name, list)
  }
  return list
}

/** Puts a task into its list. Whoever polls gets it in a turn of its own, after all events of this one. */
export function enqueue<T extends Task>({ loop }: World, list: TaskList<T>, task: T): void {
  list.waiting.add(task)
  if (list.pollers.size > 0) loop.at(loop.nowMs, () => handOver(list))
}

/**
 * Gives what `take` makes of the next task, or waits for one. `empty` is the answer where none comes. Throws
 * `LimitExceededFault`, whose words are assumed.
 */
export function pollList<T extends Task, O>(
  list: TaskList<T>,
  take: (task: T) => O,
  empty: () => O,
): O | Later<O> {
  const task = nextOf(list)
  if (task !== undefined) {
    list.waiting.delete(task)
    return take(task)
  }
  if (list.pollers.size >= mostPollers) {
    throw new AwsError('LimitExceededFault', `Exceeded the limit of ${mostPollers} pollers of a task list`)
  }
  const answer = new Later<O>(empty)
  const poller: Poller<T> = { take: (found) => answer.settle(take(found)) }
  list.pollers.add(poller)
  answer.onSettled(() => list.pollers.delete(poller))
  return answer
}

function handOver<T extends Task>(list: TaskList<T>): void {
  for (const poller of [...list.pollers]) {
    const task = nextOf(list)
    if (task === undefined) return
    list.waiting.delete(task)
    poller.take(task)
  }
}

/** A higher number comes first (Developer Guide, "Setting task priority"); of one priority, the oldest. */
function nextOf<T extends Task>({ waiting }: TaskList<T>): T | undefined {
  let next: T | undefined
  for (const task of waiting) if (next === undefined || task.priority > next.priority) next = task
  return next
}
