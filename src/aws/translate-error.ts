import type { AppError } from '../domain/app-error.ts'

/** What was being asked, for the words of an error. */
export interface Asked {
  readonly endpoint: string
  readonly what?: 'execution' | 'stateMachine' | 'activity'
  readonly name?: string
  /** The request held a task token, which an answer may repeat: no message passes. */
  readonly holdsToken?: boolean
}

/**
 * Any failure of an SDK call as an `AppError`. AWS's own messages pass only where they cannot hold a secret: a message about a
 * token may repeat it.
 */
export function translateError(cause: unknown, asked: Asked): AppError {
  if (!(cause instanceof Error)) return { kind: 'awsFault', code: 'Unknown', message: '', status: null }
  const status = statusOf(cause)
  const message = asked.holdsToken === true ? '' : cause.message.slice(0, 500)
  const byCode = BY_CODE[cause.name]
  if (byCode !== undefined) return byCode(cause, asked)
  if (isNoAnswer(cause, status)) return { kind: 'noAnswer', reachable: null, endpoint: asked.endpoint }
  return { kind: 'awsFault', code: cause.name, message, status }
}

type Translate = (cause: Error, asked: Asked) => AppError

const denied: Translate = ({ message }) => {
  // "User: … is not authorized to perform: states:X on resource: arn:… because no … policy allows the … action"
  const match = /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(message)
  return {
    kind: 'denied',
    action: match?.[1] ?? null,
    resource: match?.[2] ?? null,
    guest: message.includes('session policy'),
    explicit: message.includes('explicit deny'),
  }
}
const throttled: Translate = () => ({ kind: 'throttled' })
const expired: Translate = () => ({ kind: 'expiredCredentials' })
/** The lines after the first may hold the request as it was signed, and with it the session token. */
const notSignedIn: Translate = ({ message }, { holdsToken }) => ({
  kind: 'notSignedIn',
  message: holdsToken === true ? '' : (message.split('\n', 1)[0] ?? '').slice(0, 300),
})
const taskClosed: Translate = () => ({ kind: 'taskClosed' })
const missing =
  (what: 'execution' | 'stateMachine' | 'activity'): Translate =>
  (_, asked) => ({ kind: 'notFound', what, name: asked.name ?? '' })

/** A signature can be refused for the clock, which passes, or for the keys, which does not. */
const signature: Translate = (cause, asked) =>
  /expired|not yet current/i.test(cause.message) ? { kind: 'clockSkew' } : notSignedIn(cause, asked)

/** By error code, from the API references of Step Functions, Cognito Identity, and the errors common to all AWS services. */
const BY_CODE: Readonly<Record<string, Translate>> = {
  AccessDeniedException: denied,
  AccessDenied: denied,
  NotAuthorized: denied,
  ThrottlingException: throttled,
  Throttling: throttled,
  TooManyRequestsException: throttled,
  RequestLimitExceeded: throttled,
  LimitExceededException: throttled,
  ExpiredTokenException: expired,
  ExpiredToken: expired,
  UnrecognizedClientException: notSignedIn,
  InvalidClientTokenId: notSignedIn,
  MissingAuthenticationTokenException: notSignedIn,
  IncompleteSignature: notSignedIn,
  NotAuthorizedException: notSignedIn,
  CredentialsProviderError: notSignedIn,
  InvalidSignatureException: signature,
  RequestExpired: () => ({ kind: 'clockSkew' }),
  RequestTimeTooSkewed: () => ({ kind: 'clockSkew' }),
  TaskTimedOut: taskClosed,
  TaskDoesNotExist: () => ({ kind: 'taskDoesNotExist' }),
  InvalidToken: () => ({ kind: 'invalidToken' }),
  ExecutionDoesNotExist: missing('execution'),
  StateMachineDoesNotExist: missing('stateMachine'),
  ActivityDoesNotExist: missing('activity'),
}

function statusOf(cause: Error): number | null {
  const metadata = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata // the SDK's own shape of errors
  return metadata?.httpStatusCode ?? null
}

/** Fetch rejects with a TypeError whose words differ by browser; Node's handler with a system error code. */
function isNoAnswer(cause: Error, status: number | null): boolean {
  if (status !== null) return false
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError' || cause.name === 'NetworkError')
    return true
  if (cause instanceof TypeError) return true
  const code = (cause as { code?: unknown }).code // set by Node on system errors
  return typeof code === 'string' && /^(?:ECONN|EPIPE|ENOTFOUND|EHOST|ENET|EAI_|UND_ERR)/.test(code)
}
