import { maskTokens } from './masked-tokens.ts'

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
 * executions no ARN, `swf:domain/workflowId/runId` with each part percent-encoded, half of a surrogate pair as `%uD800`.
 */
export type ExecutionId = string

export function swfExecutionId(ref: {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}): ExecutionId {
  return `swf:${[ref.domain, ref.workflowId, ref.runId].map(encoded).join('/')}`
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

/**
 * The id as it may be kept or shown in an address: a workflowId is any text, and one that is a task token is named by its
 * fingerprint.
 */
export function addressableId(executionId: ExecutionId): ExecutionId {
  const ref = executionId.startsWith('swf:') ? executionRefOf(executionId) : null
  if (ref?.service !== 'swf') return executionId
  const workflowId = maskTokens(ref.workflowId)
  return workflowId === ref.workflowId ? executionId : swfExecutionId({ ...ref, workflowId })
}

/** Whether two ids are of one execution; either may be as `addressableId` gives it. */
export function sameExecution(a: ExecutionId, b: ExecutionId): boolean {
  return a === b || addressableId(a) === addressableId(b)
}

/** True for an id that an address holds in place of the true one, which AWS does not know. */
export function isByFingerprint(executionId: ExecutionId): boolean {
  const ref = executionRefOf(executionId)
  return ref?.service === 'swf' && /\btoken [0-9a-f]{4}-[0-9a-f]{4}\b/.test(ref.workflowId)
}

/** The name that a person gave it, for a screen: the execution's, in SWF the workflowId. A workflowId may be a task token. */
export function executionNameOf(ref: ExecutionRef): string {
  return maskTokens(ref.service === 'states' ? ref.executionName : ref.workflowId)
}

const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** As `encodeURIComponent`, which throws where a text, such as a workflowId, holds half of a surrogate pair. */
function encoded(text: string): string {
  let end = 0
  let written = ''
  for (const { index, 0: half } of text.matchAll(halfPair)) {
    written += `${encodeURIComponent(text.slice(end, index))}%u${half.charCodeAt(0).toString(16).toUpperCase()}`
    end = index + 1
  }
  return written + encodeURIComponent(text.slice(end))
}

function decoded(text: string): string {
  try {
    return text
      .split(/(%uD[89A-F][0-9A-F]{2})/)
      .map((part, index) =>
        index % 2 === 1 ? String.fromCharCode(Number.parseInt(part.slice(2), 16)) : decodeURIComponent(part),
      )
      .join('')
  } catch {
    return ''
  }
}
