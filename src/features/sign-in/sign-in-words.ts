import type { CredentialsProblem } from '../../console/sign-in/read-credentials.ts'
import type { SignInTrouble } from '../../console/sign-in/sign-in-trouble.ts'
import type { SignedOut } from '../../console/sign-in/signed-out.ts'
import type { Attempt } from '../../console/sign-in/user-pool.ts'

/** Why nobody is signed in now, and what to do. */
export function troubleWords(trouble: SignInTrouble): string {
  switch (trouble.kind) {
    case 'unknownAnswer':
      return 'The answer that came back belongs to no sign-in of this tab: it was altered, used before, or begun in a tab that is gone. Nothing was done with it.'
    case 'tooLate':
      return 'The sign-in took longer than 15 minutes, so its answer was not taken.'
    case 'refused':
      return trouble.error === 'access_denied'
        ? 'The login let nobody in.'
        : `The login let nobody in: it answered ${trouble.error}.`
    case 'codeRefused':
      return `The user pool did not take the code that the login had given: it answered ${trouble.error}. A code is good once, and for a few minutes.`
    case 'noAnswer':
      return `No answer from ${trouble.host}: the network, a proxy or the user pool is down.`
    case 'unusable':
      return 'What came back is no sign-in to this console. The issuer, client or login address in config.json may be wrong.'
    case 'noWindow':
      return 'The browser let no window open: allow pop-ups for this page, and press the button again.'
  }
}

export function attemptWords(attempt: Attempt, host: string): string | null {
  switch (attempt.kind) {
    case 'none':
      return null
    case 'leaving':
      return `Going to ${host}.`
    case 'inWindow':
      return 'Sign in in the window that opened; this page goes on by itself. Where the window is gone, press the button again.'
    case 'finishing':
      return 'Signing in.'
    case 'failed':
      return troubleWords(attempt.trouble)
  }
}

export function signedOutWords({ why, revoked }: SignedOut): { headline: string; detail: string } {
  const headline = {
    person: 'You are signed out',
    idle: 'Signed out, because nobody was active for so long',
    elsewhere: 'Signed out, because you signed out in another tab',
  }[why]
  const kept =
    'This tab has forgotten its tokens, credentials and histories. The journal stays in this browser, and is shown to you when you sign in again.'
  return {
    headline,
    detail: revoked
      ? kept
      : `${kept} The user pool could not be told, so it may take the old refresh token until that ends by itself; no page has it any more.`,
  }
}

export function problemWords(problem: CredentialsProblem): string {
  switch (problem) {
    case 'empty':
      return 'Paste the credentials first.'
    case 'tooLarge':
      return 'This is too much text to look for credentials in it: paste one set of them.'
    case 'unknownForm':
      return 'No credentials are in this: it needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the JSON of aws sts or aws configure export-credentials.'
    case 'noAccessKeyId':
      return 'The access key id is missing (AWS_ACCESS_KEY_ID).'
    case 'noSecretAccessKey':
      return 'The secret access key is missing (AWS_SECRET_ACCESS_KEY).'
    case 'longLived':
      return 'This access key id (AKIA…) is of a key that lasts until somebody deletes it, and does not belong in a page: get temporary credentials, whose id begins with ASIA.'
    case 'several':
      return 'More than one set of credentials is in this: paste one of them.'
    case 'oddCharacters':
      return 'Something in this is no character of a key, such as a typographic quotation mark or a space: copy it from where it was first shown.'
    case 'noSessionToken':
      return 'The session token is missing (AWS_SESSION_TOKEN). A key without one lasts until somebody deletes it, and does not belong in a page: get temporary credentials, for example with aws sts get-session-token.'
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
}
