import {
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import type { ScenarioName } from './scenarios/all.ts'
import { openScenario, startMs } from './test-open-scenario.ts'

function open(scenario: ScenarioName, seed: number | string = 1) {
  const opened = openScenario(scenario, seed)
  const client = new SFNClient(opened.clientConfig)
  const machines = async () =>
    (await client.send(new ListStateMachinesCommand({ maxResults: 1000 }))).stateMachines ?? []
  const executions = async (stateMachineArn: string, statusFilter?: 'RUNNING' | 'FAILED' | 'TIMED_OUT') => {
    const input = { stateMachineArn, maxResults: 1000, ...(statusFilter && { statusFilter }) }
    return (await client.send(new ListExecutionsCommand(input))).executions ?? []
  }
  const running = async () => {
    const all = new Map<string, ExecutionListItem[]>()
    for (const { name, stateMachineArn } of await machines()) {
      all.set(name ?? '', await executions(stateMachineArn ?? '', 'RUNNING'))
    }
    return all
  }
  const history = async (executionArn: string | undefined) =>
    (await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? []
  return { ...opened, machines, executions, running, history }
}

/** Every task still open, by its newest event: an event that no other one follows in its chain. */
async function openTasks({ running, history }: ReturnType<typeof open>): Promise<HistoryEvent[]> {
  const tasks: HistoryEvent[] = []
  for (const { executionArn } of [...(await running()).values()].flat()) {
    const events = await history(executionArn)
    const followed = new Set(events.map(({ previousEventId }) => previousEventId))
    tasks.push(
      ...events.filter(
        ({ id, type }) =>
          !followed.has(id) &&
          /^(Activity|Task|LambdaFunction)(Scheduled|Started|Submitted)$/.test(type ?? ''),
      ),
    )
  }
  return tasks
}

describe('the scenario fleet', () => {
  it('is lived in when it opens: about forty tasks of Step Functions of all ages, in every state', async () => {
    const opened = open('fleet')
    const running = await opened.running()
    expect([...running.values()].every((executions) => executions.length > 0)).toBe(true)
    const tasks = await openTasks(opened)
    expect(tasks.length).toBeGreaterThanOrEqual(34)
    expect(tasks.length).toBeLessThanOrEqual(46)
    const types = new Set(tasks.map(({ type }) => type))
    expect(types).toEqual(
      new Set(['ActivityScheduled', 'ActivityStarted', 'LambdaFunctionStarted', 'TaskSubmitted']),
    )
    const ages = tasks.map(({ timestamp }) => startMs - (timestamp?.getTime() ?? 0))
    expect(Math.min(...ages)).toBeLessThan(5 * 60_000)
    expect(Math.max(...ages)).toBeGreaterThan(60 * 60_000)
    expect(opened.defects).toEqual([])
  })

  it('is steady for hours: what ends is followed, some by timeout and some well', async () => {
    const opened = open('fleet', 7)
    for (let hour = 0; hour < 8; hour += 1) {
      await opened.localAws.control.step(3600)
      const running = [...(await opened.running()).values()].flat().length
      expect(running).toBeGreaterThanOrEqual(36)
      expect(running).toBeLessThanOrEqual(44)
    }
    const machines = await opened.machines()
    const statuses = async (stateMachine: string) => {
      const arn = machines.find(({ name }) => name === stateMachine)?.stateMachineArn ?? ''
      return new Set((await opened.executions(arn)).map(({ status }) => status))
    }
    expect(await statuses('Orders')).toEqual(new Set(['RUNNING', 'SUCCEEDED', 'FAILED']))
    // Nobody beats for a job.
    expect(await statuses('Nightly')).toEqual(new Set(['RUNNING', 'FAILED']))
    expect(await statuses('Catalogue')).toContain('SUCCEEDED')
    expect(await statuses('Thumbnails')).toEqual(new Set(['RUNNING', 'SUCCEEDED', 'FAILED']))
    expect(await statuses('Fulfilment')).toContain('SUCCEEDED')
    expect(await statuses('Picking')).toContain('SUCCEEDED')
    expect(await statuses('Gifts')).toEqual(new Set(['RUNNING', 'SUCCEEDED']))
    expect(await statuses('Stocktaking')).toContain('SUCCEEDED')
    expect(opened.defects).toEqual([])
  })

  it('is the same to the byte for the same seed, and another for another', async () => {
    const all = async (seed: string) => {
      const opened = open('fleet', seed)
      await opened.localAws.control.step(600)
      const histories: HistoryEvent[][] = []
      for (const { executionArn } of [...(await opened.running()).values()].flat()) {
        histories.push(await opened.history(executionArn))
      }
      return JSON.stringify(histories)
    }
    const first = await all('a')
    expect(await all('a')).toBe(first)
    expect(await all('b')).not.toBe(first)
  })

  it('loses the task of a worker that is killed', async () => {
    const opened = open('fleet')
    const { control } = opened.localAws
    const busy = (await control.workers()).find(
      ({ worksOn, behaviour, tasksInHand }) =>
        worksOn === 'charge-card' && behaviour === 'beatsWell' && tasksInHand > 0,
    )
    const mine = async () => {
      for (const { executionArn } of (await opened.running()).get('Orders') ?? []) {
        const last = (await opened.history(executionArn)).at(-1)
        if (last?.activityStartedEventDetails?.workerName === busy?.name) return executionArn
      }
      return undefined
    }
    const executionArn = await mine()
    await control.setWorker(busy?.name ?? '', 'dead')
    await control.step(32)
    expect((await opened.history(executionArn)).map(({ type }) => type)).toContain('ActivityTimedOut')
  })
})

describe('the scenario solo', () => {
  it('has a callback to answer, a healthy worker and a dead one', async () => {
    const opened = open('solo')
    const tasks = await openTasks(opened)
    const started = tasks.filter(({ type }) => type === 'ActivityStarted')
    const submitted = tasks.filter(({ type }) => type === 'TaskSubmitted')
    expect([tasks.length, started.length, submitted.length]).toEqual([3, 2, 1])
    const [onboarding] = (await opened.running()).get('Onboarding') ?? []
    const scheduled = (await opened.history(onboarding?.executionArn)).find(
      ({ type }) => type === 'TaskScheduled',
    )
    expect(scheduled?.taskScheduledEventDetails?.heartbeatInSeconds).toBe(60)
    expect(scheduled?.taskScheduledEventDetails?.parameters).toMatch(/"taskToken":"[A-Za-z0-9+/=]{400,700}"/)
  })
})

describe('the scenario jobs', () => {
  it('has a job, a function, and a parent whose child waits for an answer', async () => {
    const opened = open('jobs')
    const last = async (name: string): Promise<HistoryEvent | undefined> => {
      const [execution, ...others] = (await opened.running()).get(name) ?? []
      expect(others).toEqual([])
      return (await opened.history(execution?.executionArn)).at(-1)
    }
    expect((await openTasks(opened)).length).toBe(4)
    expect((await last('Nightly'))?.taskSubmittedEventDetails?.resource).toBe('submitJob.sync')
    expect((await last('Thumbnails'))?.type).toBe('LambdaFunctionStarted')
    const { output = '' } = (await last('Fulfilment'))?.taskSubmittedEventDetails ?? {}
    const [child] = (await opened.running()).get('Picking') ?? []
    expect(JSON.parse(output)).toMatchObject({ ExecutionArn: child?.executionArn })
    await opened.localAws.control.step(302)
    expect([...(await opened.running()).values()].flat().length).toBe(2)
    await opened.localAws.control.step(600)
    expect([...(await opened.running()).values()].flat()).toEqual([])
    expect(opened.defects).toEqual([])
  })
})

describe('the scenario crowd', () => {
  it('has about a thousand executions running', async () => {
    const opened = open('crowd')
    const running = [...(await opened.running()).values()].flat().length
    expect(running).toBeGreaterThanOrEqual(950)
    expect(running).toBeLessThanOrEqual(1000)
    expect(opened.defects).toEqual([])
  })
})
