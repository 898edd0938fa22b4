import type { AppError } from '../../src/domain/app-error.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'
import { type CheckRow, rowText } from '../../src/parts/check-words.ts'
import { errorWords } from '../../src/parts/error-words.ts'

/** What became of the one heartbeat of a check. */
export type Beat =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'notSent' }
  | { readonly kind: 'failed'; readonly error: AppError }

const ACTION: Readonly<Record<RelayedService, string>> = {
  states: 'states:SendTaskHeartbeat',
  swf: 'swf:RecordActivityTaskHeartbeat',
}

/** What the heartbeat costs, said before the token is asked for. */
export function priceWords(service: RelayedService): string {
  const details = service === 'swf' ? ' What its worker reported last (details) may be lost with it.' : ''
  return `One heartbeat is sent with the token: the task's heartbeat clock begins anew, so a dead worker is noticed that much later.${details} It cannot be taken back.`
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
      came: 'Nothing was sent: no way to the service was found.',
      means: 'The scope is not settled.',
    }
  if (beat.kind === 'accepted')
    return {
      level: 'good',
      asked,
      came: 'AWS accepted it.',
      means: 'These credentials may answer for this task: the scope of their policy is right for it.',
    }
  const { headline, detail, policy } = errorWords(beat.error)
  if (beat.error.kind === 'denied')
    return {
      level: 'bad',
      asked,
      came: `Denied. ${detail}`,
      means: 'What stands behind "on" is what AWS authorises the token on; the policy does not cover it.',
      todo:
        service === 'states'
          ? 'Allow it there, or set sendTaskScope to all in deploy/settings.json. To be allowed:'
          : 'To be allowed:',
      ...(policy === undefined ? {} : { policy }),
    }
  return {
    level: 'unknown',
    asked,
    came: `${headline}. ${detail}`,
    means: 'It was not denied, but only a heartbeat that is accepted proves the scope.',
    todo: 'Try again with the token of a task that is open.',
  }
}
