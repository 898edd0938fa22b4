import type { PolicyDocument, PolicyStatement } from './policy-document.ts'

/**
 * The part of an account that the console's people may see and send heartbeats to. A `*` in a name is IAM's pattern: a deployment's
 * settings refuse it. `regions` are names in full.
 */
export interface PolicyScope {
  readonly account: string
  readonly regions: readonly string[]
  /** State machines by the beginning of their name; an empty text stands for all of them. */
  readonly stateMachinePrefixes: readonly string[]
  readonly activityPrefixes: readonly string[]
  readonly swfDomains: readonly string[]
  readonly sendTaskScope: SendTaskScope
  /** Keys of the account's own that histories are encrypted with. */
  readonly kmsKeyArns: readonly string[]
}

/**
 * The resources on which SendTaskHeartbeat is allowed. The Service Authorization Reference knows no resource types for it; in practice
 * AWS authorises on the activity or the state machine whose task it is (not confirmed). `arn` counts on that; `all` is for an account
 * where it proves wrong, and allows a heartbeat with the token of any task in the scope's regions.
 */
export type SendTaskScope = 'arn' | 'all'

/** What somebody may do who only looks: the reads that this console makes, in the scope. */
export function viewerPolicy(scope: PolicyScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...reads(scope), neverPoll] }
}

/**
 * The policy of an operator: a viewer's reads, and heartbeats to tasks in the scope. An operator holds only what the console has a
 * button for: nobody completes, fails, starts or stops anything with this role.
 */
export function operatorPolicy(scope: PolicyScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...reads(scope), ...heartbeats(scope), neverPoll] }
}

function reads(scope: PolicyScope): PolicyStatement[] {
  const stateMachines = statesArns(scope, 'stateMachine', scope.stateMachinePrefixes)
  const executions = statesArns(scope, 'execution', scope.stateMachinePrefixes)
  const mapRuns = statesArns(scope, 'mapRun', scope.stateMachinePrefixes)
  return [
    // Names and ARNs of all state machines: this list has no resource type to scope it by.
    ...anywhere(scope, 'ListStateMachines', ['states:ListStateMachines']),
    ...allow('ListExecutions', ['states:ListExecutions'], [...stateMachines, ...mapRuns]),
    ...allow('ReadMapRuns', ['states:DescribeMapRun'], mapRuns),
    ...allow(
      'ReadExecutions',
      ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
      executions,
    ),
    ...allow(
      'ReadWorkflows',
      ['swf:GetWorkflowExecutionHistory', 'swf:ListOpenWorkflowExecutions'],
      domainArns(scope),
    ),
    ...decrypt(scope),
  ]
}

function heartbeats(scope: PolicyScope): PolicyStatement[] {
  const tasks = [
    ...statesArns(scope, 'stateMachine', scope.stateMachinePrefixes),
    ...statesArns(scope, 'activity', scope.activityPrefixes),
  ]
  const action = ['states:SendTaskHeartbeat']
  return [
    ...(scope.sendTaskScope === 'all'
      ? anywhere(scope, 'SendHeartbeats', action)
      : allow('SendHeartbeats', action, tasks)),
    ...allow('RecordHeartbeats', ['swf:RecordActivityTaskHeartbeat'], domainArns(scope)),
  ]
}

/**
 * A poll takes a task from the workers, and one that is broken off loses it. Denied outright, so that no other policy on the
 * role can allow it.
 */
const neverPoll: PolicyStatement = {
  Sid: 'NeverPoll',
  Effect: 'Deny',
  Action: ['states:GetActivityTask', 'swf:PollForActivityTask', 'swf:PollForDecisionTask'],
  Resource: ['*'],
}

/** Through Step Functions only: the keys open nothing else to who holds these credentials (KMS, `kms:ViaService`). */
function decrypt(scope: PolicyScope): PolicyStatement[] {
  const through = scope.regions.map((region) => `states.${region}.amazonaws.com`)
  return allow('ReadEncryptedHistories', ['kms:Decrypt'], scope.kmsKeyArns).map((statement) => ({
    ...statement,
    Condition: { StringEquals: { 'kms:ViaService': through } },
  }))
}

/** On everything, for want of a resource to name, but in the scope's regions only (IAM, `aws:RequestedRegion`). */
function anywhere({ regions }: PolicyScope, Sid: string, Action: readonly string[]): PolicyStatement[] {
  return allow(Sid, Action, ['*']).map((statement) => ({
    ...statement,
    Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
  }))
}

/** None where there is nothing to allow it on: IAM takes no statement without a resource. */
function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement[] {
  return Resource.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action, Resource }]
}

/** Behind the name stands more, such as an execution's own name or a Map Run's label: the star covers it, too. */
function statesArns(
  { account, regions }: PolicyScope,
  kind: 'stateMachine' | 'execution' | 'mapRun' | 'activity',
  prefixes: readonly string[],
): string[] {
  return regions.flatMap((region) =>
    prefixes.map((prefix) => `arn:aws:states:${region}:${account}:${kind}:${prefix}*`),
  )
}

/** SWF names a domain in full. Source: Amazon SWF Developer Guide, "Basic principles" of access control. */
function domainArns({ account, regions, swfDomains }: PolicyScope): string[] {
  return regions.flatMap((region) =>
    swfDomains.map((domain) => `arn:aws:swf:${region}:${account}:/domain/${domain}`),
  )
}
