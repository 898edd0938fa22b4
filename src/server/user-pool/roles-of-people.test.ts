import * as sfn from '@aws-sdk/client-sfn'
import * as swf from '@aws-sdk/client-swf'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { soundInput } from '../../../scripts/conformance/broken-inputs.ts'
import { knownOperations } from '../../../scripts/conformance/operations.ts'
import { identityPool } from '../../local-aws/identity/identity-pool.ts'
import { providerOf } from '../../local-aws/identity/trusted-issuer.ts'
import { swfDomain } from '../../local-aws/place.ts'
import { nothingKept } from '../../local-aws/test-identity-cache.ts'
import type { PersonName } from '../../people/people.ts'
import { heartbeats, reads } from '../../policies/testing-actions.ts'
import { hostForTests } from '../testing-host.ts'
import { TestBrowser } from './testing-sign-in.ts'
import { startUserPool, type UserPool } from './user-pool.ts'

const consoleOrigin = 'http://127.0.0.1:5173'
const host = hostForTests('quiet', { paused: true })
let pool: UserPool

beforeAll(async () => {
  pool = await startUserPool({ port: 0, consoleOrigins: [consoleOrigin] })
  host.localAws.trust(pool.issuer)
})
afterAll(() => pool.close())
beforeEach(() => void host.localAws.control.changeSettings({ quotaFactor: 1_000_000 }))

type Credentials = NonNullable<sfn.SFNClientConfig['credentials']>

const root: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Somebody's ID token: a code, its verifier, and what comes of them. */
async function idTokenOf(person: PersonName): Promise<string> {
  return (await new TestBrowser(pool, consoleOrigin).tokensOf(person)).id_token
}

/** What the identity pool gives for it; without one, to a guest. */
function credentialsFor(idToken?: string) {
  return fromCognitoIdentityPool({
    identityPoolId: identityPool.id,
    cache: nothingKept,
    clientConfig: { endpoint: host.url, region: 'eu-west-1', maxAttempts: 1 },
    ...(idToken !== undefined && { logins: { [providerOf(pool.issuer)]: idToken } }),
  })()
}

/** The name of the error that AWS answers with; `ok` where it carries the call out. */
type Call = (service: 'states' | 'swf', operation: string, input: object) => Promise<string>

/** Calls operations by their names, as a client does that is not the console. */
function callerWith(credentials: Credentials, region = 'eu-west-1'): { readonly call: Call; close(): void } {
  const config = { endpoint: host.url, region, maxAttempts: 1, credentials }
  const clients = {
    // There is no host called sync-127.0.0.1.
    states: new sfn.SFNClient({ ...config, disableHostPrefix: true }),
    swf: new swf.SWFClient(config),
  }
  return {
    async call(service, operation, input) {
      const module: object = service === 'states' ? sfn : swf
      const command = Object.entries(module).find(([name]) => name === `${operation}Command`)?.[1]
      const client: { send(command: unknown): Promise<unknown> } = clients[service]
      try {
        await client.send(new command(input))
        return 'ok'
      } catch (error) {
        return error instanceof Error ? error.name : 'not an error'
      }
    },
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  }
}

const arn = (rest: string): string => `arn:aws:states:eu-west-1:123456789012:${rest}`
const things = {
  stateMachineArn: arn('stateMachine:M'),
  executionArn: arn('execution:M:1'),
  activityArn: arn('activity:a'),
  mapRunArn: arn('mapRun:M/Each:1'),
  stateMachineVersionArn: arn('stateMachine:M:1'),
  stateMachineAliasArn: arn('stateMachine:M:live'),
  domain: swfDomain,
}

/** Tokens of tasks in flight: whoever has one could answer for its task. */
interface Tokens {
  readonly states: string
  readonly activityTask: string
  readonly decisionTask: string
}

async function tasksInFlight(): Promise<Tokens> {
  const states = new sfn.SFNClient({ endpoint: host.url, region: 'eu-west-1', credentials: root })
  const work = new swf.SWFClient({ endpoint: host.url, region: 'eu-west-1', credentials: root })
  await states.send(new sfn.CreateActivityCommand({ name: 'a' }))
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: things.activityArn, End: true } },
  }
  await states.send(
    new sfn.CreateStateMachineCommand({
      name: 'M',
      roleArn: 'arn:aws:iam::123456789012:role/Runner',
      definition: JSON.stringify(definition),
    }),
  )
  await states.send(new sfn.StartExecutionCommand({ stateMachineArn: things.stateMachineArn, name: '1' }))
  await host.localAws.control.step(1)
  const polled = await states.send(new sfn.GetActivityTaskCommand({ activityArn: things.activityArn }))
  const domain = swfDomain
  const taskList = { name: 'list' }
  const workflowType = { name: 'W', version: '1' }
  await work.send(new swf.RegisterWorkflowTypeCommand({ domain, ...workflowType }))
  await work.send(new swf.RegisterActivityTypeCommand({ domain, name: 'A', version: '1' }))
  const limits = {
    executionStartToCloseTimeout: '3600',
    taskStartToCloseTimeout: '60',
    childPolicy: 'TERMINATE',
  } as const
  const start = { domain, workflowId: 'w', workflowType, taskList, ...limits }
  await work.send(new swf.StartWorkflowExecutionCommand(start))
  const decide = () => work.send(new swf.PollForDecisionTaskCommand({ domain, taskList }))
  const none = 'NONE'
  const scheduleActivityTaskDecisionAttributes = {
    activityType: { name: 'A', version: '1' },
    activityId: 'a',
    taskList,
    heartbeatTimeout: none,
    scheduleToCloseTimeout: none,
    scheduleToStartTimeout: none,
    startToCloseTimeout: none,
  }
  await work.send(
    new swf.RespondDecisionTaskCompletedCommand({
      taskToken: (await decide()).taskToken,
      decisions: [{ decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes }],
    }),
  )
  const activityTask = await work.send(new swf.PollForActivityTaskCommand({ domain, taskList }))
  await work.send(new swf.SignalWorkflowExecutionCommand({ domain, workflowId: 'w', signalName: 's' }))
  const decisionTask = await decide()
  states.destroy()
  work.destroy()
  return {
    states: polled.taskToken ?? '',
    activityTask: activityTask.taskToken ?? '',
    decisionTask: decisionTask.taskToken ?? '',
  }
}

