import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import type { Activity } from './activity.ts'
import { checkArn } from './arn.ts'
import type { Alias, Execution, MapRun, StateMachine, Version } from './model.ts'
import { executionSeen, seenAtMs } from './seen.ts'
import type { StatesStore } from './store.ts'

type Place = Pick<CallContext, 'region'>

// What another region has does not exist for a call, as AWS's regions know nothing of each other.

/** Throws `InvalidArn`, `ActivityDoesNotExist`. */
export function activityOf(store: StatesStore, arn: string, call: Place): Activity {
  checkArn(arn, 'activity')
  const activity = store.activities.get(arn)
  if (activity?.region === call.region) return activity
  throw new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`)
}

/** Throws `InvalidArn`, `StateMachineDoesNotExist`. */
export function stateMachineOf(store: StatesStore, arn: string, call: Place): StateMachine {
  checkArn(arn, 'stateMachine')
  checkNoLabel(arn)
  const stateMachine = store.stateMachines.get(arn)
  if (stateMachine?.region === call.region) return stateMachine
  throw noStateMachine(arn)
}

/** What an ARN of a state machine stands for: itself, one of its versions, or an alias. */
export interface Target {
  readonly stateMachine: StateMachine
  readonly version?: Version
  readonly alias?: Alias
}

/** Throws `InvalidArn`, `ValidationException` for an ARN with a label, `StateMachineDoesNotExist`. */
export function targetOf(store: StatesStore, arn: string, call: Place): Target {
  checkArn(arn, 'stateMachine')
  checkNoLabel(arn)
  const parts = arn.split(':')
  const qualifier = parts[7]
  if (qualifier === undefined) return { stateMachine: stateMachineOf(store, arn, call) }
  const stateMachine = store.stateMachines.get(parts.slice(0, 7).join(':'))
  if (stateMachine?.region === call.region && parts.length === 8) {
    const version = stateMachine.versions.get(Number(qualifier))
    if (version?.arn === arn) return { stateMachine, version }
    const alias = stateMachine.aliases.get(qualifier)
    if (alias !== undefined) return { stateMachine, alias }
  }
  throw noStateMachine(arn)
}

/** `StateMachineDoesNotExist`. */
export function noStateMachine(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}

/** What an operation answers that is not there for Standard state machines, or not for Express ones (recorded). */
export function typeNotSupported(): AwsError {
  return new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  )
}

/** `Name/label` names a distributed Map state of a state machine: documented to be refused, but not in which words. */
function checkNoLabel(arn: string): void {
  if (!arn.includes('/')) return
  throw new AwsError('ValidationException', `A qualified state machine ARN is not allowed here: '${arn}'`)
}

/** Throws `InvalidArn` (also for an Express execution, as AWS does), `ExecutionDoesNotExist`. */
export function executionOf(store: StatesStore, arn: string, call: Place): Execution {
  checkArn(arn, 'execution')
  const execution = store.executions.get(arn)
  if (execution?.region === call.region) return execution
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

/** As the eventually consistent calls show it. Throws `InvalidArn`, `ExecutionDoesNotExist`. */
export function executionSeenOf(store: StatesStore, arn: string, call: Place): Execution {
  const seen = executionSeen(executionOf(store, arn, call), seenAtMs(store.world))
  if (seen !== undefined) return seen
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

/** Throws `InvalidArn`, `ResourceNotFound`. */
export function mapRunOf(store: StatesStore, arn: string, call: Place): MapRun {
  checkArn(arn, 'mapRun')
  const mapRun = store.mapRuns.get(arn)
  if (mapRun?.machine.region === call.region) return mapRun
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
}
