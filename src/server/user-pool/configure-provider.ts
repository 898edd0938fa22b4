import { randomBytes, randomUUID } from 'node:crypto'
import type { Account, Context, Library, Provider } from 'oidc-provider'
import { claimsOf, personOfSubject } from '../../people/people.ts'
import type { SigningKeys } from '../../people/signing-keys.ts'
import { errorPage } from './login-page.ts'
import type { PoolSettings } from './pool-settings.ts'
import type { PoolStore } from './pool-store.ts'

const scopes = ['openid', 'email', 'profile']

/** How long Cognito's managed login remembers who has signed in (Developer Guide, "Managed login"). */
const sessionSeconds = 3600

export interface ProviderParts {
  readonly library: Library
  readonly issuer: string
  readonly clientId: string
  /** Where the client may have people sent back to, exactly so. */
  readonly redirectUris: readonly string[]
  readonly keys: SigningKeys
  readonly store: PoolStore
  settings(): PoolSettings
}

/** The library, set up as a Cognito user pool with one public app client: the code flow with PKCE, and refresh-token rotation. */
export function configureProvider(parts: ProviderParts): Provider {
  const { library, issuer, clientId, redirectUris, keys, store, settings } = parts
  const origins = new Set(redirectUris.map((uri) => new URL(uri).origin))
  const provider = new library.Provider(issuer, {
    adapter: (model: string) => store.adapterFor(model),
    clients: [
      {
        client_id: clientId,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [keys.signing] },
    clockTolerance: 0,
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes,
    claims: {
      openid: ['sub', 'auth_time', 'token_use', 'event_id', 'jti', ...groupClaims],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    // Cognito puts what the scopes name into the ID token itself.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_: Context, client: { readonly clientId: string }, token: RevokedToken) => {
          if (token.kind !== 'RefreshToken') {
            throw new library.errors.CustomOIDCProviderError('unsupported_token_type')
          }
          return token.clientId === client.clientId
        },
      },
    },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      userinfo: '/oauth2/userInfo',
    },
    interactions: { url: (_: Context, { uid }: { readonly uid: string }) => `/login/${uid}` },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clientBasedCORS: (_: Context, origin: string) => origins.has(origin),
    findAccount: (_: Context, subject: string) => accountOf(subject),
    // Nobody is asked for consent. A grant for each sign-in: to revoke the token of one tab signs out no other.
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope(scopes.join(' '))
      await grant.save()
      return grant
    },
    issueRefreshToken: () => true,
    // The end of the login's session ends no token: that is for /oauth2/revoke.
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    renderError: (ctx: Context, { error }: { readonly error: string }) => {
      ctx.type = 'html'
      ctx.body = errorPage(error === 'invalid_redirect_uri' ? 'redirect_mismatch' : error)
    },
    ttl: {
      AccessToken: () => seconds(settings().idTokenMinutes * 60),
      AuthorizationCode: 300,
      Grant: () => seconds(settings().refreshTokenHours * 3600) + sessionSeconds,
      IdToken: () => seconds(settings().idTokenMinutes * 60),
      Interaction: 900,
      RefreshToken: ({ oidc }: Context) =>
        oidc.entities.RotatedRefreshToken?.remainingTTL ?? seconds(settings().refreshTokenHours * 3600),
      Session: sessionSeconds,
    },
  })
  return provider.use(answerAsCognito(redirectUris))
}

interface RevokedToken {
  readonly kind: string
  readonly clientId: string
}

const groupClaims = ['cognito:username', 'cognito:groups', 'cognito:roles', 'cognito:preferred_role']

function seconds(count: number): number {
  return Math.max(1, Math.round(count))
}

function accountOf(subject: string): Account | undefined {
  const person = personOfSubject(subject)
  if (person === undefined) return undefined
  return {
    accountId: subject,
    claims(use) {
      const { token_use, 'cognito:username': username, ...claims } = claimsOf(person)
      if (use === 'userinfo') return { ...claims, username }
      return {
        ...claims,
        token_use,
        'cognito:username': username,
        event_id: randomUUID(),
        jti: randomUUID(),
      }
    },
  }
}

/** Where the library says more than Cognito does, or says it with another status. */
function answerAsCognito(redirectUris: readonly string[]) {
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    await next()
    const location = ctx.response.get('location') ?? ''
    if (redirectUris.some((uri) => location.startsWith(`${uri}?`))) {
      const url = new URL(location)
      url.searchParams.delete('iss')
      ctx.set('Location', url.href)
    }
    if (ctx.path === '/oauth2/token' || ctx.path === '/oauth2/revoke') {
      const { error } = Object(ctx.body) as { readonly error?: unknown } // undefined in any other body
      if (error === undefined) return
      ctx.remove('WWW-Authenticate')
      ctx.status = 400
      ctx.body = { error }
    }
  }
}
