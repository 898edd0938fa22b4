import type { EventType, HistoryEvent, WorkflowExecutionOpenCounts } from '@aws-sdk/client-swf'

/** Which events begin one of a kind, and which of them end it. */
interface Kind {
  readonly begins: EventType
  readonly ends: readonly EventType[]
}

const activities: Kind = {
  begins: 'ActivityTaskScheduled',
  ends: ['ActivityTaskCompleted', 'ActivityTaskFailed', 'ActivityTaskTimedOut', 'ActivityTaskCanceled'],
}
const decisions: Kind = {
  begins: 'DecisionTaskScheduled',
  ends: ['DecisionTaskCompleted', 'DecisionTaskTimedOut'],
}
const timers: Kind = { begins: 'TimerStarted', ends: ['TimerFired', 'TimerCanceled'] }
const children: Kind = {
  // One that has only been asked for is not open yet.
  begins: 'ChildWorkflowExecutionStarted',
  ends: [
    'ChildWorkflowExecutionCompleted',
    'ChildWorkflowExecutionFailed',
    'ChildWorkflowExecutionTimedOut',
    'ChildWorkflowExecutionCanceled',
    'ChildWorkflowExecutionTerminated',
  ],
}
const lambdaFunctions: Kind = {
  begins: 'LambdaFunctionScheduled',
  ends: [
    'LambdaFunctionCompleted',
    'LambdaFunctionFailed',
    'LambdaFunctionTimedOut',
    'StartLambdaFunctionFailed',
  ],
}

/** What these events have begun and not ended; none for a closed execution, which is over with all that is in it. */
export function openCounts(events: readonly HistoryEvent[]): WorkflowExecutionOpenCounts {
  const seen = new Map<EventType | undefined, number>()
  for (const { eventType } of events) seen.set(eventType, (seen.get(eventType) ?? 0) + 1)
  const open = ({ begins, ends }: Kind): number =>
    ends.reduce((left, end) => left - (seen.get(end) ?? 0), seen.get(begins) ?? 0)
  return {
    openActivityTasks: open(activities),
    openDecisionTasks: open(decisions),
    openTimers: open(timers),
    openChildWorkflowExecutions: open(children),
    openLambdaFunctions: open(lambdaFunctions),
  }
}
