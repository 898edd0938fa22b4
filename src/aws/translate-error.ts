import { type AppError, type Effect, type PolicyKind, policyKinds } from '../domain/app-error.ts'
import { maskTokens } from '../domain/masked-tokens.ts'
import { ForeignAnswer } from './answer-check.ts'
import { isClockRefusal } from './signature-refusal.ts'

type NotFound = Extract<AppError, { kind: 'notFound' }>['what']

/** What was being asked, for the words of an error. */
export interface Asked {
  readonly endpoint: string
  /** The IAM action, such as `swf:ListOpenWorkflowExecutions`, and the resource it needs: for a denial that names neither. */
  readonly action?: string
  readonly resource?: string
  /** What the call names, for an answer that there is none. */
  readonly what?: NotFound
  readonly name?: string
  /** The SWF domain in which `name` was looked for: it may be what is missing. */
  readonly domain?: string
  /** The request held a task token, which an answer may repeat: no message passes. */
  readonly holdsToken?: boolean
}

/**
 * Any failure of an SDK call as an `AppError`. AWS's own messages pass only where they cannot hold a secret: a message about a
 * token may repeat it.
 */
export function translateError(cause: unknown, asked: Asked): AppError {
  if (!(cause instanceof Error)) return { kind: 'defect' }
  if (cause instanceof ForeignAnswer)
    return {
      kind: 'foreignAnswer',
      endpoint: asked.endpoint,
      status: cause.status,
      isMarked: cause.isMarked,
    }
  const byCode = BY_CODE.get(cause.name)
  if (byCode !== undefined) return byCode(cause, asked)
  if (isNoAnswer(cause)) return { kind: 'noAnswer', reachable: null, endpoint: asked.endpoint }
  return fault(cause, asked)
}

type Translate = (cause: Error, asked: Asked) => AppError

const denied: Translate = ({ message }, asked) => {
  // "User: … is not authorized to perform: states:X on resource: arn:… because no … policy allows the … action"
  const match = /not authorized to perform: ([\w-]+:\w+)(?: on resource: "?([^\s"]+)"?)?/.exec(message)
  // A message that names the action alone means an action without resources: what was asked must not narrow it.
  const [action, resource] = match === null ? [asked.action, asked.resource] : [match[1], match[2]]
  const policy = policyIn(message)
  return {
    kind: 'denied',
    action: action ?? null,
    resource: resource ?? null,
    // Cognito names its sessions so, and gives only guests a session policy (Developer Guide, "Unauthenticated identities").
    guest: policy === 'session policy' && message.includes('/CognitoIdentityCredentials is not authorized'),
    explicit: message.includes('explicit deny'),
    ...(policy === undefined ? {} : { policy }),
  }
}

/**
 * "because no … policy allows the … action", or "with an explicit deny in a … policy", since 2025 with that policy's ARN after it. A
 * name in the resource is not to be taken for it, so only what stands in these words counts.
 */
function policyIn(message: string): PolicyKind | undefined {
  const named = / (?:because no|explicit deny in an?) ([a-z -]+?)(?: allows\b|[:,.]|$)/i.exec(message)?.[1]
  return policyKinds.find((kind) => kind.toLowerCase() === named?.toLowerCase())
}
const throttled: Translate = () => ({ kind: 'throttled' })
const expired: Translate = () => ({ kind: 'expiredCredentials' })
/** The lines after the first may hold the request as it was signed, and with it the session token. */
const notSignedIn: Translate = ({ message }, { holdsToken }) => ({
  kind: 'notSignedIn',
  message: holdsToken === true ? '' : maskTokens(message.split('\n', 1)[0] ?? '').slice(0, 300),
})
const taskClosed: Translate = () => ({ kind: 'taskClosed' })
const missing =
  (what: NotFound): Translate =>
  (_, asked) => ({ kind: 'notFound', what, name: nameOf(asked) })

/** Of an execution only: its ARN may be mistyped. */
const invalidArn: Translate = (cause, asked) =>
  asked.what === 'execution'
    ? { kind: 'notFound', what: 'execution', name: nameOf(asked) }
    : fault(cause, asked)

/** A workflowId is any text. */
function nameOf({ name }: Asked): string {
  return maskTokens(name ?? '')
}

/** SWF has one fault for all that it does not find: "Unknown domain: …", "Unknown execution: …", "Unknown activity, …". */
const unknownResource: Translate = ({ message }, asked) => {
  if (asked.holdsToken === true) return { kind: 'taskUnknown' }
  if (/^unknown domain\b/i.test(message))
    return { kind: 'notFound', what: 'domain', name: asked.domain ?? nameOf(asked) }
  return { kind: 'notFound', what: asked.what ?? 'workflow', name: nameOf(asked) }
}

/**
 * A token that cannot be one: SWF says "Invalid token" (seen by users of SWF, not documented), and both services say so where its
 * length is against the limits of `taskToken`.
 */
const notValid: Translate = (cause, asked) =>
  asked.holdsToken === true && /^invalid token|'taskToken'/i.test(cause.message)
    ? { kind: 'invalidToken' }
    : fault(cause, asked)

/** AWS failed, or said what this console knows no better. */
const fault: Translate = (cause, { holdsToken }) => ({
  kind: 'awsFault',
  code: maskTokens(cause.name),
  message: shownMessage(cause, holdsToken),
  status: statusOf(cause),
})

