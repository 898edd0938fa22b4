/** What an execution's id stands for. */
export type ExecutionRef =
  | {
      readonly service: 'states'
      readonly executionArn: string
      readonly stateMachineName: string
      readonly executionName: string
    }
  | {
      readonly service: 'swf'
      readonly domain: string
      readonly workflowId: string
      readonly runId: string
    }

/**
 * One execution as one string, for keys and addresses: the ARN of a Step Functions execution; for SWF, which gives workflow
 * executions no ARN, `swf:domain/workflowId/runId` with each part percent-encoded.
 */
export type ExecutionId = string

export function swfExecutionId(ref: {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}): ExecutionId {
  return `swf:${[ref.domain, ref.workflowId, ref.runId].map(encodeURIComponent).join('/')}`
}

/** What the id stands for; null where it is none. */
export function executionRefOf(executionId: ExecutionId): ExecutionRef | null {
  if (executionId.startsWith('swf:')) {
    const parts = executionId.slice('swf:'.length).split('/').map(decoded)
    const [domain, workflowId, runId] = parts
    if (parts.length !== 3 || !domain || !workflowId || !runId) return null
    return { service: 'swf', domain, workflowId, runId }
  }
  const parts = executionId.split(':')
  const [, , service, , , kind, stateMachineName = ''] = parts
  const executionName = parts.slice(7).join(':')
  if (service !== 'states' || kind !== 'execution' || executionName === '') return null
  return { service: 'states', executionArn: executionId, stateMachineName, executionName }
}

/** As `executionRefOf`, for an id of this console's own making. */
export function knownExecutionRef(executionId: ExecutionId): ExecutionRef {
  const ref = executionRefOf(executionId)
  if (ref === null) throw new Error('not an execution id')
  return ref
}

/** The name that a person gave it: the execution's, in SWF the workflowId. */
export function executionNameOf(ref: ExecutionRef): string {
  return ref.service === 'states' ? ref.executionName : ref.workflowId
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
