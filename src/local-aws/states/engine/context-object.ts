import type { JsonObject } from '../../../lib/json.ts'
import type { Visit } from '../model.ts'

/** What `$$` points into. The token is there only while a task with one is being scheduled. */
export function contextObject({ branch, name, enteredMs, retryCount }: Visit, token?: string): JsonObject {
  const { execution } = branch
  const context: JsonObject = {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.revision.roleArn,
      StartTime: new Date(execution.startMs).toISOString(),
      RedriveCount: 0,
    },
    State: { Name: name, EnteredTime: new Date(enteredMs).toISOString(), RetryCount: retryCount },
    StateMachine: { Id: execution.stateMachine.arn, Name: execution.stateMachine.name },
  }
  if (token !== undefined) context.Task = { Token: token }
  return context
}
