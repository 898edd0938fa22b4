import type { Connection } from '../console/connection.ts'
import {
  type AddressProblem,
  type ExecutionAddress,
  readExecutionAddress,
} from '../domain/execution-address.ts'
import { type ExecutionId, swfExecutionId } from '../domain/execution-id.ts'
import type { WorkflowAddress } from '../domain/workflow-address.ts'
import type { InFlight } from '../queries/in-flight.ts'

/** Where an execution that a person named is to be read; or in plain words why it cannot be opened. */
export type Opened =
  | { readonly connectionId: string; readonly executionId: ExecutionId }
  | { readonly problem: string }

type Reachable = Pick<Connection, 'id' | 'region' | 'swfDomains'>
type Read = Pick<InFlight, 'executions' | 'accounts'>

export function openAddress(text: string, connections: readonly Reachable[], read: Read): Opened {
  const address = readExecutionAddress(text)
  if ('problem' in address) return { problem: PROBLEM_WORDS[address.problem] }
  return address.service === 'swf'
    ? openWorkflow(address, connections, read)
    : openStates(address, connections, read)
}

function openStates(
  { executionArn, region, account }: Extract<ExecutionAddress, { service: 'states' }>,
  connections: readonly Reachable[],
  read: Read,
): Opened {
  const inRegion = connections.filter((connection) => connection.region === region)
  if (inRegion.length === 0) return { problem: noConnection(region, connections) }
  // Several accounts may share a region. One that is not known yet may be the right one; its page then knows where else to look.
  const connection =
    inRegion.find(({ id }) => read.accounts.get(id) === account) ??
    inRegion.find(({ id }) => !read.accounts.has(id))
  if (connection === undefined) return { problem: noAccount(account, inRegion, read) }
  return { connectionId: connection.id, executionId: executionArn }
}

/** SWF's ids say neither account nor region, and often not the domain: config.json and what has been read tell. */
function openWorkflow(address: WorkflowAddress, connections: readonly Reachable[], read: Read): Opened {
  const { region, domain, workflowId, runId } = address
  for (const { record } of read.executions.values()) {
    const { ref, connectionId, executionId } = record
    const same = ref.service === 'swf' && ref.workflowId === workflowId && ref.runId === runId
    if (same && (domain === null || domain === ref.domain)) return { connectionId, executionId }
  }
  const inRegion = connections.filter((connection) => region === null || connection.region === region)
  if (inRegion.length === 0) return { problem: noConnection(region ?? '', connections) }
  const places = inRegion.flatMap(({ id, swfDomains }) =>
    swfDomains.map((name) => ({ connectionId: id, domain: name })),
  )
  const matching = places.filter((place) => domain === null || place.domain === domain)
  const [first] = matching
  if (first !== undefined && (domain !== null || matching.length === 1))
    return {
      connectionId: first.connectionId,
      executionId: swfExecutionId({ domain: first.domain, workflowId, runId }),
    }
  if (domain === null)
    return {
      problem:
        first === undefined
          ? 'Put the SWF domain first: DOMAIN WORKFLOW-ID RUN-ID. config.json names none.'
          : `Put the SWF domain first: DOMAIN WORKFLOW-ID RUN-ID. It may be ${[...new Set(places.map((place) => place.domain))].join(' or ')}.`,
    }
  // A domain that is not listed all the time can be looked into all the same.
  return {
    connectionId: inRegion[0]?.id ?? '',
    executionId: swfExecutionId({ domain, workflowId, runId }),
  }
}

const PROBLEM_WORDS: Readonly<Record<AddressProblem, string>> = {
  empty: "Paste an execution's ARN, its address in the AWS console, or an SWF workflowId and runId.",
  notAnExecution:
    'This names no execution. Step Functions: arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME. SWF: WORKFLOW-ID RUN-ID, with the domain before them if there are several.',
  severalExecutions: 'This names several workflow executions. Paste one workflowId with its runId.',
  stateMachine: 'This is a state machine. Open one of its executions.',
  express:
    'This is an Express execution. AWS keeps no readable history of it, and it has no activities or callbacks.',
}

function noAccount(account: string, inRegion: readonly Reachable[], { accounts }: Read): string {
  const known = inRegion.map(({ id }) => `${accounts.get(id)} (${id})`).join(', ')
  return `It is in account ${account}; there, this console is connected to ${known}. Add the account to config.json.`
}

function noConnection(region: string, connections: readonly Reachable[]): string {
  const known = [...new Set(connections.map((connection) => connection.region))].join(', ')
  return `It is in ${region}; this console is connected to ${known}. Add the region to config.json.`
}
