import { describe, expect, it } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import { TaskToken } from '../domain/task-token.ts'
import { aBase64Token } from '../domain/testing-tokens.ts'
import { seededRandom } from '../lib/random.ts'
import { translateError } from './translate-error.ts'

const ASKED = { endpoint: 'https://states.eu-west-1.amazonaws.com', name: 'arn:of:it' }

/** An error as the SDK throws it. */
function sdkError(name: string, message = 'as AWS words it', httpStatusCode: number | null = 400): Error {
  const error = new Error(message)
  return Object.assign(error, { name, ...(httpStatusCode === null ? {} : { $metadata: { httpStatusCode } }) })
}

describe('translateError', () => {
  it.each<[string, AppError]>([
    ['ThrottlingException', { kind: 'throttled' }],
    ['TooManyRequestsException', { kind: 'throttled' }],
    ['RequestLimitExceeded', { kind: 'throttled' }],
    ['ExpiredTokenException', { kind: 'expiredCredentials' }],
    ['UnrecognizedClientException', { kind: 'notSignedIn', message: 'as AWS words it' }],
    ['NotAuthorizedException', { kind: 'notSignedIn', message: 'as AWS words it' }],
    ['RequestTimeTooSkewed', { kind: 'clockSkew' }],
    ['TaskTimedOut', { kind: 'taskClosed' }],
    ['TaskDoesNotExist', { kind: 'taskDoesNotExist' }],
    ['InvalidToken', { kind: 'invalidToken' }],
    ['ExecutionDoesNotExist', { kind: 'notFound', what: 'execution', name: 'arn:of:it' }],
    ['StateMachineDoesNotExist', { kind: 'notFound', what: 'stateMachine', name: 'arn:of:it' }],
    ['ActivityDoesNotExist', { kind: 'notFound', what: 'activity', name: 'arn:of:it' }],
    ['UnknownResourceFault', { kind: 'notFound', what: 'workflow', name: 'arn:of:it' }],
    ['LimitExceededFault', { kind: 'limitExceeded', message: 'as AWS words it' }],
    ['InvalidArn', { kind: 'awsFault', code: 'InvalidArn', message: 'as AWS words it', status: 400 }],
  ])('%s', (code, error) => {
    expect(translateError(sdkError(code), ASKED)).toEqual(error)
  })

  it('takes an ARN that AWS refuses for an execution that is not there', () => {
    const asked = { ...ASKED, what: 'execution' } as const
    expect(translateError(sdkError('InvalidArn'), asked)).toEqual({
      kind: 'notFound',
      what: 'execution',
      name: 'arn:of:it',
    })
    expect(translateError(sdkError('InvalidArn'), { ...ASKED, what: 'stateMachine' })).toMatchObject({
      kind: 'awsFault',
    })
  })

  it('shows what looks like a token by its fingerprint, also where a message is cut', () => {
    const token = aBase64Token(seededRandom(1))
    const shown = `token ${new TaskToken(token).fingerprint}`
    for (const before of ['', 'x '.repeat(220)])
      for (const code of ['ValidationException', 'LimitExceededFault', 'UnrecognizedClientException']) {
        const message = `${before}Value '${token}' is not valid`
        const text = JSON.stringify(translateError(sdkError(code, message), { ...ASKED, name: token }))
        expect(text).not.toContain(token.slice(0, 24))
      }
    expect(translateError(sdkError('X', `Not ${token}.`), ASKED)).toMatchObject({ message: `Not ${shown}.` })
    expect(translateError(sdkError('ExecutionDoesNotExist'), { ...ASKED, name: token })).toMatchObject({
      name: shown,
    })
  })

  it('names the action and the resource that IAM refused', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/Viewer/CognitoIdentityCredentials is not authorized to perform: ' +
      'states:SendTaskHeartbeat on resource: arn:aws:states:eu-west-1:123456789012:stateMachine:Orders because no ' +
      'identity-based policy allows the states:SendTaskHeartbeat action'
    expect(translateError(sdkError('AccessDeniedException', message), ASKED)).toEqual({
      kind: 'denied',
      action: 'states:SendTaskHeartbeat',
      resource: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders',
      guest: false,
      explicit: false,
      policy: 'identity-based policy',
    })
  })

  it('knows a guest by the session policy that Cognito gives guests, and no other session', () => {
    const refused = (session: string) => {
      const message =
        `User: arn:aws:sts::123456789012:assumed-role/Guests/${session} is not authorized to perform: ` +
        'states:ListStateMachines because no session policy allows the states:ListStateMachines action'
      return translateError(sdkError('AccessDeniedException', message), ASKED)
    }
    const error = {
      kind: 'denied',
      action: 'states:ListStateMachines',
      resource: null,
      explicit: false,
      policy: 'session policy',
    }
    expect(refused('CognitoIdentityCredentials')).toEqual({ ...error, guest: true })
    expect(refused('ana')).toEqual({ ...error, guest: false })
  })

  it.each([
    ['because no permissions boundary allows the states:X action', 'permissions boundary', false],
    ['because no permissions boundary allows the states:X action.', 'permissions boundary', false],
    ['because no service control policy allows the states:X action', 'service control policy', false],
    ['because no VPC endpoint policy allows the states:X action', 'VPC endpoint policy', false],
    ['because no resource-based policy allows the states:X action', 'resource-based policy', false],
    ['with an explicit deny in an identity-based policy', 'identity-based policy', true],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-a/service_control_policy/p-b',
      'service control policy',
      true,
    ],
    [
      'with an explicit deny in a resource control policy, with policy ARN: arn:aws:organizations::1:policy/p',
      'resource control policy',
      true,
    ],
    ['due to an explicit deny in a Service Control Policy', 'service control policy', true],
    ['with an explicit deny', undefined, true],
    ['', undefined, false],
  ])('reads which policy it was: %s', (because, policy, explicit) => {
    const arn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:permissions-boundary'
    for (const resource of [arn, `"${arn}"`]) {
      const message = `User: arn:aws:iam::1:user/v is not authorized to perform: states:X on resource: ${resource} ${because}`
      const error = translateError(sdkError('AccessDeniedException', message), ASKED)
      expect(error).toMatchObject({ action: 'states:X', resource: arn, explicit, guest: false })
      expect((error as { policy?: string }).policy).toBe(policy) // of a denial, as was just seen
    }
  })

  it('reads a denial of SWF, whose resource is the domain', () => {
    const message =
      'User: arn:aws:iam::123456789012:user/v is not authorized to perform: swf:ListOpenWorkflowExecutions on ' +
      'resource: arn:aws:swf:eu-west-1:123456789012:/domain/Orders'
    for (const code of ['AccessDeniedException', 'OperationNotPermittedFault'])
      expect(translateError(sdkError(code, message), ASKED)).toMatchObject({
        kind: 'denied',
        action: 'swf:ListOpenWorkflowExecutions',
        resource: 'arn:aws:swf:eu-west-1:123456789012:/domain/Orders',
      })
  })

  it('names what was asked where the denial names nothing, and nothing else where it names the action', () => {
    const asked = { ...ASKED, action: 'states:ListExecutions', resource: 'arn:of:machine' }
    expect(translateError(sdkError('AccessDeniedException', 'Access denied'), asked)).toMatchObject({
      action: 'states:ListExecutions',
      resource: 'arn:of:machine',
    })
    const message = 'User: x is not authorized to perform: states:ListTagsForResource'
    expect(translateError(sdkError('AccessDeniedException', message), asked)).toMatchObject({
      action: 'states:ListTagsForResource',
      resource: null,
    })
  })

  it.each([
    ['Unknown domain: Orders', 'domain', 'Orders'],
    ['Unknown execution: WorkflowExecution=[workflowId=ord-1, runId=r]', 'workflow', 'ord-1'],
    ['Unknown execution: WorkflowExecution=[workflowId=Unknown domain, runId=r]', 'workflow', 'ord-1'],
  ])('knows from the message what SWF does not: %s', (message, what, name) => {
    const asked = { ...ASKED, what: 'workflow', name: 'ord-1', domain: 'Orders' } as const
    const error = sdkError('UnknownResourceFault', message)
    expect(translateError(error, asked)).toEqual({ kind: 'notFound', what, name })
  })

  it.each([
    ['ValidationException', 'Invalid token', 'invalidToken'],
    [
      'ValidationException',
      "1 validation error detected: Value 'x' at 'taskToken' failed to satisfy constraint: Member must have length " +
        'less than or equal to 1024',
      'invalidToken',
    ],
    [
      'ValidationException',
      "1 validation error detected: Value 'x' at 'details' failed to satisfy constraint",
      'awsFault',
    ],
    ['UnknownResourceFault', 'Unknown activity, scheduledEventId = 5', 'taskUnknown'],
    ['UnknownResourceFault', '', 'taskUnknown'],
  ])('to a task token, %s "%s" is %s', (code, message, kind) => {
    expect(translateError(sdkError(code, message), { ...ASKED, holdsToken: true }).kind).toBe(kind)
  })

  it('does not take the expired token of a page for a task token', () => {
    for (const message of ['Invalid token', 'Specified token has exceeded its maximum lifetime'])
      expect(translateError(sdkError('ValidationException', message), ASKED)).toMatchObject({
        kind: 'awsFault',
        message,
      })
  })

  it('is denied without names where neither AWS nor the asking gives any', () => {
    expect(translateError(sdkError('AccessDeniedException', ''), ASKED)).toEqual({
      kind: 'denied',
      action: null,
      resource: null,
      guest: false,
      explicit: false,
    })
  })

  it.each([
    ['Signature expired: 20261120T140231Z is now earlier than 20261120T145731Z', 'clockSkew'],
    ['Signature not yet current: 20261120T140231Z is still later than 20261120T130731Z', 'clockSkew'],
    ['The request signature we calculated does not match the signature you provided.', 'notSignedIn'],
  ])('tells a wrong clock from wrong keys: %s', (message, kind) => {
    expect(translateError(sdkError('InvalidSignatureException', message), ASKED).kind).toBe(kind)
  })

  it('repeats no part of a signed request, which holds the session token', () => {
    const message =
      "The request signature does not match.\n\nThe Canonical String was\n'POST\nx-amz-security-token:FwoG'"
    const error = translateError(sdkError('InvalidSignatureException', message), ASKED)
    expect(JSON.stringify(error)).not.toContain('FwoG')
    expect(error).toMatchObject({ message: 'The request signature does not match.' })
  })

  it.each([
    ['Chromium', new TypeError('Failed to fetch')],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
    ['a refused connection in Node', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a broken one', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['an unknown host', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })],
    ['our own time limit', Object.assign(new Error('aborted'), { name: 'AbortError' })],
    ["the SDK's", Object.assign(new Error('late'), { name: 'TimeoutError' })],
  ])('is no answer: %s', (_, cause) => {
    expect(translateError(cause, ASKED)).toEqual({
      kind: 'noAnswer',
      reachable: null,
      endpoint: ASKED.endpoint,
    })
  })

  it('does not take an answer it cannot read for none: AWS may have done the work', () => {
    const cause = Object.assign(new TypeError('x is not iterable'), { $metadata: { httpStatusCode: 200 } })
    expect(translateError(cause, ASKED)).toMatchObject({ kind: 'awsFault', status: 200 })
  })

  it.each(['a text', undefined, null, { name: 'ThrottlingException' }])(
    'makes a defect of the console of %j',
    (cause) => {
      expect(translateError(cause, ASKED)).toEqual({ kind: 'defect' })
    },
  )
})
