import { oneOf, optional, required, structure, text, type ValueRule } from '../validation.ts'
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

const control = optional(fields.data)
const started = {
  input: optional(fields.data),
  executionStartToCloseTimeout: optional(fields.executionTimeout),
  taskList: optional(fields.newTaskList),
  taskPriority: optional(fields.taskPriority),
  taskStartToCloseTimeout: optional(fields.timeout),
  childPolicy: optional(fields.childPolicy),
  tagList: optional(fields.tags),
  lambdaRole: optional(fields.lambdaRole),
}
const externalExecution = {
  workflowId: required(fields.workflowId),
  runId: optional(fields.optionalRunId),
  control,
}

/** Read and held to the model, although the local AWS does not know these decisions yet. */
const unknownYet = {
  continueAsNewWorkflowExecutionDecisionAttributes: optional(
    structure({ ...started, workflowTypeVersion: optional(fields.version) }),
  ),
  recordMarkerDecisionAttributes: optional(
    structure({ markerName: required(fields.name), details: optional(fields.data) }),
  ),
  startTimerDecisionAttributes: optional(
    structure({ timerId: required(fields.newName), control, startToFireTimeout: required(fields.duration) }),
  ),
  cancelTimerDecisionAttributes: optional(structure({ timerId: required(fields.name) })),
  signalExternalWorkflowExecutionDecisionAttributes: optional(
    structure({ ...externalExecution, signalName: required(fields.name), input: optional(fields.data) }),
  ),
  requestCancelExternalWorkflowExecutionDecisionAttributes: optional(structure(externalExecution)),
  startChildWorkflowExecutionDecisionAttributes: optional(
    structure({
      ...started,
      workflowType: required(fields.typeId),
      workflowId: required(fields.newName),
      control,
    }),
  ),
  scheduleLambdaFunctionDecisionAttributes: optional(
    structure({
      id: required(fields.newName),
      name: required(text({ min: 1, max: 64 })),
      control,
      input: optional(fields.data),
      startToCloseTimeout: optional(fields.timeout),
    }),
  ),
}

const members = structure({
  ...unknownYet,
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
  shape: members.shape,
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
