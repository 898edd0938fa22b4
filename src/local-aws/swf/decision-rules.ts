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

const startTimer = structure({
  timerId: required(fields.newName),
  control,
  startToFireTimeout: required(fields.duration),
})

const cancelTimer = structure({ timerId: required(fields.name) })

const recordMarker = structure({ markerName: required(fields.name), details: optional(fields.data) })

const startChildWorkflowExecution = structure({
  ...started,
  workflowType: required(fields.typeId),
  workflowId: required(fields.newName),
  control,
})

const signalExternalWorkflowExecution = structure({
  ...externalExecution,
  signalName: required(fields.name),
  input: optional(fields.data),
})

const requestCancelExternalWorkflowExecution = structure(externalExecution)

const scheduleLambdaFunction = structure({
  id: required(fields.newName),
  name: required(text({ min: 1, max: 64 })),
  control,
  input: optional(fields.data),
  startToCloseTimeout: optional(fields.lambdaTimeout),
})

const members = structure({
  decisionType: required(oneOf(decisionTypes)),
  scheduleActivityTaskDecisionAttributes: optional(scheduleActivityTask),
  requestCancelActivityTaskDecisionAttributes: optional(requestCancelActivityTask),
  completeWorkflowExecutionDecisionAttributes: optional(structure({ result: optional(fields.data) })),
  failWorkflowExecutionDecisionAttributes: optional(
    structure({ reason: optional(fields.reason), details: optional(fields.data) }),
  ),
  cancelWorkflowExecutionDecisionAttributes: optional(structure({ details: optional(fields.data) })),
  continueAsNewWorkflowExecutionDecisionAttributes: optional(
    structure({ ...started, workflowTypeVersion: optional(fields.version) }),
  ),
  recordMarkerDecisionAttributes: optional(recordMarker),
  startTimerDecisionAttributes: optional(startTimer),
  cancelTimerDecisionAttributes: optional(cancelTimer),
  signalExternalWorkflowExecutionDecisionAttributes: optional(signalExternalWorkflowExecution),
  requestCancelExternalWorkflowExecutionDecisionAttributes: optional(requestCancelExternalWorkflowExecution),
  startChildWorkflowExecutionDecisionAttributes: optional(startChildWorkflowExecution),
  scheduleLambdaFunctionDecisionAttributes: optional(scheduleLambdaFunction),
})

type Members = ReturnType<typeof members.read>

/** What a type cannot do without; the four that close an execution can. */
const needed = new Map<Members['decisionType'], readonly [keyof Members, ValueRule<unknown>]>([
  ['ScheduleActivityTask', ['scheduleActivityTaskDecisionAttributes', scheduleActivityTask]],
  ['RequestCancelActivityTask', ['requestCancelActivityTaskDecisionAttributes', requestCancelActivityTask]],
  ['RecordMarker', ['recordMarkerDecisionAttributes', recordMarker]],
  ['StartTimer', ['startTimerDecisionAttributes', startTimer]],
  ['CancelTimer', ['cancelTimerDecisionAttributes', cancelTimer]],
  [
    'SignalExternalWorkflowExecution',
    ['signalExternalWorkflowExecutionDecisionAttributes', signalExternalWorkflowExecution],
  ],
  [
    'RequestCancelExternalWorkflowExecution',
    ['requestCancelExternalWorkflowExecutionDecisionAttributes', requestCancelExternalWorkflowExecution],
  ],
  [
    'StartChildWorkflowExecution',
    ['startChildWorkflowExecutionDecisionAttributes', startChildWorkflowExecution],
  ],
  ['ScheduleLambdaFunction', ['scheduleLambdaFunctionDecisionAttributes', scheduleLambdaFunction]],
])

/** One decision; SWF misses what its type needs, too, where all its attributes are absent. */
export const decision: ValueRule<Members> = {
  shape: members.shape,
  read(value, at, violations) {
    const read = members.read(value, at, violations)
    const [name, rule] = needed.get(read.decisionType) ?? []
    if (name !== undefined && read[name] === undefined) rule?.read({}, `${at}.${name}`, violations)
    return read
  },
}
