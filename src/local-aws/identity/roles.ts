import type { Principal } from '../operation.ts'
import interveneJson from './policies/intervene.json' with { type: 'json' }
import viewerJson from './policies/viewer.json' with { type: 'json' }
import type { Policies, PolicyDocument } from './policy.ts'
import { readPolicy } from './read-policy.ts'

/** The roles of the local account. */
export type RoleName =
  | 'HeartbeatOperator'
  | 'HeartbeatViewer'
  | 'HeartbeatGuest'
  | 'FleetWorker'
  | 'FleetScheduler'

const viewer = readPolicy(viewerJson, 'viewer.json')
const intervene = readPolicy(interveneJson, 'intervene.json')

function allowing(Action: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }
}

const answerActions = [
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

/** People's are plain JSON documents, as a deployment would attach them; the fleet's are its own business. */
const identityPolicies: Readonly<Record<RoleName, readonly PolicyDocument[]>> = {
  HeartbeatOperator: [viewer, intervene],
  HeartbeatViewer: [viewer],
  // Generous on purpose: what stops a guest is the session policy, whatever the role says.
  HeartbeatGuest: [allowing(['states:*', 'swf:*'])],
  FleetWorker: [allowing([...answerActions, 'states:GetActivityTask', 'swf:PollForActivityTask'])],
  // In SWF it is the decider, too.
  FleetScheduler: [
    viewer,
    allowing([
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
