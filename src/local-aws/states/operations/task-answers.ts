import { parseJson } from '../../../lib/json.ts'
import { AwsError } from '../../aws-error.ts'
import type { CallContext } from '../../operation.ts'
import { isTaskToken } from '../../task-token.ts'
import { members, optional, required } from '../../validation.ts'
import { closeTask } from '../engine/close-task.ts'
import { resetHeartbeat } from '../engine/task-timers.ts'
import { invalidToken } from '../invalid-token.ts'
import type { TokenTask } from '../model.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

type Names = 'SendTaskFailure' | 'SendTaskHeartbeat' | 'SendTaskSuccess'

export function taskAnswerOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  // AWS documents no resource for these, yet authorises on the activity or on the state machine in practice.
  const resource = ({ taskToken = '' }: { taskToken?: string | undefined }): string => {
    const task = taskOf(store, taskToken)
    return task.kind === 'activity' ? task.activityArn : task.branch.execution.stateMachine.arn
  }
  return {
    SendTaskHeartbeat: {
      parse: members({ taskToken: required(rules.taskToken) }),
      resource,
      run({ taskToken = '' }, call) {
        resetHeartbeat(openTask(store, taskToken, call), store.world.loop.nowMs)
        return {}
      },
    },
    SendTaskSuccess: {
      parse: members({ taskToken: required(rules.taskToken), output: required(rules.payload) }),
      resource,
      run({ taskToken = '', output: outputText = '' }, call) {
        const output = parseJson(outputText)
        if (output === undefined) throw new AwsError('InvalidOutput', "Invalid Output: 'Invalid JSON'")
        closeTask(store, openTask(store, taskToken, call), { kind: 'succeeded', outputText, output })
        return {}
      },
    },
    SendTaskFailure: {
      parse: members({
        taskToken: required(rules.taskToken),
        error: optional(rules.error),
        cause: optional(rules.cause),
      }),
      resource,
      run({ taskToken = '', error, cause }, call) {
        closeTask(store, openTask(store, taskToken, call), { kind: 'failed', error, cause })
        return {}
      },
    },
  }
}

/**
 * The task of a token, whose resource IAM is to decide on. Throws `InvalidToken` for what never was a token, and `TaskDoesNotExist`
 * for one that nothing is known of: there is nothing to decide on, so anybody is told so (assumed; AWS documents no resource).
 */
function taskOf(store: StatesStore, taskToken: string): TokenTask {
  const task = store.tasks.get(taskToken)
  if (task !== undefined) return task
  throw isTaskToken(taskToken) ? taskDoesNotExist() : invalidToken()
}

/** Throws, too, `TaskDoesNotExist` in another region, and `TaskTimedOut` for a task that is over, however it ended: that is AWS's word for it. */
function openTask(store: StatesStore, taskToken: string, call: CallContext): TokenTask {
  const task = taskOf(store, taskToken)
  if (task.branch.execution.region !== call.region) throw taskDoesNotExist()
  if (task.end !== undefined) {
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
  }
  return task
}

function taskDoesNotExist(): AwsError {
  return new AwsError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'")
}
