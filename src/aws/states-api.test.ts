import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { TaskToken } from '../domain/task-token.ts'
import type { SettingsChange } from '../local-aws/control/settings.ts'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import type { PersonName } from '../people/people.ts'
import { startLocalAwsHost } from '../server/local-aws-host.ts'
import { hostForTests } from '../server/testing-host.ts'
import type { ApiOptions } from './aws-client.ts'
import { cognitoCredentials } from './credentials.ts'
import { directHandler } from './direct-handler.ts'
import { createStatesApi, type StatesApi } from './states-api.ts'
import { failureOf } from './testing-failure.ts'
import { directTransport } from './testing-transport.ts'

const host = hostForTests('solo', { paused: true })
const { localAws } = host

const noPause = async () => undefined
const MACHINES = 'arn:aws:states:eu-west-1:123456789012:stateMachine:'

function api(change: Partial<ApiOptions> = {}): StatesApi {
  return createStatesApi({
    region: 'eu-west-1',
    transport: directTransport('states', host.url),
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now() }),
    onSight: () => undefined,
    clockOffsetMs: () => 0,
    ...change,
  })
}

function signedIn(person: PersonName | null): StatesApi {
  return api({
    credentials: cognitoCredentials({
      requestHandler: directHandler(fetch),
      identityPoolId: identityPool.id,
      region: 'eu-west-1',
      endpoint: host.url,
      idToken: person === null ? null : () => localAws.idTokenOf(person),
    }),
  })
}

async function executionOf(machine: string): Promise<string> {
  const [first] = await api().listRunningExecutions(MACHINES + machine, noPause)
  if (first === undefined) throw new Error(`no execution of ${machine}`)
  return first.executionArn
}

async function read(executionArn: string, known: FoldedStates = UNREAD_EXECUTION): Promise<FoldedStates> {
  return foldExecution(known, await api().readHistory(executionArn, known.lastEventId, noPause))
}

/** The token of solo's one callback, proved from its history. */
async function callbackToken(): Promise<TaskToken> {
  const { open } = await read(await executionOf('Onboarding'))
  const token = open[0]?.token
  if (token == null) throw new Error('the token is not proved by history')
  return token
}

function callsOf(operation: string) {
  return localAws.control.calls().calls.filter((call) => call.operation === operation)
}

describe('reading the local AWS', () => {
  it('finds machines, their running executions, and the tasks in flight', async () => {
    const machines = await api().listStateMachines(noPause)
    expect(machines.map(({ name }) => name).toSorted()).toEqual(['Onboarding', 'Orders', 'Video'])
    const folded = await read(await executionOf('Orders'))
    expect(folded).toMatchObject({
      whole: true,
      ended: null,
      open: [{ kind: 'activity', name: 'Charge card', heartbeatSeconds: 60, workerName: 'worker-1' }],
    })
    const task = folded.open[0]
    expect(task?.startedAtMs).toBeGreaterThanOrEqual(task?.scheduledAtMs ?? Number.NaN)
  })

  it('proves the token of a callback, which then extends its deadline', async () => {
    const token = await callbackToken()
    await localAws.control.step(40)
    await api().sendTaskHeartbeat(token)
    await localAws.control.step(40)
    expect((await read(await executionOf('Onboarding'))).open).toHaveLength(1)
  })

  it('sees a task that nobody beats time out, from the newest event it knows on', async () => {
    const executionArn = await executionOf('Onboarding')
    const known = await read(executionArn)
    await localAws.control.step(70)
    const later = await read(executionArn, known)
    expect(later).toMatchObject({ open: [], ended: { outcome: 'failed' }, whole: true })
    expect(later.endedTasks).toMatchObject([{ ending: { kind: 'timedOut', error: 'States.Timeout' } }])
  })

  it('knows that a machine declares no limit of its own', async () => {
    const limits = await api().describeLimits(await executionOf('Video'))
    expect(limits.timeoutSeconds).toBeNull()
    expect(Number.isFinite(limits.inForceFromMs)).toBe(true)
  })

  it('tells an execution that is not there by its ARN', async () => {
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:gone'
    const error = await failureOf(api().readHistory(executionArn, 0, noPause))
    expect(error).toEqual({ kind: 'notFound', what: 'execution', name: executionArn })
  })

  it('tells of the Date of every answer', async () => {
    const sights: number[] = []
    const told = api({ onSight: ({ dateMs }) => sights.push(dateMs) })
    await told.listStateMachines(noPause)
    await told.sendTaskHeartbeat(new TaskToken('wrong')).catch(() => undefined)
    expect(sights).toHaveLength(2)
    for (const dateMs of sights) expect(Math.abs(dateMs - Date.now())).toBeLessThan(60_000)
  })
})

