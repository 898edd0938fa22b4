import type { StateMachineType } from '@aws-sdk/client-sfn'
import type { StateMachineDefinition } from '../../../asl/state-machine.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { flag, integer, list, members, oneOf, optional, required, structure, text } from '../../validation.ts'
import { checkArn, statesArn } from '../arn.ts'
import { ExecutionIndex } from '../execution-index.ts'
import { noStateMachine, stateMachineOf, targetOf } from '../lookups.ts'
import type { StateMachine } from '../model.ts'
import { checkName } from '../names.ts'
import { machineOf, readDefinition } from '../read-definition.ts'
import { removeWhenIdle } from '../remove-state-machine.ts'
import * as rules from '../rules.ts'
import { putInForce, revisionSeen, seenAtMs } from '../seen.ts'
import type { StepFunctionsOperations, StepFunctionsShapes } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { addTags } from '../tags.ts'
import { publishVersion } from '../versions.ts'

type Names =
  | `${'Create' | 'Delete' | 'Describe' | 'Update'}StateMachine`
  | 'ListStateMachines'
  | 'ValidateStateMachineDefinition'
type CreateInput = StepFunctionsShapes['CreateStateMachine'][0]

const logging = structure({
  level: optional(oneOf(['ALL', 'ERROR', 'FATAL', 'OFF'])),
  includeExecutionData: optional(flag),
  destinations: optional(
    list(structure({ cloudWatchLogsLogGroup: optional(structure({ logGroupArn: optional(rules.arn) })) })),
  ),
})
const definition = text({ min: 1, max: 1_048_576, secret: true })
const type = oneOf(['STANDARD', 'EXPRESS'])

/** What CreateStateMachine and UpdateStateMachine have in common. */
const configuration = {
  loggingConfiguration: optional(logging),
  tracingConfiguration: optional(structure({ enabled: optional(flag) })),
  publish: optional(flag),
  versionDescription: optional(rules.description),
  encryptionConfiguration: optional(rules.encryption),
}

export function stateMachineOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const { world } = store
  return {
    CreateStateMachine: {
      parse: members({
        name: required(rules.name),
        definition: required(definition),
        roleArn: required(rules.arn),
        type: optional(type),
        tags: optional(rules.tags),
        ...configuration,
      }),
      resource: ({ name = '' }, { region }) => statesArn(region, world.account, 'stateMachine', name),
      run(input, { region }) {
        const { name = '', roleArn = '' } = input
        checkName(name)
        checkRole(roleArn)
        checkDescription(input)
        const machine = machineOf(input.definition ?? '', input.type ?? 'STANDARD')
        const arn = statesArn(region, world.account, 'stateMachine', name)
        const present = store.stateMachines.get(arn)
        const stateMachine =
          present === undefined ? create(store, input, arn, region, machine) : sameAs(present, input)
        return defined({
          stateMachineArn: arn,
          creationDate: new Date(stateMachine.createdMs),
          stateMachineVersionArn: published(store, stateMachine, input),
        })
      },
    },
    UpdateStateMachine: {
      parse: members({
        stateMachineArn: required(rules.arn),
        definition: optional(definition),
        roleArn: optional(rules.arn),
        ...configuration,
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run(input, call) {
        const stateMachine = stateMachineOf(store, input.stateMachineArn ?? '', call)
        if (stateMachine.deleting) throw deleting(stateMachine)
        if (input.definition === undefined && input.roleArn === undefined) {
          throw new AwsError(
            'MissingRequiredParameter',
            'Either the definition or the role ARN must be specified',
          )
        }
        if (input.roleArn !== undefined) checkRole(input.roleArn)
        checkDescription(input)
        const { revision } = stateMachine
        const newest = input.definition ?? revision.definition
        putInForce(world, stateMachine, {
          definition: newest,
          machine: machineOf(newest, stateMachine.type),
          roleArn: input.roleArn ?? revision.roleArn,
          updatedMs: world.loop.nowMs,
          id: uuidOf(store.revisionIds.bytes(16)),
        })
        stateMachine.logging = input.loggingConfiguration ?? stateMachine.logging
        stateMachine.tracing = input.tracingConfiguration ?? stateMachine.tracing
        return defined({
          updateDate: new Date(stateMachine.revision.updatedMs),
          revisionId: stateMachine.revision.id,
          stateMachineVersionArn: published(store, stateMachine, input),
        })
      },
    },
    DescribeStateMachine: {
      parse: members({
        stateMachineArn: required(rules.arn),
        includedData: optional(oneOf(['ALL_DATA', 'METADATA_ONLY'])),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '', includedData }, call) {
        const { stateMachine, version } = targetOf(store, stateMachineArn, call)
        if (stateMachine.createdMs > seenAtMs(world)) throw noStateMachine(stateMachineArn)
        const revision = version?.revision ?? revisionSeen(world, stateMachine)
        return defined({
          ...listItem(stateMachine),
          ...(version && { stateMachineArn: version.arn, creationDate: new Date(version.createdMs) }),
          status: stateMachine.deleting ? ('DELETING' as const) : ('ACTIVE' as const),
          definition: includedData === 'METADATA_ONLY' ? '{}' : revision.definition,
          roleArn: revision.roleArn,
          loggingConfiguration: stateMachine.logging,
          tracingConfiguration: stateMachine.tracing,
          revisionId: revision.id,
          description: version?.description,
        })
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
        removeWhenIdle(store, stateMachine)
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
          stateMachines: page.items.filter(({ createdMs }) => createdMs <= seenAtMs(world)).map(listItem),
          nextToken: page.lastKey === undefined ? undefined : store.pageTokens.issue(request, page.lastKey),
        })
      },
    },
    ValidateStateMachineDefinition: {
      parse: members({
        definition: required(definition),
        type: optional(type),
        severity: optional(oneOf(['ERROR', 'WARNING'])),
        maxResults: optional(integer({ min: 0, max: 100 })),
      }),
      resource: () => '*',
      run(input) {
        const read = readDefinition(input.definition ?? '', input.type ?? 'STANDARD')
        const problems = read.kind === 'ok' ? [] : read.problems
        // 0 and none mean AWS's default of 100.
        const most = input.maxResults || 100
        return {
          result: problems.length === 0 ? 'OK' : 'FAIL',
          diagnostics: problems
            .slice(0, most)
            .map(({ code, message, path }) => ({ severity: 'ERROR', code, message, location: path })),
          truncated: problems.length > most,
        }
      },
    },
  }
}

