import type { Denied } from './app-error.ts'
import { stateMachineArnOf } from './execution-address.ts'
import type { ExecutionRef } from './execution-id.ts'
import type { TaskFacts } from './in-flight-task.ts'

/** What a call needs to be allowed: an IAM action, and what IAM authorises it on. */
export interface Permission {
  readonly action: string
  /** As a policy would name it, an ARN; null: not known. */
  readonly resource: string | null
}

/** What IAM has refused so far, by what was needed. */
export type Denials = ReadonlyMap<string, Denied>

export const NOTHING_DENIED: Denials = new Map()

/**
 * What a write with a task's token needs. SendTask* is documented without resource types; in practice IAM authorises it on the activity
 * for an activity's token and on the state machine for a callback's. SWF authorises by domain (Developer Guide, "Resources and
 * conditions"), in any account here: the console knows none before AWS names it.
 */
export function writePermission(
  actions: { readonly states: string; readonly swf: string },
  region: string,
  execution: ExecutionRef,
  task: Pick<TaskFacts, 'kind' | 'resource'>,
): Permission {
  if (execution.service === 'swf')
    return { action: actions.swf, resource: `arn:aws:swf:${region}:*:/domain/${execution.domain}` }
  const resource = task.kind === 'activity' ? task.resource : stateMachineArnOf(execution.executionArn)
  return { action: actions.states, resource }
}

/**
 * The denials with one more. `proved`: the token was the task's, so what was needed is what was denied, whatever IAM calls it. Otherwise
 * it may have been the token of another task, and what IAM names goes first.
 */
export function withDenial(denials: Denials, needed: Permission, denied: Denied, proved: boolean): Denials {
  const told: Denied =
    denied.action === null ? { ...denied, action: needed.action, resource: needed.resource } : denied
  const named = told.resource === null ? null : scopeOf(told.resource)
  const keys = [
    ...(named === null ? [] : [keyOf({ action: needed.action, resource: told.resource })]),
    ...(proved || named === null ? [keyOf(needed)] : []),
  ]
  return new Map([...denials, ...keys.map((key) => [key, told] as const)])
}

/** The denials without that of this permission: it was allowed since, or a person wants to try again. */
export function withoutDenial(denials: Denials, needed: Permission): Denials {
  const key = keyOf(needed)
  if (!denials.has(key)) return denials
  return new Map([...denials].filter(([other]) => other !== key))
}

/** What IAM said the last time to the same action on the same resource; undefined: it was not denied, as far as is known. */
export function denialOf(denials: Denials, needed: Permission): Denied | undefined {
  return denials.get(keyOf(needed))
}

/**
 * The least policy statement that would allow what was denied, as JSON; undefined where none would: an explicit deny goes before every
 * Allow (IAM User Guide, "Policy evaluation logic"), and some refusals name no action. It is for the identity's policies, or for its permissions
 * boundary where that is what does not allow it; no policy of the identity helps against one of the organisation, of a VPC endpoint, of
 * the resource, or of the session, such as a guest's. All are to be of one action and one kind of policy. Several executions of a state machine stand as all of them: each has an ARN of its own, and none stays.
 */
export function policyStatement(denied: readonly Denied[]): string | undefined {
  const open = denied.filter(
    ({ action, explicit, policy }) => action !== null && !explicit && isOfIdentity(policy),
  )
  const [first] = open
  if (first === undefined) return undefined
  const resources = widened(open.map(({ resource }) => resource ?? '*'))
  const Resource = resources.length === 1 ? resources[0] : resources
  return JSON.stringify({ Effect: 'Allow', Action: first.action, Resource }, null, 2)
}

/** Whether whoever keeps the policies of an identity could allow it there. A refusal that names no policy is mostly of that kind. */
function isOfIdentity(policy: Denied['policy']): boolean {
  return policy === undefined || policy === 'identity-based policy' || policy === 'permissions boundary'
}

function widened(resources: readonly string[]): readonly string[] {
  const all = new Set(resources)
  if (all.has('*')) return ['*']
  const perMachine = new Map<string, Set<string>>()
  for (const resource of all) {
    const group = executionsLike(resource)
    perMachine.set(group, (perMachine.get(group) ?? new Set()).add(resource))
  }
  return [...perMachine].map(([group, [only = group, ...more]]) => (more.length === 0 ? only : group)).sort()
}

/** `…:execution:Machine:*` for an execution's ARN, and any other as it is. */
function executionsLike(arn: string): string {
  return stateMachineArnOf(arn) === null ? arn : [...arn.split(':').slice(0, 7), '*'].join(':')
}

function keyOf({ action, resource }: Permission): string {
  return `${action} ${(resource === null ? null : scopeOf(resource)) ?? ''}`
}

/** What is one and the same to IAM under several names; null where no task's resource would be called so. */
function scopeOf(resource: string): string | null {
  const domain = /^arn:[^:]*:swf:([^:]*):[^:]*:\/domain\/(.+)$/.exec(resource)
  if (domain !== null) return `swf ${domain[1]} ${domain[2]}`
  const [, , service, , , kind, name] = resource.split(':')
  if (service !== 'states' || name === undefined) return null
  // A version or an alias of the machine, or one of its executions.
  if (kind === 'stateMachine') return resource.split(':').slice(0, 7).join(':')
  return kind === 'activity' ? resource : stateMachineArnOf(resource)
}
