import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { people, subjectOf } from '../../people/people.ts'
import { TestBrowser, tokensIn } from './testing-sign-in.ts'
import { startUserPool, type UserPool } from './user-pool.ts'

const consoleOrigin = 'http://127.0.0.1:5173'
let pool: UserPool
let browser: TestBrowser

beforeAll(async () => {
  pool = await startUserPool({ port: 0, consoleOrigins: [consoleOrigin] })
})
afterAll(() => pool.close())
beforeEach(() => {
  pool.changeSettings({ idTokenMinutes: 60, refreshTokenHours: 12, retryGraceSeconds: 0 })
  browser = new TestBrowser(pool, consoleOrigin)
})

async function refusal(response: Response): Promise<unknown> {
  return { status: response.status, body: await response.json() }
}

const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }
const invalidRequest = { status: 400, body: { error: 'invalid_request' } }

describe('signing in', () => {
  it('asks who it is, and comes back with a code and the state', async () => {
    const login = await browser.follow(browser.authorizeUrl())
    expect(login.at).toMatch(/\/login\/[\w-]+$/)
    expect(login.response.status).toBe(200)
    const page = await login.response.text()
    expect(page).toContain('simulated')
    for (const { displayName } of Object.values(people)) expect(page).toContain(displayName)
    const back = await browser.signIn('ana')
    expect(back.origin + back.pathname).toBe(`${consoleOrigin}/signed-in`)
    expect([...back.searchParams.keys()].sort()).toEqual(['code', 'state'])
    expect(back.searchParams.get('state')).toBe('a-state')
  })

  it('gives tokens for the code and its verifier, once', async () => {
    const code = (await browser.signIn('ana')).searchParams.get('code') ?? ''
    const first = await browser.exchange(code)
    expect(first.headers.get('access-control-allow-origin')).toBe(consoleOrigin)
    expect(await tokensIn(first)).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    expect(await refusal(await browser.exchange(code))).toEqual(invalidGrant)
  })

  it('gives an ID token as Cognito does', async () => {
    const { id_token } = await browser.tokensOf('ana')
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg: 'RS256', kid: expect.any(String) })
    const jwks = await (await fetch(`${pool.signIn.issuer}/.well-known/jwks.json`)).json()
    const { payload } = await jwtVerify(id_token, createLocalJWKSet(jwks), {
      issuer: pool.signIn.issuer,
      audience: pool.signIn.clientId,
    })
    const { exp = 0, iat = 0 } = payload
    expect(exp - iat).toBe(3600)
    const role = 'arn:aws:iam::123456789012:role/HeartbeatOperator'
    expect(payload).toMatchObject({
      sub: subjectOf(people.ana),
      token_use: 'id',
      auth_time: expect.any(Number),
      event_id: expect.any(String),
      jti: expect.any(String),
      nonce: 'a-nonce',
      'cognito:username': 'ana',
      'cognito:groups': ['operator'],
      'cognito:roles': [role],
      'cognito:preferred_role': role,
      email: 'ana@example.com',
      email_verified: true,
      name: 'Ana Ortiz',
    })
    const ofNobody = decodeJwt((await new TestBrowser(pool, consoleOrigin).tokensOf('nora')).id_token)
    expect(Object.keys(ofNobody).filter((claim) => claim.startsWith('cognito:'))).toEqual([
      'cognito:username',
    ])
  })

  it('asks no second time while the session lasts, and prompt=none asks never', async () => {
    const none = { prompt: 'none' }
    expect((await browser.follow(browser.authorizeUrl(none))).at).toContain('error=login_required')
    await browser.signIn('vic')
    for (const change of [{}, none]) {
      expect((await browser.follow(browser.authorizeUrl(change))).at).toContain('/signed-in?code=')
    }
    pool.age(3600)
    expect((await browser.follow(browser.authorizeUrl(none))).at).toContain('error=login_required')
  })

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }, invalidGrant],
    ['no verifier', { code_verifier: '' }, invalidGrant],
    ['another address', { redirect_uri: `${consoleOrigin}/elsewhere` }, invalidGrant],
    ['another grant type', { grant_type: '' }, invalidRequest],
    ['another client', { client_id: 'somebody' }, { status: 400, body: { error: 'invalid_client' } }],
  ])('refuses a code with %s', async (_, change, answer) => {
    const code = (await browser.signIn('ana')).searchParams.get('code') ?? ''
    expect(await refusal(await browser.exchange(code, change))).toEqual(answer)
  })

  it('refuses a code that is too old', async () => {
    const code = (await browser.signIn('ana')).searchParams.get('code') ?? ''
    pool.age(301)
    expect(await refusal(await browser.exchange(code))).toEqual(invalidGrant)
  })

  it.each([`${consoleOrigin}/`, `${consoleOrigin}/signed-in/`, 'https://elsewhere.example/signed-in'])(
    'sends nobody back to %s',
    async (redirect_uri) => {
      const { response } = await browser.follow(browser.authorizeUrl({ redirect_uri }))
      expect(response.status).toBe(400)
      expect(response.headers.get('location')).toBeNull()
    },
  )

  it('takes nobody to the login without PKCE', async () => {
    const change = { code_challenge: undefined, code_challenge_method: undefined }
    const { at } = await browser.follow(browser.authorizeUrl(change))
    expect(at).toContain('/signed-in?error=invalid_request')
  })

  it('takes no answer of a page that has begun no sign-in', async () => {
    const { at } = await browser.follow(browser.authorizeUrl())
    const stranger = new TestBrowser(pool, consoleOrigin)
    const body = new URLSearchParams({ person: 'ana' })
    const answered = await stranger.follow(at, { method: 'POST', body })
    expect(answered.response.status).toBe(400)
    expect(answered.at).toBe(at)
  })
})

