import type { AppError, Effect } from '../domain/app-error.ts'
import { awsHost, type RelayedService, relayPath } from '../lib/aws-hosts.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import { isReachable } from './reachability.ts'
import { RelayFault } from './relay-handler.ts'
import { howFailed } from './translate-error.ts'

/** How a call gets to AWS: from the page to AWS's host, or through the page's own origin. */
export type Way = 'direct' | 'relay'
/** `auto` finds out by the first read, and remembers; the relay is given up for the direct way once that answers again. */
export type TransportMode = Way | 'auto'

/** By which way a service is reached. `sinceMs`: server time, epoch milliseconds, at which it answered that way. */
export type TransportState =
  | { readonly kind: 'configured'; readonly way: Way }
  | { readonly kind: 'untried' }
  /** By `relay`: direct calls failed although the host answers, as browsers report what CORS refuses. */
  | { readonly kind: 'found'; readonly way: Way; readonly sinceMs: number }

/** The way to one service of one region. */
export interface Transport {
  readonly service: RelayedService
  /** Where direct calls go: AWS's host, or the endpoint in its place. */
  readonly directUrl: string
  readonly relayPath: string
  readonly fetch: typeof fetch
  readonly state: ReadableStore<TransportState>
  /**
   * Carries out one call, by `attempt` over the way that is known. A read that fails may be attempted again, directly and then through the
   * relay. A write is attempted once, and only when a read has found the way: `probe` makes one where there was none. Rejects
   * with what the attempt rejected with, or with `NoWay`.
   */
  send<T>(
    attempt: (way: Way) => Promise<T>,
    call: { readonly isRead: boolean; readonly probe: (way: Way) => Promise<unknown> },
  ): Promise<T>
}

type NoAnswer = Extract<AppError, { kind: 'noAnswer' }>

/** No answer by any way that was tried. */
export class NoWay extends Error {
  override readonly name = 'NoWay'
  readonly error: NoAnswer
  readonly effect: Effect

  constructor(error: Omit<NoAnswer, 'kind'>, effect: Effect) {
    super('no answer')
    this.error = { kind: 'noAnswer', ...error }
    this.effect = effect
  }
}

export interface TransportOptions {
  readonly service: RelayedService
  readonly region: string
  readonly mode: TransportMode
  /** Another endpoint than AWS's for direct calls; what is relayed is signed for AWS's host all the same. */
  readonly endpoint?: string | undefined
  readonly fetch: typeof fetch
  /** Server time, epoch milliseconds. */
  readonly nowMs: () => number
  /** As in `Ports`: milliseconds that pass, from an arbitrary zero. */
  readonly passed: () => number
}

/**
 * How often the direct way is tried again while the relay is taken, by one read: what looked like CORS may have been a line that broke. To a
 * host that refuses browsers it is one preflight.
 */
export const DIRECT_TRIED_EVERY_MS = 10 * 60_000

/** The way to a service, found by reading where `mode` is `auto`. */
export function createTransport(options: TransportOptions): Transport {
  const { service, region, mode, fetch: fetchPort, nowMs, passed } = options
  const directUrl = options.endpoint ?? `https://${awsHost(service, region)}`
  const state = createStore<TransportState>(
    mode === 'auto' ? { kind: 'untried' } : { kind: 'configured', way: mode },
  )
  const knownWay = (): Way | null => {
    const now = state.get()
    return now.kind === 'untried' ? null : now.way
  }
  /** How often the direct way has answered: a relay that was looked for meanwhile is not needed. */
  let directAnswers = 0
  let directTriedMs = Number.NEGATIVE_INFINITY
  const found = (way: Way): void => {
    if (way === 'direct') directAnswers += 1
    else directTriedMs = passed()
    if (mode === 'auto' && knownWay() !== way) state.set({ kind: 'found', way, sinceMs: nowMs() })
  }

  const relayed = async <T>(attempt: (way: Way) => Promise<T>): Promise<T> => {
    try {
      // What was under way while the direct way was found again does not take that back.
      return await attempted('relay', attempt, (way) => {
        if (knownWay() === null) found(way)
      })
    } catch (cause) {
      if (!(cause instanceof RelayFault)) throw cause
      // The way may have ended, or never been: the next read finds out anew.
      if (mode === 'auto' && knownWay() === 'relay') state.set({ kind: 'untried' })
      const endpoint = `https://${awsHost(service, region)}`
      throw new NoWay({ reachable: null, endpoint, relay: cause.trouble }, cause.effect)
    }
  }

  /** A read may be sent over both ways; the first one that AWS answers is the way from then on. */
  const findByReading = async <T>(attempt: (way: Way) => Promise<T>): Promise<T> => {
    const answersBefore = directAnswers
    try {
      return await attempted('direct', attempt, found)
    } catch (cause) {
      if (howFailed(cause) !== 'silent') throw cause
    }
    // A dead network is no reason to take another way.
    if (!(await isReachable(directUrl, fetchPort)))
      throw new NoWay({ reachable: false, endpoint: directUrl }, 'unknown')
    try {
      // Nor is a line that broke: what CORS refuses, it refuses again.
      return await attempted('direct', attempt, found)
    } catch (cause) {
      if (howFailed(cause) !== 'silent') throw cause
    }
    try {
      return await attempted('relay', attempt, (way) => {
        if (directAnswers === answersBefore) found(way)
      })
    } catch (cause) {
      if (!(cause instanceof RelayFault)) throw cause
      throw new NoWay({ reachable: true, endpoint: directUrl, relay: cause.trouble }, 'unknown')
    }
  }

  /** The relay is the way; now and then a read tries whether the direct one is one again, and goes on where it is not. */
  const readRelayed = async <T>(attempt: (way: Way) => Promise<T>): Promise<T> => {
    if (mode !== 'auto' || passed() - directTriedMs < DIRECT_TRIED_EVERY_MS) return relayed(attempt)
    directTriedMs = passed()
    try {
      return await attempted('direct', attempt, found)
    } catch (cause) {
      if (['answered', 'here'].includes(howFailed(cause))) throw cause
      return relayed(attempt)
    }
  }

  return {
    service,
    directUrl,
    relayPath: relayPath(service, region),
    fetch: fetchPort,
    state,
    async send(attempt, { isRead, probe }) {
      if (knownWay() === null && !isRead) await foundFirst(() => findByReading(probe), directUrl)
      if (knownWay() === 'relay') return isRead ? readRelayed(attempt) : relayed(attempt)
      return mode === 'direct' || !isRead ? attempt('direct') : findByReading(attempt)
    },
  }
}

/** Whatever AWS answers, be it a refusal, shows that the way is one. */
async function attempted<T>(
  way: Way,
  attempt: (way: Way) => Promise<T>,
  found: (way: Way) => void,
): Promise<T> {
  try {
    const answer = await attempt(way)
    found(way)
    return answer
  } catch (cause) {
    if (howFailed(cause) === 'answered') found(way)
    throw cause
  }
}

/** A write does not go out where no read comes back; only credentials that cannot be had are told as what they are. */
async function foundFirst(probe: () => Promise<unknown>, endpoint: string): Promise<void> {
  try {
    await probe()
  } catch (cause) {
    if (cause instanceof NoWay) throw new NoWay(cause.error, 'unsent')
    const failing = howFailed(cause)
    if (failing === 'here') throw cause
    if (failing !== 'answered') throw new NoWay({ reachable: null, endpoint }, 'unsent')
  }
}
