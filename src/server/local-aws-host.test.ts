import {
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { fromCognitoIdentity, fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import { nothingKept } from '../local-aws/test-identity-cache.ts'
import { namedProvider } from '../people/named-sign-in.ts'
import type { PersonName } from '../people/people.ts'
import { type LocalAwsHost, openLocalAws, startLocalAwsHost } from './local-aws-host.ts'

const localAws = openLocalAws({ scenario: 'quiet' })
let host: LocalAwsHost

beforeAll(async () => {
  host = await startLocalAwsHost({ port: 0, localAws })
})
afterAll(async () => {
  await host.close()
  localAws.close()
})
beforeEach(() => localAws.control.openScenario('solo', { paused: true }))

function client(
  credentials: SFNClientConfig['credentials'] = { accessKeyId: 'test', secretAccessKey: 'test' },
) {
  return new SFNClient({
    endpoint: host.url,
    region: 'eu-west-1',
    maxAttempts: 1,
    ...(credentials && { credentials }),
  })
}

/** The credentials that a page would get from Cognito. */
function signedIn(person?: PersonName): SFNClientConfig['credentials'] {
  return fromCognitoIdentityPool({
    identityPoolId: identityPool.id,
    cache: nothingKept,
    clientConfig: { endpoint: host.url, region: 'eu-west-1', maxAttempts: 1 },
    ...(person && { logins: { [namedProvider]: () => localAws.idTokenOf(person) } }),
  })
}

function machineArn(name: string): string {
  return `arn:aws:states:eu-west-1:123456789012:stateMachine:${name}`
}

/** The running execution of a `solo` state machine. */
async function executionOf(name: string): Promise<string> {
  const { executions } = await client().send(new ListExecutionsCommand({ stateMachineArn: machineArn(name) }))
  const [first] = executions ?? []
  if (executions?.length !== 1 || first?.executionArn === undefined)
    throw new Error(`not one execution of ${name}`)
  return first.executionArn
}

async function callbackToken(executionArn: string): Promise<string> {
  const { events } = await client().send(new GetExecutionHistoryCommand({ executionArn }))
  const scheduled = events?.find((event) => event.type === 'TaskScheduled')
  const parameters: unknown = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}')
  return (parameters as { MessageBody: { taskToken: string } }).MessageBody.taskToken // solo's own definition
}

async function statusOf(executionArn: string): Promise<string | undefined> {
  return (await client().send(new DescribeExecutionCommand({ executionArn }))).status
}

describe('an AWS SDK client over HTTP', () => {
  it('lists what is there, with times as dates', async () => {
    const { stateMachines } = await client().send(new ListStateMachinesCommand({}))
    expect(stateMachines?.map(({ name }) => name)?.toSorted()).toEqual(['Onboarding', 'Orders', 'Video'])
    expect(stateMachines?.[0]?.creationDate).toBeInstanceOf(Date)
    const elsewhere = new SFNClient({
      endpoint: host.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    expect((await elsewhere.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([])
  })

  it('keeps a callback alive by beating, and loses it when it stops', async () => {
    const executionArn = await executionOf('Onboarding')
    const taskToken = await callbackToken(executionArn)
    const beat = () => client().send(new SendTaskHeartbeatCommand({ taskToken }))
    for (let i = 0; i < 4; i += 1) {
      await localAws.control.step(45)
      await beat()
      expect(await statusOf(executionArn)).toBe('RUNNING')
    }
    await localAws.control.step(62)
    expect(await statusOf(executionArn)).toBe('FAILED')
    await expect(beat()).rejects.toMatchObject({ name: 'TaskTimedOut', $fault: 'client' })
  })

  it('loses the task of a dead worker and keeps that of a healthy one, until that is killed', async () => {
    const [orders, video] = [await executionOf('Orders'), await executionOf('Video')]
    await localAws.control.step(3000)
    expect([await statusOf(orders), await statusOf(video)]).toEqual(['RUNNING', 'FAILED'])
    await localAws.control.setWorker('worker-1', 'dead')
    await localAws.control.step(62)
    expect(await statusOf(orders)).toBe('FAILED')
  })

  it('hands a new task to whoever polls', async () => {
    const { activities } = await client().send(new ListActivitiesCommand({}))
    const activityArn = activities?.find(({ name }) => name === 'encode-video')?.activityArn
    const poll = client().send(new GetActivityTaskCommand({ activityArn, workerName: 'somebody' }))
    const input = JSON.stringify({ video: 'v-1' })
    await client().send(new StartExecutionCommand({ stateMachineArn: machineArn('Video'), input }))
    const { taskToken, input: given } = await poll
    expect(given).toBe(input)
    await client().send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
  })

  it('gives every refusal its own name', async () => {
    const unknown = new SFNClient({
      endpoint: host.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    const wrong = client({ accessKeyId: 'test', secretAccessKey: 'toast' })
    const list = new ListStateMachinesCommand({})
    await expect(unknown.send(list)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    await expect(wrong.send(list)).rejects.toMatchObject({ name: 'InvalidSignatureException' })
    const missing = new DescribeExecutionCommand({ executionArn: undefined })
    await expect(client().send(missing)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null",
    })
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:none'
    await expect(client().send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    })
    await expect(client().send(new SendTaskHeartbeatCommand({ taskToken: 'pasted' }))).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    })
  })

  it('can be throttled, denied, unavailable or cut off by a setting', async () => {
    const { control } = host.localAws
    const list = new ListStateMachinesCommand({})
    control.changeSettings({ throttle: ['ListStateMachines'] })
    await expect(client().send(list)).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    })
    control.changeSettings({ throttle: [], deny: ['states:List*'] })
    await expect(client().send(list)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/stateMachine:\* with an explicit deny in a service control policy$/),
    })
    control.changeSettings({ deny: [], unavailable: true })
    await expect(client().send(list)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
    control.changeSettings({ unavailable: false, loseAnswers: ['SendTaskSuccess'] })
    const executionArn = await executionOf('Onboarding')
    const done = new SendTaskSuccessCommand({ taskToken: await callbackToken(executionArn), output: '{}' })
    await expect(client().send(done)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await statusOf(executionArn)).toBe('SUCCEEDED')
    expect(control.calls().calls).toContainEqual(
      expect.objectContaining({
        operation: 'SendTaskSuccess',
        answerLost: true,
        status: 200,
        resource: machineArn('Onboarding'),
      }),
    )
    expect(control.calls().calls).toContainEqual(
      expect.objectContaining({ operation: 'ListStateMachines', status: 503 }),
    )
  })

  it('never records a secret', async () => {
    const taskToken = await callbackToken(await executionOf('Onboarding'))
    await client(signedIn('ana')).send(new SendTaskHeartbeatCommand({ taskToken }))
    const { calls } = localAws.control.calls()
    expect(calls.map(({ operation }) => operation)).toContain('SendTaskHeartbeat')
    const record = JSON.stringify(calls)
    expect(record).not.toContain(taskToken.slice(0, 40))
    expect(record).not.toMatch(/ASIA|IQoJb3JpZ2lu|eyJ/)
  })
})

describe('who signs in through Cognito', () => {
  const list = new ListStateMachinesCommand({})
  const session = (role: string) =>
    `arn:aws:sts::123456789012:assumed-role/${role}/CognitoIdentityCredentials`

  it('lets the operator act and the viewer look', async () => {
    const taskToken = await callbackToken(await executionOf('Onboarding'))
    const beat = new SendTaskHeartbeatCommand({ taskToken })
    expect((await client(signedIn('ana')).send(beat)).$metadata.httpStatusCode).toBe(200)
    expect((await client(signedIn('vic')).send(list)).stateMachines).toHaveLength(3)
    await expect(client(signedIn('vic')).send(beat)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${session('HeartbeatViewer')} is not authorized to perform: states:SendTaskHeartbeat on resource: ${machineArn('Onboarding')} because no identity-based policy allows the states:SendTaskHeartbeat action`,
    })
  })

  it('refuses a guest with the reason', async () => {
    await expect(client(signedIn()).send(list)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${session('HeartbeatGuest')} is not authorized to perform: states:ListStateMachines on resource: arn:aws:states:eu-west-1:123456789012:stateMachine:* because no session policy allows the states:ListStateMachines action`,
    })
  })

  it('refuses a session that has expired', async () => {
    const { control } = host.localAws
    const idToken = await localAws.idTokenOf('ana')
    const credentials = await fromCognitoIdentityPool({
      identityPoolId: identityPool.id,
      clientConfig: { endpoint: host.url, region: 'eu-west-1' },
      logins: { [namedProvider]: idToken },
    })()
    expect(credentials.expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
    control.changeSettings({ wireSkewSeconds: 3700 })
    const later = new SFNClient({
      endpoint: host.url,
      region: 'eu-west-1',
      credentials: { ...credentials, expiration: new Date(Date.now() + 1e9) },
      systemClockOffset: 3_700_000,
      maxAttempts: 1,
    })
    await expect(later.send(list)).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
    const again = fromCognitoIdentity({
      identityId: credentials.identityId,
      clientConfig: { endpoint: host.url, region: 'eu-west-1' },
      logins: { [namedProvider]: idToken },
    })
    await expect(again()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('tells a wrong clock from a wrong key, and `Date` by how much', async () => {
    localAws.control.changeSettings({ wireSkewSeconds: 600 })
    await expect(client().send(list)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than /),
      $response: {
        headers: { date: expect.stringMatching(/GMT$/) },
      },
    })
  })
})

describe('the endpoint', () => {
  it('answers preflights unless CORS is off, and then says nothing', async () => {
    const preflight = () =>
      fetch(host.url, {
        method: 'OPTIONS',
        headers: {
          origin: 'http://localhost:5173',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,x-amz-target',
        },
      })
    const allowed = await preflight()
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(allowed.headers.get('access-control-allow-headers')?.split(',')).toContain('x-amz-security-token')
    expect(allowed.headers.get('access-control-expose-headers')).toBe(
      'Date,x-amzn-RequestId,x-amzn-ErrorType',
    )
    localAws.control.changeSettings({ cors: { states: false } })
    const refused = await preflight()
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('goes away and comes back on its port with the same world', async () => {
    const { port } = host
    const executionArn = await executionOf('Onboarding')
    await host.close()
    await expect(client().send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    host = await startLocalAwsHost({ port, localAws })
    expect(await executionOf('Onboarding')).toBe(executionArn)
    await expect(startLocalAwsHost({ port, scenario: 'quiet' })).rejects.toMatchObject({ name: 'PortInUse' })
  })

  it('names the scenarios when there is none of that name', async () => {
    await expect(startLocalAwsHost({ port: 0, scenario: 'party' })).rejects.toThrow(
      /fleet, quiet, solo, crowd/,
    )
  })
})
