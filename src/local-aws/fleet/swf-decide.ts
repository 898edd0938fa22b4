import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { SwfActivitySpec } from './scenario.ts'
import { swfVersion } from './swf-names.ts'

/** What a history says of the activities, as far as the decider cares. */
interface Progress {
  /** The one that is open: the decider never has two. */
  readonly open: { readonly activityId: string; readonly cancelRequested: boolean } | undefined
  readonly completed: ReadonlySet<string>
  readonly cancelRequested: boolean
  /** SWF would not schedule one: trying again at once would go on for ever. */
  readonly refused: boolean
}

/**
 * What a decider of the fleet decides, from the whole history: one activity after the other, each again until it
 * completes. Once the execution is to be canceled, it asks for the open activity to be canceled and waits for its end,
 * whichever that is.
 */
export function decide(activities: readonly SwfActivitySpec[], events: readonly HistoryEvent[]): Decision[] {
  const { open, completed, cancelRequested, refused } = progressIn(events)
  if (open !== undefined) {
    if (!cancelRequested || open.cancelRequested) return []
    const attributes = { activityId: open.activityId }
    return [
      {
        decisionType: 'RequestCancelActivityTask',
        requestCancelActivityTaskDecisionAttributes: attributes,
      },
    ]
  }
  if (cancelRequested) return [{ decisionType: 'CancelWorkflowExecution' }]
  if (refused) return [{ decisionType: 'FailWorkflowExecution' }]
  const next = activities.find(({ activityId }) => !completed.has(activityId))
  if (next === undefined) return [{ decisionType: 'CompleteWorkflowExecution' }]
  const { type, taskList, ...rest } = next
  return [
    {
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        ...rest,
        activityType: { name: type, version: swfVersion },
        taskList: { name: taskList },
      },
    },
  ]
}

function progressIn(events: readonly HistoryEvent[]): Progress {
  const scheduled = new Map<number, string>()
  const completed = new Set<string>()
  const asked = new Set<string>()
  let cancelRequested = false
  let refused = false
  for (const event of events) {
    const { activityTaskScheduledEventAttributes: schedule, eventId = 0 } = event
    if (schedule?.activityId !== undefined) {
      scheduled.set(eventId, schedule.activityId)
      asked.delete(schedule.activityId)
    }
    const toCancel = event.activityTaskCancelRequestedEventAttributes?.activityId
    if (toCancel !== undefined) asked.add(toCancel)
    const done = event.activityTaskCompletedEventAttributes?.scheduledEventId
    if (done !== undefined) completed.add(scheduled.get(done) ?? '')
    scheduled.delete(endedBy(event) ?? 0)
    cancelRequested ||= event.eventType === 'WorkflowExecutionCancelRequested'
    refused ||= event.eventType === 'ScheduleActivityTaskFailed'
  }
  const [activityId] = scheduled.values()
  return {
    open: activityId === undefined ? undefined : { activityId, cancelRequested: asked.has(activityId) },
    completed,
    cancelRequested,
    refused,
  }
}

/** The id of the ActivityTaskScheduled event whose task is over by this event. */
function endedBy(event: HistoryEvent): number | undefined {
  return (
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes
  )?.scheduledEventId
}
