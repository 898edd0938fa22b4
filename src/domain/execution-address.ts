import { percentDecoded } from './percent-decoded.ts'
import { readWorkflowAddress, type WorkflowAddress } from './workflow-address.ts'

/** An execution as a person names it: by ARN, by its ids in SWF, or by the address of its page in the AWS console. */
export type ExecutionAddress = StatesAddress | WorkflowAddress

export interface StatesAddress {
  readonly service: 'states'
  readonly executionArn: string
  readonly region: string
  readonly account: string
  /** From the ARN; Express executions have it too but no readable history. */
  readonly stateMachineName: string
  readonly executionName: string
}

export type AddressProblem =
  | 'empty'
  /** No execution ARN in it, and no workflowId with a runId. */
  | 'notAnExecution'
  /** JSON with more than one workflow execution, such as a list. */
  | 'severalExecutions'
  /** A state machine's ARN: right service, but not an execution. */
  | 'stateMachine'
  /** An Express execution: AWS keeps no history that can be read and it has no such tasks. */
  | 'express'

/** Names end at white space and at the characters that StartExecution does not allow in a name; `:` and `/` part them. */
const ARN =
  /arn:aws[a-z-]*:states:([a-z0-9-]+):(\d{12}):(execution|express|stateMachine):([^\s"'?#&<>{}[\]*\\^|~`$,;]+)/

/**
 * Reads an execution out of pasted text. Step Functions: its ARN, or an AWS console address such as
 * `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:…`, also
 * percent-encoded, also with quotes or words around it. SWF, where no ARN stands in it: see `readWorkflowAddress`.
 */
export function readExecutionAddress(text: string): ExecutionAddress | { readonly problem: AddressProblem } {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'empty' }
  const match = ARN.exec(percentDecoded(trimmed))
  if (match === null) {
    const workflow = readWorkflowAddress(trimmed)
    if (workflow === 'several') return { problem: 'severalExecutions' }
    return workflow ?? { problem: 'notAnExecution' }
  }
  const [whole, region = '', account = '', type] = match
  // A name may end with a full stop or a bracket; in a sentence it is the sentence's.
  const executionArn = whole === trimmed ? whole : whole.replace(/[.)!]+$/, '')
  if (type === 'stateMachine') return { problem: 'stateMachine' }
  if (type === 'express') return { problem: 'express' }
  const [stateMachineName = '', ...names] = executionArn.split(':').slice(6)
  const executionName = names.join(':')
  if (executionName === '') return { problem: 'notAnExecution' }
  return { service: 'states', executionArn, region, account, stateMachineName, executionName }
}

/** These are asked of every execution at every turn: a match costs a third of taking the ARN apart and joining it again. */
const EXECUTION = /^((?:[^:]*:){5})execution:([^:]*):/
const MAP_CHILD = /^(?:[^:]*:){5}execution:[^:/]*\//

/**
 * The ARN of the state machine that an execution's ARN names; null for what is not an execution. A child of a Distributed Map,
 * `execution:Machine/Label:id`, runs a state machine of its own, the Map's processor: ListExecutions and DescribeStateMachineForExecution
 * call it `stateMachine:Machine/Label`.
 */
export function stateMachineArnOf(executionArn: string): string | null {
  const [, before, name] = EXECUTION.exec(executionArn) ?? []
  return before === undefined || name === undefined ? null : `${before}stateMachine:${name}`
}

/** Whether a state machine's ARN is of a Distributed Map's processor: a part of another's definition. */
export function isMapProcessor(stateMachineArn: string): boolean {
  const parts = stateMachineArn.split(':')
  return parts[5] === 'stateMachine' && parts[6]?.includes('/') === true
}

/** Whether a Distributed Map started the execution, by its ARN: no name of a state machine has a slash (CreateStateMachine). */
export function isMapChild(executionArn: string): boolean {
  return MAP_CHILD.test(executionArn)
}
