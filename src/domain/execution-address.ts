import { type JsonValue, parseJson } from '../lib/json.ts'
import { quotes, unquoted, visibleText } from '../lib/pasted-text.ts'
import { decodingsOf } from './percent-decoded.ts'
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
  /** More text than any record of one execution. */
  | 'tooLarge'
  /** No execution ARN in it, and no workflowId with a runId. */
  | 'notAnExecution'
  /** An Express execution: AWS keeps no history that can be read and it has no such tasks. */
  | 'express'

/** The ARN of something else of Step Functions. */
export interface OtherArn {
  readonly problem: 'stateMachine' | 'mapRun'
  /** Of a state machine without its version or alias. */
  readonly arn: string
  readonly region: string
  readonly account: string
  /** Of a Map Run the state machine that the Map is a part of. */
  readonly stateMachineName: string
}

export type PastedAddress =
  | ExecutionAddress
  /** Which one is meant was not said. */
  | { readonly several: readonly ExecutionAddress[] }
  | OtherArn
  | { readonly problem: AddressProblem }

/** A record of CloudTrail or EventBridge has at most 256 KB. */
const longestPaste = 300_000

/** Names end at white space, quotation marks and the characters that StartExecution does not allow in a name; `:` and `/` part them. */
const nameEnds = `\\s${quotes}?#&<>{}[\\]*\\\\^|~$,;`
const ARN = new RegExp(
  `arn:aws[a-z-]{0,20}:states:([a-z0-9-]{1,40}):(\\d{12}):(execution|express|stateMachine|mapRun):((?:[^a${nameEnds}]|a(?!rn:aws[a-z-]{0,20}:))+)`,
  'g',
)

/**
 * Reads an execution out of pasted text. Step Functions: its ARN, or an AWS console address such as
 * `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:…`, also
 * percent-encoded, also in the link of a sign-in portal, with quotes, words or characters nobody sees around it; or the record of an event
 * (`executionArn` of EventBridge, CloudTrail or any AWS API). SWF, where no ARN stands in it: see `readWorkflowAddress`. The time is
 * linear in the length.
 */
export function readExecutionAddress(text: string): PastedAddress {
  if (text.length > longestPaste) return { problem: 'tooLarge' }
  const visible = visibleText(text)
  if (unquoted(visible) === '') return { problem: 'empty' }
  const found = arnsIn(recordedArns(visible)) ?? arnsIn(visible.replaceAll('\\/', '/'))
  return found ?? readWorkflowAddress(visible) ?? { problem: 'notAnExecution' }
}

/** null: no ARN of Step Functions is in it. */
function arnsIn(text: string): PastedAddress | null {
  const form = decodingsOf(text)
    .map(visibleText)
    .find((one) => one.search(ARN) !== -1)
  if (form === undefined) return null
  const executions = new Map<string, ExecutionAddress>()
  let other: PastedAddress | null = null
  for (const match of form.matchAll(ARN)) {
    for (const read of readArn(match, match[0] === form)) {
      if ('service' in read) executions.set(read.executionArn, read)
      else other ??= read
    }
  }
  const [first, ...more] = executions.values()
  if (first === undefined) return other
  return more.length === 0 ? first : { several: [first, ...more] }
}

type ReadArn = StatesAddress | OtherArn | { readonly problem: AddressProblem }

/** Two, where a full stop may be the name's or the end of a sentence. */
function readArn(
  [whole, region = '', account = '', type]: RegExpExecArray,
  isAll: boolean,
): readonly ReadArn[] {
  const bare = whole.includes('(') ? whole.replace(/[.!…:/]{1,3}$/, '') : whole.replace(/[.)!…:/]{1,3}$/, '')
  const [name = '', ...names] = bare.split(':').slice(6)
  if (type === 'express') return [{ problem: 'express' }]
  if (type === 'stateMachine') {
    const arn = bare.split(':').slice(0, 7).join(':')
    return [{ problem: 'stateMachine', arn, region, account, stateMachineName: name }]
  }
  if (type === 'mapRun')
    return [{ problem: 'mapRun', arn: bare, region, account, stateMachineName: name.split('/')[0] ?? '' }]
  if (names.join(':') === '') return [{ problem: 'notAnExecution' }]
  const arns = isAll && whole !== bare && !/[:/]$/.test(whole) ? [bare, whole] : [bare]
  return arns
    .filter((arn) => !/\p{Surrogate}/u.test(arn))
    .map((executionArn) => ({
      service: 'states',
      executionArn,
      region,
      account,
      stateMachineName: name,
      executionName: executionArn.split(':').slice(7).join(':'),
    }))
}

/** Texts of an execution's own, which may name others. */
const DATA = new Set(['input', 'output', 'parameters', 'cause', 'error', 'definition'])
/** CloudTrail's LookupEvents and SNS put a record into a string of another. */
const RECORD_IN_TEXT = new Set(['CloudTrailEvent', 'Message', 'body', 'Body'])

/** What JSON calls `executionArn`, outside of what the executions themselves were given; joined by spaces. */
function recordedArns(text: string): string {
  if (!/executionArn/i.test(text)) return ''
  const found = new Set<string>()
  const visit = (value: JsonValue | undefined, level: number): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'string') {
        if (!DATA.has(key)) visit(member, level)
      } else if (/^executionArn$/i.test(key)) found.add(member)
      else if (RECORD_IN_TEXT.has(key) && level < 3) visit(parseJson(member), level + 1)
    }
  }
  visit(parseJson(unquoted(text)), 0)
  return [...found].join(' ')
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
