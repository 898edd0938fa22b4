import type { ActivityTask as ActivityTaskAnswer } from '@aws-sdk/client-swf'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { members, optional, required } from '../../validation.ts'
import { answerActivityTask, beat, startActivityTask } from '../engine/activity-task.ts'
import { pollList, taskListIn } from '../engine/task-lists.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf } from '../lookups.ts'
import type { ActivityTask } from '../model.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { openTaskOf, resourceOfToken } from '../task-of-token.ts'

type Names =
  | 'PollForActivityTask'
  | 'RecordActivityTaskHeartbeat'
  | 'RespondActivityTaskCanceled'
  | 'RespondActivityTaskCompleted'
  | 'RespondActivityTaskFailed'

/** What a worker calls. */
export function activityTaskOperations(store: SwfStore): Pick<SwfOperations, Names> {
  const resource = ({ taskToken = '' }: { taskToken: string | undefined }): string =>
    resourceOfToken(store, taskToken)
  return {
    PollForActivityTask: {
      parse: members({
        domain: required(fields.domainName),
        taskList: required(fields.taskList),
        identity: optional(fields.identity),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain = '', taskList, identity }, call) {
        const lists = domainOf(store, domain, call).activityLists
        return pollList(
          taskListIn(lists, taskList?.name ?? ''),
          (task) => taken(store, task, identity),
          () => nobodyCame,
        )
      },
    },
    RecordActivityTaskHeartbeat: {
      parse: members({ taskToken: required(fields.taskToken), details: optional(fields.progress) }),
      resource,
      run({ taskToken = '', details }, call) {
        const task = openTaskOf(store, 'activity', taskToken, call)
        beat(store, task, details)
        return { cancelRequested: task.cancelRequestedEventId !== undefined }
      },
    },
    RespondActivityTaskCompleted: {
      parse: members({ taskToken: required(fields.taskToken), result: optional(fields.data) }),
      resource,
      run({ taskToken = '', result }, call) {
        const task = openTaskOf(store, 'activity', taskToken, call)
        answerActivityTask(store, task, { kind: 'completed', result })
        return {}
      },
    },
    RespondActivityTaskFailed: {
      parse: members({
        taskToken: required(fields.taskToken),
        reason: optional(fields.reason),
        details: optional(fields.data),
      }),
      resource,
      run({ taskToken = '', reason, details }, call) {
        const task = openTaskOf(store, 'activity', taskToken, call)
        answerActivityTask(store, task, { kind: 'failed', reason, details })
        return {}
      },
    },
    RespondActivityTaskCanceled: {
      parse: members({ taskToken: required(fields.taskToken), details: optional(fields.data) }),
      resource,
      run({ taskToken = '', details }, call) {
        const task = openTaskOf(store, 'activity', taskToken, call)
        if (task.cancelRequestedEventId === undefined) throw notRequested()
        answerActivityTask(store, task, { kind: 'canceled', details })
        return {}
      },
    },
  }
}

/** "The value of taskToken is an empty string" (API reference); what else AWS leaves out is not there in the SDK either. */
const nobodyCame: ActivityTaskAnswer = {
  taskToken: '',
  startedEventId: 0,
  activityId: undefined,
  activityType: undefined,
  workflowExecution: undefined,
}

function taken(store: SwfStore, task: ActivityTask, identity: string | undefined): ActivityTaskAnswer {
  const { execution, activityId, token: taskToken, type, input } = task
  return defined({
    taskToken,
    activityId,
    startedEventId: startActivityTask(store, task, identity),
    workflowExecution: { workflowId: execution.workflowId, runId: execution.runId },
    activityType: { ...type },
    input,
  })
}

/** The API reference allows this call only after a request; with which words AWS refuses it is assumed. */
function notRequested(): AwsError {
  return new AwsError('ValidationException', 'Cancellation of the activity task has not been requested')
}
