import type { SignInAnswer } from './sign-in-answer.ts'

/** What the tabs of one origin tell each other. Never a token and never a credential. */
export type TabMessage =
  /** The window of a sign-in has come back: the code is worth nothing without the verifier, which stays in the tab that asked. */
  | { readonly kind: 'answer'; readonly answer: SignInAnswer }
  /** The tab that asked has taken it. */
  | { readonly kind: 'taken'; readonly state: string }
  /** Somebody signed out, or all were idle for too long. The logins of these user pools are being ended by the tab that says so. */
  | { readonly kind: 'signedOut'; readonly pools: readonly string[]; readonly idle: boolean }
  /** Somebody is at work. */
  | { readonly kind: 'active' }

/**
 * A message of another tab; null for what is none. Only pages of this origin can post here, but they may be of an earlier or a later
 * version of this program.
 */
export function readTabMessage(data: unknown): TabMessage | null {
  const { kind, state, pools, idle, answer } = named(data)
  if (kind === 'active') return { kind }
  if (kind === 'taken' && typeof state === 'string') return { kind, state }
  if (kind === 'signedOut')
    return { kind, pools: Array.isArray(pools) ? pools.map(String) : [], idle: idle === true }
  if (kind !== 'answer') return null
  const given = named(answer)
  if (typeof given['state'] !== 'string' || !isTextOrNull(given['code']) || !isTextOrNull(given['error']))
    return null
  return { kind, answer: { state: given['state'], code: given['code'], error: given['error'] } }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

function named(value: unknown): Readonly<Record<string, unknown>> {
  // Any object can be read by name.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
