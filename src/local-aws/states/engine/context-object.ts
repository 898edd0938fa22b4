import type { JsonObject } from '../../../lib/json.ts'
import type { Branch, MapItem, Visit } from '../model.ts'

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
      // Recorded: not of an execution whose end somebody waits for.
      ...(execution.synchronous !== true && { RedriveCount: execution.redriveCount }),
    },
    State: { Name: name, EnteredTime: new Date(enteredMs).toISOString(), RetryCount: retryCount },
    StateMachine: { Id: execution.stateMachine.arn, Name: execution.stateMachine.name },
  }
  const item = itemOf(branch)
  if (item !== undefined) context.Map = { Item: itemInContext(item) }
  if (token !== undefined) context.Task = { Token: token }
  return context
}

function itemInContext({ index, value, source }: MapItem): JsonObject {
  return { Index: index, Value: value, ...(source !== undefined && { Source: source }) }
}

/** Of the innermost iteration around the branch. */
function itemOf(branch: Branch): MapItem | undefined {
  return branch.item ?? (branch.parent === undefined ? undefined : itemOf(branch.parent))
}
