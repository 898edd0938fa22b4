import type { Tab } from './tab.ts'

/** How a sign-out went, for the page that comes after it. */
export interface SignedOut {
  /** `elsewhere`: in another tab. */
  readonly why: 'person' | 'idle' | 'elsewhere'
  /** Whether the user pool ended every refresh token. */
  readonly revoked: boolean
  /** User pools whose own login is still to be ended, by key. */
  readonly logins: readonly string[]
}

const STORAGE_KEY = 'heartbeat-console.signed-out'

/** Takes it out of the tab's storage: it is told once. */
export function readSignedOut(storage: Tab['storage']): SignedOut | null {
  const stored = storage.getItem(STORAGE_KEY)
  storage.removeItem(STORAGE_KEY)
  try {
    const parsed: unknown = JSON.parse(stored ?? 'null')
    if (typeof parsed !== 'object' || parsed === null) return null
    const { why, revoked, logins } = parsed as Readonly<Record<string, unknown>> // any object can be read by name
    if (why !== 'person' && why !== 'idle' && why !== 'elsewhere') return null
    return { why, revoked: revoked === true, logins: Array.isArray(logins) ? logins.map(String) : [] }
  } catch {
    return null
  }
}

export function writeSignedOut(storage: Tab['storage'], signedOut: SignedOut): void {
  storage.setItem(STORAGE_KEY, JSON.stringify(signedOut))
}
