import { describe, expect, it } from 'vitest'
import { failureOf } from '../aws/testing-failure.ts'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import { startLocalAwsHost } from '../server/local-aws-host.ts'
import { hostForTests } from '../server/testing-host.ts'
import type { ConnectionConfig } from './config.ts'
import { realPorts } from './ports.ts'
import { createSession, type Session } from './session.ts'

const host = hostForTests('quiet')
const { localAws } = host

const MINUTE_MS = 60_000

function configOf(signIn: ConnectionConfig['signIn'], endpoint = host.url): ConnectionConfig {
  return {
    name: 'local',
    regions: ['eu-west-1'],
    endpoint,
    identityPoolId: identityPool.id,
    readsPerSecond: 2,
    watch: {},
    swfDomains: [],
    signIn,
  }
}

const person = (name: string): ConnectionConfig['signIn'] => ({
  kind: 'localPerson',
  person: name,
  url: `${host.url}/_local/id-token`,
})

/** A session with a server clock that a test sets, and a count of the ID tokens it fetched. */
function open(config: ConnectionConfig): {
  session: Session
  setNow: (ms: number) => void
  idTokens: () => number
} {
  let nowMs = Date.now()
  let idTokens = 0
  const ports: typeof realPorts = {
    ...realPorts,
    fetch: (input, init) => {
      if (typeof input === 'string' && input.endsWith('/id-token')) idTokens += 1
      return fetch(input, init)
    },
  }
  const session = createSession(config, 'eu-west-1', ports, () => nowMs, { pools: [], pasted: [] })
  return {
    session,
    setNow: (ms) => {
      nowMs = ms
    },
    idTokens: () => idTokens,
  }
}

function issued(): number {
  const { calls } = localAws.control.calls()
  return calls.filter(({ operation }) => operation === 'GetCredentialsForIdentity').length
}

describe('a session', () => {
  it('says who is signed in, in which groups, and until when', async () => {
    const { session } = open(configOf(person('ana')))
    expect(session.state.get()).toEqual({ kind: 'signingIn' })
    const { expiration, sessionToken } = await session.credentials()
    expect(sessionToken).toBeTruthy()
    expect(session.state.get()).toEqual({
      kind: 'signedIn',
      who: 'Ana Ortiz',
      personId: expect.stringMatching(/^https:\/\/cognito-idp\.\S+ [0-9a-f-]{36}$/),
      groups: ['operator'],
      untilMs: expiration?.getTime(),
    })
  })

  it('keeps credentials while they are good, however many ask at once', async () => {
    const { session, idTokens } = open(configOf(person('ana')))
    const all = await Promise.all(Array.from({ length: 5 }, () => session.credentials()))
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId)).size).toBe(1)
    await session.credentials()
    expect(issued()).toBe(1)
    expect(idTokens()).toBe(1)
  })

  it('renews them five minutes before they end, by server time', async () => {
    const { session, setNow } = open(configOf(person('ana')))
    const first = await session.credentials()
    const endMs = first.expiration?.getTime() ?? Number.NaN
    setNow(endMs - 5 * MINUTE_MS)
    expect((await session.credentials()).accessKeyId).toBe(first.accessKeyId)
    setNow(endMs - 5 * MINUTE_MS + 1)
    const second = await session.credentials()
    expect(second.accessKeyId).not.toBe(first.accessKeyId)
    expect(issued()).toBe(2)
  })

  it('keeps credentials that last only a minute for half of it', async () => {
    localAws.control.changeSettings({ credentialLifetimeSeconds: 60 })
    const { session, setNow } = open(configOf(person('ana')))
    const endMs = (await session.credentials()).expiration?.getTime() ?? Number.NaN
    await session.credentials()
    expect(issued()).toBe(1)
    setNow(endMs - 20_000)
    await session.credentials()
    expect(issued()).toBe(2)
  })

  it('renews the ID token too, before it ends', async () => {
    const { session, setNow, idTokens } = open(configOf(person('ana')))
    await session.credentials()
    session.forget()
    await session.credentials()
    expect(idTokens()).toBe(1)
    setNow(Date.now() + 24 * 60 * MINUTE_MS)
    await session.credentials()
    expect(idTokens()).toBeGreaterThan(1)
  })

  it('gets new ones after it was told to forget', async () => {
    const { session } = open(configOf(person('ana')))
    const first = await session.credentials()
    session.forget()
    expect((await session.credentials()).accessKeyId).not.toBe(first.accessKeyId)
  })

  it('of a guest is a guest’s', async () => {
    const { session, idTokens } = open(configOf({ kind: 'guest' }))
    await session.credentials()
    expect(session.state.get()).toMatchObject({ kind: 'guest' })
    expect(idTokens()).toBe(0)
  })

  it('of fixed keys asks nobody', async () => {
    const keys = { accessKeyId: 'test', secretAccessKey: 'secret' }
    const { session } = open(configOf({ kind: 'keys', ...keys }))
    expect(await session.credentials()).toEqual(keys)
    expect(session.state.get()).toMatchObject({ kind: 'signedIn', untilMs: null })
    expect(localAws.control.calls().calls).toEqual([])
  })

  it('says that nobody of that name can sign in', async () => {
    const { session } = open(configOf(person('mallory')))
    const error = await failureOf(session.credentials())
    expect(error).toMatchObject({ kind: 'notSignedIn', message: expect.stringContaining('mallory') })
    expect(session.state.get()).toEqual({ kind: 'failed', error })
  })

  it('fails while nothing answers, and is itself again when something does', async () => {
    const other = await startLocalAwsHost({ port: 0, localAws })
    const { session } = open(configOf(person('ana'), other.url))
    await other.close()
    const error = await failureOf(session.credentials())
    expect(error).toMatchObject({ kind: 'noAnswer', endpoint: other.url })
    expect(session.state.get()).toEqual({ kind: 'failed', error })
    const back = await startLocalAwsHost({ port: other.port, localAws })
    await session.credentials()
    expect(session.state.get()).toMatchObject({ kind: 'signedIn', who: 'Ana Ortiz' })
    await back.close()
  })

  it('shows no credential and no ID token in its state', async () => {
    const { session } = open(configOf(person('ana')))
    const { accessKeyId, secretAccessKey, sessionToken } = await session.credentials()
    const shown = JSON.stringify(session.state.get())
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) expect(shown).not.toContain(secret)
  })
})
