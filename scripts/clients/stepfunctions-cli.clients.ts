import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GetActivityTaskOutput, GetExecutionHistoryOutput } from '@aws-sdk/client-sfn'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTaskOf, secondClient } from '../../e2e/support/second-client.ts'
import { exitCodes, testAwsCli } from './testing-aws-cli.ts'
import { keysOf, rootKeys, testPlace } from './testing-place.ts'

const place = testPlace()
const aws = testAwsCli(place)
const { control } = place
const arn = (rest: string): string => `arn:aws:states:eu-west-1:123456789012:${rest}`

beforeEach(() => control.openScenario('solo', { paused: true }))

/** The callback that nobody answers: 60 s. */
async function callback(): Promise<{ taskToken: string; executionArn: string }> {
  const { taskToken = '', executionArn } = await openTaskOf(secondClient(place.url), 'Onboarding')
  return { taskToken, executionArn }
}

const beat = (taskToken: string): string[] => [
  'stepfunctions',
  'send-task-heartbeat',
  '--task-token',
  taskToken,
]

async function statusOf(executionArn: string): Promise<string> {
  const describeIt = ['stepfunctions', 'describe-execution', '--execution-arn', executionArn]
  return (await aws.text([...describeIt, '--query', 'status', '--output', 'text'])).trim()
}

async function lastEventsOf(executionArn: string): Promise<unknown> {
  const history = ['stepfunctions', 'get-execution-history', '--execution-arn', executionArn]
  // What the CLI prints is the operation's output.
  const { events = [] } = (await aws.json([...history, '--reverse-order'])) as GetExecutionHistoryOutput
  return events.slice(0, 2).map(({ type }) => type)
}

describe('aws stepfunctions send-task-heartbeat', () => {
  it('answers nothing and keeps a callback alive, beat after beat, without an event in the history', async () => {
    const { taskToken, executionArn } = await callback()
    const before = await lastEventsOf(executionArn)
    for (let i = 0; i < 3; i += 1) {
      await control.step(45)
      expect(await aws.text(beat(taskToken))).toBe('')
    }
    expect(await statusOf(executionArn)).toBe('RUNNING')
    expect(await lastEventsOf(executionArn)).toEqual(before)
  })

  it('answers TaskTimedOut when a callback timed out, which the history calls TaskTimedOut', async () => {
    const { taskToken, executionArn } = await callback()
    await control.step(70)
    expect(await aws.refusal(beat(taskToken))).toEqual({
      code: 'TaskTimedOut',
      operation: 'SendTaskHeartbeat',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    })
    expect(await statusOf(executionArn)).toBe('FAILED')
    expect(await lastEventsOf(executionArn)).toEqual(['ExecutionFailed', 'TaskTimedOut'])
  })

  it('keeps the task of an activity that this worker took, until it stops: ActivityTimedOut', async () => {
    const encode = arn('stateMachine:Video')
    const start = [
      'stepfunctions',
      'start-execution',
      '--state-machine-arn',
      encode,
      '--input',
      '{"video":"v"}',
    ]
    const executionArn = (await aws.text([...start, '--query', 'executionArn', '--output', 'text'])).trim()
    const poll = ['stepfunctions', 'get-activity-task', '--activity-arn', arn('activity:encode-video')]
    // What the CLI prints is the operation's output.
    const taken = (await aws.json([...poll, '--worker-name', 'terminal'])) as GetActivityTaskOutput
    expect(taken.input).toBe('{"video":"v"}')
    const taskToken = taken.taskToken ?? ''
    for (let i = 0; i < 2; i += 1) {
      await control.step(100)
      expect(await aws.text(beat(taskToken))).toBe('')
    }
    expect(await statusOf(executionArn)).toBe('RUNNING')
    await control.step(130)
    expect(await aws.refusal(beat(taskToken))).toMatchObject({ code: 'TaskTimedOut' })
    expect(await lastEventsOf(executionArn)).toEqual(['ExecutionFailed', 'ActivityTimedOut'])
  })

  it('does not extend the limit of the task itself', async () => {
    await aws.text(['stepfunctions', 'create-activity', '--name', 'short'])
    const Short = {
      Type: 'Task',
      Resource: arn('activity:short'),
      HeartbeatSeconds: 30,
      TimeoutSeconds: 60,
      End: true,
    }
    const definition = JSON.stringify({ StartAt: 'Short', States: { Short } })
    const role = 'arn:aws:iam::123456789012:role/any'
    const create = ['stepfunctions', 'create-state-machine', '--name', 'Short', '--role-arn', role]
    await aws.text([...create, '--definition', definition])
    await aws.text(['stepfunctions', 'start-execution', '--state-machine-arn', arn('stateMachine:Short')])
    const poll = ['stepfunctions', 'get-activity-task', '--activity-arn', arn('activity:short')]
    const taskToken = (await aws.text([...poll, '--query', 'taskToken', '--output', 'text'])).trim()
    for (let i = 0; i < 2; i += 1) {
      await control.step(25)
      expect(await aws.text(beat(taskToken))).toBe('')
    }
    await control.step(15)
    expect(await aws.refusal(beat(taskToken))).toMatchObject({ code: 'TaskTimedOut' })
  })

  it('answers TaskTimedOut when somebody else has answered', async () => {
    const { taskToken } = await callback()
    const succeed = ['stepfunctions', 'send-task-success', '--task-token', taskToken, '--output', 'json']
    expect(await aws.text([...succeed, '--task-output', '{}'])).toBe('')
    expect(await aws.refusal(beat(taskToken))).toMatchObject({ code: 'TaskTimedOut' })
  })

  it('answers InvalidToken for what is no token', async () => {
    const { taskToken } = await callback()
    const refused = {
      code: 'InvalidToken',
      operation: 'SendTaskHeartbeat',
      message: "Invalid Token: 'Invalid token'",
    }
    expect(await aws.refusal(beat('pasted'))).toEqual(refused)
    expect(await aws.refusal(beat(taskToken.slice(0, -4)))).toEqual(refused)
  })

  it('answers TaskDoesNotExist in another region', async () => {
    const { taskToken } = await callback()
    expect(await aws.refusal([...beat(taskToken), '--region', 'us-east-1'])).toEqual({
      code: 'TaskDoesNotExist',
      operation: 'SendTaskHeartbeat',
      message: "Task does not exist: 'Provided task does not exist'",
    })
  })

  it('answers ValidationException for a token over 2048 characters', async () => {
    const long = join(place.home, 'long-token')
    writeFileSync(long, 'A'.repeat(2049))
    expect(await aws.refusal(beat(`file://${long}`))).toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value .*at 'taskToken' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
      ),
    })
  })

  it('is not sent without a token', async () => {
    const missing = await aws.run(['stepfunctions', 'send-task-heartbeat'])
    expect(missing).toMatchObject({
      exitCode: exitCodes.usage,
      stderr: expect.stringContaining('required: --task-token'),
    })
    const empty = await aws.run(beat(''))
    expect(empty).toMatchObject({
      exitCode: exitCodes.usage,
      stderr: expect.stringContaining('valid min length: 1'),
    })
    expect(control.calls().calls).toEqual([])
  })
})

