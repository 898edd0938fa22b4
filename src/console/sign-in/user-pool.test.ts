import { describe, expect, it } from 'vitest'
import { failureOf } from '../../aws/testing-failure.ts'
import { signedIn, stored, timed } from './testing-pool-stage.ts'
import { testBrowser } from './testing-tab.ts'
import { userPoolForTests } from './testing-user-pool.ts'
import { createUserPool, type UserPool } from './user-pool.ts'

const server = userPoolForTests()
const MINUTE_MS = 60_000

function troubleOf(pool: UserPool): unknown {
  const state = pool.state.get()
  return 'attempt' in state && state.attempt.kind === 'failed' ? state.attempt.trouble : state
}

describe('signing in to a user pool', () => {
  it('goes to the login with PKCE, and comes back to where the person was', async () => {
    const tab = testBrowser().open()
    tab.at = '/executions/a?filter=b#c'
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    expect(pool.state.get()).toEqual({ kind: 'signedOut', attempt: { kind: 'none' } })
    await pool.signIn('here')
    const url = new URL(tab.went[0] ?? '')
    expect(`${url.origin}${url.pathname}`).toBe(`${server.url}/oauth2/authorize`)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'test-client',
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: 'http://127.0.0.1:4580/signed-in',
      code_challenge_method: 'S256',
    })
    const answer = await server.visit(url.href)
    // The page that comes back is another one, in the same tab.
    const next = createUserPool(server.config, timed(), tab)
    expect(await next.waiting(answer)).toMatchObject({ returnTo: '/executions/a?filter=b#c' })
    await next.finish(answer)
    expect(next.state.get()).toEqual({
      kind: 'signedIn',
      person: { sub: 'sub-of-ana', name: 'ana', groups: ['operator'] },
    })
    expect(await next.idToken(Date.now())).toContain('.')
  })

  it('keeps no access token, and nothing of the code', async () => {
    const { tab } = await signedIn(server)
    expect(stored(tab)).not.toMatch(/access_token|code_verifier/)
    expect(tab.storage.length).toBe(1)
  })

  it('takes an answer once', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('here')
    const answer = await server.visit(tab.went[0])
    await pool.finish(answer)
    expect(await pool.waiting(answer)).toBeNull()
  })

  it('refuses an answer that it did not ask for, and sends its code nowhere', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('here')
    const answer = await server.visit(tab.went[0])
    for (const state of [`${answer.state}x`, '', '%', 'a;b']) {
      expect(await pool.waiting({ ...answer, state })).toBeNull()
      await pool.finish({ ...answer, state })
      expect(troubleOf(pool)).toEqual({ kind: 'unknownAnswer' })
    }
    await pool.finish(answer)
    expect(pool.state.get().kind).toBe('signedIn')
  })

  it('refuses an answer that comes after a quarter of an hour, for good', async () => {
    const ports = timed()
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, ports, tab)
    await pool.open()
    await pool.signIn('here')
    const answer = await server.visit(tab.went[0])
    ports.pass(15 * MINUTE_MS + 2000)
    await pool.finish(answer)
    expect(troubleOf(pool)).toEqual({ kind: 'tooLate' })
    expect(await pool.waiting(answer)).toBeNull()
  })

  it('says why the login let nobody in, and why a code was not taken', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('here')
    const { state } = await server.visit(tab.went[0])
    await pool.finish({ state, code: null, error: 'access_denied' })
    expect(troubleOf(pool)).toEqual({ kind: 'refused', error: 'access_denied' })
    await pool.signIn('here')
    const answer = await server.visit(tab.went[1])
    await pool.finish({ ...answer, code: 'another' })
    expect(troubleOf(pool)).toEqual({ kind: 'codeRefused', error: 'invalid_grant' })
  })

  it.each<readonly [string, unknown]>([
    ['aud', 'another-client'],
    ['aud', ['another-client']],
    ['aud', undefined],
    ['iss', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other'],
    ['iss', undefined],
    ['nonce', 'of-another-sign-in'],
    ['nonce', undefined],
    ['sub', undefined],
  ])('refuses an ID token whose %s is %j', async (name, value) => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('here')
    server.wrongClaims = { [name]: value }
    await pool.finish(await server.visit(tab.went[0]))
    expect(troubleOf(pool)).toEqual({ kind: 'unusable' })
    expect(tab.storage.length).toBe(0)
  })

  it.each(['aud', 'iss', 'sub'])('refuses a renewed ID token that is of another %s', async (name) => {
    const { pool } = await signedIn(server)
    pool.refuse()
    server.wrongClaims = { [name]: 'another' }
    expect(await failureOf(pool.idToken(Date.now()))).toMatchObject({ kind: 'awsFault' })
  })

  it('refuses an ID token that is of another client or pool', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool({ ...server.config, issuer: 'https://elsewhere' }, timed(), tab)
    await pool.open()
    await pool.signIn('here')
    await pool.finish(await server.visit(tab.went[0]))
    expect(troubleOf(pool)).toEqual({ kind: 'unusable' })
    expect(await failureOf(pool.idToken(Date.now()))).toEqual({ kind: 'signedOut' })
  })

  it('in a window leaves nothing in the storage that the window copies', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('window')
    expect(tab.went).toEqual([])
    expect(tab.storage.length).toBe(0)
    await pool.finish(await server.visit(tab.windows[0]))
    expect(pool.state.get().kind).toBe('signedIn')
  })

  it('in two windows is done by the first that comes back; what the other one got is ended', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('window')
    await pool.signIn('window')
    const first = await server.visit(tab.windows[0])
    server.person = 'vic'
    const second = await server.visit(tab.windows[1])
    await pool.finish(first)
    const token = await pool.idToken(Date.now())
    await pool.finish(second)
    expect(pool.state.get()).toMatchObject({ kind: 'signedIn', person: { name: 'ana' } })
    expect(await pool.idToken(Date.now())).toBe(token)
    expect(server.revoked).toHaveLength(1)
    expect(server.refreshTokens).toBe(1)
  })

  it('that ends while its answer is on the way leaves nothing', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('window')
    const finished = pool.finish(await server.visit(tab.windows[0]))
    await pool.end()
    await finished
    expect(pool.state.get().kind).toBe('signedOut')
    expect(tab.storage.length).toBe(0)
    expect(server.refreshTokens).toBe(0)
  })

  it('lasts as long as the page where the browser keeps nothing', async () => {
    const tab = testBrowser().open()
    tab.storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('window')
    await pool.finish(await server.visit(tab.windows[0]))
    const first = await pool.idToken(Date.now())
    pool.refuse()
    expect(await pool.idToken(Date.now())).not.toBe(first)
    expect(await pool.end()).toBe(true)
    expect(await failureOf(pool.idToken(Date.now()))).toEqual({ kind: 'signedOut' })
  })

  it('says that the browser let no window open', async () => {
    const tab = testBrowser().open()
    tab.blocksWindows = true
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    await pool.signIn('window')
    expect(troubleOf(pool)).toEqual({ kind: 'noWindow' })
  })
})

