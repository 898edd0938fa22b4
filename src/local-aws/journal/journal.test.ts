import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalAws } from '../local-aws.ts'
import { sdkRequestHandler } from '../sdk-request-handler.ts'
import { handPorts } from '../test-ports.ts'
import { OtherWorld } from '../world/event-loop.ts'
import { changedBy, type Entry, withoutSuperseded } from './entry.ts'

const account = 'arn:aws:states:eu-west-1:123456789012'
const activityArn = `${account}:activity:pack`
const stateMachineArn = `${account}:stateMachine:Orders`
const definition = JSON.stringify({
  StartAt: 'Pack',
  States: {
    Pack: {
      Type: 'Task',
      Resource: activityArn,
      HeartbeatSeconds: 20,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 3 }],
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { 'T.$': '$$.Task.Token' },
      HeartbeatSeconds: 30,
      End: true,
    },
  },
})

type Scenario = 'quiet' | 'solo' | 'fleet'

/** A local AWS whose journal is a list, and a client of it. */
function open(past: readonly Entry[], scenario: Scenario) {
  const kept: Entry[] = []
  const ports = handPorts()
  const journal = { past, append: (entry: Entry) => void kept.push(entry) }
  // Only a world that is new begins at `startMs`.
  const startMs = Date.UTC(2026, 0, 1)
  const localAws = createLocalAws({ seed: 'kept', ports, scenario, journal, startMs, paused: true })
  const client = new SFNClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: sdkRequestHandler(localAws.handle),
    maxAttempts: 1,
  })
  return { localAws, client, ports, journal: () => overJson([...withoutSuperseded(past), ...kept]) }
}

/** As a file would give it back. */
function overJson(entries: readonly Entry[]): Entry[] {
  return JSON.parse(JSON.stringify(entries)) as Entry[] // what was written is what is read
}

type Opened = ReturnType<typeof open>

async function everythingIn({ client, localAws }: Opened): Promise<string> {
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
  const said: unknown[] = [stateMachines, localAws.world.loop.nowMs, await localAws.control.workers()]
  for (const { stateMachineArn: arn } of stateMachines) {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn: arn }))
    said.push(executions)
    for (const { executionArn } of executions.slice(0, 5)) {
      said.push((await client.send(new GetExecutionHistoryCommand({ executionArn }))).events)
    }
  }
  return JSON.stringify(said)
}

type Act =
  | { readonly kind: 'step'; readonly seconds: number }
  | { readonly kind: 'start' | 'poll' | 'beat' | 'succeed' | 'late timers' | 'live on' }

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('step' as const), seconds: fc.double({ min: 0, max: 25, noNaN: true }) }),
  fc.record({
    kind: fc.constantFrom(...(['start', 'poll', 'beat', 'succeed', 'late timers', 'live on'] as const)),
  }),
)

/** Leads a world through the acts; `token` is the task that was taken last. */
async function lead(aws: Opened, acts: readonly Act[], token?: string): Promise<string | undefined> {
  const { client, localAws, ports } = aws
  let taskToken = token
  for (const [index, one] of acts.entries()) {
    switch (one.kind) {
      case 'step':
        await localAws.control.step(one.seconds)
        break
      case 'live on':
        // At a speed that gives moments between whole milliseconds.
        await localAws.control.setSpeed(1 / 3)
        await localAws.control.resume()
        ports.advance(1000 + index)
        await localAws.control.pause()
        break
      case 'start':
        await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }))
        break
      case 'poll':
        taskToken = (await polled(aws)) ?? taskToken
        break
      case 'late timers':
        localAws.control.changeSettings({ timersLateMs: 1000 * index })
        break
      case 'beat':
      case 'succeed': {
        if (taskToken === undefined) break
        const sent =
          one.kind === 'beat'
            ? client.send(new SendTaskHeartbeatCommand({ taskToken }))
            : client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
        await sent.catch(() => undefined)
      }
    }
  }
  return taskToken
}

/** A poll that ends after its minute where there is no task. */
async function polled({ client, localAws, ports }: Opened): Promise<string | undefined> {
  const poll = client.send(new GetActivityTaskCommand({ activityArn }))
  // Calls are taken in order, so after this answer the poll is held or answered.
  await client.send(new ListStateMachinesCommand({}))
  await localAws.control.pause()
  ports.advance(60_000)
  return (await poll).taskToken
}

async function begun(): Promise<Opened> {
  const aws = open([], 'quiet')
  await aws.client.send(new CreateActivityCommand({ name: 'pack' }))
  await aws.client.send(
    new CreateStateMachineCommand({
      name: 'Orders',
      definition,
      roleArn: 'arn:aws:iam::123456789012:role/Orders',
    }),
  )
  return aws
}

