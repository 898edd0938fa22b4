import { signedInPath } from '../../lib/sign-in-paths.ts'

/** What a user pool answered to a sign-in, as it stood in the address (RFC 6749, sections 4.1.2 and 4.1.2.1). */
export interface SignInAnswer {
  readonly state: string
  readonly code: string | null
  readonly error: string | null
}

/**
 * Takes the answer of a user pool out of the address, which from then on is that of the board: no history, no bookmark and no reload
 * holds the code. null where the address has none.
 */
export function takeSignInAnswer(
  { pathname, search }: Pick<Location, 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): SignInAnswer | null {
  if (pathname !== signedInPath) return null
  history.replaceState(null, '', '/')
  const given = new URLSearchParams(search)
  const answer = { state: given.get('state') ?? '', code: given.get('code'), error: given.get('error') }
  return answer.code === null && answer.error === null ? null : answer
}

/** The same answer as an address, as oidc-client-ts reads it. */
export function addressOf({ state, code, error }: SignInAnswer, origin: string): string {
  const url = new URL(signedInPath, origin)
  for (const [name, value] of Object.entries({ state, code, error }))
    if (value !== null) url.searchParams.set(name, value)
  return url.href
}
