import type { RequestListener } from 'node:http'
import { signedInPath, signedOutPath } from '../../lib/sign-in-paths.ts'
import type { TrustedIssuer } from '../../local-aws/identity/trusted-issuer.ts'
import { tellDefect } from '../../local-aws/tell-defect.ts'
import { appClientId, userPoolId } from '../../people/people.ts'
import { newSigningKeys } from '../../people/signing-keys.ts'
import { listenOnLoopback } from '../loopback-server.ts'
import { configureProvider } from './configure-provider.ts'
import { loadOidcProvider } from './load-oidc-provider.ts'
import { defaultPoolSettings, type PoolSettings } from './pool-settings.ts'
import { PoolStore } from './pool-store.ts'
import { servePool } from './serve-pool.ts'

export interface UserPool {
  /** Where people sign in, such as `http://127.0.0.1:4577`. */
  readonly url: string
  /** For `LocalAws.trust`. */
  readonly issuer: TrustedIssuer
  /** What config.json says of it. */
  readonly signIn: {
    readonly kind: 'userPool'
    readonly issuer: string
    readonly clientId: string
    readonly loginUrl: string
  }
  changeSettings(change: Partial<PoolSettings>): void
  /** Makes all that it keeps older by so much: sessions, codes and refresh tokens end without anybody waiting. ID tokens do not. */
  age(seconds: number): void
  close(): Promise<void>
}

export interface UserPoolOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** The origins that the console has. People come back to `/signed-in` and `/` of them, and nowhere else. */
  readonly consoleOrigins: readonly string[]
  readonly settings?: Partial<PoolSettings>
}

/**
 * Plays a Cognito user pool on this machine's loopback: its managed login, its endpoints, its tokens. People sign in without a
 * password. Rejects with `PortInUse`.
 */
export async function startUserPool(options: UserPoolOptions): Promise<UserPool> {
  const { port, consoleOrigins } = options
  let settings: PoolSettings = { ...defaultPoolSettings, ...options.settings }
  const [library, keys] = await Promise.all([loadOidcProvider(), newSigningKeys()])
  const store = new PoolStore(() => settings.retryGraceSeconds * 1000)
  let serve: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = await listenOnLoopback((request, response) => serve(request, response), {
    port,
    what: 'the user pool',
    variable: 'USER_POOL_PORT',
  })
  const url = `http://127.0.0.1:${server.port}`
  const issuer = `${url}/${userPoolId}`
  const provider = configureProvider({
    library,
    issuer,
    clientId: appClientId,
    redirectUris: consoleOrigins.map((origin) => origin + signedInPath),
    keys,
    store,
    settings: () => settings,
  })
  provider.on('server_error', (_, error) => tellDefect(error))
  serve = servePool({
    provider,
    isNoLogin: (error) => error instanceof library.errors.SessionNotFound,
    logoutUris: consoleOrigins.map((origin) => origin + signedOutPath),
    consoleOrigins,
    open: {
      [`/${userPoolId}/.well-known/openid-configuration`]: discovery(url, issuer),
      [`/${userPoolId}/.well-known/jwks.json`]: keys.jwks,
    },
  })
  return {
    url,
    issuer: { issuer, audience: appClientId, keys: async () => keys.jwks },
    signIn: { kind: 'userPool', issuer, clientId: appClientId, loginUrl: url },
    changeSettings(change) {
      settings = { ...settings, ...change }
    },
    age: (seconds) => store.age(seconds),
    close: () => server.close(),
  }
}

/** As Cognito's own, which for long named no `end_session_endpoint`: a console has to know `/logout` by itself. */
function discovery(url: string, issuer: string): unknown {
  return {
    authorization_endpoint: `${url}/oauth2/authorize`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    revocation_endpoint: `${url}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${url}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${url}/oauth2/userInfo`,
  }
}