describe('a world that is lived again from its journal', () => {
  it('is the same to the byte, and goes on as it would have gone on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 15 }),
        fc.array(act, { maxLength: 8 }),
        fc.boolean(),
        async (acts, later, killed) => {
          const first = await begun()
          const token = await lead(first, acts)
          if (killed) await first.localAws.control.step(0)
          const before = await everythingIn(first)
          // A process that is killed closes nothing.
          if (!killed) first.localAws.close()
          const second = open(first.journal(), 'solo')
          await second.localAws.ready
          expect(await everythingIn(second)).toBe(before)
          if (!killed) return
          await lead(first, later, token)
          await lead(second, later, token)
          expect(await everythingIn(second)).toBe(await everythingIn(first))
          const third = open(second.journal(), 'quiet')
          expect(await everythingIn(third)).toBe(await everythingIn(second))
        },
      ),
      { numRuns: 30 },
    )
  }, 60_000)

  it('has its fleet at the same work, its settings and its clock, and its tasks die when they would have', async () => {
    const first = open([], 'solo')
    await first.localAws.control.setWorker('worker-1', 'dead')
    first.localAws.control.changeSettings({ timersLateMs: 0, deny: ['states:StopExecution'] })
    await first.localAws.control.step(50)
    await first.localAws.control.setSpeed(2)
    const second = open(first.journal(), 'quiet')
    const { scenario, settings, clock } = await second.localAws.control.status()
    expect(scenario.name).toBe('solo')
    expect(settings).toMatchObject({ timersLateMs: 0, deny: ['states:StopExecution'] })
    expect(clock).toMatchObject({ speed: 2, paused: true, worldMs: first.localAws.world.loop.nowMs })
    for (const aws of [first, second]) await aws.localAws.control.step(60)
    expect(await everythingIn(second)).toBe(await everythingIn(first))
    const ended = { stateMachineArn: `${account}:stateMachine:Onboarding` }
    const { executions } = await second.client.send(new ListExecutionsCommand(ended))
    expect(executions?.map(({ status }) => status)).toEqual(['FAILED'])
  })

  it('goes on with the world that was opened last', async () => {
    const first = open([], 'quiet')
    await first.localAws.control.openScenario('fleet', {
      seed: 7,
      startMs: Date.UTC(2026, 1, 1),
      paused: true,
    })
    await first.localAws.control.step(600)
    const second = open(first.journal(), 'quiet')
    await second.localAws.ready
    // A boolean, because the two texts would not help anybody.
    expect((await everythingIn(second)) === (await everythingIn(first))).toBe(true)
  }, 60_000)

  it('sends home who polled when it ended: the next task is for whoever polls now', async () => {
    const first = await begun()
    void first.client.send(new GetActivityTaskCommand({ activityArn })).catch(() => undefined)
    await first.client.send(new ListStateMachinesCommand({}))
    const second = open(first.journal(), 'quiet')
    await second.localAws.ready
    await second.client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }))
    await second.localAws.control.step(1)
    const { taskToken } = await second.client.send(new GetActivityTaskCommand({ activityArn }))
    expect(taskToken?.length).toBeGreaterThan(100)
  })

  it('is refused where this program lives it differently, and nothing is added to it', async () => {
    const first = open([], 'solo')
    await first.localAws.control.step(60)
    const past = first
      .journal()
      .map((entry) =>
        entry.kind === 'opened' ? entry : { ...entry, at: { ...entry.at, turns: entry.at.turns + 1 } },
      )
    const kept: Entry[] = []
    const journal = { past, append: (entry: Entry) => void kept.push(entry) }
    const localAws = createLocalAws({ seed: 'kept', ports: handPorts(), journal })
    await expect(localAws.ready).rejects.toBeInstanceOf(OtherWorld)
    localAws.close()
    expect(kept).toEqual([])
  })
})

describe('the journal', () => {
  it('keeps a call before it is done: what cannot be kept is not done', async () => {
    let full = false
    const append = (): void => {
      if (full) throw new Error('the disk is full')
    }
    const defects: unknown[] = []
    const localAws = createLocalAws({
      seed: 1,
      scenario: 'quiet',
      ports: handPorts(),
      journal: { past: [], append },
      onDefect: (error) => defects.push(error),
    })
    const client = new SFNClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: sdkRequestHandler(localAws.handle),
      maxAttempts: 1,
    })
    await client.send(new CreateActivityCommand({ name: 'kept' }))
    full = true
    const lost = client.send(new CreateActivityCommand({ name: 'lost' }))
    await expect(lost).rejects.toMatchObject({ name: 'InternalFailure' })
    expect(defects).toEqual([new Error('the disk is full')])
    const { activities } = await client.send(new ListActivitiesCommand({}))
    expect(activities?.map(({ name }) => name)).toEqual(['kept'])
  })

  it('keeps nothing of reads and of who signs in', async () => {
    const aws = open([], 'solo')
    await aws.localAws.control.step(1)
    const before = aws.journal().length
    await everythingIn(aws)
    expect(aws.journal()).toHaveLength(before)
    expect(changedBy('cognito-identity', 'GetCredentialsForIdentity')).toBeUndefined()
    expect(
      ['GetActivityTask', 'StartExecution', 'SomethingNew'].map((name) => changedBy('states', name)),
    ).toEqual(['states', 'states', 'states'])
    expect(changedBy('swf', 'PollForDecisionTask')).toBe('swf')
    expect(changedBy('swf', 'GetWorkflowExecutionHistory')).toBeUndefined()
  })
})
