import type { StateMachineType } from '@aws-sdk/client-sfn'
import { parseDefinition } from '../../../asl/parse-definition.ts'
import type { StateMachineDefinition } from '../../../asl/state-machine.ts'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { flag, list, members, oneOf, optional, required, structure, text } from '../../validation.ts'
import { checkArn, statesArn } from '../arn.ts'
import { obstacles } from '../check-support.ts'
import { ExecutionIndex } from '../execution-index.ts'
import { stateMachineOf } from '../lookups.ts'
import type { StateMachine } from '../model.ts'
import { checkName } from '../names.ts'
import { removeStateMachine } from '../remove-state-machine.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations, StepFunctionsShapes } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { addTags } from '../tags.ts'

type Names = 'CreateStateMachine' | 'DeleteStateMachine' | 'DescribeStateMachine' | 'ListStateMachines'
type CreateInput = StepFunctionsShapes['CreateStateMachine'][0]

const logging = structure({
  level: optional(oneOf(['ALL', 'ERROR', 'FATAL', 'OFF'])),
  includeExecutionData: optional(flag),
  destinations: optional(
    list(structure({ cloudWatchLogsLogGroup: optional(structure({ logGroupArn: optional(rules.arn) })) })),
  ),
})

export function stateMachineOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const { world } = store
  return {
    CreateStateMachine: {
      parse: members({
        name: required(rules.name),
        definition: required(text({ min: 1, max: 1_048_576, secret: true })),
        roleArn: required(rules.arn),
        type: optional(oneOf(['STANDARD', 'EXPRESS'])),
        loggingConfiguration: optional(logging),
        tags: optional(rules.tags),
        tracingConfiguration: optional(structure({ enabled: optional(flag) })),
        publish: optional(flag),
        versionDescription: optional(rules.description),
        encryptionConfiguration: optional(rules.encryption),
      }),
      resource: ({ name = '' }, { region }) => statesArn(region, world.account, 'stateMachine', name),
      run(input, { region }) {
        const { name = '', roleArn = '', publish } = input
        checkName(name)
        checkRole(roleArn)
        if (publish === true)
          throw new AwsError('ValidationException', 'The local AWS does not know versions yet')
        const machine = definitionOf(input)
        const arn = statesArn(region, world.account, 'stateMachine', name)
        const present = store.stateMachines.get(arn)
        if (present !== undefined) return sameAs(present, input)
        const stateMachine = create(store, input, arn, region, machine)
        store.stateMachines.set(arn, stateMachine)
        store.inRegion(region).stateMachines.set(name, stateMachine)
        return { stateMachineArn: arn, creationDate: new Date(stateMachine.createdMs) }
      },
    },
    DescribeStateMachine: {
      parse: members({
        stateMachineArn: required(rules.arn),
        includedData: optional(oneOf(['ALL_DATA', 'METADATA_ONLY'])),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '' }, call) {
        const stateMachine = stateMachineOf(store, stateMachineArn, call)
        const { revision } = stateMachine
        return {
          ...listItem(stateMachine),
          status: stateMachine.deleting ? 'DELETING' : 'ACTIVE',
          definition: revision.definition,
          roleArn: revision.roleArn,
          loggingConfiguration: stateMachine.logging,
          tracingConfiguration: stateMachine.tracing,
        }
      },
    },
    DeleteStateMachine: {
      parse: members({ stateMachineArn: required(rules.arn) }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '' }, { region }) {
        checkArn(stateMachineArn, 'stateMachine')
        const stateMachine = store.stateMachines.get(stateMachineArn)
        if (stateMachine?.region !== region) return {}
        stateMachine.deleting = true
        if (stateMachine.executions.withStatus('RUNNING').size === 0) removeStateMachine(store, stateMachine)
        return {}
      },
    },
    ListStateMachines: {
      parse: members({ maxResults: optional(rules.pageSize), nextToken: optional(rules.pageToken) }),
      resource: () => '*',
      run({ maxResults, nextToken }, { region }) {
        const request = `ListStateMachines ${region}`
        const from = nextToken === undefined ? undefined : String(store.pageTokens.read(request, nextToken))
        const page = store.inRegion(region).stateMachines.after(from, rules.pageLength(maxResults))
        return defined({
          stateMachines: page.items.map(listItem),
          nextToken: page.lastKey === undefined ? undefined : store.pageTokens.issue(request, page.lastKey),
        })
      },
    },
  }
}

function checkRole(roleArn: string): void {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`)
  }
}

/** Throws `InvalidDefinition`. */
function definitionOf({ definition = '', type = 'STANDARD' }: CreateInput): StateMachineDefinition {
  const parsed = parseDefinition(definition)
  if (parsed.kind === 'invalid') {
    throw invalidDefinition(
      parsed.problems.map(({ code, message, path }) => `${code}: ${message} at ${path}`),
    )
  }
  const found = obstacles(parsed.machine, type)
  if (found.length === 0) return parsed.machine
  throw invalidDefinition(found.map(({ message, path }) => `SCHEMA_VALIDATION_FAILED: ${message} at ${path}`))
}

function invalidDefinition(reasons: readonly string[]): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reasons.join(', ')}'`)
}

const defaultLogging = { level: 'OFF', includeExecutionData: false } as const
const defaultTracing = { enabled: false } as const

function create(
  { world }: StatesStore,
  input: CreateInput,
  arn: string,
  region: string,
  machine: StateMachineDefinition,
): StateMachine {
  const { name = '', definition = '', roleArn = '', type = 'STANDARD', tags } = input
  const stateMachine: StateMachine = {
    arn,
    name,
    region,
    type,
    createdMs: world.loop.nowMs,
    logging: input.loggingConfiguration ?? defaultLogging,
    tracing: input.tracingConfiguration ?? defaultTracing,
    tags: new Map(),
    executions: new ExecutionIndex(),
    revision: { definition, machine, roleArn, updatedMs: world.loop.nowMs },
    deleting: false,
  }
  addTags(stateMachine.tags, tags ?? [])
  return stateMachine
}

/**
 * A second CreateStateMachine is the same as the first if name, definition, type, logging and tracing are; another
 * role and other tags are ignored, as the API's documentation says. Throws `StateMachineAlreadyExists`, `StateMachineDeleting`.
 */
function sameAs(present: StateMachine, input: CreateInput): { stateMachineArn: string; creationDate: Date } {
  const { arn, deleting, revision, type, logging: logs, tracing, createdMs } = present
  if (deleting) throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`)
  const same =
    revision.definition === input.definition &&
    type === (input.type ?? 'STANDARD') &&
    JSON.stringify(logs) === JSON.stringify(input.loggingConfiguration ?? defaultLogging) &&
    JSON.stringify(tracing) === JSON.stringify(input.tracingConfiguration ?? defaultTracing)
  if (!same) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
  return { stateMachineArn: arn, creationDate: new Date(createdMs) }
}

function listItem({ arn, name, type, createdMs }: StateMachine): {
  stateMachineArn: string
  name: string
  type: StateMachineType
  creationDate: Date
} {
  return { stateMachineArn: arn, name, type, creationDate: new Date(createdMs) }
}
