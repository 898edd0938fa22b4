import type { RoutingConfigurationListItem } from '@aws-sdk/client-sfn'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import type { CallContext } from '../../operation.ts'
import { integer, list, members, optional, required, structure, text } from '../../validation.ts'
import { checkArn } from '../arn.ts'
import { targetOf } from '../lookups.ts'
import type { Alias, StateMachine, Version } from '../model.ts'
import { newestPage } from '../newest-page.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

/** Step Functions Developer Guide, quotas: of one state machine. */
const mostAliases = 100

type Names =
  | 'CreateStateMachineAlias'
  | 'DeleteStateMachineAlias'
  | 'DescribeStateMachineAlias'
  | 'ListStateMachineAliases'
  | 'UpdateStateMachineAlias'

const aliasName = text({ min: 1, max: 80, pattern: String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$` })
const routing = list(
  structure({
    stateMachineVersionArn: required(rules.arn),
    weight: required(integer({ min: 0, max: 100 })),
  }),
  { min: 1, max: 2 },
)

export function aliasOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const oneAlias = members({ stateMachineAliasArn: required(rules.arn) })
  const resource = ({ stateMachineAliasArn = '' }: { stateMachineAliasArn: string | undefined }): string =>
    stateMachineAliasArn
  return {
    CreateStateMachineAlias: {
      parse: members({
        description: optional(rules.description),
        name: required(aliasName),
        routingConfiguration: required(routing),
      }),
      resource: ({ name = '', routingConfiguration = [] }) =>
        `${machineArnOf(routingConfiguration[0]?.stateMachineVersionArn)}:${name}`,
      run({ name = '', description, routingConfiguration = [] }, call) {
        const routes = routesOf(store, routingConfiguration, call)
        const stateMachine = machineOf(routes)
        if (stateMachine.deleting) {
          throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachine.arn}'`)
        }
        const present = stateMachine.aliases.get(name)
        if (present !== undefined) return sameAs(present, description, routes)
        if (stateMachine.aliases.size >= mostAliases) {
          throw new AwsError(
            'ServiceQuotaExceededException',
            `The maximum number of aliases, ${mostAliases}, has been reached: '${stateMachine.arn}'`,
          )
        }
        const { nowMs } = store.world.loop
        const arn = `${stateMachine.arn}:${name}`
        const alias = {
          name,
          arn,
          stateMachine,
          description,
          routes,
          order: 1 + Math.max(0, ...[...stateMachine.aliases.values()].map(({ order }) => order)),
          createdMs: nowMs,
          updatedMs: nowMs,
        }
        stateMachine.aliases.set(name, alias)
        return created(alias)
      },
    },
    DescribeStateMachineAlias: {
      parse: oneAlias,
      resource,
      run({ stateMachineAliasArn = '' }, call) {
        const { arn, name, description, routes, createdMs, updatedMs } = aliasOf(
          store,
          stateMachineAliasArn,
          call,
        )
        return defined({
          stateMachineAliasArn: arn,
          name,
          description,
          routingConfiguration: routes.map(({ version, weight }) => ({
            stateMachineVersionArn: version.arn,
            weight,
          })),
          creationDate: new Date(createdMs),
          updateDate: new Date(updatedMs),
        })
      },
    },
    UpdateStateMachineAlias: {
      parse: members({
        stateMachineAliasArn: required(rules.arn),
        description: optional(rules.description),
        routingConfiguration: optional(routing),
      }),
      resource,
      run({ stateMachineAliasArn = '', description, routingConfiguration }, call) {
        const alias = aliasOf(store, stateMachineAliasArn, call)
        if (description === undefined && routingConfiguration === undefined) {
          throw invalid('Either description or routingConfiguration must be specified')
        }
        const routes =
          routingConfiguration === undefined ? alias.routes : routesOf(store, routingConfiguration, call)
        if (machineOf(routes) !== alias.stateMachine) throw invalid(otherMachine)
        alias.routes = routes
        alias.description = description ?? alias.description
        alias.updatedMs = store.world.loop.nowMs
        return { updateDate: new Date(alias.updatedMs) }
      },
    },
    DeleteStateMachineAlias: {
      parse: oneAlias,
      resource,
      run({ stateMachineAliasArn = '' }, call) {
        const { stateMachine, name } = aliasOf(store, stateMachineAliasArn, call)
        stateMachine.aliases.delete(name)
        return {}
      },
    },
    ListStateMachineAliases: {
      parse: members({
        stateMachineArn: required(rules.arn),
        nextToken: optional(rules.pageToken),
        maxResults: optional(rules.pageSize),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '', ...paging }, call) {
        const { stateMachine, version } = targetOf(store, stateMachineArn, call)
        const aliases = [...stateMachine.aliases.values()].filter(
          ({ routes }) => version === undefined || leadsTo(routes, version),
        )
        const request = ['ListStateMachineAliases', stateMachineArn]
        const { items, nextToken } = newestPage(store, request, paging, aliases, ({ order }) => order)
        return defined({ stateMachineAliases: items.map(created), nextToken })
      },
    },
  }
}