describe('who may call aws stepfunctions send-task-heartbeat', () => {
  const session = (role: string): string =>
    `arn:aws:sts::123456789012:assumed-role/${role}/CognitoIdentityCredentials`

  it('the operator may', async () => {
    const { taskToken } = await callback()
    expect(await aws.text(beat(taskToken), { keys: await keysOf(place, 'ana') })).toBe('')
  })

  it('the viewer and a guest may not', async () => {
    const { taskToken } = await callback()
    const [viewer, guest] = [await keysOf(place, 'vic'), await keysOf(place)]
    expect(await aws.refusal(beat(taskToken), { keys: viewer })).toEqual({
      code: 'AccessDeniedException',
      operation: 'SendTaskHeartbeat',
      message: `User: ${session('HeartbeatViewer')} is not authorized to perform: states:SendTaskHeartbeat on resource: ${arn('stateMachine:Onboarding')} because no identity-based policy allows the states:SendTaskHeartbeat action`,
    })
    expect(await aws.refusal(beat(taskToken), { keys: guest })).toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringMatching(/HeartbeatGuest.* because no session policy allows/),
    })
  })

  it('an unknown key, a wrong secret and no signature are refused by their names', async () => {
    const unknown = { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' }
    expect(await aws.refusal(beat('pasted'), { keys: unknown })).toMatchObject({
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    })
    const wrong = { ...rootKeys, secretAccessKey: 'toast' }
    expect(await aws.refusal(beat('pasted'), { keys: wrong })).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    })
    expect(await aws.refusal([...beat('pasted'), '--no-sign-request'])).toMatchObject({
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    })
  })

  it('a clock that is behind is told from a wrong key', async () => {
    control.changeSettings({ wireSkewSeconds: 600 })
    expect(await aws.refusal(beat('pasted'))).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than /),
    })
  })

  it('a session that has expired is refused', async () => {
    control.changeSettings({ credentialLifetimeSeconds: 1 })
    const keys = await keysOf(place, 'ana')
    // Less than the five minutes by which a signature may be old.
    control.changeSettings({ wireSkewSeconds: 120 })
    expect(await aws.refusal(beat('pasted'), { keys })).toMatchObject({
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
  })

  it('without credentials nothing is sent', async () => {
    const result = await aws.run(beat('pasted'), { keys: undefined })
    expect(result).toMatchObject({
      exitCode: exitCodes.settings,
      stderr: expect.stringContaining('Unable to locate credentials'),
    })
    expect(control.calls().calls).toEqual([])
  })
})

describe('an AWS that fails aws stepfunctions send-task-heartbeat', () => {
  it('throttles it', async () => {
    control.changeSettings({ throttle: ['SendTaskHeartbeat'] })
    expect(await aws.refusal(beat('pasted'))).toMatchObject({
      code: 'ThrottlingException',
      message: 'Rate exceeded',
    })
  })

  it('is unavailable', async () => {
    control.changeSettings({ unavailable: true })
    expect(await aws.refusal(beat('pasted'))).toMatchObject({ code: 'ServiceUnavailableException' })
  })

  it('carries it out and loses the answer', async () => {
    const { taskToken, executionArn } = await callback()
    await control.step(45)
    control.changeSettings({ loseAnswers: ['SendTaskHeartbeat'] })
    const result = await aws.run(beat(taskToken))
    expect(result).toMatchObject({
      exitCode: exitCodes.other,
      stderr: expect.stringMatching(/Connection was closed/),
    })
    await control.step(45)
    expect(await statusOf(executionArn)).toBe('RUNNING')
  })
})