/** Every operation of both services with an input that IAM can decide on, and what comes of it, by IAM's action. */
async function everything(call: Call): Promise<Map<string, string>> {
  const tokens = await tasksInFlight()
  const outcomes = new Map<string, string>()
  for (const { service, name, input } of knownOperations()) {
    if (service === 'cognito-identity') continue
    // What is listed is one of two, so neither is required.
    const sound = { ...soundInput(input), ...(name === 'ListExecutions' && { stateMachineArn: '' }) }
    const taskToken =
      service === 'states'
        ? tokens.states
        : name.includes('Decision')
          ? tokens.decisionTask
          : tokens.activityTask
    const resourceArn =
      service === 'states'
        ? things.stateMachineArn
        : `arn:aws:swf:eu-west-1:123456789012:/domain/${swfDomain}`
    const known = Object.entries({
      ...things,
      taskToken,
      resourceArn,
      startTimeFilter: { oldestDate: new Date(0) },
    }).filter(([member]) => member in sound)
    outcomes.set(`${service}:${name}`, await call(service, name, { ...sound, ...Object.fromEntries(known) }))
  }
  return outcomes
}

function denied(outcomes: ReadonlyMap<string, string>): string[] {
  return [...outcomes]
    .flatMap(([action, outcome]) => (outcome === 'AccessDeniedException' ? [action] : []))
    .sort()
}

function allBut(outcomes: ReadonlyMap<string, string>, allowed: readonly string[]): string[] {
  return [...outcomes.keys()].filter((action) => !allowed.includes(action)).sort()
}

describe('who has signed in at the user pool', () => {
  it('as a viewer, is refused everything but the reads of the console, tokens in hand', async () => {
    const { call, close } = callerWith(await credentialsFor(await idTokenOf('vic')))
    const outcomes = await everything(call)
    expect(outcomes.size).toBeGreaterThan(60)
    expect(denied(outcomes)).toEqual(allBut(outcomes, reads))
    close()
  })

  it('as an operator, may send heartbeats besides, and nothing else, tokens in hand', async () => {
    const { call, close } = callerWith(await credentialsFor(await idTokenOf('ana')))
    const outcomes = await everything(call)
    expect(denied(outcomes)).toEqual(allBut(outcomes, [...reads, ...heartbeats]))
    for (const action of heartbeats) expect([action, outcomes.get(action)]).toEqual([action, 'ok'])
    close()
  })

  it('is refused everything in a region where the deployment is not', async () => {
    const { call, close } = callerWith(await credentialsFor(await idTokenOf('ana')), 'us-east-1')
    expect(await call('states', 'ListStateMachines', {})).toBe('AccessDeniedException')
    close()
  })

  it('in no group, gets no credentials', async () => {
    await expect(credentialsFor(await idTokenOf('nora'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `The ambiguous role mapping rules for: ${providerOf(pool.issuer)} denied this request.`,
    })
  })

  it('is taken at no other word than that of the token: one that was changed is refused', async () => {
    const [head = '', body = '', signature = ''] = (await idTokenOf('vic')).split('.')
    const claims: object = JSON.parse(Buffer.from(body, 'base64url').toString())
    const asOperator = {
      ...claims,
      'cognito:preferred_role': 'arn:aws:iam::123456789012:role/HeartbeatOperator',
    }
    const changed = Buffer.from(JSON.stringify(asOperator)).toString('base64url')
    await expect(credentialsFor(`${head}.${changed}.${signature}`)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: "Invalid login token. Couldn't verify signed token.",
    })
  })

  it('is refused once the ID token has expired', async () => {
    const idToken = await idTokenOf('ana')
    host.localAws.control.changeSettings({ wireSkewSeconds: 3601 })
    await expect(credentialsFor(idToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Invalid login token\. Token expired: \d+ >= \d+$/),
    })
  })
})

describe('a guest', () => {
  it('is refused everything', async () => {
    const { call, close } = callerWith(await credentialsFor())
    const outcomes = await everything(call)
    expect(denied(outcomes)).toEqual(allBut(outcomes, []))
    close()
  })
})
