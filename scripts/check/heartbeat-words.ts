import type { AppError, Denied, Effect } from '../../src/domain/app-error.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'
import { type CheckRow, rowText } from '../../src/parts/check-row.ts'
import { errorWords } from '../../src/parts/error-words.ts'

/** What became of the one heartbeat of a check. */
export type Beat =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'notSent' }
  /** `effect`: whether AWS may have carried it out all the same. */
  | { readonly kind: 'failed'; readonly error: AppError; readonly effect: Exclude<Effect, 'unsent'> }

const ACTION: Readonly<Record<RelayedService, string>> = {
  states: 'states:SendTaskHeartbeat',
  swf: 'swf:RecordActivityTaskHeartbeat',
}

/** What the heartbeat costs, said before the token is asked for. */
export function priceWords(service: RelayedService): string {
  const details = service === 'swf' ? ' What its worker reported last (details) may be lost with it.' : ''
  return [
    `One heartbeat is sent with the token: the task's heartbeat clock begins anew, so a dead worker is noticed that much later.${details} It cannot be taken back.`,
    'A heartbeat that AWS denies changes nothing, and the denial names what the policy would have to cover: credentials of a viewer settle that without a write.',
  ].join('\n')
}

/** What the heartbeat shows of the scope of SendTask*. */
export function heartbeatText(service: RelayedService, beat: Beat): string {
  return ['The scope of heartbeats', rowText(rowOf(service, beat))].join('\n')
}

function rowOf(service: RelayedService, beat: Beat): CheckRow {
  const asked = `${ACTION[service]}, once, with the token that was given`
  if (beat.kind === 'notSent')
    return {
      level: 'unknown',
      asked,
      came: 'Nothing was sent: no way to the service was found, or AWS does not take the credentials.',
      means: 'The scope is not settled.',
    }
  if (beat.kind === 'accepted')
    return {
      level: 'good',
      asked,
      came: 'AWS accepted it.',
      means:
        'These credentials may answer for this task. An answer does not tell by which statement of their policy: it proves the scope only where that names ARNs and no star, as the operator of the stack does.',
    }
  if (beat.effect === 'unknown') return { level: 'unknown', asked, ...lostWords(beat.error) }
  return beat.error.kind === 'denied'
    ? { asked, ...deniedWords(service, beat.error) }
    : { level: 'unknown', asked, ...undecidedWords(beat.error) }
}

/** The answer that settles it: IAM names what it has authorised the token on. */
function deniedWords(service: RelayedService, error: Denied): Omit<CheckRow, 'asked'> {
  const { detail, policy } = errorWords(error)
  const [means, todo] = service === 'states' ? scopeOf(error.resource) : swfScopeOf(error.resource)
  return {
    level: 'warning',
    came: `Denied, so nothing was written. ${detail}`,
    means,
    todo: policy === undefined ? todo : `${todo} For these credentials to be allowed:`,
    ...(policy === undefined ? {} : { policy }),
  }
}

type Told = readonly [means: string, todo: string]

function scopeOf(resource: string | null): Told {
  const kind = resource?.split(':')[5]
  if (kind === 'stateMachine' || kind === 'activity') {
    const what = kind === 'activity' ? 'an activity' : 'a callback'
    const on = kind === 'activity' ? 'its activity' : 'its state machine'
    return [
      `AWS authorises the token of ${what} on ${on}: a policy may name ARNs.`,
      'sendTaskScope in deploy/settings.json can be arn.',
    ]
  }
  if (resource === null || resource === '*')
    return [
      'AWS names no resource: it authorises the token on everything or on nothing.',
      'Set sendTaskScope to all in deploy/settings.json.',
    ]
  return [
    'AWS authorises the token on something that sendTaskScope arn does not cover.',
    'Set sendTaskScope to all in deploy/settings.json, and tell the makers of this console.',
  ]
}

function swfScopeOf(resource: string | null): Told {
  return resource?.includes(':/domain/') === true
    ? ['SWF authorises the token on its domain: a policy may name domains.', 'Nothing.']
    : [
        'SWF names no domain in its refusal.',
        'Try again with credentials that are allowed on the domain alone.',
      ]
}

/** No answer that proves that AWS refused it. */
function lostWords(error: AppError): Pick<CheckRow, 'came' | 'means' | 'todo'> {
  const { headline, detail } = errorWords(error)
  return {
    came: `${headline}. ${detail}`,
    means: 'Whether AWS got it is not known, and cannot be looked up: a heartbeat leaves no trace.',
    todo: 'Do not send it again before five minutes have passed: so long it may still take effect.',
  }
}

/** AWS refused it, for another reason than a policy. */
function undecidedWords(error: AppError): Pick<CheckRow, 'came' | 'means' | 'todo'> {
  const { headline, detail } = errorWords(error)
  const came = `${headline}. ${detail}`
  switch (error.kind) {
    case 'throttled':
    case 'awsFault':
    case 'clockSkew':
    case 'expiredCredentials':
    case 'notSignedIn':
      return { came, means: 'AWS did not take it, which says nothing of the scope.', todo: 'Try again.' }
    default:
      return {
        came,
        means:
          'It was not denied, but AWS may have looked at the token before the policy: the scope is not settled.',
        todo: 'Try again with the token of a task that is open.',
      }
  }
}
