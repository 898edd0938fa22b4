import { describe, expect, it } from 'vitest'
import { failureOf } from '../aws/testing-failure.ts'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import { hostForTests } from '../server/testing-host.ts'
import type { ConnectionConfig } from './config.ts'
import { realPorts } from './ports.ts'
import { createSession } from './session.ts'
import { createPastedSignIn } from './sign-in/pasted-sign-in.ts'
import { testBrowser } from './sign-in/testing-tab.ts'
import { userPoolForTests } from './sign-in/testing-user-pool.ts'
import { createUserPool } from './sign-in/user-pool.ts'

const host = hostForTests('quiet')
const server = userPoolForTests()
const { localAws } = host

function connectionOf(signIn: ConnectionConfig['signIn']): ConnectionConfig {
  return {
    name: 'prod',
    regions: ['us-east-1'],
    endpoint: host.url,
    identityPoolId: identityPool.id,
    readsPerSecond: 2,
    watch: {},
    swfDomains: [],
    signIn,
  }
}

function callsOf(operation: string): number {
  return localAws.control.calls().calls.filter((call) => call.operation === operation).length
}

describe('a session with pasted credentials', () => {
  const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' }
  const open = () => {
    const pasted = createPastedSignIn('prod')
    let nowMs = 0
    const session = createSession(connectionOf({ kind: 'pasted' }), 'us-east-1', realPorts, () => nowMs, {
      pools: [],
      pasted: [pasted],
    })
    return {
      pasted,
      session,
      setNow: (ms: number) => {
        nowMs = ms
      },
    }
  }

  it('waits for a person, and asks nobody', async () => {
    const { session } = open()
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
    expect(session.state.get()).toEqual({ kind: 'signedOut' })
    expect(localAws.control.calls().calls).toEqual([])
  })

  it('uses them as they are, says until when, and takes new ones at once', async () => {
    const { pasted, session } = open()
    pasted.paste({ ...credentials, expiration: new Date(60 * 60_000) })
    expect(await session.credentials()).toMatchObject(credentials)
    expect(session.state.get()).toEqual({
      kind: 'signedIn',
      who: 'pasted credentials',
      personId: null,
      groups: [],
      untilMs: 60 * 60_000,
    })
    pasted.paste({ ...credentials, accessKeyId: 'ASIB' })
    expect(await session.credentials()).toMatchObject({ accessKeyId: 'ASIB' })
    expect(session.state.get()).toMatchObject({ untilMs: null })
  })

  it('is signed out when they end, to the moment', async () => {
    const { pasted, session, setNow } = open()
    pasted.paste({ ...credentials, expiration: new Date(60 * 60_000) })
    setNow(60 * 60_000 - 1)
    expect(await session.credentials()).toMatchObject(credentials)
    setNow(60 * 60_000)
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
    expect(session.state.get()).toEqual({ kind: 'signedOut' })
  })

  it('gives none once nobody has been at work for too long, also those at hand', async () => {
    let over = false
    const pasted = createPastedSignIn('prod')
    const session = createSession(connectionOf({ kind: 'pasted' }), 'us-east-1', realPorts, () => 0, {
      pools: [],
      pasted: [pasted],
      isOver: () => over,
    })
    pasted.paste(credentials)
    expect(await session.credentials()).toMatchObject(credentials)
    over = true
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
  })

  it('has them asked for anew when AWS refuses them', async () => {
    const { pasted, session } = open()
    pasted.paste(credentials)
    await session.credentials()
    session.forget()
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
    expect(pasted.state.get()).toEqual({ kind: 'none', why: 'refused' })
  })
})

describe('a session of a user pool', () => {
  const open = async () => {
    const tab = testBrowser().open()
    const pool = createUserPool(server.config, realPorts, tab)
    await pool.open()
    const connection = connectionOf({ kind: 'userPool', ...server.config })
    const session = createSession(connection, 'us-east-1', realPorts, () => Date.now(), {
      pools: [pool],
      pasted: [],
    })
    return { tab, pool, session }
  }

  it('asks Cognito for nothing before somebody signed in', async () => {
    const { session } = await open()
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
    expect(session.state.get()).toEqual({ kind: 'signedOut' })
    expect(localAws.control.calls().calls).toEqual([])
  })

  it('takes the ID token to Cognito; one that is refused is not sent twice', async () => {
    const { tab, pool, session } = await open()
    await pool.signIn('window')
    await pool.finish(await server.visit(tab.windows[0]))
    // It is signed by nobody, so Cognito takes none of them.
    for (const _ of [1, 2])
      expect(await failureOf(session.credentials())).toMatchObject({ kind: 'notSignedIn' })
    expect(callsOf('GetId') + callsOf('GetCredentialsForIdentity')).toBe(2)
    expect(server.refreshes).toBe(1)
    expect(pool.state.get().kind).toBe('signedIn')
  })

  it('is signed out once the refresh token is no longer taken', async () => {
    const { tab, pool, session } = await open()
    await pool.signIn('window')
    await pool.finish(await server.visit(tab.windows[0]))
    pool.refuse()
    server.endRefreshTokens()
    expect(await failureOf(session.credentials())).toEqual({ kind: 'signedOut' })
    expect(session.state.get()).toEqual({ kind: 'signedOut' })
    expect(pool.state.get().kind).toBe('lapsed')
  })

  it('does not start with sign-ins of another configuration', () => {
    const connection = connectionOf({ kind: 'userPool', ...server.config })
    expect(() =>
      createSession(connection, 'us-east-1', realPorts, () => 0, { pools: [], pasted: [] }),
    ).toThrow(TypeError)
  })
})
