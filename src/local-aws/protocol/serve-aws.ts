import { AwsError } from '../aws-error.ts'
import type { CallRecord, RecordedCall } from '../control/call-record.ts'
import type { Settings } from '../control/settings.ts'
import { authorise } from '../identity/authorise.ts'
import type { CredentialStore } from '../identity/credential-store.ts'
import { type CallContext, Later, type Operation, type Principal } from '../operation.ts'
import { AnswerLost, type WireRequest, type WireResponse } from '../wire.ts'
import type { EventLoop } from '../world/event-loop.ts'
import { type AwsJsonDialect, decodeInput, encodeOutput, errorResponse } from './aws-json.ts'
import { corsHeaders, isPreflight, preflightHeaders } from './cors.ts'
import { findOperation, parseTarget, type ServiceName, type Services, serviceFronts } from './services.ts'
import type { SigningKeys } from './signing-key.ts'
import type { Throttle } from './throttle.ts'
import { verifySignature } from './verify-signature.ts'
import { bodyText, splitUrl, textResponse } from './wire-parts.ts'

/** What the wire side of one run of the local AWS stands on. */
export interface AwsFront {
  readonly account: string
  /** Of unsigned calls; signed ones say theirs. */
  readonly region: string
  readonly services: Services
  readonly loop: EventLoop
  readonly credentials: CredentialStore
  readonly keys: SigningKeys
  readonly throttle: Throttle
  readonly record: CallRecord
  readonly origins: readonly string[]
  settings(): Settings
  wireNow(): number
  newRequestId(): string
  /** Lets `run` carry out a call that its caller may make, in the turn under way. */
  carryOut(call: CallFromOutside, run: () => unknown): unknown
  /** Waits for a long poll, at most as long as AWS does. */
  waitFor<O>(later: Later<O>): Promise<O>
  /** A defect of the local AWS itself; the caller is told no more than AWS would. */
  onDefect(error: unknown): void
}

/** A call as far as the world sees it. */
export interface CallFromOutside {
  readonly service: ServiceName
  readonly operation: string
  readonly region: string
  readonly principal: Principal
  /** The body as it was sent. */
  readonly body: string
}

const anonymous: Principal = { arn: 'anonymous', kind: 'guest' }

/** Answers one call to an AWS service. Rejects only with `AnswerLost`. */
export async function serveAws(call: WireRequest, front: AwsFront): Promise<WireResponse> {
  const settings = front.settings()
  if (isPreflight(call)) {
    const headers = cors(call, serviceOfPreflight(call), front)
    const allowed = headers['access-control-allow-origin'] !== undefined
    return textResponse(allowed ? 200 : 403, '', allowed ? { ...headers, ...preflightHeaders() } : {})
  }
  const requestId = front.newRequestId()
  const target = parseTarget(call.headers['x-amz-target'])
  const service = target?.service ?? 'states'
  const dialect = serviceFronts[service]
  const answerHeaders = (): Record<string, string> => ({
    ...cors(call, service, front),
    date: new Date(front.wireNow()).toUTCString(),
    'x-amzn-requestid': requestId,
  })
  if (call.method !== 'POST' || splitUrl(call.url).path !== '/') {
    return errorResponse(new AwsError('UnknownOperationException', '', 404), dialect, answerHeaders())
  }
  const trace: Trace = { service, operation: target?.operation ?? '' }
  const outcome = await attempt(call, target, trace, requestId, front)
  const lost = target !== undefined && settings.loseAnswers.includes(target.operation)
  note(trace, outcome, lost, front)
  if (lost) throw new AnswerLost()
  return respond(outcome, dialect, answerHeaders())
}

type Outcome =
  | { readonly kind: 'ok'; readonly output: unknown }
  | { readonly kind: 'error'; readonly error: AwsError }

interface Trace {
  readonly service: ServiceName
  readonly operation: string
  principal?: string
  region?: string
  resource?: string
}

