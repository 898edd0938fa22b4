import type {
  CreateStateMachineOutput,
  GetActivityTaskOutput,
  GetExecutionHistoryOutput,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTaskOf, secondClient } from '../../e2e/support/second-client.ts'
import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import { type Boto3Options, type Boto3Outcome, testBoto3 } from './testing-boto3.ts'
import { keysOf, rootKeys, testPlace } from './testing-place.ts'

const place = testPlace()
const boto3 = testBoto3(place)
const { control } = place
const arn = (rest: string): string => `arn:aws:states:eu-west-1:123456789012:${rest}`

beforeEach(() => control.openScenario('solo', { paused: true }))

async function callback(): Promise<{ taskToken: string; executionArn: string }> {
  const { taskToken = '', executionArn } = await openTaskOf(secondClient(place.url), 'Onboarding')
  return { taskToken, executionArn }
}

function beat(taskToken: string, options?: Boto3Options): Promise<Boto3Outcome> {
  return boto3.call('stepfunctions', 'send_task_heartbeat', { taskToken }, options)
}

const accepted = { kind: 'answer', output: {}, status: 200 }

/** A refusal of Step Functions that `client.exceptions` knows. */
function documented(code: string, message: string): Boto3Outcome {
  return { kind: 'refusal', exception: code, documented: true, code, message, status: 400 }
}

