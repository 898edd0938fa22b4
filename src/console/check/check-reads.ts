import type { StatesApi } from '../../aws/states-api.ts'
import type { SwfApi } from '../../aws/swf-api.ts'
import { AppFailure } from '../../domain/app-error.ts'
import { middleOf } from '../../domain/interval.ts'
import { isWatched } from '../../domain/watch-list.ts'
import type { Connection } from '../connection.ts'
import type { ReadFinding } from './check-report.ts'

/** A read that was made, with what it gave where it was allowed. */
interface Made<T> {
  readonly finding: ReadFinding
  readonly value: T | undefined
}

/** So many state machines are looked through for one that has a running execution: ListExecutions is scarce. */
const MACHINES = 10

/** Each read of Step Functions that this console makes, asked once for itself, about something of the watch list. Never rejects. */
export async function checkStatesReads(
  states: StatesApi,
  { budget, watch }: Pick<Connection, 'budget' | 'watch'>,
): Promise<readonly ReadFinding[]> {
  const pace = () => budget.take()
  const machines = await make('states:ListStateMachines', null, pace, () => states.listStateMachines(pace))
  const findings = [machines.finding]
  const watched = (machines.value ?? []).filter(({ name }) => isWatched(watch, name))

  let listed: ReadFinding = notAsked('states:ListExecutions')
  let executionArn: string | undefined
  for (const { stateMachineArn } of watched.slice(0, MACHINES)) {
    const running = await make('states:ListExecutions', stateMachineArn, pace, () =>
      states.listRunningExecutions(stateMachineArn, pace),
    )
    listed = running.finding
    executionArn = running.value?.[0]?.executionArn
    if (running.value === undefined || executionArn !== undefined) break
  }
  findings.push(listed)

  if (executionArn === undefined) return [...findings, ...OF_AN_EXECUTION.map((action) => notAsked(action))]
  const arn = executionArn
  const history = await make('states:GetExecutionHistory', arn, pace, () => states.readHistory(arn, 0, pace))
  const limits = await make('states:DescribeStateMachineForExecution', arn, pace, () =>
    states.describeLimits(arn),
  )
  const described = await make('states:DescribeExecution', arn, pace, () => states.describeExecution(arn))
  findings.push(history.finding, limits.finding, described.finding)

  const mapRunArn = history.value
    ?.map((event) => (event.kind === 'mapRunStarted' ? event.mapRunArn : null))
    .find((one) => one !== null)
  if (mapRunArn === undefined || mapRunArn === null) return [...findings, notAsked('states:DescribeMapRun')]
  const parent = await make('states:DescribeMapRun', mapRunArn, pace, () =>
    states.executionOfMapRun(mapRunArn),
  )
  const children = await make('states:ListExecutions', mapRunArn, pace, () =>
    states.listRunningExecutions(mapRunArn, pace),
  )
  return [...findings, parent.finding, children.finding]
}

const OF_AN_EXECUTION = [
  'states:GetExecutionHistory',
  'states:DescribeStateMachineForExecution',
  'states:DescribeExecution',
  'states:DescribeMapRun',
]

/** Each read of SWF that this console makes, in every configured domain. Never rejects. */
export async function checkSwfReads(
  swf: SwfApi,
  { budget, swfDomains, clock }: Pick<Connection, 'budget' | 'swfDomains' | 'clock'>,
): Promise<readonly ReadFinding[]> {
  const pace = () => budget.take()
  const findings: ReadFinding[] = []
  for (const domain of swfDomains) {
    const open = await make('swf:ListOpenWorkflowExecutions', domain, pace, () =>
      swf.listOpenWorkflows(domain, middleOf(clock.now()), pace),
    )
    const [run] = open.value ?? []
    const history =
      run === undefined
        ? notAsked('swf:GetWorkflowExecutionHistory', domain)
        : (await make('swf:GetWorkflowExecutionHistory', domain, pace, () => swf.readHistory(run, 0, pace)))
            .finding
    findings.push(open.finding, history)
  }
  return findings
}

async function make<T>(
  action: string,
  on: string | null,
  pace: () => Promise<void>,
  read: () => Promise<T>,
): Promise<Made<T>> {
  await pace()
  try {
    const value = await read()
    const found = Array.isArray(value) ? value.length : null
    return { finding: { action, on, result: { kind: 'allowed', found } }, value }
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return { finding: { action, on, result: { kind: 'failed', error: cause.error } }, value: undefined }
  }
}

function notAsked(action: string, on: string | null = null): ReadFinding {
  return { action, on, result: { kind: 'notAsked' } }
}
