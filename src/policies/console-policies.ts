import type { PolicyDocument, PolicyStatement } from './policy-document.ts'

/** What of an account the console's people may see and answer for. A `*` is IAM's pattern: a deployment's settings refuse it. */
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
 * What SendTaskHeartbeat, SendTaskSuccess and SendTaskFailure are allowed on. The Service Authorization Reference knows no
 * resource types for them; in practice AWS authorises on the activity or the state machine whose task it is (not confirmed).
 * `arn` counts on that; `all` is for an account where it proves wrong, and lets a token of any task be answered.
 */
export type SendTaskScope = 'arn' | 'all'

/** What somebody may do who only looks: the reads that this console makes, in the scope. */
export function viewerPolicy(scope: PolicyScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...reads(scope), neverPoll] }
}

/** What somebody may do who intervenes: look, and answer for tasks in the scope. Starts, stops and changes nothing else. */
export function operatorPolicy(scope: PolicyScope): PolicyDocument {
  return { Version: '2012-10-17', Statement: [...reads(scope), ...answers(scope), neverPoll] }
}

function reads(scope: PolicyScope): PolicyStatement[] {
  const stateMachines = statesArns(scope, 'stateMachine', scope.stateMachinePrefixes)
  const executions = statesArns(scope, 'execution', scope.stateMachinePrefixes)
  const mapRuns = statesArns(scope, 'mapRun', scope.stateMachinePrefixes)
  return [
    // Names and ARNs of all state machines: this list has no resource type to scope it by.
    ...allow('ListStateMachines', ['states:ListStateMachines'], ['*']),
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

function answers(scope: PolicyScope): PolicyStatement[] {
  const tasks = [
    ...statesArns(scope, 'stateMachine', scope.stateMachinePrefixes),
    ...statesArns(scope, 'activity', scope.activityPrefixes),
  ]
  return [
    ...allow(
      'AnswerTasks',
      ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'],
      scope.sendTaskScope === 'all' ? ['*'] : tasks,
    ),
    ...allow(
      'AnswerActivityTasks',
      [
        'swf:RecordActivityTaskHeartbeat',
        'swf:RespondActivityTaskCanceled',
        'swf:RespondActivityTaskCompleted',
        'swf:RespondActivityTaskFailed',
      ],
      domainArns(scope),
    ),
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
