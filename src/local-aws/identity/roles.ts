import { operatorPolicy, type PolicyScope, viewerPolicy } from '../../policies/console-policies.ts'
import type { Principal } from '../operation.ts'
import * as place from '../place.ts'
import type { Policies, PolicyDocument } from './policy.ts'
import { readPolicy } from './read-policy.ts'

/** The roles of the local account. */
export type RoleName =
  | 'HeartbeatOperator'
  | 'HeartbeatViewer'
  | 'HeartbeatGuest'
  | 'FleetWorker'
  | 'FleetScheduler'

/**
 * Everything in the region where the fleet lives, whatever a test makes there. A deployment names its domains; the star is the local
 * world's own, which belongs to the person who runs it.
 */
const scope: PolicyScope = {
  account: place.account,
  regions: [place.region],
  stateMachinePrefixes: [''],
  activityPrefixes: [''],
  swfDomains: ['*'],
  sendTaskScope: 'arn',
  kmsKeyArns: [],
}

function allowing(Action: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }
}

const workerActions = [
  'states:GetActivityTask',
  'swf:PollForActivityTask',
  'states:SendTaskHeartbeat',
  'states:SendTaskSuccess',
  'states:SendTaskFailure',
  'swf:RecordActivityTaskHeartbeat',
  'swf:RespondActivityTaskCompleted',
  'swf:RespondActivityTaskFailed',
  'swf:RespondActivityTaskCanceled',
]

const stopActions = [
  'states:StopExecution',
  'swf:RequestCancelWorkflowExecution',
  'swf:SignalWorkflowExecution',
  'swf:TerminateWorkflowExecution',
]

const readActions = [
  'states:List*',
  'states:Describe*',
  'states:GetExecutionHistory',
  'swf:List*',
  'swf:Describe*',
  'swf:Count*',
  'swf:GetWorkflowExecutionHistory',
]

/** People's are the documents that the deployment gives to its roles; the fleet's are its own business. */
const identityPolicies: Readonly<Record<RoleName, readonly PolicyDocument[]>> = {
  HeartbeatOperator: [readPolicy(operatorPolicy(scope), 'the policy of operators')],
  HeartbeatViewer: [readPolicy(viewerPolicy(scope), 'the policy of viewers')],
  // Generous on purpose: what stops a guest is the session policy, whatever the role says.
  HeartbeatGuest: [allowing(['states:*', 'swf:*'])],
  FleetWorker: [allowing(workerActions)],
  // In SWF it is the decider, too.
  FleetScheduler: [
    allowing([
      ...readActions,
      'states:Create*',
      'states:StartExecution',
      'swf:Register*',
      'swf:StartWorkflowExecution',
      'swf:PollForDecisionTask',
      'swf:RespondDecisionTaskCompleted',
      ...stopActions,
    ]),
  ],
}

/**
 * The scope-down policy that Cognito's enhanced flow puts on guests; neither states nor swf is in it.
 * Source: Amazon Cognito Developer Guide, "IAM roles: services that unauthenticated identities can access" (part of the list).
 */
const guestSession = allowing([
  'cognito-identity:*',
  'dynamodb:*',
  'firehose:*',
  'kinesis:*',
  'lambda:InvokeFunction',
  'mobiletargeting:PutEvents',
  's3:*',
  'sns:*',
  'sqs:*',
])

/** The caller that Cognito (or, for the fleet, an instance) makes of a role. */
export function roleSession(
  account: string,
  role: RoleName,
  session = 'CognitoIdentityCredentials',
): Principal {
  return {
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    kind: role === 'HeartbeatGuest' ? 'guest' : 'role',
  }
}

/** The role of an ARN that trusts the identity pool to give it to somebody signed in; undefined where there is none. */
export function roleForPeople(arn: string): RoleName | undefined {
  const roles = ['HeartbeatOperator', 'HeartbeatViewer'] as const
  return roles.find((role) => arn === `arn:aws:iam::${place.account}:role/${role}`)
}

/** The account itself, as static keys of the root user give it. */
export function rootPrincipal(account: string): Principal {
  return { arn: `arn:aws:iam::${account}:root`, kind: 'root' }
}

const rootPolicies: Policies = { identity: [allowing(['*'])] }

/** The policies of a caller, found by the role in its ARN. */
export function policiesOf(principal: Principal): Policies {
  if (principal.kind === 'root') return rootPolicies
  const role = principal.arn.split('/')[1] ?? ''
  if (!isRoleName(role)) return { identity: [] }
  const identity = identityPolicies[role]
  return principal.kind === 'guest' ? { identity, session: guestSession } : { identity }
}

function isRoleName(name: string): name is RoleName {
  return Object.hasOwn(identityPolicies, name)
}