describe('refreshing', () => {
  it('gives all tokens anew, and takes the old refresh token no more', async () => {
    const first = await browser.tokensOf('ana')
    const second = await tokensIn(await browser.refresh(first.refresh_token))
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(decodeJwt(second.id_token)).toMatchObject({ sub: subjectOf(people.ana), token_use: 'id' })
    expect(await refusal(await browser.refresh(first.refresh_token))).toEqual(invalidGrant)
    // The one that was used twice ends no other.
    expect((await browser.refresh(second.refresh_token)).status).toBe(200)
  })

  it('takes it again within a grace', async () => {
    pool.changeSettings({ retryGraceSeconds: 60 })
    const { refresh_token } = await browser.tokensOf('ana')
    for (let time = 0; time < 3; time += 1) expect((await browser.refresh(refresh_token)).status).toBe(200)
    pool.age(61)
    expect(await refusal(await browser.refresh(refresh_token))).toEqual(invalidGrant)
  })

  it('ends with the first refresh token, however often it was rotated', async () => {
    const { refresh_token } = await browser.tokensOf('ana')
    pool.age(11 * 3600)
    const late = await tokensIn(await browser.refresh(refresh_token))
    pool.age(3601)
    expect(await refusal(await browser.refresh(late.refresh_token))).toEqual(invalidGrant)
  })

  it('goes on when the session of the login has ended', async () => {
    const { refresh_token } = await browser.tokensOf('ana')
    pool.age(2 * 3600)
    expect((await browser.refresh(refresh_token)).status).toBe(200)
  })

  it('lets ID tokens last as the setting says', async () => {
    pool.changeSettings({ idTokenMinutes: 5 })
    const { exp = 0, iat = 0 } = decodeJwt((await browser.tokensOf('ana')).id_token)
    expect(exp - iat).toBe(300)
  })
})

describe('signing out', () => {
  const logout = (fields: Readonly<Record<string, string>>) =>
    browser.go(`${pool.url}/logout?${new URLSearchParams(fields)}`)

  it('ends the session of the login, and sends the browser back', async () => {
    const { refresh_token } = await browser.tokensOf('ana')
    const { clientId } = pool.signIn
    const answer = await logout({ client_id: clientId, logout_uri: `${consoleOrigin}/` })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${consoleOrigin}/`])
    expect((await browser.follow(browser.authorizeUrl())).at).toMatch(/\/login\//)
    // As in Cognito, to revoke the tokens is another call.
    expect((await browser.refresh(refresh_token)).status).toBe(200)
  })

  it.each([
    { client_id: 'heartbeatconsolelocal00001', logout_uri: 'https://elsewhere.example/' },
    { client_id: 'heartbeatconsolelocal00001', logout_uri: `${consoleOrigin}/signed-in` },
    { client_id: 'somebody', logout_uri: `${consoleOrigin}/` },
    { client_id: 'heartbeatconsolelocal00001', logout_uri: '' },
  ])('refuses %j, and signs nobody out', async (fields) => {
    await browser.signIn('ana')
    const answer = await logout(fields)
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
    expect((await browser.follow(browser.authorizeUrl())).at).toContain('/signed-in?code=')
  })

  it('revokes a refresh token and those that come of it, and nobody else', async () => {
    const one = await browser.tokensOf('ana')
    const another = await browser.tokensOf('ana')
    const rotated = await tokensIn(await browser.refresh(one.refresh_token))
    const revoked = await browser.post('revoke', { token: rotated.refresh_token })
    expect([revoked.status, await revoked.text()]).toEqual([200, ''])
    expect(await refusal(await browser.refresh(rotated.refresh_token))).toEqual(invalidGrant)
    expect((await browser.refresh(another.refresh_token)).status).toBe(200)
  })

  it('revokes nothing else than refresh tokens', async () => {
    const { access_token } = await browser.tokensOf('ana')
    const answer = await refusal(await browser.post('revoke', { token: access_token }))
    expect(answer).toEqual({ status: 400, body: { error: 'unsupported_token_type' } })
    expect(await refusal(await browser.post('revoke', {}))).toEqual(invalidRequest)
  })
})

describe('what a page may read', () => {
  it('discovery and keys, which name no way to end a session', async () => {
    const answer = await fetch(`${pool.signIn.issuer}/.well-known/openid-configuration`)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const told: object = await answer.json()
    expect(told).toMatchObject({
      issuer: pool.signIn.issuer,
      authorization_endpoint: `${pool.url}/oauth2/authorize`,
      token_endpoint: `${pool.url}/oauth2/token`,
      revocation_endpoint: `${pool.url}/oauth2/revoke`,
      jwks_uri: `${pool.signIn.issuer}/.well-known/jwks.json`,
    })
    expect(told).not.toHaveProperty('end_session_endpoint')
    const keys = await (await fetch(`${pool.signIn.issuer}/.well-known/jwks.json`)).text()
    for (const secret of ['"d"', '"p"', '"q"']) expect(keys).not.toContain(secret)
  })

  it('no tokens, where the page is not the console', async () => {
    const { refresh_token } = await browser.tokensOf('ana')
    const elsewhere = new TestBrowser(pool, 'https://elsewhere.example')
    const answer = await elsewhere.refresh(refresh_token)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.status).toBe(400)
  })

  it('pages of its own under a policy that lets nothing in', async () => {
    for (const url of [browser.authorizeUrl(), `${pool.url}/nowhere`, `${pool.url}/logout`]) {
      const { response } = await browser.follow(url)
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain(`form-action 'self' ${consoleOrigin}`)
      expect(response.headers.get('x-frame-options')).toBe('DENY')
    }
  })
})