function shownMessage(cause: Error, holdsToken: boolean | undefined): string {
  return holdsToken === true ? '' : maskTokens(cause.message).slice(0, 500)
}

/** A signature can be refused for the clock, which passes, or for the keys, which does not. */
const signature: Translate = (cause, asked) =>
  isClockRefusal(cause) ? { kind: 'clockSkew' } : notSignedIn(cause, asked)

/**
 * By error code, from the API references of Step Functions, SWF, Cognito Identity, and the errors common to all AWS services. A Map: a
 * code may be the name of a member of every object.
 */
const BY_CODE: ReadonlyMap<string, Translate> = new Map(
  Object.entries<Translate>({
    AccessDeniedException: denied,
    AccessDenied: denied,
    NotAuthorized: denied,
    OperationNotPermittedFault: denied,
    ThrottlingException: throttled,
    Throttling: throttled,
    TooManyRequestsException: throttled,
    RequestLimitExceeded: throttled,
    LimitExceededException: throttled,
    LimitExceededFault: (cause, { holdsToken }) => ({
      kind: 'limitExceeded',
      message: shownMessage(cause, holdsToken),
    }),
    ExpiredTokenException: expired,
    ExpiredToken: expired,
    UnrecognizedClientException: notSignedIn,
    InvalidClientTokenId: notSignedIn,
    MissingAuthenticationTokenException: notSignedIn,
    IncompleteSignature: notSignedIn,
    NotAuthorizedException: notSignedIn,
    CredentialsProviderError: notSignedIn,
    InvalidSignatureException: signature,
    SignatureDoesNotMatch: signature,
    RequestExpired: () => ({ kind: 'clockSkew' }),
    RequestTimeTooSkewed: () => ({ kind: 'clockSkew' }),
    TaskTimedOut: taskClosed,
    TaskDoesNotExist: () => ({ kind: 'taskDoesNotExist' }),
    InvalidToken: () => ({ kind: 'invalidToken' }),
    ValidationException: notValid,
    UnknownResourceFault: unknownResource,
    InvalidArn: invalidArn,
    ExecutionDoesNotExist: missing('execution'),
    StateMachineDoesNotExist: missing('stateMachine'),
    ActivityDoesNotExist: missing('activity'),
    // Of what this console asks, Map Runs alone are told so (API reference, DescribeMapRun and ListExecutions).
    ResourceNotFound: missing('mapRun'),
  }),
)

function statusOf(cause: Error): number | null {
  return metadataOf(cause).httpStatusCode ?? null
}

interface Metadata {
  readonly httpStatusCode?: number
  readonly requestId?: string
}

function metadataOf(cause: Error): Metadata {
  return (cause as { $metadata?: Metadata }).$metadata ?? {} // the SDK's own shape of errors
}

/**
 * How a call failed: AWS answered with an error; nobody answered, at once or in time; another than AWS answered; or it failed in this
 * page, such as for want of credentials.
 */
export type Failing = 'answered' | 'silent' | 'overdue' | 'foreign' | 'here'

/** How far a failed SDK call got. */
export function howFailed(cause: unknown): Failing {
  if (!(cause instanceof Error)) return 'here'
  if (cause instanceof ForeignAnswer) return 'foreign'
  if (statusOf(cause) !== null) return 'answered'
  if (!isNoAnswer(cause)) return 'here'
  return cause.name === 'AbortError' || cause.name === 'TimeoutError' ? 'overdue' : 'silent'
}

/**
 * What a failed SDK call proves about its effect. AWS has refused it where a 4xx names AWS's error type and a request id; the SDK calls an
 * error without a type `Unknown`. Whatever else came back may have followed on the work.
 */
export function effectOf(cause: unknown): Effect {
  if (!(cause instanceof Error)) return 'unknown'
  const { httpStatusCode: status, requestId } = metadataOf(cause)
  if (status === undefined) return cause.name === 'CredentialsProviderError' ? 'unsent' : 'unknown'
  // The SDK marks what it made of an answer's type; its own failures have no mark.
  const isTyped =
    '$fault' in cause && /^[A-Za-z]\w*$/.test(cause.name) && !['Unknown', 'UnknownError'].includes(cause.name)
  return status >= 400 && status < 500 && isTyped && requestId !== undefined && requestId !== ''
    ? 'refused'
    : 'unknown'
}

/** Whether a call failed because an answer of AWS's could not be parsed, such as one that is no JSON or has times as texts. */
export function isMalformed(cause: unknown): boolean {
  if (cause instanceof ForeignAnswer) return cause.isMarked && isSuccess(cause.status)
  if (!(cause instanceof Error)) return false
  const { $response } = cause as { $response?: { readonly statusCode?: unknown } } // the SDK puts it on what its parser throws
  return isSuccess($response?.statusCode)
}

function isSuccess(status: unknown): boolean {
  return typeof status === 'number' && status >= 200 && status < 300
}

/** Fetch rejects with a TypeError whose words differ by browser; Node's handler with a system error code. */
function isNoAnswer(cause: Error): boolean {
  if (statusOf(cause) !== null) return false
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError' || cause.name === 'NetworkError')
    return true
  if (cause instanceof TypeError) return true
  const code = (cause as { code?: unknown }).code // set by Node on system errors
  return typeof code === 'string' && /^(?:ECONN|EPIPE|ENOTFOUND|EHOST|ENET|EAI_|UND_ERR)/.test(code)
}
