import type { Connection } from '../console/connection.ts'
import {
  type AddressProblem,
  type ExecutionAddress,
  type OtherArn,
  readExecutionAddress,
  stateMachineArnOf,
} from '../domain/execution-address.ts'
import { addressableId, type ExecutionId, swfExecutionId } from '../domain/execution-id.ts'
import { maskTokens } from '../domain/masked-tokens.ts'
import type { WorkflowAddress } from '../domain/workflow-address.ts'
import { unquoted, visibleText } from '../lib/pasted-text.ts'
import type { ExecutionRecord } from '../queries/execution-query.ts'
import { executionKey, type InFlight } from '../queries/in-flight.ts'

/** Where an execution is to be read. */
export interface Place {
  readonly connectionId: string
  readonly executionId: ExecutionId
}

/** What a person named: one execution, several, a part of the board; or in plain words why it cannot be opened. */
export type Opened =
  /** `note`: what was named is not the execution itself. */
  | (Place & { readonly note?: string })
  | { readonly choices: readonly Place[]; readonly note: string }
  /** The board, with the tasks of this state machine alone. */
  | { readonly stateMachineName: string; readonly note: string }
  | { readonly problem: string }

type Reachable = Pick<Connection, 'id' | 'region' | 'swfDomains'>
type Read = Pick<InFlight, 'executions' | 'accounts'>

/** A choice of more would be a list to search in. */
const MOST_CHOICES = 10

export function openAddress(text: string, connections: readonly Reachable[], read: Read): Opened {
  const opened = openAny(text, connections, read)
  const places = 'choices' in opened ? opened.choices : 'executionId' in opened ? [opened] : []
  const isSecret = ({ connectionId, executionId }: Place): boolean => {
    const addressed = addressableId(executionId)
    // A workflow execution that is known is found again by the fingerprint.
    if (addressed !== executionId) return !read.executions.has(executionKey(connectionId, executionId))
    return maskTokens(executionId) !== executionId
  }
  return places.some(isSecret)
    ? { problem: 'This names an execution by a task token, which must not stand in an address.' }
    : opened
}

function openAny(text: string, connections: readonly Reachable[], read: Read): Opened {
  const address = readExecutionAddress(text)
  if ('several' in address) return openSeveral(address.several, connections, read)
  if ('service' in address) return openOne(address, connections, read)
  switch (address.problem) {
    case 'mapRun':
      return openMapRun(address, read)
    case 'stateMachine':
      return openStateMachine(address, read)
    case 'notAnExecution':
      return openName(unquoted(visibleText(text)), read)
    default:
      return { problem: PROBLEM_WORDS[address.problem] }
  }
}

function openOne(address: ExecutionAddress, connections: readonly Reachable[], read: Read): Opened {
  return address.service === 'swf'
    ? openWorkflow(address, connections, read)
    : openStates(address, connections, read)
}

/** Where one of two readings of an ARN is known, it is meant. */
function openSeveral(
  addresses: readonly ExecutionAddress[],
  connections: readonly Reachable[],
  read: Read,
): Opened {
  const opened = addresses.map((address) => openOne(address, connections, read))
  const places = opened.filter((one) => 'executionId' in one)
  const [first, ...more] = places
  if (first === undefined) return opened[0] ?? { problem: PROBLEM_WORDS.notAnExecution }
  if (more.length === 0) return first
  const known = places.filter(({ executionId, connectionId }) =>
    read.executions.has(executionKey(connectionId, executionId)),
  )
  const isOneMisread = addresses.length === 2 && isReadingOf(addresses[0], addresses[1])
  return isOneMisread && known[0] !== undefined && known.length === 1
    ? known[0]
    : choose(places, 'This names')
}

/** The one is the other with a full stop or bracket after it. */
function isReadingOf(a: ExecutionAddress | undefined, b: ExecutionAddress | undefined): boolean {
  return a?.service === 'states' && b?.service === 'states' && b.executionArn.startsWith(a.executionArn)
}

function choose(places: readonly Place[], what: string): Opened {
  const rest = places.length - MOST_CHOICES
  const more = rest > 0 ? `; these are the first ${MOST_CHOICES}` : ''
  return {
    choices: places.slice(0, MOST_CHOICES),
    note: `${what} ${places.length} executions${more}. Choose one:`,
  }
}

/** An execution's name, a workflowId or a runId, among what has been read. */
function openName(name: string, read: Read): Opened {
  const known = [...read.executions.values()].map(({ record }) => record)
  const isNamed = ({ ref }: ExecutionRecord, same: (text: string) => boolean): boolean =>
    ref.service === 'states' ? same(ref.executionName) : same(ref.workflowId) || same(ref.runId)
  const exact = known.filter((record) => isNamed(record, (text) => text === name))
  const small = name.toLowerCase()
  const found =
    exact.length > 0 ? exact : known.filter((one) => isNamed(one, (text) => text.toLowerCase() === small))
  const places = found.map(({ connectionId, executionId }) => ({ connectionId, executionId }))
  const [first, ...more] = places
  if (first === undefined) return { problem: PROBLEM_WORDS.notAnExecution }
  return more.length === 0 ? first : choose(places, 'This is the name of')
}

function openMapRun({ arn, stateMachineName }: OtherArn, read: Read): Opened {
  for (const { record } of read.executions.values()) {
    const { folded, connectionId, executionId } = record
    if (folded.service === 'states' && folded.mapRuns.some(({ mapRunArn }) => mapRunArn === arn))
      return {
        connectionId,
        executionId,
        note: 'This is a Map Run, not an execution. The execution that started it is open; its page lists the executions of the Map Run.',
      }
  }
  return {
    problem: `This is a Map Run of state machine ${maskTokens(stateMachineName)}, not an execution. Its executions are listed on the page of the execution that started it: open that one, or paste the ARN of one of them.`,
  }
}

function openStateMachine({ arn, stateMachineName }: OtherArn, read: Read): Opened {
  const isKnown = [...read.executions.values()].some(
    ({ record }) => record.ref.service === 'states' && stateMachineArnOf(record.ref.executionArn) === arn,
  )
  return isKnown
    ? {
        stateMachineName,
        note: 'This is a state machine, not an execution. The board shows its tasks in flight.',
      }
    : {
        problem:
          'This is a state machine, not an execution, and no execution of it has been read. Open one of its executions.',
      }
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
  tooLarge: 'This is too much text to look for an execution in it. Paste its ARN.',
  notAnExecution:
    'This is no execution ARN, and no execution read so far has this name. Paste its ARN, arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME, or for SWF WORKFLOW-ID RUN-ID, with the domain before them if there are several.',
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
