import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import { isTaskToken } from '../task-token.ts'
import { unknownExecution, unknownResource } from './lookups.ts'
import type { Task } from './model.ts'
import type { SwfStore } from './store.ts'

/**
 * The ARN that IAM authorises on: that of the task's domain. Throws as `openTaskOf` for a token that belongs to no task: there is
 * nothing to decide on, so anybody is told so (assumed).
 */
export function resourceOfToken(store: SwfStore, taskToken: string): string {
  return taskOf(store, taskToken).execution.domain.arn
}

function taskOf(store: SwfStore, taskToken: string): Task {
  const task = store.tasks.get(taskToken)
  if (task !== undefined) return task
  throw isTaskToken(taskToken) ? unknownResource('Unknown execution') : invalidToken()
}

type TaskOf<K extends Task['kind']> = Extract<Task, { readonly kind: K }>

/**
 * The open task of that kind which belongs to the token. Throws `ValidationException` for what never was a token, as
 * SWF's emulators recorded it, and `UnknownResourceFault` for a task that is over, in words of its own where its
 * execution is over, too. A token that is well made but unknown is taken to be of an execution that is not kept any
 * more; AWS tells its ids, which nobody knows here.
 */
export function openTaskOf<K extends Task['kind']>(
  store: SwfStore,
  kind: K,
  taskToken: string,
  call: Pick<CallContext, 'region'>,
): TaskOf<K> {
  const task = taskOf(store, taskToken)
  if (task.execution.domain.region !== call.region) throw unknownResource('Unknown execution')
  if (!isOfKind(task, kind)) throw invalidToken()
  if (task.execution.close !== undefined) throw unknownExecution(task.execution)
  if (task.closedMs !== undefined) {
    const what = kind === 'activity' ? 'activity' : 'decision task'
    throw unknownResource(`Unknown ${what}, scheduledEventId = ${task.scheduledEventId}`)
  }
  return task
}

function isOfKind<K extends Task['kind']>(task: Task, kind: K): task is TaskOf<K> {
  return task.kind === kind
}

function invalidToken(): AwsError {
  return new AwsError('ValidationException', 'Invalid token')
}
