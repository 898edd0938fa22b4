import { Bucket } from 'aws-cdk-lib/aws-s3'
import { describe, expect, it } from 'vitest'
import { operatorPolicy, type PolicyScope, viewerPolicy } from '../src/policies/console-policies.ts'
import { heartbeats, polls, reads } from '../src/policies/testing-actions.ts'
import { policyScope } from './roles.ts'
import {
  bucketPolicyOf,
  distributionOf,
  markersOf,
  type Role,
  responseHeadersOf,
  rolesOf,
  type Statement,
  statementsOf,
} from './testing-shapes.ts'
import {
  exampleSettings,
  exampleTemplate,
  type MadeTemplate,
  makeTemplate,
  propertiesOf,
  resourcesOfType,
} from './testing-template.ts'

const template = exampleTemplate()

describe('every answer of the site', () => {
  it('carries these headers, whatever the origin says', () => {
    const policy = responseHeadersOf(template)
    expect(policy.SecurityHeadersConfig).toEqual({
      ContentSecurityPolicy: {
        ContentSecurityPolicy:
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
          "worker-src 'self'; connect-src 'self' https://cognito-identity.eu-west-1.amazonaws.com " +
          'https://heartbeat-console-example.auth.eu-west-1.amazoncognito.com ' +
          'https://states.eu-west-1.amazonaws.com https://states.us-east-1.amazonaws.com ' +
          'https://swf.eu-west-1.amazonaws.com https://swf.us-east-1.amazonaws.com; ' +
          "base-uri 'none'; form-action 'none'; " +
          "require-trusted-types-for 'script'; trusted-types heartbeat-console-worker; frame-ancestors 'none'",
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Override: true,
      },
    })
    expect(policy.RemoveHeadersConfig.Items).toEqual([{ Header: 'x-heartbeat-relay' }])
    const others = policy.CustomHeadersConfig.Items
    expect(others.every(({ Override }) => Override)).toBe(true)
    expect(Object.fromEntries(others.map(({ Header, Value }) => [Header, Value]))).toEqual({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy':
        'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    })
  })

  it('carries them on every behaviour, over HTTPS only', () => {
    const config = distributionOf(template)
    const behaviours = [config.DefaultCacheBehavior, ...config.CacheBehaviors]
    expect(behaviours).toHaveLength(6)
    for (const behaviour of behaviours) {
      expect(behaviour.ResponseHeadersPolicyId).toMatch(/^<SiteResponseHeaders/)
      expect(['https-only', 'redirect-to-https']).toContain(behaviour.ViewerProtocolPolicy)
    }
  })
})

describe('the relay', () => {
  // Ids of AWS's managed policies: CloudFront Developer Guide, "Use managed cache policies", "... origin request policies".
  const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
  const allViewerExceptHostHeader = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

  it('takes each service of each region to its own host, all headers but Host, nothing kept', () => {
    const config = distributionOf(template)
    const relays = config.CacheBehaviors.filter(({ PathPattern }) => PathPattern?.startsWith('/aws/'))
    const hosts = relays.map((behaviour) => {
      const origin = config.Origins.find(({ Id }) => Id === behaviour.TargetOriginId)
      expect(origin).toMatchObject({
        ConnectionAttempts: 1,
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      })
      expect(origin).not.toHaveProperty('OriginPath')
      return [behaviour.PathPattern, origin?.DomainName]
    })
    expect(hosts).toEqual([
      ['/aws/states/eu-west-1/', 'states.eu-west-1.amazonaws.com'],
      ['/aws/swf/eu-west-1/', 'swf.eu-west-1.amazonaws.com'],
      ['/aws/states/us-east-1/', 'states.us-east-1.amazonaws.com'],
      ['/aws/swf/us-east-1/', 'swf.us-east-1.amazonaws.com'],
    ])
    for (const behaviour of relays) {
      expect(behaviour).toMatchObject({
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allViewerExceptHostHeader,
        Compress: false,
        ViewerProtocolPolicy: 'https-only',
        FunctionAssociations: [
          { EventType: 'viewer-request', FunctionARN: expect.stringMatching(/^<SiteRelayFunction/) },
        ],
      })
    }
  })

  it('leaves POST to the relay alone: the page and its assets are read only', () => {
    const config = distributionOf(template)
    const [assets] = config.CacheBehaviors
    expect(assets?.PathPattern).toBe('/assets/*')
    for (const behaviour of [config.DefaultCacheBehavior, assets]) {
      expect(behaviour?.AllowedMethods).toEqual(['GET', 'HEAD'])
    }
    // The clock of the page may go by the Date of config.json.
    expect(config.DefaultCacheBehavior.CachePolicyId).toBe(cachingDisabled)
    expect(config).not.toHaveProperty('CustomErrorResponses')
  })
})

describe('the bucket', () => {
  it('is private, encrypted, and read by this distribution only', () => {
    const bucket = propertiesOf(template, 'AWS::S3::Bucket')
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    })
    expect(bucket).not.toHaveProperty('AccessControl')
    expect(bucket).not.toHaveProperty('WebsiteConfiguration')
    const policy = bucketPolicyOf(template)
    const allowed = policy.Statement.filter(({ Effect }) => Effect === 'Allow')
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Resource: expect.stringMatching(/^<SiteBucket\w+\.Arn>\/\*$/),
        Condition: {
          StringEquals: {
            'AWS:SourceArn': expect.stringMatching(
              /^arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution\/<SiteDistribution\w+>$/,
            ),
          },
        },
      },
    ])
    expect(policy.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    )
  })

  it('gets no source map, though the folder holds some', () => {
    const names = template.uploads.flatMap((files) => Object.keys(files))
    expect(names).toHaveLength(3)
    expect(names.filter((name) => name.endsWith('.map'))).toEqual([])
    expect(JSON.stringify(template)).not.toMatch(/\.map\b|sourcesContent/)
  })

  it('gets the build, and the config.json of this deployment in place of that of the build', () => {
    expect(template.uploads).toHaveLength(3)
    expect(template.uploads).toContainEqual({ 'assets/index-a1b2c3.js': 'export {}' })
    expect(template.uploads).toContainEqual({ 'index.html': '<!doctype html><title>Console</title>' })
    const config = template.uploads.find((files) => 'config.json' in files)?.['config.json'] ?? ''
    const filled = markersOf(template).reduce(
      (text, [marker, value]) => text.replaceAll(marker, value),
      config,
    )
    expect(JSON.parse(filled)).toEqual({
      connections: [
        {
          name: 'prod',
          regions: ['eu-west-1', 'us-east-1'],
          signIn: {
            kind: 'userPool',
            issuer: expect.stringMatching(
              /^https:\/\/cognito-idp\.eu-west-1\.amazonaws\.com\/<SignInUserPool\w+>$/,
            ),
            clientId: expect.stringMatching(/^<SignInClient\w+>$/),
            loginUrl: 'https://heartbeat-console-example.auth.eu-west-1.amazoncognito.com',
          },
          identityPoolId: expect.stringMatching(/^<SignInIdentityPool\w+>$/),
          readsPerSecond: 2,
          watch: { prefixes: ['Orders', 'Video'] },
          swfDomains: ['warehouse'],
        },
      ],
    })
  })
})

