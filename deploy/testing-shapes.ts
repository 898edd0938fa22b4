import { type MadeTemplate, plain, propertiesOf, resourcesOfType } from './testing-template.ts'

// What the assertions read of CloudFormation's resource types, in the names of its reference.

interface Behaviour {
  readonly PathPattern?: string
  readonly TargetOriginId: string
  readonly AllowedMethods: readonly string[]
  readonly CachePolicyId: string
  readonly ResponseHeadersPolicyId: string
  readonly ViewerProtocolPolicy: string
}

export interface Distribution {
  readonly DefaultCacheBehavior: Behaviour
  readonly CacheBehaviors: readonly Behaviour[]
  readonly Origins: readonly { readonly Id: string; readonly DomainName: string }[]
}

export interface ResponseHeaders {
  readonly SecurityHeadersConfig: unknown
  readonly RemoveHeadersConfig: { readonly Items: readonly { readonly Header: string }[] }
  readonly CustomHeadersConfig: {
    readonly Items: readonly { readonly Header: string; readonly Value: string; readonly Override: boolean }[]
  }
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Principal?: unknown
}

export interface Policy {
  readonly Statement: readonly Statement[]
}

export interface Role {
  readonly AssumeRolePolicyDocument: Policy
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: Policy }[]
}

// The casts below hold what CloudFormation itself would refuse to be otherwise.

export function distributionOf(template: MadeTemplate): Distribution {
  return propertiesOf(template, 'AWS::CloudFront::Distribution')['DistributionConfig'] as Distribution
}

export function responseHeadersOf(template: MadeTemplate): ResponseHeaders {
  const properties = propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy')
  return properties['ResponseHeadersPolicyConfig'] as ResponseHeaders
}

export function bucketPolicyOf(template: MadeTemplate): Policy {
  return propertiesOf(template, 'AWS::S3::BucketPolicy')['PolicyDocument'] as Policy
}

export function rolesOf(template: MadeTemplate): Role[] {
  return resourcesOfType(template, 'AWS::IAM::Role').map(({ Properties }) => plain(Properties) as Role)
}

/** Every statement of every policy in the template. */
export function statementsOf(template: MadeTemplate): Statement[] {
  const documents = [
    ...Object.values(template.resources).map(({ Properties }) => Properties['PolicyDocument']),
    ...rolesOf(template).flatMap((role) => [
      role.AssumeRolePolicyDocument,
      ...role.Policies.map(({ PolicyDocument }) => PolicyDocument),
    ]),
  ]
  return documents.flatMap((document) => (document as Policy | undefined)?.Statement ?? [])
}

/** What the copying function puts in the place of ids that AWS gives only in the deployment. */
export function markersOf(template: MadeTemplate): [marker: string, value: string][] {
  return resourcesOfType(template, 'Custom::CDKBucketDeployment').flatMap(({ Properties }) => {
    const bySource = (plain(Properties['SourceMarkers']) ?? []) as Record<string, string>[]
    return bySource.flatMap((ofSource) => Object.entries(ofSource))
  })
}