describe('an ID token', () => {
  it('is kept while it is good, and renewed once however many ask', async () => {
    const ports = timed()
    const { pool } = await signedIn(server, ports)
    const first = await pool.idToken(Date.now())
    ports.pass(54 * MINUTE_MS)
    expect(await pool.idToken(Date.now())).toBe(first)
    ports.pass(2 * MINUTE_MS)
    const all = await Promise.all([1, 2, 3].map(() => pool.idToken(Date.now())))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).not.toBe(first)
    expect(server.refreshes).toBe(1)
  })

  it.each([-60, 60])('is not renewed because this machine’s clock is off by %i minutes', async (minutes) => {
    const ports = timed()
    ports.set(minutes * MINUTE_MS)
    const { pool } = await signedIn(server, ports)
    const first = await pool.idToken(ports.wall())
    expect(await pool.idToken(ports.wall())).toBe(first)
    expect(server.refreshes).toBe(0)
    expect(pool.state.get().kind).toBe('signedIn')
  })

  it('of an earlier page is judged by server time, and a clock that is wrong costs one renewal', async () => {
    const { tab } = await signedIn(server)
    tab.unload()
    const good = createUserPool(server.config, timed(), tab)
    await good.open()
    await good.idToken(Date.now() + 30 * MINUTE_MS)
    expect(server.refreshes).toBe(0)
    for (const _ of [1, 2, 3]) await good.idToken(Date.now() + 65 * MINUTE_MS)
    expect(server.refreshes).toBe(1)
    expect(good.state.get().kind).toBe('signedIn')
  })

  it('tells when it was issued, as it comes and at each renewal', async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, timed(), tab)
    const issued: number[] = []
    pool.onIdToken((ms) => void issued.push(ms))
    await pool.open()
    await pool.signIn('here')
    await pool.finish(await server.visit(tab.went[0]))
    await pool.idToken(Date.now())
    expect(issued).toHaveLength(1)
    pool.refuse()
    await pool.idToken(Date.now())
    expect(issued).toHaveLength(2)
    for (const ms of issued) expect(Math.abs(Date.now() - ms)).toBeLessThan(60_000)
  })

  it('that was refused is not given again', async () => {
    const { pool } = await signedIn(server)
    const first = await pool.idToken(Date.now())
    pool.refuse()
    expect(await pool.idToken(Date.now())).not.toBe(first)
  })

  it('cannot be had once the refresh token is no longer taken; who it was stays known', async () => {
    const ports = timed()
    const { pool, tab } = await signedIn(server, ports)
    server.endRefreshTokens()
    ports.pass(56 * MINUTE_MS)
    expect(await failureOf(pool.idToken(Date.now()))).toEqual({ kind: 'signedOut' })
    expect(pool.state.get()).toMatchObject({ kind: 'lapsed', person: { name: 'ana' } })
    expect(tab.storage.length).toBe(0)
    // In a window, and the page goes on.
    await pool.signIn('window')
    await pool.finish(await server.visit(tab.windows[0]))
    expect(pool.state.get().kind).toBe('signedIn')
    expect(tab.went).toHaveLength(1)
  })

  it('cannot be had once what the tab kept was taken away, and somebody is asked to sign in again', async () => {
    const { pool, tab } = await signedIn(server)
    // As a browser does that is told to forget what a site keeps.
    tab.storage.clear()
    expect(await failureOf(pool.idToken(Date.now()))).toEqual({ kind: 'signedOut' })
    expect(pool.state.get()).toMatchObject({ kind: 'lapsed', person: { name: 'ana' } })
  })

  it.each([
    ['/journal', '/journal'],
    // The path of https://console.example//evil.example/journal
    ['//evil.example/journal', '/'],
  ])('of somebody else begins the page anew, on this host alone: %s', async (at, begun) => {
    const ports = timed()
    const { pool, tab } = await signedIn(server, ports)
    server.endRefreshTokens()
    ports.pass(56 * MINUTE_MS)
    await failureOf(pool.idToken(Date.now()))
    server.person = 'vic'
    tab.at = at
    await pool.signIn('window')
    await pool.finish(await server.visit(tab.windows[0]))
    expect(tab.went.at(-1)).toBe(begun)
  })

  it.each([
    [500, 'server_error', 'notSignedIn'],
    [400, 'invalid_client', 'notSignedIn'],
  ])('is not given up for an answer %i %s', async (status, error, kind) => {
    const ports = timed()
    const { pool } = await signedIn(server, ports)
    ports.pass(56 * MINUTE_MS)
    server.failsWith = { status, error }
    expect(await failureOf(pool.idToken(Date.now()))).toMatchObject({ kind })
    server.failsWith = null
    expect(await pool.idToken(Date.now())).toContain('.')
  })

  it('is not given up for a network that is down', async () => {
    const ports = timed()
    const { pool, tab } = await signedIn(server, ports)
    tab.unload()
    const elsewhere = createUserPool({ ...server.config, loginUrl: 'http://127.0.0.1:1' }, ports, tab)
    await elsewhere.open()
    elsewhere.refuse()
    expect(await failureOf(elsewhere.idToken(Date.now()))).toMatchObject({ kind: 'noAnswer' })
    expect(await pool.idToken(Date.now())).toContain('.')
  })
})