async function attempt(
  call: WireRequest,
  target: { service: ServiceName; operation: string } | undefined,
  trace: Trace,
  requestId: string,
  front: AwsFront,
): Promise<Outcome> {
  try {
    if (front.settings().unavailable) {
      throw new AwsError(
        'ServiceUnavailableException',
        'Service is unavailable, please try again shortly.',
        503,
      )
    }
    const operation = target && findOperation(front.services, target.service, target.operation)
    if (target === undefined || operation === undefined) throw new AwsError('UnknownOperationException', '')
    const signer = serviceFronts[target.service].unsigned.includes(target.operation)
      ? { principal: anonymous, region: front.region }
      : verifySignature(call, {
          credentials: front.credentials,
          keys: front.keys,
          wireNowMs: front.wireNow(),
          service: target.service,
        })
    trace.region = signer.region
    if (signer.principal !== anonymous) trace.principal = signer.principal.arn
    const context: CallContext = { account: front.account, requestId, ...signer }
    const act = (): unknown => carryOut(call, target, operation, context, trace, front)
    const result = await (serviceFronts[target.service].inWorld ? front.loop.run(act) : act())
    return { kind: 'ok', output: result instanceof Later ? await front.waitFor(result) : result }
  } catch (error) {
    if (error instanceof AwsError) return { kind: 'error', error }
    front.onDefect(error)
    return { kind: 'error', error: new AwsError('InternalFailure', '', 500) }
  }
}

function carryOut(
  call: WireRequest,
  target: { service: ServiceName; operation: string },
  operation: Operation<unknown, unknown>,
  context: CallContext,
  trace: Trace,
  front: AwsFront,
): unknown {
  const settings = front.settings()
  const { service, operation: name } = target
  if (settings.throttle.includes(name) || !front.throttle.take(service, name, context.region)) {
    throw new AwsError('ThrottlingException', 'Rate exceeded')
  }
  const input = operation.parse(decodeInput(call))
  if (context.principal !== anonymous) {
    trace.resource = operation.resource(input, context)
    authorise(context, `${service}:${name}`, trace.resource, settings.deny)
  }
  const { region, principal } = context
  return front.carryOut({ service, operation: name, region, principal, body: bodyText(call) ?? '' }, () =>
    operation.run(input, context),
  )
}

function respond(outcome: Outcome, dialect: AwsJsonDialect, headers: Record<string, string>): WireResponse {
  if (outcome.kind === 'error') return errorResponse(outcome.error, dialect, headers)
  return textResponse(200, encodeOutput(outcome.output), { ...headers, 'content-type': dialect.contentType })
}

function note(trace: Trace, outcome: Outcome, lost: boolean, front: AwsFront): void {
  const call: Omit<RecordedCall, 'index'> = {
    ...trace,
    worldMs: front.loop.nowMs,
    wireMs: front.wireNow(),
    ...(outcome.kind === 'error'
      ? { status: outcome.error.status, error: outcome.error.code }
      : { status: 200 }),
    ...(lost ? { answerLost: true } : {}),
  }
  front.record.add(call)
}

function cors(call: WireRequest, service: ServiceName, front: AwsFront): Readonly<Record<string, string>> {
  const { states, swf, cognito } = front.settings().cors
  const allowed = { states, swf, 'cognito-identity': cognito }[service]
  return corsHeaders(call, { allowed, origins: front.origins })
}

/**
 * Only a Host as AWS's own tells which service a preflight is for. Without one, what is to be signed counts as Step
 * Functions: calls to Cognito Identity are not signed.
 */
function serviceOfPreflight(call: WireRequest): ServiceName {
  const named = /^(?:sync-)?(states|swf|cognito-identity)\.[a-z0-9-]+\.amazonaws\.com/.exec(
    call.headers['host'] ?? '',
  )?.[1]
  // Sound: the pattern lets nothing else through.
  if (named !== undefined) return named as ServiceName
  const signed = (call.headers['access-control-request-headers'] ?? '').includes('authorization')
  return signed ? 'states' : 'cognito-identity'
}