const otherMachine = 'All versions of an alias must be of one state machine'

function leadsTo(routes: Alias['routes'], version: Version): boolean {
  return routes.some((route) => route.version === version)
}

function created({ arn, createdMs }: Alias): { stateMachineAliasArn: string; creationDate: Date } {
  return { stateMachineAliasArn: arn, creationDate: new Date(createdMs) }
}

/** The same description and the same routes are the same call again. Throws `ConflictException`. */
function sameAs(
  present: Alias,
  description: string | undefined,
  routes: Alias['routes'],
): ReturnType<typeof created> {
  const told = (some: Alias['routes']): string =>
    JSON.stringify(some.map(({ version, weight }) => [version.arn, weight]))
  if (present.description === description && told(present.routes) === told(routes)) return created(present)
  throw new AwsError('ConflictException', `An alias of that name exists: '${present.arn}'`)
}

/** Throws `InvalidArn`, `ResourceNotFound`. */
function aliasOf(store: StatesStore, arn: string, call: CallContext): Alias {
  checkArn(arn, 'stateMachine')
  const stateMachine = store.stateMachines.get(machineArnOf(arn))
  const alias =
    stateMachine?.region === call.region ? stateMachine.aliases.get(arn.split(':')[7] ?? '') : undefined
  if (alias?.arn === arn) return alias
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
}

/** Throws `InvalidArn`, `ResourceNotFound`, `ValidationException`. */
function routesOf(
  store: StatesStore,
  routingConfiguration: readonly RoutingConfigurationListItem[],
  call: CallContext,
): Alias['routes'] {
  const routes = routingConfiguration.map(({ stateMachineVersionArn: arn = '', weight = 0 }) => {
    checkArn(arn, 'stateMachine')
    const stateMachine = store.stateMachines.get(machineArnOf(arn))
    const version =
      stateMachine?.region === call.region ? stateMachine.versions.get(Number(arn.split(':')[7])) : undefined
    if (version?.arn !== arn) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
    return { version, weight }
  })
  if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100) {
    throw invalid('The weights of a routing configuration must add up to 100')
  }
  if (routes[0]?.version === routes[1]?.version) throw invalid('An alias cannot have one version twice')
  if (routes.some(({ version }) => version.stateMachine !== machineOf(routes))) throw invalid(otherMachine)
  return routes
}

function machineOf([first]: Alias['routes']): StateMachine {
  if (first === undefined) throw invalid('A routing configuration must have a version')
  return first.version.stateMachine
}

/** The ARN of a state machine without what follows its name. */
function machineArnOf(arn = ''): string {
  return arn.split(':').slice(0, 7).join(':')
}

/** AWS documents these constraints, but not how it words a refusal. */
function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message)
}
