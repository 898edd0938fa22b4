import { describe, expect, it } from 'vitest'
import {
  exampleSettings,
  exampleTemplate,
  makeTemplate,
  plain,
  propertiesOf,
  resourcesOfType,
} from './testing-template.ts'

const template = exampleTemplate()

describe('sign-in', () => {
  it('is the code flow of a client without a secret, back to the console alone', () => {
    expect(propertiesOf(template, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [expect.stringMatching(/^https:\/\/<SiteDistribution\w+\.DomainName>\/signed-in$/)],
      LogoutURLs: [expect.stringMatching(/^https:\/\/<SiteDistribution\w+\.DomainName>\/$/)],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
    })
  })

  it('has its managed login, with a page for this client', () => {
    expect(propertiesOf(template, 'AWS::Cognito::UserPoolDomain')).toMatchObject({
      Domain: 'heartbeat-console-example',
      ManagedLoginVersion: 2,
    })
    expect(propertiesOf(template, 'AWS::Cognito::ManagedLoginBranding')).toMatchObject({
      UseCognitoProvidedValues: true,
    })
  })

  it('lets nobody sign up, wants a second factor, and is not deleted by mistake', () => {
    const [pool] = resourcesOfType(template, 'AWS::Cognito::UserPool')
    expect(pool?.DeletionPolicy).toBe('Retain')
    expect(pool?.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      DeletionProtection: 'ACTIVE',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      UserPoolTier: 'PLUS',
    })
  })

  it('gives credentials to no guest, and to members of a group only, by the group', () => {
    expect(propertiesOf(template, 'AWS::Cognito::IdentityPool')).toMatchObject({
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [{ ServerSideTokenCheck: true }],
    })
    const attachment = propertiesOf(template, 'AWS::Cognito::IdentityPoolRoleAttachment')
    expect(attachment['RoleMappings']).toEqual({
      userPool: {
        Type: 'Token',
        AmbiguousRoleResolution: 'Deny',
        IdentityProvider: expect.stringMatching(/^<SignInUserPool\w+\.ProviderName>:<SignInClient\w+>$/),
      },
    })
    expect(attachment).not.toHaveProperty('Roles')
    const groups = resourcesOfType(template, 'AWS::Cognito::UserPoolGroup').map(({ Properties }) =>
      plain(Properties),
    )
    expect(groups).toEqual([
      expect.objectContaining({
        GroupName: 'operator',
        Precedence: 1,
        RoleArn: expect.stringMatching(/^<Rolesoperator\w+\.Arn>$/),
      }),
      expect.objectContaining({
        GroupName: 'viewer',
        Precedence: 2,
        RoleArn: expect.stringMatching(/^<Rolesviewer\w+\.Arn>$/),
      }),
    ])
  })

  it('returns to a host of its own where there is one, with its certificate and newer TLS only', () => {
    const customDomain = {
      host: 'heartbeat.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    }
    const own = makeTemplate({ ...exampleSettings, customDomain })
    expect(propertiesOf(own, 'AWS::Cognito::UserPoolClient')).toMatchObject({
      CallbackURLs: ['https://heartbeat.example.com/signed-in'],
      LogoutURLs: ['https://heartbeat.example.com/'],
    })
    expect(propertiesOf(own, 'AWS::CloudFront::Distribution')).toMatchObject({
      DistributionConfig: {
        Aliases: ['heartbeat.example.com'],
        ViewerCertificate: {
          AcmCertificateArn: customDomain.certificateArn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      },
    })
    expect(JSON.stringify(own.resources)).not.toContain('AwsSolutions-CFR4')
  })
})
