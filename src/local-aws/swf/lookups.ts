import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import {
  type ActivityType,
  type Domain,
  type TypeId,
  typeKey,
  type WorkflowExecution,
  type WorkflowType,
} from './model.ts'
import type { SwfStore } from './store.ts'

/** What names an execution in a call; SWF looks at the open one where no runId is given. */
export interface ExecutionName {
  readonly workflowId?: string | undefined
  readonly runId?: string | undefined
}

/** The fault for whatever SWF does not know. Its messages are those that SWF's emulators recorded. */
export function unknownResource(message: string): AwsError {
  return new AwsError('UnknownResourceFault', message)
}

/** The fault for what is no execution, or is none that is open. */
export function unknownExecution({ workflowId = '', runId }: ExecutionName): AwsError {
  return unknownResource(
    runId === undefined
      ? `Unknown execution, workflowId = ${workflowId}`
      : `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`,
  )
}

/** The ARN that IAM authorises on (SWF Developer Guide, "Using IAM to manage access"). */
export function domainArn(
  name: string,
  { region, account }: Pick<CallContext, 'region' | 'account'>,
): string {
  return `arn:aws:swf:${region}:${account}:/domain/${name}`
}

/** A registered or deprecated domain of the call's region. Throws `UnknownResourceFault`. */
export function domainOf(store: SwfStore, name: string, { region }: Pick<CallContext, 'region'>): Domain {
  const domain = store.domainsIn(region).get(name)
  if (domain === undefined) throw unknownResource(`Unknown domain: ${name}`)
  return domain
}

/** Open or closed, by both its ids. Throws `UnknownResourceFault`. */
export function executionOf(
  domain: Domain,
  { workflowId = '', runId = '' }: ExecutionName,
): WorkflowExecution {
  const execution = domain.executions.get(runId)
  if (execution?.workflowId === workflowId) return execution
  throw unknownExecution({ workflowId, runId })
}

/** One that is open; by its workflowId alone where no runId is given. */
export function findOpenExecution(
  domain: Domain,
  { workflowId = '', runId }: ExecutionName,
): WorkflowExecution | undefined {
  const execution = domain.open.get(workflowId)
  return runId === undefined || execution?.runId === runId ? execution : undefined
}

/** The same. Throws `UnknownResourceFault` where there is none. */
export function openExecutionOf(domain: Domain, named: ExecutionName): WorkflowExecution {
  const execution = findOpenExecution(domain, named)
  if (execution === undefined) throw unknownExecution(named)
  return execution
}

/** Registered or deprecated. Throws `UnknownResourceFault`. */
export function workflowTypeOf(domain: Domain, id: TypeId): WorkflowType {
  const type = domain.workflowTypes.get(typeKey(id))
  if (type === undefined) throw unknownType('WorkflowType', id)
  return type
}

/** Registered or deprecated. Throws `UnknownResourceFault`. */
export function activityTypeOf(domain: Domain, id: TypeId): ActivityType {
  const type = domain.activityTypes.get(typeKey(id))
  if (type === undefined) throw unknownType('ActivityType', id)
  return type
}

function unknownType(kind: 'ActivityType' | 'WorkflowType', { name, version }: TypeId): AwsError {
  return unknownResource(`Unknown type: ${kind}=[name=${name}, version=${version}]`)
}
