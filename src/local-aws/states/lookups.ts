import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import type { Activity } from './activity.ts'
import { checkArn } from './arn.ts'
import type { Execution, MapRun, StateMachine } from './model.ts'
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
  const stateMachine = store.stateMachines.get(arn)
  if (stateMachine?.region === call.region) return stateMachine
  throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}

/** Throws `InvalidArn` (also for an Express execution, as AWS does), `ExecutionDoesNotExist`. */
export function executionOf(store: StatesStore, arn: string, call: Place): Execution {
  checkArn(arn, 'execution')
  const execution = store.executions.get(arn)
  if (execution?.region === call.region) return execution
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

/** Throws `InvalidArn`, `ResourceNotFound`. */
export function mapRunOf(store: StatesStore, arn: string, call: Place): MapRun {
  checkArn(arn, 'mapRun')
  const mapRun = store.mapRuns.get(arn)
  if (mapRun?.machine.region === call.region) return mapRun
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
}
