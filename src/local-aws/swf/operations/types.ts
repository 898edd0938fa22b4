import type {
  ActivityTypeConfiguration,
  ActivityTypeInfo,
  RegistrationStatus,
  WorkflowTypeConfiguration,
  WorkflowTypeInfo,
} from '@aws-sdk/client-swf'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import type { CallContext } from '../../operation.ts'
import { flag, members, optional, required, text } from '../../validation.ts'
import * as fields from '../fields.ts'
import { activityTypeOf, domainArn, domainOf, workflowTypeOf } from '../lookups.ts'
import { type ActivityType, type Domain, type TypeId, typeKey, type WorkflowType } from '../model.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { listPage } from './list-page.ts'

/** Amazon SWF Developer Guide, quotas: of each kind in a domain; deprecated ones count. */
const mostTypes = 10_000

type Kind = 'WorkflowType' | 'ActivityType'
type Names = `${'Register' | 'Describe' | 'Deprecate' | 'Undeprecate' | 'Delete'}${Kind}` | `List${Kind}s`
type AnyType = WorkflowType | ActivityType

const registered = {
  domain: required(fields.domainName),
  name: required(fields.newName),
  version: required(fields.newVersion),
  description: optional(fields.description),
  defaultTaskStartToCloseTimeout: optional(fields.timeout),
  defaultTaskList: optional(fields.newTaskList),
  defaultTaskPriority: optional(fields.taskPriority),
}

const listed = {
  domain: required(fields.domainName),
  name: optional(fields.name),
  registrationStatus: required(fields.registrationStatus),
  nextPageToken: optional(fields.pageToken),
  maximumPageSize: optional(fields.pageSize),
  reverseOrder: optional(flag),
}

const inDomain = ({ domain = '' }: { domain: string | undefined }, call: CallContext): string =>
  domainArn(domain, call)

