import { describe, expect, it } from 'vitest'
import { failureOf } from '../../aws/testing-failure.ts'
import { readConfig } from '../config.ts'
import { realPorts } from '../ports.ts'
import { tellActive } from './last-active.ts'
import { createSignIns, type SignIns } from './sign-ins.ts'
import { type TestTab, testBrowser } from './testing-tab.ts'
import { userPoolForTests } from './testing-user-pool.ts'

const server = userPoolForTests()
const other = userPoolForTests()

function configOf(...signIns: readonly object[]) {
  const connections = signIns.map((signIn, index) => ({
    name: `c${index}`,
    regions: ['eu-west-1'],
    identityPoolId: 'eu-west-1:0',
    signIn,
  }))
  const read = readConfig(JSON.stringify({ connections }))
  if (read.kind === 'malformed') throw new Error(JSON.stringify(read.problems))
  return read.config
}

const poolOf = ({ config }: typeof server): object => ({ kind: 'userPool', ...config })

/** A page of the console that begins in a tab. */
function page(tab: TestTab, ...pools: readonly (typeof server)[]): SignIns {
  return createSignIns(configOf(...(pools.length === 0 ? [server] : pools).map(poolOf)), realPorts, tab)
}

async function signedInPage(tab: TestTab, ...pools: readonly (typeof server)[]): Promise<SignIns> {
  const signIns = page(tab, ...pools)
  await signIns.open(null)
  for (const [index, pool] of signIns.pools.entries()) {
    await pool.signIn('window')
    await pool.finish(await (pools[index] ?? server).visit(tab.windows.at(-1)))
  }
  return signIns
}

const kinds = ({ pools }: SignIns): readonly string[] => pools.map(({ state }) => state.get().kind)

describe('the sign-ins of a page', () => {
  it('are one for each user pool, however many connections share it', () => {
    const config = configOf(poolOf(server), poolOf(server), poolOf(other), { kind: 'pasted' })
    const { pools, pasted } = createSignIns(config, realPorts, testBrowser().open())
    expect(pools.map(({ loginHost }) => loginHost)).toEqual(
      [server, other].map(({ url }) => new URL(url).host),
    )
    expect(pasted.map(({ key }) => key)).toEqual(['c3'])
  })

  it('take an answer to the one that waits for it, and leave the others alone', async () => {
    const tab = testBrowser().open()
    tab.at = '/findings?x=1'
    const before = page(tab, server, other)
    await before.open(null)
    await before.pools[1]?.signIn('here')
    const answer = await other.visit(tab.went[0])
    const signIns = page(tab, server, other)
    expect(await signIns.open(answer)).toEqual({ kind: 'console', returnTo: '/findings?x=1' })
    await signIns.pools[1]?.idToken(Date.now())
    expect(kinds(signIns)).toEqual(['signedOut', 'signedIn'])
  })

  it('have an answer that was for another tab handed over to it', async () => {
    const browser = testBrowser()
    const opener = page(browser.open())
    await opener.open(null)
    const openerTab = browser.open()
    const asking = page(openerTab)
    await asking.open(null)
    await asking.pools[0]?.signIn('window')
    const answer = await server.visit(openerTab.windows[0])
    // The window that comes back, with a copy of the storage of the tab that opened it.
    openerTab.storage.setItem('something', 'of the tab')
    const window = browser.open(openerTab)
    expect(await page(window).open(answer)).toEqual({ kind: 'handedOver' })
    expect(window.storage.length).toBe(0)
    await asking.pools[0]?.idToken(Date.now())
    expect(kinds(asking)).toEqual(['signedIn'])
    expect(kinds(opener)).toEqual(['signedOut'])
  })

  it('refuse an answer that nobody waits for, and say so', async () => {
    const browser = testBrowser()
    await page(browser.open()).open(null)
    // Nobody answers, so there is nothing to wait for.
    const hasty: typeof realPorts = { ...realPorts, after: (_, turn) => realPorts.after(0, turn) }
    const signIns = createSignIns(configOf(poolOf(server)), hasty, browser.open())
    const forged = { state: 'forged', code: 'stolen', error: null }
    expect(await signIns.open(forged)).toEqual({ kind: 'console', returnTo: null })
    expect(signIns.stray.get()).toEqual({ kind: 'unknownAnswer' })
    expect(kinds(signIns)).toEqual(['signedOut'])
  })

  it('tell the other tabs nothing that opens anything', async () => {
    const browser = testBrowser()
    const tab = browser.open()
    const signIns = await signedInPage(tab)
    const token = await signIns.pools[0]?.idToken(Date.now())
    await signIns.signOut('person')
    expect(tab.told).toEqual([{ kind: 'signedOut', pools: [signIns.pools[0]?.key], idle: false }])
    expect(JSON.stringify(tab.told)).not.toContain(token)
  })
})

