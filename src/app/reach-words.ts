import { DIRECT_TRIED_EVERY_MS, type Transport, type TransportState, type Way } from '../aws/transport.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'

/** What is known of the way to one service. */
export interface Reached extends Pick<Transport, 'directUrl' | 'relayPath' | 'service'> {
  readonly state: TransportState
}

const SERVICE: Readonly<Record<RelayedService, string>> = { states: 'Step Functions', swf: 'SWF' }
const WAY: Readonly<Record<Way, string>> = { direct: 'direct', relay: 'through the relay' }

/** How the services of a connection are reached, in a few words: once where it is the same for all. */
export function reachSummary(all: readonly Reached[]): string {
  const words = all.map(({ state }) => (state.kind === 'untried' ? 'way not known yet' : WAY[state.way]))
  if (new Set(words).size === 1) return words[0] ?? ''
  return all.map(({ service }, index) => `${SERVICE[service]} ${words[index]}`).join(' · ')
}

/** How one service is reached, since when and why. `write` puts a moment, epoch milliseconds of server time, into words. */
export function reachSentence(
  { service, state, directUrl, relayPath }: Reached,
  write: (ms: number) => string,
): string {
  const name = SERVICE[service]
  const host = new URL(directUrl).host
  switch (state.kind) {
    case 'untried':
      return `${name}: not tried yet. The first read finds out whether ${host} answers this page.`
    case 'configured':
      return state.way === 'direct'
        ? `${name}: direct to ${host}, as configured.`
        : `${name}: through the relay of this console's own host, ${relayPath}, as configured.`
    case 'found':
      return state.way === 'direct'
        ? `${name}: direct since ${write(state.sinceMs)}: ${host} answers this page.`
        : `${name}: through the relay of this console's own host since ${write(state.sinceMs)}: direct calls fail although ${host} answers, as browsers tell of a host that refuses them (CORS). Every ${DIRECT_TRIED_EVERY_MS / 60_000} minutes a read tries the direct way again.`
  }
}
