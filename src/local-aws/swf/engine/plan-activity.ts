import type {
  ScheduleActivityTaskDecisionAttributes,
  ScheduleActivityTaskFailedCause,
} from '@aws-sdk/client-swf'
import { toTimeout } from '../fields.ts'
import { type TypeId, typeKey, type WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import type { ActivityPlan } from './activity-task.ts'

/** Amazon SWF Developer Guide, quotas: open activity tasks of one execution. */
const mostOpen = 1000

/**
 * Fills a ScheduleActivityTask decision up with the defaults of its type, or says why SWF would not schedule it. AWS
 * does not document which cause wins where several hold.
 */
export function planActivity(
  { decisionQuotas }: SwfStore,
  { domain, activities }: WorkflowExecution,
  attributes: ScheduleActivityTaskDecisionAttributes,
): ActivityPlan | ScheduleActivityTaskFailedCause {
  const { activityId = '', input, control } = attributes
  const id: TypeId = {
    name: attributes.activityType?.name ?? '',
    version: attributes.activityType?.version ?? '',
  }
  const type = domain.activityTypes.get(typeKey(id))
  if (type === undefined) return 'ACTIVITY_TYPE_DOES_NOT_EXIST'
  if (type.status === 'DEPRECATED') return 'ACTIVITY_TYPE_DEPRECATED'
  for (const open of activities.values()) {
    if (open.activityId === activityId) return 'ACTIVITY_ID_ALREADY_IN_USE'
  }
  if (activities.size >= mostOpen) return 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
  const taskList = attributes.taskList?.name ?? type.taskList
  if (taskList === undefined) return 'DEFAULT_TASK_LIST_UNDEFINED'
  const scheduleToStart = toTimeout(attributes.scheduleToStartTimeout) ?? type.scheduleToStart
  if (scheduleToStart === undefined) return 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED'
  const scheduleToClose = toTimeout(attributes.scheduleToCloseTimeout) ?? type.scheduleToClose
  if (scheduleToClose === undefined) return 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED'
  const startToClose = toTimeout(attributes.startToCloseTimeout) ?? type.startToClose
  if (startToClose === undefined) return 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  const heartbeat = toTimeout(attributes.heartbeatTimeout) ?? type.heartbeat
  if (heartbeat === undefined) return 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED'
  const taskPriority = attributes.taskPriority ?? type.taskPriority
  if (!decisionQuotas.take('ScheduleActivityTask', domain.region)) return 'ACTIVITY_CREATION_RATE_EXCEEDED'
  const limits = { scheduleToStart, scheduleToClose, startToClose, heartbeat }
  return { activityId, type: id, input, control, taskList, taskPriority, ...limits }
}
