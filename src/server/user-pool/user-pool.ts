import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import { signedInPath, signedOutPath } from '../../lib/sign-in-paths.ts'
import type { TrustedIssuer } from '../../local-aws/identity/trusted-issuer.ts'
import { isLoopbackHost } from '../../local-aws/protocol/cors.ts'
import { tellDefect } from '../../local-aws/tell-defect.ts'
import { appClientId, personNamed, subjectOf, userPoolId } from '../../people/people.ts'
import { newSigningKeys } from '../../people/signing-keys.ts'
import { listenOnLoopback } from '../loopback-server.ts'
import { configureProvider } from './configure-provider.ts'
import { loadOidcProvider } from './load-oidc-provider.ts'
import { errorPage, loginPage, loginStyle } from './login-page.ts'
import { defaultPoolSettings, type PoolSettings } from './pool-settings.ts'
import { PoolStore } from './pool-store.ts'

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

interface Served {
  readonly provider: Provider
  isNoLogin(error: unknown): boolean
  readonly logoutUris: readonly string[]
  readonly consoleOrigins: readonly string[]
  /** JSON that any page may read, by path. */
  readonly open: Readonly<Record<string, unknown>>
}

function servePool(served: Served): RequestListener {
  const endpoints = served.provider.callback()
  // A browser holds to it wherever the answer to a form sends it, so the way back to the console is in it.
  const formAction = ["'self'", ...served.consoleOrigins].join(' ')
  const headers = {
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  }
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    answer(request, response, served, endpoints).catch((error: unknown) => {
      tellDefect(error)
      response.destroy()
    })
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
  endpoints: ReturnType<Provider['callback']>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  // Guards against a foreign page whose name was made to resolve to this machine.
  if (!isLoopbackHost(request.headers.host ?? '')) send(response, 403, 'text/plain', 'On loopback only.\n')
  else if (pathname.startsWith('/oauth2/')) await endpoints(request, response)
  else if (/^\/login\/[\w-]+$/.test(pathname)) await answerLogin(request, response, served)
  else if (isRead && Object.hasOwn(served.open, pathname)) {
    response.setHeader('Access-Control-Allow-Origin', '*')
    send(response, 200, 'application/json', JSON.stringify(served.open[pathname]))
  } else if (isRead && pathname === '/login.css') send(response, 200, 'text/css', loginStyle)
  else if (isRead && pathname === '/logout') await answerLogout(request, response, searchParams, served)
  else send(response, 404, 'text/html', errorPage('not_found'))
}

/** A GET shows who can sign in, a POST says who does. Both need the cookie of a sign-in that the console has begun. */
async function answerLogin(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, isNoLogin }: Served,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response)
    const person =
      request.method === 'POST' ? personNamed((await form(request)).get('person') ?? '') : undefined
    if (person === undefined) send(response, 200, 'text/html', loginPage())
    else await provider.interactionFinished(request, response, { login: { accountId: subjectOf(person) } })
  } catch (error) {
    if (!isNoLogin(error)) throw error
    send(response, 400, 'text/html', errorPage('invalid_request'))
  }
}

/** Ends the login's session, so that the next sign-in asks again who it is, and sends the browser back. Tokens are not revoked. */
async function answerLogout(
  request: IncomingMessage,
  response: ServerResponse,
  asked: URLSearchParams,
  { provider, logoutUris }: Served,
): Promise<void> {
  const to = asked.get('logout_uri') ?? ''
  if (asked.get('client_id') !== appClientId || !logoutUris.includes(to)) {
    send(response, 400, 'text/html', errorPage('invalid_request'))
    return
  }
  const ctx = provider.createContext(request, response)
  const session = await provider.Session.get(ctx)
  if (session.accountId !== undefined) await session.destroy()
  ctx.cookies.set(provider.cookieName('session'), null, { httpOnly: true, sameSite: 'lax' })
  response.writeHead(302, { Location: to, 'Cache-Control': 'no-store' }).end()
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    // A name and its value are far shorter.
    if (text.length > 1000) break
  }
  return new URLSearchParams(text)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' })
    .end(body)
}