describe('the roles', () => {
  const role = (name: 'viewer' | 'operator', from: MadeTemplate = template): Role | undefined =>
    rolesOf(from).find(({ Policies }) => Policies[0]?.PolicyName === name)
  const statementsOfRole = (
    name: 'viewer' | 'operator',
    from: MadeTemplate = template,
  ): readonly Statement[] => role(name, from)?.Policies[0]?.PolicyDocument.Statement ?? []

  it('have exactly the documents of the policies, and nothing beside them', () => {
    const scope: PolicyScope = policyScope(exampleSettings, '<AWS::AccountId>')
    for (const [name, policy] of [
      ['viewer', viewerPolicy],
      ['operator', operatorPolicy],
    ] as const) {
      expect(role(name)?.Policies).toEqual([{ PolicyName: name, PolicyDocument: policy(scope) }])
      expect(role(name)).not.toHaveProperty('ManagedPolicyArns')
    }
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']) {
      expect(resourcesOfType(template, type)).toEqual([])
    }
  })

  it('allow exactly these actions, and deny every poll', () => {
    const actions = (name: 'viewer' | 'operator', effect: string): string[] =>
      statementsOfRole(name)
        .filter(({ Effect }) => Effect === effect)
        .flatMap(({ Action }) => Action)
        .sort()
    expect(actions('viewer', 'Allow')).toEqual(reads)
    expect(actions('operator', 'Allow')).toEqual([...reads, ...heartbeats].sort())
    for (const name of ['viewer', 'operator'] as const) {
      expect(actions(name, 'Deny')).toEqual(polls)
    }
  })

  it('are for who is signed in to this identity pool only', () => {
    for (const name of ['viewer', 'operator'] as const) {
      expect(role(name)?.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'cognito-identity.amazonaws.com:aud': expect.stringMatching(/^<SignInIdentityPool\w+>$/),
            },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ])
    }
  })

  it('follow the settings: scope of SendTask, keys', () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000001'
    const other = makeTemplate({ ...exampleSettings, sendTaskScope: 'all', kmsKeyArns: [key] })
    const statement = (name: 'viewer' | 'operator', sid: string): unknown =>
      statementsOfRole(name, other).find(({ Sid }) => Sid === sid)
    const inRegions = { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } }
    expect(statement('operator', 'SendHeartbeats')).toMatchObject({
      Action: ['states:SendTaskHeartbeat'],
      Resource: ['*'],
      Condition: inRegions,
    })
    expect(statement('viewer', 'SendHeartbeats')).toBeUndefined()
    expect(statement('viewer', 'ListStateMachines')).toMatchObject({ Resource: ['*'], Condition: inRegions })
    expect(statement('viewer', 'ReadEncryptedHistories')).toMatchObject({
      Action: ['kms:Decrypt'],
      Resource: [key],
      Condition: {
        StringEquals: {
          'kms:ViaService': ['states.eu-west-1.amazonaws.com', 'states.us-east-1.amazonaws.com'],
        },
      },
    })
  })

  it('are refused when IAM would not take them', () => {
    const stateMachinePrefixes = Array.from({ length: 60 }, (_, at) => `Machine-with-a-long-name-${at}`)
    expect(() => makeTemplate({ ...exampleSettings, stateMachinePrefixes })).toThrow(/IAM takes 10240/)
  })
})