const timedOut = documented('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")

describe('SFN.Client.send_task_heartbeat of boto3', () => {
  it('answers {} and keeps a callback alive', async () => {
    const { taskToken, executionArn } = await callback()
    for (let i = 0; i < 3; i += 1) {
      await control.step(45)
      expect(await beat(taskToken)).toEqual(accepted)
    }
    expect(await boto3.output('stepfunctions', 'describe_execution', { executionArn })).toMatchObject({
      status: 'RUNNING',
    })
  })

  it('raises client.exceptions.TaskTimedOut when the task is over', async () => {
    const { taskToken, executionArn } = await callback()
    await control.step(70)
    expect(await beat(taskToken)).toEqual(timedOut)
    const history = { executionArn, reverseOrder: true, maxResults: 2 }
    expect(await boto3.output('stepfunctions', 'get_execution_history', history)).toMatchObject({
      events: [
        { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'States.Timeout' } },
        { type: 'TaskTimedOut', taskTimedOutEventDetails: { resourceType: 'sqs', error: 'States.Timeout' } },
      ],
    })
  })

  it('serves the worker of an activity', async () => {
    const video = { stateMachineArn: arn('stateMachine:Video'), input: '{"video":"v"}' }
    // What boto3 answers has the members of the SDK's own output; so below.
    const { executionArn } = (await boto3.output(
      'stepfunctions',
      'start_execution',
      video,
    )) as StartExecutionOutput
    const poll = { activityArn: arn('activity:encode-video'), workerName: 'boto3' }
    const task = (await boto3.output('stepfunctions', 'get_activity_task', poll)) as GetActivityTaskOutput
    expect(task.input).toBe('{"video":"v"}')
    const taskToken = task.taskToken ?? ''
    await control.step(100)
    expect(await beat(taskToken)).toEqual(accepted)
    await control.step(100)
    const answer = { taskToken, output: '{}' }
    expect(await boto3.call('stepfunctions', 'send_task_success', answer)).toEqual(accepted)
    expect(await beat(taskToken)).toEqual(timedOut)
    const history = await boto3.output(
      'stepfunctions',
      'get_execution_history',
      { executionArn, PaginationConfig: { PageSize: 2 } },
      { paginate: true },
    )
    expect((history as GetExecutionHistoryOutput).events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ])
  })

  it('keeps alive a job whose definition passes its token on, and not for longer', async () => {
    // The scenario in which a job of this name works for a day.
    await control.openScenario('jobs', { paused: true })
    const Job = {
      Type: 'Task',
      Resource: 'arn:aws:states:::batch:submitJob.sync',
      Parameters: {
        JobName: 'nightly-totals',
        JobQueue: 'q',
        JobDefinition: 'd',
        'token.$': '$$.Task.Token',
      },
      HeartbeatSeconds: 60,
      End: true,
    }
    const { stateMachineArn } = (await boto3.output('stepfunctions', 'create_state_machine', {
      name: 'Night',
      roleArn: 'arn:aws:iam::123456789012:role/any',
      definition: JSON.stringify({ StartAt: 'Job', States: { Job } }),
    })) as CreateStateMachineOutput
    const night = { stateMachineArn }
    const { executionArn } = (await boto3.output(
      'stepfunctions',
      'start_execution',
      night,
    )) as StartExecutionOutput
    const read = { executionArn }
    const history = (await boto3.output(
      'stepfunctions',
      'get_execution_history',
      read,
    )) as GetExecutionHistoryOutput
    const scheduled = history.events?.find(({ type }) => type === 'TaskScheduled')
    // As the definition above has it.
    const { token } = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}') as {
      token: string
    }
    for (let i = 0; i < 2; i += 1) {
      await control.step(50)
      expect(await beat(token)).toEqual(accepted)
    }
    await control.step(70)
    expect(await beat(token)).toEqual(timedOut)
    const newest = { executionArn, reverseOrder: true, maxResults: 2 }
    expect(await boto3.output('stepfunctions', 'get_execution_history', newest)).toMatchObject({
      events: [{ type: 'ExecutionFailed' }, { type: 'TaskTimedOut' }],
    })
  })

  it('raises InvalidToken for what is no token, TaskDoesNotExist in another region', async () => {
    const { taskToken } = await callback()
    expect(await beat('pasted')).toEqual(documented('InvalidToken', "Invalid Token: 'Invalid token'"))
    expect(await beat(taskToken, { region: 'us-east-1' })).toEqual(
      documented('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'"),
    )
  })

  it('checks its arguments before it sends', async () => {
    for (const parameters of [{}, { taskToken: '' }, { taskToken: 7 }, { taskToken: 'x', details: 'y' }]) {
      const outcome = await boto3.call('stepfunctions', 'send_task_heartbeat', parameters)
      expect(outcome).toMatchObject({ kind: 'error', exception: 'ParamValidationError' })
    }
    expect(control.calls().calls).toEqual([])
  })

  it.each([
    [{}, "Value null at 'taskToken' failed to satisfy constraint: Member must not be null"],
    [{ taskToken: '' }, 'Member must have length greater than or equal to 1'],
    [{ taskToken: 'A'.repeat(2049) }, 'Member must have length less than or equal to 2048'],
  ])('gets a ValidationException when AWS is to check them (%#)', async (parameters, complaint) => {
    const outcome = await boto3.call('stepfunctions', 'send_task_heartbeat', parameters, {
      config: { parameter_validation: false },
    })
    expect(outcome).toMatchObject({
      kind: 'refusal',
      code: 'ValidationException',
      message: expect.stringContaining(complaint),
      status: 400,
    })
  })
})

