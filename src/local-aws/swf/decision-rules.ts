import { oneOf, optional, required, structure, type ValueRule } from '../validation.ts'
import * as fields from './fields.ts'

/** Every type that SWF has, in the order in which it lists them when it refuses another one. */
const decisionTypes = [
  'CompleteWorkflowExecution',
  'StartTimer',
  'RequestCancelExternalWorkflowExecution',
  'SignalExternalWorkflowExecution',
  'CancelTimer',
  'RecordMarker',
  'ScheduleActivityTask',
  'ContinueAsNewWorkflowExecution',
  'ScheduleLambdaFunction',
  'FailWorkflowExecution',
  'RequestCancelActivityTask',
  'StartChildWorkflowExecution',
  'CancelWorkflowExecution',
] as const

const scheduleActivityTask = structure({
  activityType: required(fields.typeId),
  activityId: required(fields.newName),
  control: optional(fields.data),
  input: optional(fields.data),
  scheduleToCloseTimeout: optional(fields.timeout),
  taskList: optional(fields.newTaskList),
  taskPriority: optional(fields.taskPriority),
  scheduleToStartTimeout: optional(fields.timeout),
  startToCloseTimeout: optional(fields.timeout),
  heartbeatTimeout: optional(fields.timeout),
})

const requestCancelActivityTask = structure({ activityId: required(fields.name) })

const members = structure({
  decisionType: required(oneOf(decisionTypes)),
  scheduleActivityTaskDecisionAttributes: optional(scheduleActivityTask),
  requestCancelActivityTaskDecisionAttributes: optional(requestCancelActivityTask),
  completeWorkflowExecutionDecisionAttributes: optional(structure({ result: optional(fields.data) })),
  failWorkflowExecutionDecisionAttributes: optional(
    structure({ reason: optional(fields.reason), details: optional(fields.data) }),
  ),
  cancelWorkflowExecutionDecisionAttributes: optional(structure({ details: optional(fields.data) })),
})

/** One decision; SWF misses what its type needs, too, where all its attributes are absent. */
export const decision: ValueRule<ReturnType<typeof members.read>> = {
  read(value, at, violations) {
    const read = members.read(value, at, violations)
    if (
      read.decisionType === 'ScheduleActivityTask' &&
      read.scheduleActivityTaskDecisionAttributes === undefined
    ) {
      scheduleActivityTask.read({}, `${at}.scheduleActivityTaskDecisionAttributes`, violations)
    }
    if (
      read.decisionType === 'RequestCancelActivityTask' &&
      read.requestCancelActivityTaskDecisionAttributes === undefined
    ) {
      requestCancelActivityTask.read({}, `${at}.requestCancelActivityTaskDecisionAttributes`, violations)
    }
    return read
  },
}
