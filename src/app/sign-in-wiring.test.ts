import { describe, expect, it } from 'vitest'
import { failureOf } from '../aws/testing-failure.ts'
import { readConfig } from '../console/config.ts'
import { realPorts } from '../console/ports.ts'
import { createSignIns, type SignIns } from '../console/sign-in/sign-ins.ts'
import { type TestTab, testBrowser } from '../console/sign-in/testing-tab.ts'
import { userPoolForTests } from '../console/sign-in/testing-user-pool.ts'
import { settled } from '../console/testing-ports.ts'
import { signInAnewQuietly } from './sign-in-wiring.ts'

const server = userPoolForTests()

/** A page of the console in this tab; `loses`: a person would lose something if it were left. */
function page(tab: TestTab, loses = false): SignIns {
  const signIn = { kind: 'userPool', ...server.config }
  const connection = { name: 'a', regions: ['eu-west-1'], identityPoolId: 'eu-west-1:0', signIn }
  const read = readConfig(JSON.stringify({ connections: [connection] }))
  if (read.kind === 'malformed') throw new Error(JSON.stringify(read.problems))
  const signIns = createSignIns(read.config, realPorts, tab)
  signInAnewQuietly({ signIns, somethingToLose: () => loses })
  return signIns
}

function poolOf({ pools }: SignIns) {
  const [pool] = pools
  if (pool === undefined) throw new Error('config.json names no user pool')
  return pool
}

/** A tab in which somebody signed in, and whose page has gone while its renewal was under way. */
async function tabWithUsedUpToken(): Promise<TestTab> {
  const tab = testBrowser().open()
  const pool = poolOf(page(tab))
  await pool.open()
  await pool.signIn('window')
  await pool.finish(await server.visit(tab.windows[0]))
  server.endRefreshTokens()
  tab.unload()
  tab.at = '/executions/a?x=1'
  return tab
}

const tooLateMs = (): number => Date.now() + 2 * 3_600_000

describe('a sign-in that an earlier page used up', () => {
  it('is made anew by way of the login, and the person is back where they were', async () => {
    const tab = await tabWithUsedUpToken()
    const before = page(tab)
    await before.open(null)
    expect(await failureOf(poolOf(before).idToken(tooLateMs()))).toEqual({ kind: 'signedOut' })
    await expect.poll(() => tab.went).toHaveLength(1)
    const answer = await server.visit(tab.went[0])
    tab.unload()
    const after = page(tab)
    expect(await after.open(answer)).toEqual({ kind: 'console', returnTo: '/executions/a?x=1' })
    expect(await poolOf(after).idToken(Date.now())).toContain('.')
    expect(poolOf(after).state.get()).toMatchObject({ kind: 'signedIn', person: { name: 'ana' } })
  })

  it('waits for a person where something would be lost', async () => {
    const tab = await tabWithUsedUpToken()
    const signIns = page(tab, true)
    await signIns.open(null)
    await failureOf(poolOf(signIns).idToken(tooLateMs()))
    await settled()
    expect(tab.went).toEqual([])
    expect(poolOf(signIns).state.get()).toMatchObject({ kind: 'lapsed', attempt: { kind: 'none' } })
  })

  it('is never made anew for tokens of this page: a login that gives useless ones does not lead in a ring', async () => {
    const tab = await tabWithUsedUpToken()
    const before = page(tab)
    await before.open(null)
    await failureOf(poolOf(before).idToken(tooLateMs()))
    await expect.poll(() => tab.went).toHaveLength(1)
    const answer = await server.visit(tab.went[0])
    tab.unload()
    const after = page(tab)
    await after.open(answer)
    await poolOf(after).idToken(Date.now())
    // Cognito refuses the ID token, and the user pool its renewal.
    server.endRefreshTokens()
    poolOf(after).refuse()
    expect(await failureOf(poolOf(after).idToken(Date.now()))).toEqual({ kind: 'signedOut' })
    await settled()
    expect(tab.went).toHaveLength(1)
    expect(poolOf(after).state.get()).toMatchObject({ kind: 'lapsed', attempt: { kind: 'none' } })
  })
})
