import type {
  RequestCancelActivityTaskDecisionAttributes,
  ScheduleActivityTaskDecisionAttributes,
} from '@aws-sdk/client-swf'
import type { SwfStore } from '../store.ts'
import { requestCancel, scheduleActivityTask } from './activity-task.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { planActivity } from './plan-activity.ts'

/** ScheduleActivityTask. */
export function decideActivity(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  attributes: ScheduleActivityTaskDecisionAttributes,
): void {
  const plan = planActivity(store, execution, attributes)
  if (typeof plan !== 'string') {
    scheduleActivityTask(store, execution, plan, decisionTaskCompletedEventId)
    return
  }
  const { activityType, activityId } = attributes
  refuseDecision(store, execution, {
    eventType: 'ScheduleActivityTaskFailed',
    scheduleActivityTaskFailedEventAttributes: {
      activityType,
      activityId,
      cause: plan,
      decisionTaskCompletedEventId,
    },
  })
}

/** RequestCancelActivityTask. */
export function decideCancelActivity(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { activityId }: RequestCancelActivityTaskDecisionAttributes,
): void {
  for (const task of execution.activities.values()) {
    if (task.activityId !== activityId) continue
    requestCancel(store, task, decisionTaskCompletedEventId)
    return
  }
  refuseDecision(store, execution, {
    eventType: 'RequestCancelActivityTaskFailed',
    requestCancelActivityTaskFailedEventAttributes: {
      activityId,
      cause: 'ACTIVITY_ID_UNKNOWN',
      decisionTaskCompletedEventId,
    },
  })
}
