import {
  DescribeDomainCommand,
  ListDomainsCommand,
  ListOpenWorkflowExecutionsCommand,
  RecordActivityTaskHeartbeatCommand,
  RegisterDomainCommand,
  SWFClient,
  type SWFClientConfig,
  UnknownResourceFault,
} from '@aws-sdk/client-swf'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { describe, expect, it } from 'vitest'
import { identityPool } from '../../local-aws/identity/identity-pool.ts'
import { createLocalAwsWithPeople } from '../../people/local-aws-with-people.ts'
import { namedProvider } from '../../people/named-sign-in.ts'
import type { PersonName } from '../../people/people.ts'
import { swfDomain } from '../place.ts'
import { sdkRequestHandler } from '../sdk-request-handler.ts'
import { nothingKept } from '../test-identity-cache.ts'
import { handPorts } from '../test-ports.ts'

const region = 'eu-west-1'
const arn = 'arn:aws:swf:eu-west-1:123456789012:/domain/orders'
const listDomains = new ListDomainsCommand({ registrationStatus: 'REGISTERED' })
const listOpen = new ListOpenWorkflowExecutionsCommand({
  domain: 'orders',
  startTimeFilter: { oldestDate: new Date(0) },
})
const heartbeat = new RecordActivityTaskHeartbeatCommand({ taskToken: 'AAAA' })

async function open() {
  const localAws = createLocalAwsWithPeople({
    seed: 'wire',
    ports: handPorts(),
    scenario: 'quiet',
    paused: true,
  })
  const requestHandler = sdkRequestHandler(localAws.handle)
  const client = (credentials?: SWFClientConfig['credentials']) =>
    new SWFClient({
      region,
      requestHandler,
      maxAttempts: 1,
      credentials: credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
    })
  /** As a page gets its credentials from Cognito. */
  const signedIn = (person?: PersonName) =>
    client(
      fromCognitoIdentityPool({
        identityPoolId: identityPool.id,
        cache: nothingKept,
        clientConfig: { region, requestHandler, maxAttempts: 1 },
        ...(person && { logins: { [namedProvider]: () => localAws.idTokenOf(person) } }),
      }),
    )
  const root = client()
  await root.send(new RegisterDomainCommand({ name: 'orders', workflowExecutionRetentionPeriodInDays: '1' }))
  return { localAws, root, signedIn }
}

describe('SWF on the wire', () => {
  it('speaks as an SDK client expects, faults and all', async () => {
    const { localAws, root } = await open()
    expect((await root.send(listDomains)).domainInfos).toEqual([
      { name: 'orders', status: 'REGISTERED', arn },
      // That of every scenario.
      expect.objectContaining({ name: swfDomain }),
    ])
    const unknown = await root.send(new DescribeDomainCommand({ name: 'nowhere' })).catch((error) => error)
    expect(unknown).toBeInstanceOf(UnknownResourceFault)
    expect(unknown).toMatchObject({ message: 'Unknown domain: nowhere', $metadata: { httpStatusCode: 400 } })
    // A time filter goes over the wire in epoch seconds.
    const startTimeFilter = { oldestDate: new Date(1_700_000_000_123) }
    const list = new ListOpenWorkflowExecutionsCommand({ domain: 'orders', startTimeFilter })
    expect((await root.send(list)).executionInfos).toEqual([])
    expect(localAws.control.calls().calls.slice(-2)).toMatchObject([
      { service: 'swf', operation: 'DescribeDomain', region, error: 'UnknownResourceFault' },
      { service: 'swf', operation: 'ListOpenWorkflowExecutions', resource: arn },
    ])
  })

  it('lets people read but make nothing, and a guest do nothing', async () => {
    const { signedIn } = await open()
    const register = new RegisterDomainCommand({ name: 'b', workflowExecutionRetentionPeriodInDays: '1' })
    for (const [person, role] of [
      ['vic', 'HeartbeatViewer'],
      ['ana', 'HeartbeatOperator'],
    ] as const) {
      expect((await signedIn(person).send(listOpen)).executionInfos).toEqual([])
      await expect(signedIn(person).send(register)).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringMatching(
          new RegExp(
            `${role}/CognitoIdentityCredentials is not authorized to perform: swf:RegisterDomain on resource: .* because no identity-based policy allows`,
          ),
        ),
      })
    }
    await expect(signedIn().send(listDomains)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /swf:ListDomains on resource: arn:aws:swf:eu-west-1:123456789012:\/domain\/\* because no session policy allows/,
      ),
    })
  })

  it('knows the faults of the settings: denied, throttled, lost', async () => {
    const { localAws, root } = await open()
    localAws.control.changeSettings({
      deny: ['swf:Describe*'],
      throttle: ['RecordActivityTaskHeartbeat'],
      loseAnswers: ['RegisterDomain'],
    })
    const describeIt = new DescribeDomainCommand({ name: 'orders' })
    await expect(root.send(describeIt)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`on resource: ${arn} with an explicit deny`),
    })
    await expect(root.send(heartbeat)).rejects.toMatchObject({ name: 'ThrottlingException' })
    const register = new RegisterDomainCommand({ name: 'b', workflowExecutionRetentionPeriodInDays: '1' })
    await expect(root.send(register)).rejects.toMatchObject({ name: 'AnswerLost' })
    expect((await root.send(listDomains)).domainInfos).toHaveLength(3)
  })

  it('holds callers to the buckets of SWF', async () => {
    const { root } = await open()
    for (let call = 0; call < 100; call += 1) await root.send(listDomains)
    await expect(root.send(listDomains)).rejects.toMatchObject({ name: 'ThrottlingException' })
  })

  it('lets pages in or keeps them out by its own setting, where the address tells the service', async () => {
    const { localAws } = await open()
    const preflight = async (service: string) => {
      const { headers } = await localAws.handle({
        method: 'OPTIONS',
        url: '/',
        headers: {
          host: `${service}.eu-west-1.amazonaws.com`,
          origin: 'http://localhost:5173',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,x-amz-target',
        },
        body: new Uint8Array(),
      })
      return headers['access-control-allow-origin']
    }
    expect(await preflight('swf')).toBe('http://localhost:5173')
    localAws.control.changeSettings({ cors: { swf: false } })
    expect(await preflight('swf')).toBeUndefined()
    expect(await preflight('states')).toBe('http://localhost:5173')
  })
})
