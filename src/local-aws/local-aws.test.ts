import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { createLocalAws } from './local-aws.ts'
import { sdkRequestHandler } from './sdk-request-handler.ts'
import { handPorts } from './test-ports.ts'

function open(scenario: 'solo' | 'quiet') {
  const ports = handPorts()
  const localAws = createLocalAws({ seed: 'door', ports, scenario })
  const client = new SFNClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: sdkRequestHandler(localAws.handle),
    maxAttempts: 1,
  })
  return { ports, localAws, client }
}

describe('createLocalAws', () => {
  it('lives by itself until it is closed: no call is needed to run what is due', async () => {
    const { ports, localAws, client } = open('solo')
    await localAws.control.status()
    const liveFor = async (seconds: number) => {
      const beforeMs = localAws.world.loop.nowMs
      for (let second = 0; second < seconds; second += 1) {
        ports.advance(1000)
        // Lets the turns that the driver woke up come to their end.
        await new Promise((resolve) => setImmediate(resolve))
      }
      return localAws.world.loop.nowMs - beforeMs
    }
    // A worker beats every twenty seconds or so, and the driver wakes for nothing else.
    expect(await liveFor(130)).toBeGreaterThan(100_000)
    localAws.close()
    expect(await liveFor(130)).toBe(0)
    const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Onboarding'
    const [ended] = (await client.send(new ListExecutionsCommand({ stateMachineArn }))).executions ?? []
    const { status, startDate, stopDate } = await client.send(
      new DescribeExecutionCommand({ executionArn: ended?.executionArn }),
    )
    expect(status).toBe('FAILED')
    const lastedMs = (stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)
    expect(lastedMs).toBeGreaterThanOrEqual(60_000)
    expect(lastedMs).toBeLessThan(63_000)
  })

  it('ends a long poll empty-handed after a minute of wall time', async () => {
    const { ports, client } = open('quiet')
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'idle' }))
    let answered = false
    const poll = client.send(new GetActivityTaskCommand({ activityArn, workerName: 'w' })).finally(() => {
      answered = true
    })
    // Calls are taken in order, so after this answer the poll is held.
    await client.send(new ListStateMachinesCommand({}))
    ports.advance(59_000)
    await client.send(new ListStateMachinesCommand({}))
    expect(answered).toBe(false)
    ports.advance(1000)
    expect((await poll).taskToken ?? '').toBe('')
  })

  it('opens a scenario under open polls, which go home', async () => {
    const { localAws, client } = open('quiet')
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'idle' }))
    const poll = client.send(new GetActivityTaskCommand({ activityArn, workerName: 'w' }))
    await client.send(new ListStateMachinesCommand({}))
    await localAws.control.openScenario('solo')
    expect((await poll).taskToken ?? '').toBe('')
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(3)
  })

  const waiting = async (client: SFNClient) => {
    const states = { Wait: { Type: 'Wait', Seconds: 200, End: true } }
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name: 'Slow',
        type: 'EXPRESS',
        roleArn: 'arn:aws:iam::123456789012:role/Runner',
        definition: JSON.stringify({ StartAt: 'Wait', States: states }),
      }),
    )
    const answer = client.send(new StartSyncExecutionCommand({ stateMachineArn }))
    // Calls are taken in order, so after this answer the execution has begun.
    await client.send(new ListStateMachinesCommand({}))
    return { answer }
  }

  it('lets StartSyncExecution wait as long as its execution runs', async () => {
    const { ports, localAws, client } = open('quiet')
    await localAws.control.pause()
    const { answer } = await waiting(client)
    ports.advance(120_000)
    await localAws.control.step(201)
    const { status, billingDetails } = await answer
    expect(status).toBe('SUCCEEDED')
    expect(billingDetails?.billedDurationInMilliseconds).toBe(200_000)
  })

  it('times out the execution of a StartSyncExecution that its world ends over', async () => {
    const { localAws, client } = open('quiet')
    await localAws.control.pause()
    const { answer } = await waiting(client)
    await localAws.control.openScenario('solo')
    expect((await answer).status).toBe('TIMED_OUT')
  })

  it('opens the same world to the byte for the same seed and start, however slow its machine', async () => {
    const world = async (readingTakesMs: number): Promise<string> => {
      let nowMs = Date.now()
      const wall = (): number => {
        nowMs += readingTakesMs
        return nowMs
      }
      const after = (ms: number, fn: () => void): (() => void) => {
        if (ms === 0) queueMicrotask(fn)
        return () => undefined
      }
      const localAws = createLocalAws({ seed: 'bytes', ports: { wall, after }, scenario: 'quiet' })
      await localAws.control.openScenario('fleet', { startMs: Date.UTC(2026, 0, 1), paused: true })
      await localAws.control.step(60)
      const client = new SFNClient({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: sdkRequestHandler(localAws.handle),
        maxAttempts: 1,
        systemClockOffset: nowMs - Date.now(),
      })
      const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
      const lists = []
      for (const { stateMachineArn } of stateMachines)
        lists.push((await client.send(new ListExecutionsCommand({ stateMachineArn }))).executions)
      return JSON.stringify([stateMachines, lists])
    }
    const first = await world(0)
    expect(first.length).toBeGreaterThan(10_000)
    // A boolean, because the two texts would not help anybody.
    expect((await world(0.5)) === first).toBe(true)
  })
})
