import { createStore, type ReadableStore } from '../../lib/store.ts'
import type { Config } from '../config.ts'
import { type Ports, wait } from '../ports.ts'
import { sinceActive } from './last-active.ts'
import { createPastedSignIn, type PastedSignIn } from './pasted-sign-in.ts'
import type { SignInAnswer } from './sign-in-answer.ts'
import type { SignInTrouble } from './sign-in-trouble.ts'
import { readSignedOut, type SignedOut, writeSignedOut } from './signed-out.ts'
import type { Tab } from './tab.ts'
import { createUserPool, type UserPool, userPoolKey } from './user-pool.ts'

/** Everything that people sign in to from this page, and out of together. */
export interface SignIns {
  readonly pools: readonly UserPool[]
  readonly pasted: readonly PastedSignIn[]
  /** An answer came back that none of them waited for. */
  readonly stray: ReadableStore<SignInTrouble | null>
  /** How the sign-out went that led to this page; null where none did. */
  readonly signedOut: SignedOut | null
  /** Whether there is anything to sign out of. */
  isSignedIn(): boolean
  /**
   * Takes up what this tab keeps, and the answer with which the page was opened. `handedOver`: the answer was for another tab, which
   * has it, and this page is of no use any more. `leaving`: the page is on its way to end another login.
   */
  open(answer: SignInAnswer | null): Promise<Opened>
  /** Ends all sign-ins of this tab, forgets everything it keeps, has the other tabs do so, and leaves for the login's own sign-out. */
  signOut(why: 'person' | 'idle'): Promise<void>
}

export type Opened =
  | { readonly kind: 'console'; readonly returnTo: string | null }
  | { readonly kind: 'handedOver' }
  | { readonly kind: 'leaving' }

/** The tab that asked is at work while its window is open; what is longer on its way is not coming. */
const TAKEN_WITHIN_MS = 2000
/** Signing out waits so long for the user pool to end the refresh token, and then goes on. */
const REVOKED_WITHIN_MS = 3000

export function createSignIns(config: Config, ports: Ports, tab: Tab): SignIns {
  const byKey = new Map<string, UserPool>()
  const pasted: PastedSignIn[] = []
  for (const { name, signIn } of config.connections) {
    if (signIn.kind === 'pasted') pasted.push(createPastedSignIn(name))
    if (signIn.kind === 'userPool' && !byKey.has(userPoolKey(signIn)))
      byKey.set(userPoolKey(signIn), createUserPool(signIn, ports, tab))
  }
  const pools = [...byKey.values()]
  const stray = createStore<SignInTrouble | null>(null)
  const signedOut = readSignedOut(tab.storage)
  let leaving = false

  const isIn = ({ state }: UserPool): boolean => ['signedIn', 'lapsed'].includes(state.get().kind)
  const isSignedIn = (): boolean =>
    pools.some(isIn) || pasted.some(({ state }) => state.get().kind === 'held')

  const poolWaitingFor = async (answer: SignInAnswer) => {
    for (const pool of pools) {
      const waiting = await pool.waiting(answer)
      if (waiting !== null) return { pool, ...waiting }
    }
    return null
  }

  /** Forgets all that this tab keeps, ends its refresh tokens, and goes where `theirLogins` leaves something to be ended. */
  const leave = async (why: SignedOut['why'], theirLogins: readonly string[]): Promise<void> => {
    leaving = true
    const mine = pools.filter(isIn)
    const ended = mine.map((pool) => pool.end())
    for (const one of pasted) one.forget()
    tab.storage.clear()
    const revoked = await Promise.race([
      Promise.all(ended).then((all) => all.every(Boolean)),
      wait(ports, REVOKED_WITHIN_MS).then(() => false),
    ])
    const [next, ...rest] = mine.filter(({ key }) => !theirLogins.includes(key))
    writeSignedOut(tab.storage, { why, revoked, logins: rest.map(({ key }) => key) })
    tab.go(next?.logoutUrl ?? '/')
  }

  tab.listen((message) => {
    if (message.kind === 'answer') {
      void (async () => {
        const found = await poolWaitingFor(message.answer)
        if (found === null) return
        tab.tell({ kind: 'taken', state: message.answer.state })
        await found.pool.finish(message.answer)
      })()
    } else if (message.kind === 'signedOut' && !leaving && isSignedIn()) {
      void leave(message.idle ? 'idle' : 'elsewhere', message.pools)
    }
  })

  /**
   * A page that is opened again, such as after a restart of the browser, keeps no sign-in that would have been ended had it stayed open.
   * Who just comes back from a login is at work.
   */
  const endIdleSignIns = async (): Promise<boolean> => {
    const sinceMs = sinceActive(ports, tab)
    if (sinceMs === null || sinceMs < config.idleSignOutMinutes * 60_000) return false
    await Promise.all(pools.map((pool) => pool.open()))
    if (isSignedIn()) await leave('idle', [])
    return leaving
  }

  /** Whether another tab takes the answer. */
  const handOver = (answer: SignInAnswer): Promise<boolean> =>
    new Promise((resolve) => {
      const giveUp = ports.after(TAKEN_WITHIN_MS, () => settle(false))
      const unlisten = tab.listen((message) => {
        if (message.kind === 'taken' && message.state === answer.state) settle(true)
      })
      const settle = (taken: boolean): void => {
        giveUp()
        unlisten()
        resolve(taken)
      }
      tab.tell({ kind: 'answer', answer })
    })

  return {
    pools,
    pasted,
    stray,
    signedOut,
    isSignedIn,
    async open(answer) {
      const nextLogin = byKey.get(signedOut?.logins[0] ?? '')
      if (signedOut !== null && nextLogin !== undefined) {
        writeSignedOut(tab.storage, { ...signedOut, logins: signedOut.logins.slice(1) })
        tab.go(nextLogin.logoutUrl)
        return { kind: 'leaving' }
      }
      if (answer === null && (await endIdleSignIns())) return { kind: 'leaving' }
      const found = answer === null ? null : await poolWaitingFor(answer)
      if (answer !== null && found === null) {
        if (answer.state !== '' && (await handOver(answer))) {
          // A window begins with a copy of what the tab keeps that opened it.
          tab.storage.clear()
          return { kind: 'handedOver' }
        }
        stray.set({ kind: 'unknownAnswer' })
      }
      for (const pool of pools) {
        if (answer !== null && pool === found?.pool) void pool.finish(answer)
        else void pool.open()
      }
      return { kind: 'console', returnTo: found?.returnTo ?? null }
    },
    async signOut(why) {
      if (leaving) return
      tab.tell({ kind: 'signedOut', pools: pools.filter(isIn).map(({ key }) => key), idle: why === 'idle' })
      await leave(why, [])
    },
  }
}
