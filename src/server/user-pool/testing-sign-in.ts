import { createHash, randomBytes } from 'node:crypto'
import type { PersonName } from '../../people/people.ts'
import type { UserPool } from './user-pool.ts'

/** What the token endpoint answers. */
export interface Tokens {
  readonly id_token: string
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: string
  readonly expires_in: number
}

/** A browser that keeps cookies by their path and follows no redirect by itself, and the page in it that signs in. */
export class TestBrowser {
  readonly #pool: UserPool
  readonly #console: string
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>()
  readonly verifier = randomBytes(32).toString('base64url')

  constructor(pool: UserPool, consoleOrigin: string) {
    this.#pool = pool
    this.#console = consoleOrigin
  }

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url)
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ')
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /path=([^;]*)/i.exec(line)?.[1] ?? '/'
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(`${name} ${path}`)
      else this.#cookies.set(`${name} ${path}`, { value, path })
    }
    return response
  }

  authorizeUrl(change: Readonly<Record<string, string | undefined>> = {}): string {
    const asked = {
      client_id: this.#pool.signIn.clientId,
      redirect_uri: `${this.#console}/signed-in`,
      response_type: 'code',
      scope: 'openid email profile',
      state: 'a-state',
      nonce: 'a-nonce',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    }
    const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return `${this.#pool.url}/oauth2/authorize?${new URLSearchParams(given)}`
  }

  /** Follows redirects within the pool: to the login page, or to the console. */
  async follow(
    url: string,
    init?: RequestInit,
  ): Promise<{ readonly at: string; readonly response: Response }> {
    let at = url
    let response = await this.go(at, init)
    while (response.headers.has('location')) {
      at = new URL(response.headers.get('location') ?? '', at).href
      if (!at.startsWith(`${this.#pool.url}/`)) break
      response = await this.go(at)
    }
    return { at, response }
  }

  /** Where the browser is when that person has signed in: at the console, with a code. */
  async signIn(person: PersonName, change?: Parameters<TestBrowser['authorizeUrl']>[0]): Promise<URL> {
    const login = await this.follow(this.authorizeUrl(change))
    // The login remembers who has signed in before.
    if (login.at.startsWith(this.#console)) return new URL(login.at)
    const body = new URLSearchParams({ person })
    return new URL((await this.follow(login.at, { method: 'POST', body })).at)
  }

  /** What the page posts, from its own origin. */
  async post(endpoint: 'token' | 'revoke', fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(`${this.#pool.url}/oauth2/${endpoint}`, {
      method: 'POST',
      headers: { origin: this.#console },
      body: new URLSearchParams({ client_id: this.#pool.signIn.clientId, ...fields }),
    })
  }

  exchange(code: string, change: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.post('token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${this.#console}/signed-in`,
      code_verifier: this.verifier,
      ...change,
    })
  }

  refresh(refreshToken: string): Promise<Response> {
    return this.post('token', { grant_type: 'refresh_token', refresh_token: refreshToken })
  }

  /** The tokens of somebody who signs in. */
  async tokensOf(person: PersonName): Promise<Tokens> {
    const code = (await this.signIn(person)).searchParams.get('code') ?? ''
    return tokensIn(await this.exchange(code))
  }
}

/** Throws where there are none in the answer. */
export async function tokensIn(response: Response): Promise<Tokens> {
  if (!response.ok) throw new Error(`no tokens: ${response.status} ${await response.text()}`)
  return (await response.json()) as Tokens // the token endpoint's own answer
}
