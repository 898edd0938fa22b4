import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { listenOnLoopback } from '../../server/loopback-server.ts'
import type { UserPoolConfig } from './oauth-client.ts'
import { addressOf, type SignInAnswer, takeSignInAnswer } from './sign-in-answer.ts'

interface Grant {
  readonly person: string
  readonly nonce: string | null
  readonly authTime: number
}

const clientId = 'test-client'

/**
 * A login on HTTP with nobody in front of it: whoever comes is the `person` of the moment. Codes and refresh tokens are good once, as with
 * Cognito's rotation. Its ID tokens are signed by nobody.
 */
export class TestUserPool {
  url = ''
  person = 'ana'
  idTokenSeconds = 3600
  /** Answers so instead. */
  failsWith: { readonly status: number; readonly error: string } | null = null
  /** Stands in its ID tokens in place of what is right. */
  wrongClaims: Readonly<Record<string, unknown>> = {}
  refreshes = 0
  readonly revoked: string[] = []
  readonly #codes = new Map<string, Grant & { readonly challenge: string }>()
  readonly #refreshTokens = new Map<string, Grant>()

  get config(): UserPoolConfig {
    return { issuer: `${this.url}/pool`, clientId, loginUrl: this.url }
  }

  /** How many refresh tokens it would take. */
  get refreshTokens(): number {
    return this.#refreshTokens.size
  }

  reset(): void {
    this.person = 'ana'
    this.idTokenSeconds = 3600
    this.failsWith = null
    this.wrongClaims = {}
    this.refreshes = 0
    this.revoked.length = 0
    this.endRefreshTokens()
  }

  endRefreshTokens(): void {
    this.#refreshTokens.clear()
  }

  /** Goes to the login as a browser does, and comes back with its answer. */
  async visit(url: string | undefined): Promise<SignInAnswer> {
    const answer = await fetch(url ?? '', { redirect: 'manual' })
    const back = new URL(answer.headers.get('location') ?? '')
    const taken = takeSignInAnswer(back, { replaceState: () => undefined })
    if (taken === null) throw new Error(`no answer in ${back.pathname}`)
    return taken
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    if (url.pathname === '/oauth2/authorize') return this.#authorize(url.searchParams, response)
    const given = new URLSearchParams(await text(request))
    const fail = (status: number, error: string): void => {
      // As servers do that tell a person from a program by what is asked for.
      if (url.pathname === '/oauth2/token' && (request.headers.accept ?? '').includes('text/html'))
        response.writeHead(status, { 'content-type': 'text/html' }).end(`<p>${error}</p>`)
      else json(response, status, { error })
    }
    if (this.failsWith !== null) return fail(this.failsWith.status, this.failsWith.error)
    if (url.pathname === '/oauth2/revoke') {
      this.revoked.push(given.get('token') ?? '')
      this.#refreshTokens.delete(given.get('token') ?? '')
      response.writeHead(200, { 'content-type': 'text/plain' }).end()
      return
    }
    const grant = this.#grantOf(given)
    if (grant === undefined) return fail(400, 'invalid_grant')
    const refreshToken = randomUUID()
    this.#refreshTokens.set(refreshToken, grant)
    return json(response, 200, {
      id_token: this.#idToken(grant),
      access_token: randomUUID(),
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: this.idTokenSeconds,
    })
  }

  #authorize(given: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID()
    this.#codes.set(code, {
      person: this.person,
      nonce: given.get('nonce'),
      challenge: given.get('code_challenge') ?? '',
      authTime: Math.floor(Date.now() / 1000),
    })
    const location = addressOf(
      { state: given.get('state') ?? '', code, error: null },
      new URL(given.get('redirect_uri') ?? '').origin,
    )
    response.writeHead(302, { location }).end()
  }

  #grantOf(given: URLSearchParams): Grant | undefined {
    if (given.get('client_id') !== clientId) return undefined
    if (given.get('grant_type') === 'refresh_token') {
      this.refreshes += 1
      return take(this.#refreshTokens, given.get('refresh_token') ?? '')
    }
    const grant = take(this.#codes, given.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url')
    return grant?.challenge === challenge ? grant : undefined
  }

  #idToken({ person, nonce, authTime }: Grant): string {
    const iat = Math.floor(Date.now() / 1000)
    const claims = {
      sub: `sub-of-${person}`,
      name: person,
      'cognito:groups': ['operator'],
      iss: this.config.issuer,
      aud: clientId,
      token_use: 'id',
      nonce,
      auth_time: authTime,
      iat,
      exp: iat + this.idTokenSeconds,
      // So that no two are the same.
      jti: randomUUID(),
      ...this.wrongClaims,
    }
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${part('nobody')}`
  }
}

/** A user pool for the tests of one file, each of which finds it as new. */
export function userPoolForTests(): TestUserPool {
  const pool = new TestUserPool()
  let close = (): Promise<void> => Promise.resolve()
  beforeAll(async () => {
    const server = await listenOnLoopback((request, response) => void pool.handle(request, response), {
      port: 0,
      what: 'a user pool',
      variable: 'none',
    })
    pool.url = `http://127.0.0.1:${server.port}`
    close = () => server.close()
  })
  afterAll(() => close())
  beforeEach(() => pool.reset())
  return pool
}

function take<T>(from: Map<string, T>, key: string): T | undefined {
  const value = from.get(key)
  from.delete(key)
  return value
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
