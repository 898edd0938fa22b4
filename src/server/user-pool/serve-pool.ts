import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import { tellDefect } from '../../local-aws/tell-defect.ts'
import { appClientId, personNamed, subjectOf } from '../../people/people.ts'
import { errorPage, loginPage, loginStyle } from './login-page.ts'

/** What there is to serve. */
export interface Served {
  readonly provider: Provider
  isNoLogin(error: unknown): boolean
  readonly logoutUris: readonly string[]
  readonly consoleOrigins: readonly string[]
  /** JSON that any page may read, by path. */
  readonly open: Readonly<Record<string, unknown>>
}

/** The pool's endpoints and pages: the library's, and round them what is Cognito's own. */
export function servePool(served: Served): RequestListener {
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
  if (pathname.startsWith('/oauth2/')) await endpoints(request, response)
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