/** Workflow types and activity types: registered once, never changed, deprecated at most. */
export function typeOperations(store: SwfStore): Pick<SwfOperations, Names> {
  const nowMs = (): number => store.world.loop.nowMs
  return {
    RegisterWorkflowType: {
      parse: members({
        ...registered,
        defaultExecutionStartToCloseTimeout: optional(fields.executionTimeout),
        defaultChildPolicy: optional(fields.childPolicy),
        defaultLambdaRole: optional(text({ min: 1, max: 1600 })),
      }),
      resource: inDomain,
      run({ domain = '', name = '', version = '', ...given }, call) {
        const executionStartToClose = fields.toTimeout(given.defaultExecutionStartToCloseTimeout)
        register(domainOf(store, domain, call), 'WorkflowType', {
          name,
          version,
          description: given.description,
          createdMs: nowMs(),
          status: 'REGISTERED',
          taskStartToClose: fields.toTimeout(given.defaultTaskStartToCloseTimeout),
          executionStartToClose: executionStartToClose === 'NONE' ? undefined : executionStartToClose,
          taskList: given.defaultTaskList?.name,
          taskPriority: given.defaultTaskPriority,
          childPolicy: given.defaultChildPolicy,
          lambdaRole: given.defaultLambdaRole,
        })
        return {}
      },
    },
    RegisterActivityType: {
      parse: members({
        ...registered,
        defaultTaskHeartbeatTimeout: optional(fields.timeout),
        defaultTaskScheduleToStartTimeout: optional(fields.timeout),
        defaultTaskScheduleToCloseTimeout: optional(fields.timeout),
      }),
      resource: inDomain,
      run({ domain = '', name = '', version = '', ...given }, call) {
        register(domainOf(store, domain, call), 'ActivityType', {
          name,
          version,
          description: given.description,
          createdMs: nowMs(),
          status: 'REGISTERED',
          startToClose: fields.toTimeout(given.defaultTaskStartToCloseTimeout),
          scheduleToStart: fields.toTimeout(given.defaultTaskScheduleToStartTimeout),
          scheduleToClose: fields.toTimeout(given.defaultTaskScheduleToCloseTimeout),
          heartbeat: fields.toTimeout(given.defaultTaskHeartbeatTimeout),
          taskList: given.defaultTaskList?.name,
          taskPriority: given.defaultTaskPriority,
        })
        return {}
      },
    },
    DescribeWorkflowType: {
      parse: members({ domain: required(fields.domainName), workflowType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', workflowType }, call) {
        const type = workflowTypeOf(domainOf(store, domain, call), idOf(workflowType))
        return { typeInfo: workflowItem(type), configuration: workflowConfiguration(type) }
      },
    },
    DescribeActivityType: {
      parse: members({ domain: required(fields.domainName), activityType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', activityType }, call) {
        const type = activityTypeOf(domainOf(store, domain, call), idOf(activityType))
        return { typeInfo: activityItem(type), configuration: activityConfiguration(type) }
      },
    },
    DeprecateWorkflowType: {
      parse: members({ domain: required(fields.domainName), workflowType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', workflowType }, call) {
        const type = workflowTypeOf(domainOf(store, domain, call), idOf(workflowType))
        return deprecate('WorkflowType', type, nowMs())
      },
    },
    DeprecateActivityType: {
      parse: members({ domain: required(fields.domainName), activityType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', activityType }, call) {
        const type = activityTypeOf(domainOf(store, domain, call), idOf(activityType))
        return deprecate('ActivityType', type, nowMs())
      },
    },
    UndeprecateWorkflowType: {
      parse: members({ domain: required(fields.domainName), workflowType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', workflowType }, call) {
        return undeprecate('WorkflowType', workflowTypeOf(domainOf(store, domain, call), idOf(workflowType)))
      },
    },
    UndeprecateActivityType: {
      parse: members({ domain: required(fields.domainName), activityType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain = '', activityType }, call) {
        return undeprecate('ActivityType', activityTypeOf(domainOf(store, domain, call), idOf(activityType)))
      },
    },
    DeleteWorkflowType: {
      parse: members({ domain: required(fields.domainName), workflowType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain: name = '', workflowType }, call) {
        const domain = domainOf(store, name, call)
        return remove('WorkflowType', domain.workflowTypes, workflowTypeOf(domain, idOf(workflowType)))
      },
    },
    DeleteActivityType: {
      parse: members({ domain: required(fields.domainName), activityType: required(fields.typeId) }),
      resource: inDomain,
      run({ domain: name = '', activityType }, call) {
        const domain = domainOf(store, name, call)
        return remove('ActivityType', domain.activityTypes, activityTypeOf(domain, idOf(activityType)))
      },
    },
    ListWorkflowTypes: {
      parse: members(listed),
      resource: inDomain,
      run(input, call) {
        const { arn, workflowTypes } = domainOf(store, input.domain ?? '', call)
        const types = selected(workflowTypes, input)
        const page = listPage(store, ['ListWorkflowTypes', arn], input, types, sortKey)
        return defined({ typeInfos: page.items.map(workflowItem), nextPageToken: page.nextPageToken })
      },
    },
    ListActivityTypes: {
      parse: members(listed),
      resource: inDomain,
      run(input, call) {
        const { arn, activityTypes } = domainOf(store, input.domain ?? '', call)
        const types = selected(activityTypes, input)
        const page = listPage(store, ['ListActivityTypes', arn], input, types, sortKey)
        return defined({ typeInfos: page.items.map(activityItem), nextPageToken: page.nextPageToken })
      },
    },
  }
}

function register(domain: Domain, kind: 'WorkflowType', type: WorkflowType): void
function register(domain: Domain, kind: 'ActivityType', type: ActivityType): void
function register(domain: Domain, kind: Kind, type: AnyType): void {
  // AWS documents that it refuses this, but lists no fault for it.
  if (domain.status === 'DEPRECATED') throw new AwsError('DomainDeprecatedFault', domain.name)
  const types: Map<string, AnyType> = kind === 'WorkflowType' ? domain.workflowTypes : domain.activityTypes
  if (types.has(typeKey(type))) throw new AwsError('TypeAlreadyExistsFault', worded(kind, type))
  if (types.size >= mostTypes) {
    throw new AwsError('LimitExceededFault', `Exceeded the limit of ${mostTypes} types in a domain`)
  }
  types.set(typeKey(type), type)
}

function deprecate(kind: Kind, type: AnyType, atMs: number): Record<string, never> {
  if (type.status === 'DEPRECATED') throw new AwsError('TypeDeprecatedFault', worded(kind, type))
  type.status = 'DEPRECATED'
  type.deprecatedMs = atMs
  return {}
}

function undeprecate(kind: Kind, type: AnyType): Record<string, never> {
  if (type.status === 'REGISTERED') throw new AwsError('TypeAlreadyExistsFault', worded(kind, type))
  type.status = 'REGISTERED'
  delete type.deprecatedMs
  return {}
}

/** Only what is deprecated can be deleted; executions and tasks of the type go on. */
function remove<T extends AnyType>(kind: Kind, types: Map<string, T>, type: T): Record<string, never> {
  if (type.status === 'REGISTERED') throw new AwsError('TypeNotDeprecatedFault', worded(kind, type))
  types.delete(typeKey(type))
  return {}
}

function worded(kind: Kind, { name, version }: TypeId): string {
  return `${kind}=[name=${name}, version=${version}]`
}

/** Every member is there once the input has been parsed. */
function idOf(
  type: { readonly name: string | undefined; readonly version: string | undefined } | undefined,
): TypeId {
  return { name: type?.name ?? '', version: type?.version ?? '' }
}

function selected<T extends AnyType>(
  types: ReadonlyMap<string, T>,
  by: { readonly name?: string | undefined; readonly registrationStatus: RegistrationStatus | undefined },
): T[] {
  return [...types.values()].filter(
    (type) => type.status === by.registrationStatus && (by.name === undefined || type.name === by.name),
  )
}

/** AWS sorts by name, and does not say how the versions of one name follow each other. */
function sortKey({ name, version }: TypeId): readonly string[] {
  return [name, version]
}

function workflowItem(type: WorkflowType): WorkflowTypeInfo {
  return defined({ workflowType: idOf(type), ...registration(type) })
}

function activityItem(type: ActivityType): ActivityTypeInfo {
  return defined({ activityType: idOf(type), ...registration(type) })
}

function registration({ status, description, createdMs, deprecatedMs }: AnyType): {
  status: RegistrationStatus
  description: string | undefined
  creationDate: Date
  deprecationDate: Date | undefined
} {
  return {
    status,
    description,
    creationDate: new Date(createdMs),
    deprecationDate: deprecatedMs === undefined ? undefined : new Date(deprecatedMs),
  }
}

function workflowConfiguration(type: WorkflowType): WorkflowTypeConfiguration {
  return defined({
    defaultTaskStartToCloseTimeout: fields.fromTimeout(type.taskStartToClose),
    defaultExecutionStartToCloseTimeout: fields.fromTimeout(type.executionStartToClose),
    defaultTaskList: type.taskList === undefined ? undefined : { name: type.taskList },
    defaultTaskPriority: type.taskPriority,
    defaultChildPolicy: type.childPolicy,
    defaultLambdaRole: type.lambdaRole,
  })
}

function activityConfiguration(type: ActivityType): ActivityTypeConfiguration {
  return defined({
    defaultTaskStartToCloseTimeout: fields.fromTimeout(type.startToClose),
    defaultTaskHeartbeatTimeout: fields.fromTimeout(type.heartbeat),
    defaultTaskScheduleToStartTimeout: fields.fromTimeout(type.scheduleToStart),
    defaultTaskScheduleToCloseTimeout: fields.fromTimeout(type.scheduleToClose),
    defaultTaskList: type.taskList === undefined ? undefined : { name: type.taskList },
    defaultTaskPriority: type.taskPriority,
  })
}
