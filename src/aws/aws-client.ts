import { AppFailure } from '../domain/app-error.ts'
import type { ClockReading, DateSight } from '../domain/clock-offset.ts'
import { type Watchable, watchAnswerTimes } from './answer-times.ts'
import type { AwsCredentials } from './credentials.ts'
import type { RequestHandler } from './request-handler.ts'
import { type Asked, translateError } from './translate-error.ts'

/** What every API of one connection is made with. */
export interface ApiOptions {
  readonly region: string
  /** Another endpoint than AWS's, such as a local one. */
  readonly endpoint?: string | undefined
  readonly credentials: () => Promise<AwsCredentials>
  readonly clocks: () => ClockReading
  readonly onSight: (sight: DateSight) => void
  /** Server minus wall time to sign with at first, milliseconds; the SDK corrects it from answers. */
  readonly clockOffsetMs: number
  /** Absent: the browser's own fetch. */
  readonly requestHandler?: RequestHandler | undefined
}

/** The part of an SDK client's configuration that is the same for every service. */
export interface ClientConfig {
  readonly region: string
  readonly endpoint?: string
  readonly credentials: () => Promise<AwsCredentials>
  readonly systemClockOffset: number
  readonly maxAttempts: number
  readonly requestHandler?: RequestHandler
}

/** Makes one call, once, and rejects with `AppFailure` where it fails or is not answered in time. */
export type Ask = <T>(
  asked: Omit<Asked, 'endpoint'>,
  call: (options: { abortSignal: AbortSignal }) => Promise<T>,
) => Promise<T>

/** A read or write that has not been answered by then is given up: milliseconds. */
const ANSWER_WITHIN_MS = 15_000

/** An SDK client of `service`, the first part of its host name, with what this console asks of each. */
export function createAwsClient<Client extends Watchable>(
  service: 'states' | 'swf',
  options: ApiOptions,
  create: (config: ClientConfig) => Client,
): { readonly client: Client; readonly endpoint: string; readonly ask: Ask } {
  const { region } = options
  const endpoint = options.endpoint ?? `https://${service}.${region}.amazonaws.com`
  const client = create({
    region,
    ...(options.endpoint === undefined ? {} : { endpoint }),
    ...(options.requestHandler === undefined ? {} : { requestHandler: options.requestHandler }),
    // The session keeps and renews them; said to be over at once, they are asked for at every call and not kept twice.
    credentials: async () => ({ ...(await options.credentials()), expiration: new Date(0) }),
    systemClockOffset: options.clockOffsetMs,
    maxAttempts: 1, // the read loop owns retries of reads, `perform` those of writes
  })
  watchAnswerTimes(client, options.clocks, options.onSight)
  return {
    client,
    endpoint,
    async ask(asked, call) {
      try {
        return await call({ abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
      } catch (cause) {
        if (cause instanceof AppFailure) throw cause // the credentials could not be had
        throw new AppFailure(translateError(cause, { ...asked, endpoint }))
      }
    },
  }
}
