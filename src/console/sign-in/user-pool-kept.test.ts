import { describe, expect, it } from 'vitest'
import { failureOf } from '../../aws/testing-failure.ts'
import { settled } from '../testing-ports.ts'
import { signedIn, stored, timed } from './testing-pool-stage.ts'
import { testBrowser } from './testing-tab.ts'
import { userPoolForTests } from './testing-user-pool.ts'
import { createUserPool } from './user-pool.ts'

const server = userPoolForTests()

describe('what a tab keeps', () => {
  it('is taken up after a reload', async () => {
    const { tab } = await signedIn(server)
    tab.unload()
    const pool = createUserPool(server.config, timed(), tab)
    await pool.open()
    expect(pool.state.get().kind).toBe('signedIn')
    expect(server.refreshes).toBe(0)
  })

  it('is dropped in a copy of the tab, which signs in for itself and leaves the other alone', async () => {
    const browser = testBrowser()
    const first = await signedIn(server, timed(), browser.open())
    const copied = browser.open(first.tab)
    copied.at = '/findings'
    const copy = createUserPool(server.config, timed(), copied)
    await copy.open()
    expect(stored(copied)).not.toContain('refreshToken')
    const answer = await server.visit(copied.went[0])
    expect(await copy.waiting(answer)).toMatchObject({ returnTo: '/findings' })
    await copy.finish(answer)
    // Both renew, with one refresh token each.
    for (const pool of [first.pool, copy, first.pool, copy]) {
      pool.refuse()
      await pool.idToken(Date.now())
    }
    expect(server.refreshes).toBe(4)
  })

  it('is forgotten at the end, and its refresh token revoked', async () => {
    const { pool, tab } = await signedIn(server)
    const { refreshToken } = JSON.parse(tab.storage.getItem(tab.storage.key(0) ?? '') ?? '') as {
      refreshToken: string
    }
    expect(await pool.end()).toBe(true)
    expect(server.revoked).toEqual([refreshToken])
    expect(tab.storage.length).toBe(0)
    expect(await failureOf(pool.idToken(Date.now()))).toEqual({ kind: 'signedOut' })
    expect(pool.logoutUrl).toBe(
      `${server.url}/logout?client_id=test-client&logout_uri=http%3A%2F%2F127.0.0.1%3A4580%2F`,
    )
  })

  it('is forgotten, too, where it is just being renewed', async () => {
    const { pool, tab } = await signedIn(server)
    pool.refuse()
    const renewed = pool.idToken(Date.now())
    await settled()
    await pool.end()
    await renewed
    expect(server.refreshes).toBe(1)
    expect(server.refreshTokens).toBe(0)
    expect(tab.storage.length).toBe(0)
    expect(pool.state.get().kind).toBe('signedOut')
  })

  it('says where the refresh token could not be revoked', async () => {
    const { pool } = await signedIn(server)
    server.failsWith = { status: 500, error: 'server_error' }
    expect(await pool.end()).toBe(false)
  })
})
