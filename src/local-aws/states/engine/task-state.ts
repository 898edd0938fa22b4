import type { TaskState } from '../../../asl/state-machine.ts'
import { taskResource } from '../../../asl/task-resource.ts'
import type { Finish, TaskOutcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { scheduleActivityTask } from './activity-task.ts'
import { scheduleLambdaTask } from './lambda-task.ts'
import { scheduleServiceTask } from './service-task.ts'
import { runtimeFailure } from './state-failure.ts'

/** Sets the task of the state going. */
export async function runTask(store: StatesStore, visit: Visit<TaskState>, finish: Finish): Promise<void> {
  const resource = taskResource(visit.state.Resource)
  const ended = async (outcome: TaskOutcome): Promise<void> => {
    if (outcome.kind === 'succeeded') await finish.exit({ kind: 'result', value: outcome.output })
    else if (outcome.kind === 'timedOut') {
      await finish.fail({ error: 'States.Timeout', heartbeat: outcome.limit === 'heartbeat' })
    } else await finish.fail({ error: outcome.error, cause: outcome.cause })
  }
  if (resource.kind === 'activity') await scheduleActivityTask(store, visit, resource.activityArn, ended)
  else if (resource.kind === 'lambda') await scheduleLambdaTask(store, visit, resource.functionArn, ended)
  else if (resource.kind === 'service') await scheduleServiceTask(store, visit, resource, ended)
  else throw runtimeFailure(visit, `The resource ${visit.state.Resource} is not supported.`)
}
