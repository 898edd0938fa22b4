import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn'
import { stateNamed } from '../../../asl/state-named.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../lib/json.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { AwsError } from '../../aws-error.ts'
import { type CallContext, Later } from '../../operation.ts'
import { flag, integer, members, oneOf, optional, required, structure, text } from '../../validation.ts'
import { retriersOf } from '../engine/error-handling.ts'
import { type MockedWork, tryState } from '../engine/tried-state.ts'
import type { Visit } from '../model.ts'
import { machineOf } from '../read-definition.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { visitAlone } from '../visit-alone.ts'

/** The name of a state that is tested without its state machine (recorded). */
const unnamed = 'StateName'

export function testStateOperations(store: StatesStore): Pick<StepFunctionsOperations, 'TestState'> {
  return {
    TestState: {
      parse: members({
        definition: required(text({ min: 1, max: 1_048_576, secret: true })),
        roleArn: optional(rules.arn),
        input: optional(rules.payload),
        inspectionLevel: optional(oneOf(['INFO', 'DEBUG', 'TRACE'])),
        revealSecrets: optional(flag),
        variables: optional(rules.payload),
        stateName: optional(rules.name),
        mock: optional(
          structure({
            result: optional(rules.payload),
            errorOutput: optional(structure({ error: optional(rules.error), cause: optional(rules.cause) })),
            fieldValidationMode: optional(oneOf(['STRICT', 'PRESENT', 'NONE'])),
          }),
        ),
        context: optional(rules.payload),
        stateConfiguration: optional(
          structure({
            retrierRetryCount: optional(integer({ min: 0, max: 2_147_483_647 })),
            errorCausedByState: optional(rules.name),
            mapIterationFailureCount: optional(integer({ min: 0, max: 2_147_483_647 })),
            mapItemReaderData: optional(rules.payload),
          }),
        ),
      }),
      resource: () => '*',
      run(input, call) {
        const visit = visitOf(store, input, call)
        checkKnown(input, visit)
        const mocked = mockedWork(input)
        const answer = new Later<TestStateOutput>(() => ({ status: 'FAILED', error: 'States.Timeout' }), {
          patient: true,
        })
        const inspects = input.inspectionLevel === 'DEBUG' || input.inspectionLevel === 'TRACE'
        tryState(store, visit, { inspects, mocked }, (output) => answer.settle(output))
        return answer
      },
    },
  }
}

/** Throws `InvalidDefinition`, `InvalidExecutionInput`, `ValidationException`. */
function visitOf(store: StatesStore, input: TestStateInput, { region }: CallContext): Visit {
  const { definition = '', stateName = unnamed, roleArn = '', variables = '{}' } = input
  const whole = input.stateName === undefined ? machineAround(definition) : definition
  // A state is tested as an Express workflow would run it (recorded ARNs), which has no callbacks, jobs and activities.
  const machine = machineOf(whole, 'EXPRESS')
  const state = stateNamed(machine, stateName)
  if (state === undefined) throw invalid(`State not found in the definition: '${stateName}'`)
  const given = parseJson(input.input ?? '{}')
  if (given === undefined) {
    throw new AwsError(
      'InvalidExecutionInput',
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    )
  }
  const assigned = parseJson(variables)
  if (!isJsonObject(assigned)) throw invalid('Variables must be a valid JSON object')
  const visit = visitAlone(store, {
    definition: whole,
    machine,
    state,
    stateName,
    roleArn,
    name: uuidOf(store.executionNames.bytes(16)),
    region,
    input: given,
    variables: assigned,
  })
  // Of the retrier that applies; no other one is asked.
  const retries = retriersOf(state).map(() => input.stateConfiguration?.retrierRetryCount ?? 0)
  return { ...visit, retries }
}

/** A state machine of that one state; where it leads to, something is. */
function machineAround(definition: string): string {
  const state = parseJson(definition)
  // What is no object gets the refusal of a definition that is none.
  if (!isJsonObject(state)) return definition
  const { QueryLanguage } = state
  const entries = [state, ...objectsIn(state.Choices), ...objectsIn(state.Catch)]
  const targets = entries
    .flatMap(({ Next, Default }) => [Next, Default])
    .filter((name) => typeof name === 'string')
  const others = Object.fromEntries(targets.map((name) => [name, { Type: 'Succeed' }]))
  return JSON.stringify({
    ...(QueryLanguage !== undefined && { QueryLanguage }),
    StartAt: unnamed,
    States: { ...others, [unnamed]: state },
  })
}

function objectsIn(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter((item) => isJsonObject(item)) : []
}

/** Throws `InvalidDefinition` and `ValidationException`, in recorded words but for what is not there here. */
function checkKnown(
  { roleArn, mock, context, stateConfiguration = {}, revealSecrets }: TestStateInput,
  { state }: Visit,
): void {
  const { Type } = state
  const { retrierRetryCount: _count, ...others } = stateConfiguration
  if (Type === 'Map' || Type === 'Parallel') {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    )
  }
  if (mock !== undefined && Type !== 'Task')
    throw invalid(`State type '${Type}' is not supported when a mock is specified`)
  if (mock === undefined && Type === 'Task' && roleArn === undefined) {
    throw invalid('RoleArn must be specified when testing a Task state')
  }
  if (mock !== undefined && revealSecrets === true) {
    throw invalid('TestState does not support RevealSecrets when a mock is specified.')
  }
  if (context !== undefined) throw invalid('The local AWS does not know a context of TestState yet')
  const [unknown] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (unknown !== undefined) throw invalid(`The local AWS does not know ${unknown} of TestState yet`)
}

/** Throws `ValidationException` in recorded words. */
function mockedWork({ mock }: TestStateInput): MockedWork | undefined {
  if (mock === undefined) return undefined
  const { result, errorOutput } = mock
  if (result !== undefined && errorOutput !== undefined) {
    throw invalid('A test mock should have only one of the following fields: [result, errorOutput].')
  }
  if (errorOutput !== undefined) return { kind: 'failed', error: errorOutput.error, cause: errorOutput.cause }
  const value = parseJson(result ?? 'null')
  if (value === undefined) throw invalid('Mocked result must be valid JSON')
  return { kind: 'result', value }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message)
}
