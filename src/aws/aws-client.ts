import { AppFailure } from '../domain/app-error.ts'
import { type ClockReading, type DateSight, dateSight } from '../domain/clock-offset.ts'
import type { SdkHandler } from '../lib/sdk-handler.ts'
import { checkedHandler } from './answer-check.ts'
import { type Watchable, watchAnswerTimes } from './answer-times.ts'
import type { AwsCredentials } from './credentials.ts'
import { directHandler } from './direct-handler.ts'
import { unreadable } from './read-members.ts'
import { relayHandler } from './relay-handler.ts'
import { isClockRefusal, timeInRefusal } from './signature-refusal.ts'
import { type Asked, effectOf, isMalformed, translateError } from './translate-error.ts'
import { NoWay, type Transport, type Way } from './transport.ts'

/** What tells AWS's time: the `Date` of its answer, or the words in which it refuses a signature for the clock. */
export type SightSource = 'aws' | 'signatureError'

/** What every API of one connection is made with. */
export interface ApiOptions {
  readonly region: string
  readonly transport: Transport
  readonly credentials: () => Promise<AwsCredentials>
  readonly clocks: () => ClockReading
  readonly onSight: (sight: DateSight, source: SightSource) => void
  /** Server minus wall time to sign with, milliseconds; asked for at every call. */
  readonly clockOffsetMs: () => number
  /** What carries direct calls; absent: the transport's `fetch`. */
  readonly requestHandler?: SdkHandler | undefined
}

/** The part of an SDK client's configuration that is the same for every service. */
export interface ClientConfig {
  readonly region: string
  readonly endpoint?: string
  readonly credentials: () => Promise<AwsCredentials>
  readonly maxAttempts: number
  readonly requestHandler: SdkHandler
}

/** What a call is sent with. */
export interface Sending {
  readonly abortSignal: AbortSignal
}

type AskedOf = Omit<Asked, 'endpoint' | 'action'> & { readonly action: string }

/**
 * Makes one call and rejects with `AppFailure` where it fails or is not answered in time. A write is sent once. A read may be sent again:
 * signed anew, where AWS refused its signature for the clock; or the other way, where the transport finds out which way there is.
 */
export type Ask<Client> = <T>(
  asked: AskedOf,
  call: (client: Client, sending: Sending) => Promise<T>,
) => Promise<T>

/** A read or write that has not been answered by then is given up: milliseconds. */
const ANSWER_WITHIN_MS = 15_000

/**
 * An SDK client of the transport's service, with what this console asks of each. `probe` is a read without a side effect, by which a
 * way is found before such a write as is `asked`; a denial of it is an answer, too.
 */
export function createAwsClient<Client extends Watchable & { readonly config: object }>(
  options: ApiOptions,
  create: (config: ClientConfig) => Client,
  probe: (client: Client, sending: Sending, asked: Pick<Asked, 'domain'>) => Promise<unknown>,
): { readonly endpoint: string; readonly ask: Ask<Client> } {
  const { region, transport, clocks } = options
  const { directUrl: endpoint, relayPath, fetch: fetchPort } = transport
  const made = (config: Pick<ClientConfig, 'endpoint' | 'requestHandler'>): Client => {
    const client = create({
      region,
      ...config,
      // The session keeps and renews them; said to be over at once, they are asked for at every call and not kept twice.
      credentials: async () => ({ ...(await options.credentials()), expiration: new Date(0) }),
      maxAttempts: 1, // the read loop owns retries of reads, `perform` those of writes
    })
    signByTheServersTime(client, options.clockOffsetMs)
    watchAnswerTimes(client, clocks, (sight) => options.onSight(sight, 'aws'))
    return client
  }
  const clients: Readonly<Record<Way, Client>> = {
    direct: made({
      endpoint,
      requestHandler: checkedHandler(options.requestHandler ?? directHandler(fetchPort)),
    }),
    // Without an endpoint the SDK signs for AWS's host, whatever is asked directly.
    relay: made({ requestHandler: checkedHandler(relayHandler(relayPath, fetchPort)) }),
  }
  /** `read`: the IAM action of a read, or of the write that is to follow it; null: a write itself. */
  const attempt = async <T>(
    call: (client: Client, sending: Sending) => Promise<T>,
    way: Way,
    read: string | null,
    maySignAnew = read !== null,
  ): Promise<T> => {
    const sent = clocks()
    try {
      return await call(clients[way], { abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    } catch (cause) {
      if (read !== null && isMalformed(cause)) throw unreadable({ endpoint, action: read }, 'malformed')
      if (!isClockRefusal(cause)) throw cause
      const serverMs = timeInRefusal(cause)
      if (serverMs !== null) options.onSight(dateSight(serverMs, sent, clocks()), 'signatureError')
      if (!maySignAnew) throw cause
      return attempt(call, way, read, false)
    }
  }
  return {
    endpoint,
    async ask(asked, call) {
      const reads = isRead(asked.action)
      try {
        return await transport.send((way) => attempt(call, way, reads ? asked.action : null), {
          isRead: reads,
          probe: (way) => attempt((client, sending) => probe(client, sending, asked), way, asked.action),
        })
      } catch (cause) {
        // The credentials could not be had, or no read has found a way: nothing of a write was signed.
        if (cause instanceof AppFailure) throw new AppFailure(cause.error, 'unsent')
        if (cause instanceof NoWay) throw new AppFailure(cause.error, cause.effect)
        throw new AppFailure(translateError(cause, { ...asked, endpoint }), effectOf(cause))
      }
    },
  }
}

/** Whether an IAM action changes nothing in AWS, so that a call of it may be sent twice. GetActivityTask is none: it takes the task. */
export function isRead(action: string): boolean {
  return /:(?:List|Describe|Count)\w+$|:Get(?:Workflow)?ExecutionHistory$/.test(action)
}

/**
 * The SDK signs by this machine's clock and `systemClockOffset`, which it sets from the last answer's `Date`, whoever gave it. The
 * console knows more of the time than that, and says it anew at every signature.
 */
function signByTheServersTime(client: { readonly config: object }, offsetMs: () => number): void {
  Object.defineProperty(client.config, 'systemClockOffset', { get: offsetMs, set: () => undefined })
}