describe('signing out', () => {
  it('ends the refresh token, forgets all of the tab, and goes to end the login', async () => {
    const tab = testBrowser().open()
    const signIns = await signedInPage(tab)
    tab.storage.setItem('heartbeat-console.journal.2', '[]')
    await signIns.signOut('person')
    expect(server.revoked).toHaveLength(1)
    expect(tab.went).toEqual([signIns.pools[0]?.logoutUrl])
    expect(tab.storage.getItem('heartbeat-console.journal.2')).toBeNull()
    const next = page(tab)
    expect(next.signedOut).toEqual({ why: 'person', revoked: true, logins: [] })
    expect(await next.open(null)).toEqual({ kind: 'console', returnTo: null })
    expect(kinds(next)).toEqual(['signedOut'])
    expect(page(tab).signedOut).toBeNull()
  })

  it('ends the logins of several user pools one after the other', async () => {
    const tab = testBrowser().open()
    const signIns = await signedInPage(tab, server, other)
    await signIns.signOut('person')
    expect(await page(tab, server, other).open(null)).toEqual({ kind: 'leaving' })
    expect(tab.went).toEqual(signIns.pools.map(({ logoutUrl }) => logoutUrl))
    expect(await page(tab, server, other).open(null)).toMatchObject({ kind: 'console' })
    expect([...server.revoked, ...other.revoked]).toHaveLength(2)
  })

  it('goes on where the user pool cannot be told, and says so', async () => {
    const tab = testBrowser().open()
    const signIns = await signedInPage(tab)
    server.failsWith = { status: 500, error: 'server_error' }
    await signIns.signOut('person')
    expect(page(tab).signedOut).toMatchObject({ revoked: false })
    expect(tab.went).toHaveLength(1)
  })

  it('is what a page begins with that is opened again after nobody was at work for too long', async () => {
    const browser = testBrowser()
    const tab = browser.open()
    await signedInPage(tab)
    tellActive(realPorts, tab)
    tab.unload()
    const later = (minutes: number) => ({ ...realPorts, wall: () => Date.now() + minutes * 60_000 })
    const reopened = (minutes: number) => createSignIns(configOf(poolOf(server)), later(minutes), tab)
    const soon = reopened(59)
    expect(await soon.open(null)).toMatchObject({ kind: 'console' })
    await expect.poll(() => kinds(soon)).toEqual(['signedIn'])
    tab.unload()
    const late = reopened(61)
    expect(await late.open(null)).toEqual({ kind: 'leaving' })
    expect(tab.went).toEqual([late.pools[0]?.logoutUrl])
    expect(server.refreshTokens).toBe(0)
    expect(page(tab).signedOut).toMatchObject({ why: 'idle', revoked: true })
    // Nobody is signed in any more, so there is nothing to end.
    expect(await page(browser.open()).open(null)).toMatchObject({ kind: 'console' })
  })

  it('is not what somebody begins with who just comes back from the login', async () => {
    const tab = testBrowser().open()
    const before = page(tab)
    await before.open(null)
    tellActive({ wall: () => Date.now() - 2 * 3_600_000 }, tab)
    await before.pools[0]?.signIn('here')
    const answer = await server.visit(tab.went[0])
    const after = page(tab)
    expect(await after.open(answer)).toMatchObject({ kind: 'console' })
    await after.pools[0]?.idToken(Date.now())
    expect(kinds(after)).toEqual(['signedIn'])
  })

  it('in one tab signs out all of them, each of its own refresh token', async () => {
    const browser = testBrowser()
    const tabs = [browser.open(), browser.open(), browser.open()] as const
    const [first, second] = [await signedInPage(tabs[0]), await signedInPage(tabs[1])]
    const third = page(tabs[2])
    await third.open(null)
    await first.signOut('idle')
    await expect.poll(() => tabs[1].went).toEqual(['/'])
    expect(server.revoked).toHaveLength(2)
    expect(page(tabs[1]).signedOut).toMatchObject({ why: 'idle' })
    expect(kinds(second)).toEqual(['signedOut'])
    // Who was not signed in stays where they are.
    expect(tabs[2].went).toEqual([])
  })
})

describe('pasted credentials', () => {
  const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' }
  const open = () => {
    const tab = testBrowser().open()
    const signIns = createSignIns(configOf({ kind: 'pasted' }), realPorts, tab)
    const [pasted] = signIns.pasted
    if (pasted === undefined) throw new Error('none')
    return { tab, signIns, pasted }
  }
  const asked = async (run: () => unknown) => failureOf(Promise.resolve().then(run))

  it('are good until they end by server time, and then asked for anew', async () => {
    const { pasted, signIns } = open()
    expect(await asked(() => pasted.credentials(0))).toEqual({ kind: 'signedOut' })
    pasted.paste({ ...credentials, expiration: new Date(1000) })
    expect(pasted.credentials(999)).toMatchObject(credentials)
    expect(signIns.isSignedIn()).toBe(true)
    expect(await asked(() => pasted.credentials(1000))).toEqual({ kind: 'signedOut' })
    expect(pasted.state.get()).toEqual({ kind: 'none', why: 'ended' })
  })

  it('stand in no state and no storage', async () => {
    const { pasted, tab } = open()
    pasted.paste(credentials)
    expect(pasted.state.get()).toEqual({ kind: 'held', untilMs: null })
    expect(tab.storage.length).toBe(0)
  })

  it('are forgotten when AWS refuses them, and at a sign-out', async () => {
    const { pasted, signIns, tab } = open()
    pasted.paste(credentials)
    pasted.refuse()
    expect(pasted.state.get()).toEqual({ kind: 'none', why: 'refused' })
    pasted.paste(credentials)
    await signIns.signOut('person')
    expect(await asked(() => pasted.credentials(0))).toEqual({ kind: 'signedOut' })
    expect(tab.went).toEqual(['/'])
  })
})
