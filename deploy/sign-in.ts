import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { signedInPath, signedOutPath } from '../src/lib/sign-in-paths.ts'
import type { Settings } from './settings.ts'

/** Who people are: a user pool with its managed login, and an identity pool that gives credentials for its ID tokens. */
export class SignIn extends Construct {
  readonly userPool: cognito.UserPool
  readonly client: cognito.CfnUserPoolClient
  readonly identityPool: cognito.CfnIdentityPool

  constructor(scope: Construct, settings: Settings, consoleUrl: string) {
    super(scope, 'SignIn')
    this.userPool = new cognito.UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        tempPasswordValidity: Duration.days(3),
      },
      // Managed login comes with Essentials, the guard against stolen passwords with Plus.
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.client = new cognito.CfnUserPoolClient(this, 'Client', clientOf(this.userPool, consoleUrl))
    managedLogin(this, settings, this.userPool, this.client)
    this.identityPool = new cognito.CfnIdentityPool(this, 'IdentityPool', {
      // Guests could do nothing anyway: Cognito's session policy for them has neither states nor swf in it.
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        {
          clientId: this.client.ref,
          providerName: this.userPool.userPoolProviderName,
          // Who is signed out or disabled in the user pool gets no new credentials.
          serverSideTokenCheck: true,
        },
      ],
    })
  }

  /**
   * A group decides on the role: its ARN stands in the ID token as `cognito:preferred_role`, that of the group with the lowest
   * precedence number. Who is in no group gets no credentials at all.
   */
  giveRoles(roles: { readonly viewer: string; readonly operator: string }): void {
    for (const [groupName, roleArn, precedence] of [
      ['operator', roles.operator, 1],
      ['viewer', roles.viewer, 2],
    ] as const) {
      new cognito.CfnUserPoolGroup(this, `${groupName}Group`, {
        userPoolId: this.userPool.userPoolId,
        groupName,
        roleArn,
        precedence,
      })
    }
    new cognito.CfnIdentityPoolRoleAttachment(this, 'RoleAttachment', {
      identityPoolId: this.identityPool.ref,
      roleMappings: {
        // The key is only a name here: the provider's own holds ids that are not known yet.
        userPool: {
          identityProvider: Fn.join(':', [this.userPool.userPoolProviderName, this.client.ref]),
          type: 'Token',
          ambiguousRoleResolution: 'Deny',
        },
      },
    })
  }
}

/** A public client: no secret, the code flow alone; a code is worth nothing without the verifier that stays in the page (PKCE). */
function clientOf(userPool: cognito.UserPool, consoleUrl: string): cognito.CfnUserPoolClientProps {
  return {
    userPoolId: userPool.userPoolId,
    generateSecret: false,
    allowedOAuthFlowsUserPoolClient: true,
    allowedOAuthFlows: ['code'],
    allowedOAuthScopes: ['openid', 'email', 'profile'],
    supportedIdentityProviders: ['COGNITO'],
    callbackUrLs: [`${consoleUrl}${signedInPath}`],
    logoutUrLs: [`${consoleUrl}${signedOutPath}`],
    // Named, because Cognito's default has more, and the refresh flow among them excludes rotation.
    explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: 60,
    idTokenValidity: 60,
    refreshTokenValidity: 12,
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
    // Two tabs that refresh at once both succeed within the grace, the longest there is.
    refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: 60 },
  }
}

function managedLogin(
  scope: Construct,
  { loginDomainPrefix }: Settings,
  userPool: cognito.UserPool,
  client: cognito.CfnUserPoolClient,
): void {
  const domain = new cognito.CfnUserPoolDomain(scope, 'Domain', {
    userPoolId: userPool.userPoolId,
    domain: loginDomainPrefix,
    managedLoginVersion: 2,
  })
  const branding = new cognito.CfnManagedLoginBranding(scope, 'Branding', {
    userPoolId: userPool.userPoolId,
    clientId: client.ref,
    // A client without a branding has no managed login page.
    useCognitoProvidedValues: true,
  })
  branding.addResourceDependency(domain)
}
