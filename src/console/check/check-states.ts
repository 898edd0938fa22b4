import type { ExecutionListing, StateMachineListing, StatesApi } from '../../aws/states-api.ts'
import type { HistoryEvent } from '../../domain/history-event.ts'
import { isWatched } from '../../domain/watch-list.ts'
import type { Connection } from '../connection.ts'
import { findingOf, findingOfMadeUp, type Made, make, notAsked } from './asked-read.ts'
import type { ReadFinding } from './check-report.ts'

/** So many state machines are asked for their executions: ListExecutions is scarce, and a policy goes by prefixes of names. */
const MACHINES = 10
/** After so many refusals the policy is to blame, not the state machine. */
const REFUSALS = 3
/** So many histories are looked through for a Map Run; a long one is some reads by itself. */
const HISTORIES = 3

/** What no state machine or execution has as its name, one hopes. */
const MADE_UP = 'heartbeat-console-check'

type Machines = Made<readonly StateMachineListing[]>

/**
 * Each read of Step Functions that this console makes, about what is watched, after ListStateMachines, which was `listed`. Where nothing
 * runs to ask about, something made up stands in: IAM decides by the ARN in the request, before AWS looks whether there is one (a refusal
 * then names it, ExecutionDoesNotExist else). Never rejects for what AWS answers.
 */
export async function checkStatesReads(
  states: StatesApi,
  { budget, watch }: Pick<Connection, 'budget' | 'watch'>,
  listed: Machines,
): Promise<readonly ReadFinding[]> {
  const pace = () => budget.take()
  const machines = listed.kind === 'read' ? listed.value : []
  const watched = machines.filter(({ name }) => isWatched(watch, name))
  const [machine] = watched
  if (machine === undefined) {
    const because = listed.kind === 'failed' ? 'readFailed' : 'noMachine'
    return [machinesFinding(listed, 0), ...OF_A_MACHINE.map((action) => notAsked(action, because))]
  }
  const running = await listExecutions(states, pace, watched.slice(0, MACHINES))
  const ofExecution = await readExecution(states, pace, running.executions, machine)
  const ofMapRun = await readMapRun(states, pace, ofExecution.mapRunArn, machine)
  return [machinesFinding(listed, watched.length), ...running.findings, ...ofExecution.findings, ...ofMapRun]
}

const OF_A_MACHINE = [
  'states:ListExecutions',
  'states:GetExecutionHistory',
  'states:DescribeStateMachineForExecution',
  'states:DescribeExecution',
  'states:DescribeMapRun',
]

function machinesFinding(listed: Machines, watched: number): ReadFinding {
  const finding = findingOf('states:ListStateMachines', [], listed)
  if (finding.result.kind !== 'allowed') return finding
  return { ...finding, result: { ...finding.result, watched } }
}

/** One finding for all that was allowed, one for each refusal. `executions`: the first running one of each state machine. */
async function listExecutions(
  states: StatesApi,
  pace: () => Promise<void>,
  machines: readonly StateMachineListing[],
): Promise<{ readonly findings: readonly ReadFinding[]; readonly executions: readonly ExecutionListing[] }> {
  const action = 'states:ListExecutions'
  const allowed: string[] = []
  const refused: ReadFinding[] = []
  const running: ExecutionListing[][] = []
  for (const { stateMachineArn } of machines) {
    const made = await make(pace, () => states.listRunningExecutions(stateMachineArn, pace))
    if (made.kind === 'read') {
      allowed.push(stateMachineArn)
      running.push([...made.value])
    } else refused.push(findingOf(action, [stateMachineArn], made))
    // What is not about the state machine fails for the next one, too.
    if (made.kind === 'failed' && (made.error.kind !== 'denied' || refused.length === REFUSALS)) break
  }
  const together: readonly ReadFinding[] =
    allowed.length === 0
      ? []
      : [{ action, on: allowed, result: { kind: 'allowed', found: running.flat().length } }]
  return { findings: [...together, ...refused], executions: running.flatMap(([first]) => first ?? []) }
}

/** What is read of an execution: a running one, or one that is made up. */
async function readExecution(
  states: StatesApi,
  pace: () => Promise<void>,
  running: readonly ExecutionListing[],
  machine: StateMachineListing,
): Promise<{ readonly findings: readonly ReadFinding[]; readonly mapRunArn: string | undefined }> {
  const arn = running[0]?.executionArn ?? madeUpExecution(machine)
  const told = running.length === 0 ? findingOfMadeUp : ofOne
  const histories: string[] = []
  let events = 0
  let mapRunArn: string | undefined
  let failed: Made<unknown> | undefined
  for (const executionArn of running.length === 0 ? [arn] : running.slice(0, HISTORIES).map(arnOf)) {
    const made = await make(pace, () => states.readHistory(executionArn, 0, pace))
    histories.push(executionArn)
    if (made.kind === 'failed') {
      failed = made
      break
    }
    events += made.value.length
    mapRunArn = mapRunIn(made.value)
    if (mapRunArn !== undefined) break
  }
  const history: ReadFinding =
    failed === undefined
      ? { action: 'states:GetExecutionHistory', on: histories, result: { kind: 'allowed', found: events } }
      : told('states:GetExecutionHistory', histories.at(-1) ?? arn, failed)
  const limits = await make(pace, () => states.describeLimits(arn))
  const described = await make(pace, () => states.describeExecution(arn))
  return {
    findings: [
      history,
      told('states:DescribeStateMachineForExecution', arn, limits),
      told('states:DescribeExecution', arn, described),
    ],
    mapRunArn,
  }
}

async function readMapRun(
  states: StatesApi,
  pace: () => Promise<void>,
  found: string | undefined,
  machine: StateMachineListing,
): Promise<readonly ReadFinding[]> {
  const arn = found ?? madeUpMapRun(machine)
  const told = found === undefined ? findingOfMadeUp : ofOne
  const parent = await make(pace, () => states.executionOfMapRun(arn))
  const children = await make(pace, () => states.listRunningExecutions(arn, pace))
  return [told('states:DescribeMapRun', arn, parent), told('states:ListExecutions', arn, children)]
}

function ofOne(action: string, on: string, made: Made<unknown>): ReadFinding {
  return findingOf(action, [on], made)
}

function arnOf({ executionArn }: ExecutionListing): string {
  return executionArn
}

function mapRunIn(events: readonly HistoryEvent[]): string | undefined {
  return events.flatMap((event) => (event.kind === 'mapRunStarted' ? (event.mapRunArn ?? []) : []))[0]
}

function madeUpExecution({ stateMachineArn }: StateMachineListing): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${MADE_UP}`
}

function madeUpMapRun({ stateMachineArn }: StateMachineListing): string {
  const machine = stateMachineArn.replace(':stateMachine:', ':mapRun:')
  return `${machine}/${MADE_UP}:00000000-0000-4000-8000-000000000000`
}
