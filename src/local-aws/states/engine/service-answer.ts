import type { JsonObject, JsonValue } from '../../../lib/json.ts'
import { isJsonObject } from '../../../lib/json.ts'
import type { Random } from '../../../lib/random.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { functionAnswer, functionWorkload, refusalOf } from '../../workloads.ts'
import type { Execution, Failure, ServiceTask } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { startChild, startsExecution } from './child-execution.ts'

export type ServiceReply =
  | { readonly kind: 'answered'; readonly output: JsonObject; readonly child?: Execution }
  | ({ readonly kind: 'refused' } & Failure)

/** Carries out the call of a task: an execution is really started, other services only answer. */
export function callService(store: StatesStore, task: ServiceTask, random: Random): ServiceReply {
  const requestId = uuidOf(random.bytes(16))
  const refusal = refusalOf(store.workloads, task.parameters)
  if (refusal !== undefined) return { kind: 'refused', error: refusal.error, cause: refusal.cause }
  const metadata: JsonObject = {
    SdkHttpMetadata: { HttpHeaders: { 'x-amzn-RequestId': requestId }, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  }
  if (!startsExecution(task))
    return { kind: 'answered', output: serviceAnswer(store, task, metadata, random) }
  const child = startChild(store, task, requestId)
  if (!('arn' in child)) return { kind: 'refused', ...child }
  return {
    kind: 'answered',
    output: { ExecutionArn: child.arn, ...metadata, StartDate: child.startMs },
    child,
  }
}

/** What a service answers to a call it took: enough to look like one, for services this world does not have. */
function serviceAnswer(
  { workloads }: StatesStore,
  task: ServiceTask,
  metadata: JsonObject,
  random: Random,
): JsonObject {
  const newId = (): string => uuidOf(random.bytes(16))
  const { account, region } = placeOf(task)
  switch (task.resourceType) {
    case 'lambda': {
      const workload = functionWorkload(workloads, parameter(task, 'FunctionName'))
      const Payload = functionAnswer(workload, parameter(task, 'Payload'))
      return { ExecutedVersion: '$LATEST', Payload, ...metadata, StatusCode: 200 }
    }
    case 'sns':
    case 'sqs':
      return { MessageId: newId(), ...metadata }
    case 'batch': {
      const JobId = newId()
      const JobArn = `arn:aws:batch:${region}:${account}:job/${JobId}`
      return { JobArn, JobId, JobName: parameter(task, 'JobName'), ...metadata }
    }
    case 'glue':
      return { JobRunId: `jr_${newId().replaceAll('-', '')}`, ...metadata }
    case 'ecs': {
      const TaskArn = `arn:aws:ecs:${region}:${account}:task/${newId().replaceAll('-', '')}`
      const TaskDefinitionArn = parameter(task, 'TaskDefinition')
      return {
        Failures: [],
        Tasks: [{ LastStatus: 'PROVISIONING', TaskArn, TaskDefinitionArn }],
        ...metadata,
      }
    }
    default:
      return metadata
  }
}

/** What the service says of a job that has ended; `submitted` is what it answered at first. */
export function jobDescription(task: ServiceTask, submitted: JsonObject, status: JobStatus): JsonObject {
  const { SdkHttpMetadata: _http, SdkResponseMetadata: _response, ...named } = submitted
  switch (task.resourceType) {
    case 'glue': {
      const { JobRunId = null } = named
      return { Id: JobRunId, JobName: parameter(task, 'JobName'), JobRunState: status }
    }
    case 'ecs': {
      const { Tasks } = named
      const [run = {}] = Array.isArray(Tasks) ? Tasks : []
      const ExitCode = status === 'SUCCEEDED' ? 0 : 1
      return { ...(isJsonObject(run) && run), Containers: [{ ExitCode }], LastStatus: 'STOPPED' }
    }
    default:
      return { ...named, Status: status }
  }
}

export type JobStatus = 'SUCCEEDED' | 'FAILED'

function parameter({ parameters }: ServiceTask, name: string): JsonValue {
  return isJsonObject(parameters) ? (parameters[name] ?? null) : null
}

function placeOf({ branch }: ServiceTask): { account: string; region: string } {
  const { arn, region } = branch.execution
  return { account: arn.split(':')[4] ?? '', region }
}