describe('who may call SFN.Client.send_task_heartbeat', () => {
  it('signs in through Cognito: the operator may, the viewer may not', async () => {
    const { taskToken } = await callback()
    const [operator, viewer] = [await keysOf(place, 'ana'), await keysOf(place, 'vic')]
    expect(await beat(taskToken, { keys: operator })).toEqual(accepted)
    expect(await beat(taskToken, { keys: viewer })).toMatchObject({
      exception: 'ClientError',
      code: 'AccessDeniedException',
      message: expect.stringContaining('HeartbeatViewer/CognitoIdentityCredentials is not authorized'),
    })
  })

  it('gets credentials of Cognito Identity by itself', async () => {
    const Logins = { [namedProvider]: await place.idTokenOf('vic') }
    const pool = { IdentityPoolId: identityPool.id, Logins }
    // Both have the members that AWS documents.
    const { IdentityId } = (await boto3.output('cognito-identity', 'get_id', pool)) as { IdentityId: string }
    const issued = (await boto3.output('cognito-identity', 'get_credentials_for_identity', {
      IdentityId,
      Logins,
    })) as {
      Credentials: { AccessKeyId: string; SecretKey: string; SessionToken: string; Expiration: string }
    }
    const { AccessKeyId, SecretKey, SessionToken, Expiration } = issued.Credentials
    expect(Date.parse(Expiration)).toBeGreaterThan(Date.now())
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken }
    const list = await boto3.output('stepfunctions', 'list_state_machines', {}, { keys })
    expect(list).toMatchObject({
      stateMachines: expect.arrayContaining([expect.objectContaining({ type: 'STANDARD' })]),
    })
  })

  it.each([
    [{ accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    [{ ...rootKeys, secretAccessKey: 'toast' }, 'InvalidSignatureException'],
  ])('refuses a wrong key by its name (%#)', async (keys, code) => {
    expect(await beat('pasted', { keys })).toMatchObject({ exception: 'ClientError', code, status: 400 })
  })

  it('refuses an expired signature and an expired session', async () => {
    control.changeSettings({ credentialLifetimeSeconds: 1 })
    const keys = await keysOf(place, 'ana')
    control.changeSettings({ wireSkewSeconds: 120 })
    expect(await beat('pasted', { keys })).toMatchObject({ code: 'ExpiredTokenException' })
    control.changeSettings({ wireSkewSeconds: 600 })
    expect(await beat('pasted')).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: /),
    })
  })
})

describe('an AWS that fails SFN.Client.send_task_heartbeat', () => {
  it('throttles it, is unavailable, or loses the answer', async () => {
    const { taskToken, executionArn } = await callback()
    control.changeSettings({ throttle: ['SendTaskHeartbeat'] })
    expect(await beat(taskToken)).toMatchObject({ code: 'ThrottlingException', message: 'Rate exceeded' })
    control.changeSettings({ throttle: [], unavailable: true })
    expect(await beat(taskToken)).toMatchObject({ code: 'ServiceUnavailableException', status: 503 })
    control.changeSettings({ unavailable: false, loseAnswers: ['SendTaskHeartbeat'] })
    await control.step(45)
    expect(await beat(taskToken)).toMatchObject({ kind: 'error', exception: 'ConnectionClosedError' })
    await control.step(45)
    expect(await boto3.output('stepfunctions', 'describe_execution', { executionArn })).toMatchObject({
      status: 'RUNNING',
    })
  })

  it('is not there', async () => {
    expect(await beat('pasted', { endpoint: 'http://127.0.0.1:1' })).toMatchObject({
      kind: 'error',
      exception: 'EndpointConnectionError',
    })
  })

  it('keeps a poll waiting longer than the client waits', async () => {
    const poll = { activityArn: arn('activity:charge-card') }
    const options = { config: { read_timeout: 1 } }
    expect(await boto3.call('stepfunctions', 'get_activity_task', poll, options)).toMatchObject({
      kind: 'error',
      exception: 'ReadTimeoutError',
    })
  })
})

describe('SFN.Client.start_sync_execution of boto3', () => {
  it('gives what an Express execution came to, without the prefix that its host has at AWS', async () => {
    const { stateMachineArn } = (await boto3.output('stepfunctions', 'create_state_machine', {
      name: 'Fast',
      type: 'EXPRESS',
      roleArn: 'arn:aws:iam::123456789012:role/Runner',
      definition: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }),
    })) as CreateStateMachineOutput
    const start = { stateMachineArn, input: '{"a":1}' }
    const config = { inject_host_prefix: false }
    expect(await boto3.output('stepfunctions', 'start_sync_execution', start, { config })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1}',
      billingDetails: { billedDurationInMilliseconds: 100 },
    })
  })
})