describe('the whole template', () => {
  it('allows no action by a pattern, and nothing to everybody', () => {
    const allowing = statementsOf(template).filter(({ Effect }) => Effect === 'Allow')
    expect(allowing.length).toBeGreaterThan(15)
    for (const statement of allowing) {
      for (const action of [statement.Action].flat()) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
      expect(statement).not.toHaveProperty('NotAction')
      expect(statement).not.toHaveProperty('NotResource')
      expect(JSON.stringify(statement.Principal ?? {})).not.toContain('*')
    }
  })

  it('is not made where a rule is broken that nobody acknowledged', () => {
    const withBareBucket = (): unknown => makeTemplate(exampleSettings, (stack) => new Bucket(stack, 'Bare'))
    expect(withBareBucket).toThrow('AwsSolutions-S10')
  })

  it('says why of every rule of AwsSolutions that it does not keep', () => {
    const acknowledged = Object.values(template.resources).flatMap(
      ({ Metadata }) => Metadata?.cdk_nag?.rules_to_suppress ?? [],
    )
    const rules = new Set(acknowledged.map(({ id }) => id.replace(/\[.*/, '')))
    expect([...rules].sort()).toEqual([
      'AwsSolutions-CFR1',
      'AwsSolutions-CFR2',
      'AwsSolutions-CFR3',
      'AwsSolutions-CFR4',
      'AwsSolutions-IAM5',
      'AwsSolutions-L1',
      'AwsSolutions-S1',
    ])
    for (const { reason } of acknowledged) expect(reason).toMatch(/^.{40,}\.$/)
  })
})
