import type { StartExecutionInput } from '@aws-sdk/client-sfn'
import { parseJson } from '../../lib/json.ts'
import { uuidOf } from '../../lib/uuid.ts'
import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import { members, optional, required, text } from '../validation.ts'
import { statesArn } from './arn.ts'
import { startExecution } from './engine/start-execution.ts'
import { targetOf, typeNotSupported } from './lookups.ts'
import type { Execution } from './model.ts'
import { checkName } from './names.ts'
import * as rules from './rules.ts'
import type { StatesStore } from './store.ts'
import { chosenVersion } from './versions.ts'

/** What an execution is started with. */
export const startMembers = {
  stateMachineArn: required(rules.arn),
  name: optional(rules.name),
  input: optional(rules.payload),
  traceHeader: optional(text({ max: 256, pattern: String.raw`\p{ASCII}*` })),
}

/** The input of StartExecution. Throws `ValidationException`, `SerializationException`. */
export const parseStart = members(startMembers)

/**
 * StartExecution: gives the execution started or, for a name that runs with the same input, the one that runs.
 * Throws `InvalidName`, `InvalidArn`, `StateMachineDoesNotExist`, `StateMachineDeleting`, `InvalidExecutionInput`,
 * `ExecutionAlreadyExists` and, where its end is to be waited for, `StateMachineTypeNotSupported`.
 */
export function requestStart(
  store: StatesStore,
  { stateMachineArn = '', name, input: inputText = '{}', traceHeader }: StartExecutionInput,
  call: Pick<CallContext, 'region'>,
  { synchronous = false }: { readonly synchronous?: boolean } = {},
): Execution {
  if (name !== undefined) checkName(name)
  const { stateMachine, alias, ...target } = targetOf(store, stateMachineArn, call)
  if (synchronous && stateMachine.type !== 'EXPRESS') throw typeNotSupported()
  const input = parseJson(inputText)
  if (input === undefined) throw invalidInput()
  if (stateMachine.deleting) {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`)
  }
  if (name !== undefined && stateMachine.type === 'STANDARD') {
    const arn = statesArn(stateMachine.region, store.world.account, 'execution', stateMachine.name, name)
    const present = store.executions.get(arn)
    if (present !== undefined) return sameAs(present, inputText)
  }
  return startExecution(store, stateMachine, {
    name: name ?? uuidOf(store.executionNames.bytes(16)),
    inputText,
    input,
    traceHeader,
    synchronous,
    alias,
    version: alias === undefined ? target.version : chosenVersion(store, alias),
  })
}

/** A name that is taken: the same input while it runs is the same call again. Throws `ExecutionAlreadyExists`. */
function sameAs(present: Execution, inputText: string): Execution {
  if (present.status === 'RUNNING' && present.inputText === inputText) return present
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${present.arn}'`)
}

function invalidInput(): AwsError {
  return new AwsError(
    'InvalidExecutionInput',
    "Invalid State Machine Execution Input: 'Invalid execution input.'",
  )
}
