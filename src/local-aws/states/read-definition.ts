import type { StateMachineType } from '@aws-sdk/client-sfn'
import { expressionFault } from '../../asl/jsonata-expression.ts'
import { type ParsedDefinition, parseDefinition } from '../../asl/parse-definition.ts'
import type { StateMachineDefinition } from '../../asl/state-machine.ts'
import { AwsError } from '../aws-error.ts'
import { obstacles } from './check-support.ts'

/** The state machine of a definition, or all that is wrong with it. */
export function readDefinition(definition: string, type: StateMachineType): ParsedDefinition {
  const parsed = parseDefinition(definition, expressionFault)
  if (parsed.kind === 'invalid') return parsed
  const problems = obstacles(parsed.machine, type)
  return problems.length === 0 ? parsed : { kind: 'invalid', problems }
}

/** The state machine of a definition. Throws `InvalidDefinition`. */
export function machineOf(definition: string, type: StateMachineType): StateMachineDefinition {
  const read = readDefinition(definition, type)
  if (read.kind === 'ok') return read.machine
  const reasons = read.problems.map(({ code, message, path }) => `${code}: ${message} at ${path}`)
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reasons.join(', ')}'`)
}
