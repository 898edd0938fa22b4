import type { Tab } from './tab.ts'

/** What this tab keeps of a sign-in. The access token is not kept: nothing here needs it. */
export interface KeptSignIn {
  /** Of this tab and this sign-in: held as a name, so that a copy of it is known as one. */
  readonly id: string
  readonly idToken: string
  readonly refreshToken: string | null
}

export interface SignInKeeper {
  get(): KeptSignIn | null
  keep(signIn: KeptSignIn): void
  forget(): void
}

/**
 * Keeps the sign-in of one user pool in the tab's storage, so that a reload does not ask for a password. Where the storage takes nothing,
 * it lasts as long as the page.
 */
export function createSignInKeeper(pool: string, storage: Tab['storage']): SignInKeeper {
  const key = `heartbeat-console.sign-in ${pool}`
  let unstored: KeptSignIn | null = null
  return {
    get() {
      if (unstored !== null) return unstored
      try {
        const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null')
        return isKept(kept) ? kept : null
      } catch {
        return null
      }
    },
    keep(signIn) {
      unstored = null
      try {
        storage.setItem(key, JSON.stringify(signIn))
      } catch {
        // What lies there is used up.
        storage.removeItem(key)
        unstored = signIn
      }
    },
    forget() {
      unstored = null
      storage.removeItem(key)
    },
  }
}

function isKept(value: unknown): value is KeptSignIn {
  if (typeof value !== 'object' || value === null) return false
  const { id, idToken, refreshToken } = value as Readonly<Record<string, unknown>> // any object can be read by name
  return (
    typeof id === 'string' &&
    typeof idToken === 'string' &&
    (refreshToken === null || typeof refreshToken === 'string')
  )
}
