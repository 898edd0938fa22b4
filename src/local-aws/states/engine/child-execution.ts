import type { JsonObject, JsonValue } from '../../../lib/json.ts'
import { isJsonObject, parseJson } from '../../../lib/json.ts'
import { AwsError } from '../../aws-error.ts'
import { describeExecution } from '../describe-execution.ts'
import type { Execution, Failure, JobTask, ServiceTask, TaskOutcome } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { closeTask } from './close-task.ts'
import { endExecution } from './end-execution.ts'

/** Characters of a cause (API model: SensitiveCause). */
const longestCause = 32_768

/** True for a task that starts an execution of another state machine. */
export function startsExecution({ resourceType, action }: ServiceTask): boolean {
  return resourceType === 'states' && action === 'startExecution'
}

/**
 * Starts the execution that the task's parameters ask for, or gives the failure that StartExecution's refusal is in
 * a state machine: recorded histories have `StepFunctions.StateMachineDoesNotExistException` and such a cause.
 */
export function startChild(
  store: StatesStore,
  { parameters, branch }: ServiceTask,
  requestId: string,
): Execution | Failure {
  try {
    return store.startForTask(startInput(parameters), branch.execution.region)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, message } = error
    // StartExecution's own errors have no such ending; what has it, every operation of AWS can answer.
    const name = code.endsWith('Exception') ? 'AWSStepFunctionsException' : `${code}Exception`
    const source = `Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`
    return { error: `StepFunctions.${name}`, cause: `${message} (${source})` }
  }
}

/** Ends the job when the execution it started has ended, `noticeMs` later, or so long from now where it already has. */
export function followChild(store: StatesStore, task: JobTask, child: Execution, noticeMs: number): void {
  const { loop } = store.world
  const noticed = (): void => {
    if (task.end !== undefined) return
    task.nextStep = loop.after(noticeMs, () => closeTask(store, task, outcomeOf(task, child)))
  }
  if (child.status === 'RUNNING') child.whenEnded.push(noticed)
  else noticed()
}

/** Gives the execution up with the job that started it. */
export function stopWithJob(store: StatesStore, task: JobTask, child: Execution): void {
  task.cancel = () => {
    // AWS does not document what such a stop leaves as error and cause: nothing, here.
    if (child.status === 'RUNNING') endExecution(store, child, { kind: 'aborted' })
  }
}

function outcomeOf({ resource }: JobTask, child: Execution): TaskOutcome {
  const output = describedToTask(child, resource.endsWith(':2'))
  const outputText = JSON.stringify(output)
  if (child.status === 'SUCCEEDED') return { kind: 'succeeded', output, outputText }
  return { kind: 'failed', error: 'States.TaskFailed', cause: outputText.slice(0, longestCause) }
}

/** DescribeExecution as service integrations show it: PascalCase in order, times as epoch milliseconds. */
function describedToTask(child: Execution, parsed: boolean): JsonObject {
  // Sound: the description holds texts, numbers, flags and dates, and JSON writes the dates as texts.
  const described = JSON.parse(JSON.stringify(describeExecution(child))) as JsonObject
  const dates = { startDate: child.startMs, ...(child.stopMs !== undefined && { stopDate: child.stopMs }) }
  const task = pascal({ ...described, ...dates })
  return parsed ? { ...task, ...parsedMembers(task) } : task
}

/** `.sync:2` gives JSON where `.sync` gives the text of it (Developer Guide, Manage Step Functions executions). */
function parsedMembers(task: JsonObject): JsonObject {
  const texts = Object.entries(task).filter(([name]) => name === 'Input' || name === 'Output')
  return Object.fromEntries(
    texts.map(([name, text]) => [name, (typeof text === 'string' ? parseJson(text) : undefined) ?? text]),
  )
}

/** The members with their names as service integrations spell them, in order. */
export function pascal(object: JsonObject): JsonObject {
  const renamed = Object.entries(object).map(([name, value]): [string, JsonValue] => [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    isJsonObject(value) ? pascal(value) : value,
  ])
  return Object.fromEntries(renamed.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Input may be any JSON, which becomes its text; a text is sent as it is. */
function startInput(parameters: JsonValue): JsonObject {
  if (!isJsonObject(parameters)) return {}
  const { StateMachineArn = null, Name = null, Input = null, TraceHeader = null } = parameters
  const input = Input === null || typeof Input === 'string' ? Input : JSON.stringify(Input)
  return { stateMachineArn: StateMachineArn, name: Name, input, traceHeader: TraceHeader }
}