describe('a heartbeat that AWS does not accept', () => {
  it('with a token it never made', async () => {
    expect(await failureOf(api().sendTaskHeartbeat(new TaskToken('not-a-token')))).toEqual({
      kind: 'invalidToken',
    })
  })

  it('because the task is closed', async () => {
    const token = await callbackToken()
    await localAws.control.step(70)
    expect(await failureOf(api().sendTaskHeartbeat(token))).toEqual({ kind: 'taskClosed' })
  })

  it('because this person may only look', async () => {
    const error = await failureOf(signedIn('vic').sendTaskHeartbeat(await callbackToken()))
    expect(error).toMatchObject({ kind: 'denied', action: 'states:SendTaskHeartbeat', guest: false })
  })

  it('from a guest', async () => {
    expect(await failureOf(signedIn(null).listStateMachines(noPause))).toMatchObject({
      kind: 'denied',
      action: 'states:ListStateMachines',
      guest: true,
    })
  })

  it.each<[string, SettingsChange, object]>([
    ['throttled', { throttle: ['SendTaskHeartbeat'] }, { kind: 'throttled' }],
    ['unavailable', { unavailable: true }, { kind: 'awsFault', status: 503 }],
    ['answering into the void', { loseAnswers: ['SendTaskHeartbeat'] }, { kind: 'noAnswer' }],
  ])('because AWS is %s, and is asked once', async (_, settings, error) => {
    const token = await callbackToken()
    localAws.control.changeSettings(settings)
    expect(await failureOf(api().sendTaskHeartbeat(token))).toMatchObject(error)
    expect(callsOf('SendTaskHeartbeat')).toHaveLength(1)
  })

  it('whose answer is lost has reached it all the same', async () => {
    const token = await callbackToken()
    await localAws.control.step(40)
    localAws.control.changeSettings({ loseAnswers: ['SendTaskHeartbeat'] })
    await failureOf(api().sendTaskHeartbeat(token))
    await localAws.control.step(40)
    expect((await read(await executionOf('Onboarding'))).open).toHaveLength(1)
  })

  it('for the clock: a write is not sent again, and the next call is signed by what was told', async () => {
    const token = await callbackToken()
    localAws.control.changeSettings({ wireSkewSeconds: 3600 })
    let offsetMs = 0
    const skewed = api({
      clockOffsetMs: () => offsetMs,
      onSight: ({ dateMs, answeredWallMs }) => {
        offsetMs = dateMs - answeredWallMs
      },
    })
    expect(await failureOf(skewed.sendTaskHeartbeat(token))).toEqual({ kind: 'clockSkew' })
    await skewed.sendTaskHeartbeat(token)
    const sent = localAws.control.calls().calls.filter(({ operation }) => operation === 'SendTaskHeartbeat')
    expect(sent.map(({ error }) => error)).toEqual(['InvalidSignatureException', undefined])
  })

  it('for the clock: a read is signed anew once, by what was told', async () => {
    localAws.control.changeSettings({ wireSkewSeconds: -3600 })
    let offsetMs = 0
    const told: string[] = []
    const skewed = api({
      clockOffsetMs: () => offsetMs,
      onSight: ({ dateMs, answeredWallMs }, source) => {
        told.push(source)
        offsetMs = dateMs - answeredWallMs
      },
    })
    expect(await skewed.listStateMachines(noPause)).toHaveLength(3)
    expect(told).toEqual(['aws', 'signatureError', 'aws'])
    // Where nothing better is learnt, once is enough.
    expect(await failureOf(api().listStateMachines(noPause))).toEqual({ kind: 'clockSkew' })
    expect(localAws.control.calls().calls).toHaveLength(4)
  })

  it('for keys it does not know', async () => {
    const stranger = api({
      credentials: async () => ({
        accessKeyId: 'ASIAUNKNOWNUNKNOWN00',
        secretAccessKey: 'x',
        sessionToken: 'y',
      }),
    })
    expect(await failureOf(stranger.listStateMachines(noPause))).toMatchObject({ kind: 'notSignedIn' })
  })

  it('for credentials whose time is over', async () => {
    localAws.control.changeSettings({ credentialLifetimeSeconds: 60 })
    const held = await cognitoCredentials({
      requestHandler: directHandler(fetch),
      identityPoolId: identityPool.id,
      region: 'eu-west-1',
      endpoint: host.url,
      idToken: () => localAws.idTokenOf('ana'),
    })()
    localAws.control.changeSettings({ wireSkewSeconds: 120 })
    const late = api({ credentials: async () => held, clockOffsetMs: () => 120_000 })
    expect(await failureOf(late.listStateMachines(noPause))).toEqual({ kind: 'expiredCredentials' })
  })
})

describe('an endpoint that went away', () => {
  it('is no answer, and works again when it is back', async () => {
    const other = await startLocalAwsHost({ port: 0, localAws })
    const away = api({ transport: directTransport('states', other.url) })
    await away.listStateMachines(noPause)
    await other.close()
    expect(await failureOf(away.listStateMachines(noPause))).toMatchObject({
      kind: 'noAnswer',
      endpoint: other.url,
    })
    const back = await startLocalAwsHost({ port: other.port, localAws })
    expect(await away.listStateMachines(noPause)).toHaveLength(3)
    await back.close()
  })
})
