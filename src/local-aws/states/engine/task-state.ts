import type { TaskState } from '../../../asl/state-machine.ts'
import { taskResource } from '../../../asl/task-resource.ts'
import type { Finish, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { scheduleActivityTask } from './activity-task.ts'
import { outputWithResult } from './data-flow.ts'
import { scheduleLambdaTask } from './lambda-task.ts'
import { scheduleServiceTask } from './service-task.ts'
import { runtimeFailure } from './state-failure.ts'

export function runTask(store: StatesStore, visit: Visit<TaskState>, finish: Finish): void {
  const resource = taskResource(visit.state.Resource)
  const ended = (outcome: TaskOutcome): void => {
    if (outcome.kind === 'succeeded') finish.exit(() => outputWithResult(visit, outcome.output))
    else if (outcome.kind === 'timedOut') {
      finish.fail({ error: 'States.Timeout', heartbeat: outcome.limit === 'heartbeat' })
    } else finish.fail({ error: outcome.error, cause: outcome.cause })
  }
  if (resource.kind === 'activity') scheduleActivityTask(store, visit, resource.activityArn, ended)
  else if (resource.kind === 'lambda') scheduleLambdaTask(store, visit, resource.functionArn, ended)
  else if (resource.kind === 'service') scheduleServiceTask(store, visit, resource, ended)
  else throw runtimeFailure(visit, `The resource ${visit.state.Resource} is not supported.`)
}
