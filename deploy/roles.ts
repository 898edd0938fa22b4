import { Aws, Validations } from 'aws-cdk-lib'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { operatorPolicy, type PolicyScope, viewerPolicy } from '../src/policies/console-policies.ts'
import type { PolicyDocument } from '../src/policies/policy-document.ts'
import type { Settings } from './settings.ts'

const roles = { viewer: viewerPolicy, operator: operatorPolicy } as const

/** IAM's limit for all inline policies of a role, without white space. */
const longestPolicy = 10_240

/** The two roles, each with exactly the document that `src/policies` says; no construct rewrites it on its way. */
export class Roles extends Construct {
  readonly viewer: CfnRole
  readonly operator: CfnRole

  constructor(scope: Construct, settings: Settings, identityPoolId: string) {
    super(scope, 'Roles')
    this.viewer = roleOf(this, 'viewer', settings, identityPoolId)
    this.operator = roleOf(this, 'operator', settings, identityPoolId)
  }
}

function roleOf(
  scope: Construct,
  name: keyof typeof roles,
  settings: Settings,
  identityPoolId: string,
): CfnRole {
  const document = roles[name](policyScope(settings, Aws.ACCOUNT_ID))
  const length = JSON.stringify(roles[name](policyScope(settings, '123456789012'))).length
  if (length > longestPolicy) {
    throw new Error(
      `The ${name}'s policy has ${length} characters, IAM takes ${longestPolicy}: name fewer regions, prefixes or domains.`,
    )
  }
  const role = new CfnRole(scope, name, {
    description: `What a ${name} of the heartbeat console may do`,
    assumeRolePolicyDocument: trust(identityPoolId),
    maxSessionDuration: 3600,
    policies: [{ policyName: name, policyDocument: document }],
  })
  acknowledgeResources(role, document)
  return role
}

export function policyScope(settings: Settings, account: string): PolicyScope {
  const { regions, stateMachinePrefixes, activityPrefixes, swfDomains, sendTaskScope, kmsKeyArns } = settings
  return {
    account,
    regions,
    stateMachinePrefixes,
    activityPrefixes,
    swfDomains,
    sendTaskScope,
    kmsKeyArns,
  }
}

/** Only somebody signed in to this identity pool. Source: Amazon Cognito Developer Guide, "IAM roles". */
function trust(identityPoolId: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        },
      },
    ],
  }
}

/** Each resource with a star by itself, so that a new one is a finding again; a star in an action never is acknowledged. */
function acknowledgeResources(role: CfnRole, { Statement }: PolicyDocument): void {
  const allowed = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Resource }) => Resource)
  for (const resource of new Set(allowed.filter((one) => one.includes('*')))) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
      reason:
        resource === '*'
          ? 'ListStateMachines has no resource type; with sendTaskScope all, SendTaskHeartbeat is taken to have none either. Both hold in the configured regions only.'
          : 'Executions come and go: they are scoped by the beginning of the name that the settings give.',
    })
  }
}
