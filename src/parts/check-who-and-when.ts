import type { ConnectionReport, RefusedCredentials } from '../console/check/check-report.ts'
import { FAR_OFF_MS } from '../console/server-clock.ts'
import { momentWriter } from '../lib/moment.ts'
import type { CheckRow } from './check-row.ts'
import { errorWords } from './error-words.ts'

/** As whom it was asked, and whether AWS takes that. */
export function identityRow({ session, services }: ConnectionReport): CheckRow {
  const asked = 'Who is signed in?'
  switch (session.kind) {
    case 'signedIn': {
      // Pasted credentials are in none that could be known, and somebody in none gets none.
      const groups = session.groups.length === 0 ? [] : [`in ${session.groups.join(', ')}`]
      const until = session.untilMs === null ? 'with no known end' : `until ${utc(session.untilMs)}`
      const came = `${[session.who, ...groups, until].join(', ')}.`
      const refused = services.find((service) => service.refused !== undefined)?.refused
      if (refused !== undefined) return refusedRow(asked, came, refused)
      const taken = services.some(({ reads }) => reads.length > 0)
      return {
        level: taken ? 'good' : 'unknown',
        asked,
        came,
        means: taken ? 'AWS takes these credentials.' : 'Whether AWS takes these credentials was not told.',
      }
    }
    case 'guest':
      return {
        level: 'bad',
        asked,
        came: 'Nobody: Cognito gave the credentials of a guest.',
        means: 'AWS refuses Step Functions and SWF to guests.',
        todo: 'Give this connection a sign-in in config.json.',
      }
    case 'failed': {
      const { headline, detail } = errorWords(session.error)
      return {
        level: 'bad',
        asked,
        came: `${headline}. ${detail}`,
        means: ONLY_WAYS,
        todo: 'Look at the sign-in and the identity pool in config.json, and check again.',
      }
    }
    case 'signedOut':
    case 'signingIn':
      return {
        level: 'bad',
        asked,
        came: 'Nobody, or not any more.',
        means: ONLY_WAYS,
        todo: 'Sign in with credentials that have not ended, and check again.',
      }
  }
}

const ONLY_WAYS = 'No permission can be asked. The ways to AWS are tried with keys that belong to nobody.'

function refusedRow(asked: string, who: string, refused: RefusedCredentials): CheckRow {
  const { headline, detail } = errorWords(refused)
  return {
    level: 'bad',
    asked,
    came: `${who} ${headline}. ${detail}`,
    means: 'AWS answers, but not to these credentials: nothing more was asked with them.',
    todo: REFUSED_TODO[refused.kind],
  }
}

const REFUSED_TODO: Readonly<Record<RefusedCredentials['kind'], string>> = {
  expiredCredentials: 'Get new credentials, and check again.',
  // AWS's regions that have to be opted into take no credentials of an account that has not.
  notSignedIn:
    'See that the keys are whole and belong to this account, and that the account has enabled this region.',
  clockSkew: 'Set the clock of this machine, and check again.',
}

/** How wrong this machine's clock is, and by whose word. */
export function clockRow({ offset, offsetSource }: ConnectionReport): CheckRow {
  const asked = "How far is this machine's clock from the server's?"
  if (offset === undefined)
    return {
      level: 'unknown',
      asked,
      came: 'No answer has shown its time.',
      means: 'Deadlines are told by a clock that nothing has confirmed, with a wide error.',
      todo: 'Let answers show Date (Access-Control-Expose-Headers), or use the relay.',
    }
  const middleMs = (offset.lo + offset.hi) / 2
  const boundMs = (offset.hi - offset.lo) / 2
  const way = middleMs >= 0 ? 'behind' : 'ahead'
  const farOff = offset.lo > FAR_OFF_MS || offset.hi < -FAR_OFF_MS
  if (!farOff && boundMs > FAR_OFF_MS)
    return {
      level: 'warning',
      asked,
      came: `Known only to ±${seconds(boundMs)} (${SOURCE[offsetSource]}).`,
      means: 'Deadlines are told with that error.',
      todo: 'Let answers show Date (Access-Control-Expose-Headers), or use the relay.',
    }
  return {
    level: farOff ? 'warning' : 'good',
    asked,
    came: `It is ${seconds(Math.abs(middleMs))} ${way}, ±${seconds(boundMs)} (${SOURCE[offsetSource]}).`,
    means: farOff
      ? 'The console reckons with it and signs by the time of the server; other programs may not.'
      : 'Countdowns and signatures are right within that.',
    ...(farOff ? { todo: 'Set the clock of this machine.' } : {}),
  }
}

const SOURCE: Readonly<Record<ConnectionReport['offsetSource'], string>> = {
  aws: "by the Date of AWS's answers",
  signatureError: 'by the time in the refusal of a signature',
  idToken: 'by when the ID token was issued',
  ownOrigin: "by the console's own host",
  world: "by the simulated AWS's answers",
  none: 'by nobody',
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function utc(ms: number): string {
  return momentWriter('utc').full(ms)
}