function checkRole(roleArn: string): void {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`)
  }
}

/** Documented for `versionDescription`; the words are not. */
function checkDescription({ publish, versionDescription }: Publishing): void {
  if (versionDescription === undefined || publish === true) return
  throw new AwsError('ValidationException', 'versionDescription can only be set when publish is true')
}

interface Publishing {
  readonly publish?: boolean | undefined
  readonly versionDescription?: string | undefined
}

/** The ARN of the version, where one is to be published. */
function published(
  store: StatesStore,
  stateMachine: StateMachine,
  { publish, versionDescription }: Publishing,
): string | undefined {
  if (publish !== true) return undefined
  return publishVersion(store, stateMachine, { description: versionDescription }).arn
}

const defaultLogging = { level: 'OFF', includeExecutionData: false } as const
const defaultTracing = { enabled: false } as const

function create(
  store: StatesStore,
  input: CreateInput,
  arn: string,
  region: string,
  machine: StateMachineDefinition,
): StateMachine {
  const { nowMs } = store.world.loop
  const { name = '', roleArn = '', tags } = input
  const stateMachine: StateMachine = {
    arn,
    name,
    region,
    type: input.type ?? 'STANDARD',
    createdMs: nowMs,
    logging: input.loggingConfiguration ?? defaultLogging,
    tracing: input.tracingConfiguration ?? defaultTracing,
    tags: new Map(),
    executions: new ExecutionIndex(),
    revision: { definition: input.definition ?? '', machine, roleArn, updatedMs: nowMs },
    earlier: [],
    versions: new Map(),
    lastVersion: 0,
    aliases: new Map(),
    deleting: false,
  }
  addTags(stateMachine.tags, tags ?? [])
  store.stateMachines.set(arn, stateMachine)
  store.inRegion(region).stateMachines.set(name, stateMachine)
  return stateMachine
}

/**
 * A second CreateStateMachine is the same as the first if name, definition, type, logging and tracing are; another
 * role and other tags are ignored, as the API's documentation says. Throws `StateMachineAlreadyExists`, `StateMachineDeleting`.
 */
function sameAs(present: StateMachine, input: CreateInput): StateMachine {
  const { arn, revision, logging: logs, tracing } = present
  if (present.deleting) throw deleting(present)
  const same =
    revision.definition === input.definition &&
    present.type === (input.type ?? 'STANDARD') &&
    JSON.stringify(logs) === JSON.stringify(input.loggingConfiguration ?? defaultLogging) &&
    JSON.stringify(tracing) === JSON.stringify(input.tracingConfiguration ?? defaultTracing)
  if (!same) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
  return present
}

function deleting({ arn }: StateMachine): AwsError {
  return new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`)
}

function listItem({ arn, name, type: kind, createdMs }: StateMachine): {
  stateMachineArn: string
  name: string
  type: StateMachineType
  creationDate: Date
} {
  return { stateMachineArn: arn, name, type: kind, creationDate: new Date(createdMs) }
}
