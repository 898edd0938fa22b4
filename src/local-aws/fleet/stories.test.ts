import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../control/settings.ts'
import type { Scenario } from './scenario.ts'
import { type ScenarioName, scenarios } from './scenarios/all.ts'
import { openScenario, startMs } from './test-open-scenario.ts'

const all: readonly Scenario[] = Object.values(scenarios)

function open(scenario: ScenarioName) {
  const opened = openScenario(scenario)
  const client = new SFNClient(opened.clientConfig)
  const running = async () => {
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}))
    const lists = stateMachines.map(({ stateMachineArn }) =>
      client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' })),
    )
    return (await Promise.all(lists)).flatMap(({ executions = [] }) => executions)
  }
  return { ...opened, client, running }
}

describe('every scenario', () => {
  it('is known by its own name', () => {
    for (const [name, scenario] of Object.entries(scenarios)) expect(scenario.name).toBe(name)
  })

  it('changes and kills only what is there', () => {
    const { control } = open('quiet')
    for (const { name, settings = {}, later = [], ...rest } of all) {
      const workers = [...rest.activityWorkers, ...rest.callbackWorkers, ...(rest.swf?.workers ?? [])]
      const names = new Set(workers.map((worker) => worker.name))
      expect([name, control.unknownNames(settings)]).toEqual([name, []])
      for (const happening of later) {
        expect(happening.afterSeconds).toBeGreaterThan(0)
        if (happening.kind === 'settings') {
          expect([name, control.unknownNames(happening.change)]).toEqual([name, []])
        } else if (happening.workers === 'all') expect(names.size).toBeGreaterThan(0)
        else for (const worker of happening.workers) expect(names).toContain(worker)
      }
    }
  })

  it('begins with its own settings, and leaves none of them to the next', async () => {
    const { control } = open('access-denied')
    const { deny } = (await control.status()).settings
    expect(deny).toEqual(['swf:ListOpenWorkflowExecutions', 'states:SendTaskHeartbeat'])
    await control.openScenario('healthy')
    expect((await control.status()).settings).toEqual(defaultSettings())
  })
})

describe('what happens later', () => {
  it('kills every worker at its moment, and the tasks follow by their own intervals', async () => {
    const { control, running, defects } = open('workers-lost')
    await control.step(29)
    expect(new Set((await control.workers()).map(({ behaviour }) => behaviour))).toEqual(
      new Set(['beatsWell']),
    )
    expect(await running()).toHaveLength(14)
    await control.step(1)
    expect(new Set((await control.workers()).map(({ behaviour }) => behaviour))).toEqual(new Set(['dead']))
    await control.step(61)
    expect(await running()).toHaveLength(8)
    await control.step(240)
    expect(await running()).toHaveLength(4)
    await control.step(300)
    expect(await running()).toHaveLength(0)
    expect(defects).toEqual([])
  })

  it('throttles for five minutes', async () => {
    const { control, running } = open('throttled')
    expect(await running()).not.toHaveLength(0)
    await control.step(60)
    await expect(running()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await control.step(299)
    await expect(running()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await control.step(1)
    expect(await running()).not.toHaveLength(0)
  })

  it('takes no login for ten minutes', async () => {
    const { control, localAws } = open('credentials-expire')
    const getId = async () => {
      const idToken = await localAws.idTokenOf('ana')
      const { status, body } = await localAws.handle({
        method: 'POST',
        url: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityService.GetId',
        },
        body: new TextEncoder().encode(
          JSON.stringify({
            IdentityPoolId: 'eu-west-1:00000000-0000-4000-8000-000000000001',
            Logins: { 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_LocalPool': idToken },
          }),
        ),
      })
      return { status, text: new TextDecoder().decode(body) }
    }
    await control.step(59)
    expect(await getId()).toMatchObject({ status: 200 })
    await control.step(1)
    const { status, text } = await getId()
    expect([status, text]).toEqual([400, expect.stringContaining('Invalid login token. Token expired')])
    await control.step(600)
    expect(await getId()).toMatchObject({ status: 200 })
  })
})

describe('the scenario no-heartbeat', () => {
  it('has hung for 31 days, would hang on as long, and ends after a year', async () => {
    const { control, client, running, defects } = open('no-heartbeat')
    const day = 86_400
    const [first] = await running()
    expect(first?.startDate).toEqual(new Date(startMs - 31 * day * 1000))
    const history = await client.send(new GetExecutionHistoryCommand({ executionArn: first?.executionArn }))
    expect(history.events?.map(({ type }) => type).at(-1)).toBe('ActivityStarted')
    for (let months = 1; months < 11; months += 1) await control.step(31 * day)
    expect(await running()).toHaveLength(2)
    await control.step(31 * day)
    expect(await running()).toHaveLength(0)
    expect(defects).toEqual([])
  })
})

describe('the scenario late-beats', () => {
  it('loses tasks of workers that live, and tries them again', async () => {
    const { control, client, running, defects } = open('late-beats')
    await control.step(3600)
    const histories = (await running()).map(({ executionArn }) =>
      client.send(new GetExecutionHistoryCommand({ executionArn })),
    )
    const types = (await Promise.all(histories)).flatMap(({ events = [] }) => events.map(({ type }) => type))
    expect(types).toContain('ActivityTimedOut')
    expect(types.filter((type) => type === 'ActivityStarted').length).toBeGreaterThan(6)
    expect((await control.workers()).every(({ behaviour }) => behaviour === 'beatsLate')).toBe(true)
    expect(defects).toEqual([])
  })
})

describe('the scenario cancel-ignored', () => {
  it('keeps the one that ignores the request, and ends the one that heeds it', async () => {
    const { control, defects } = open('cancel-ignored')
    const inHand = async () =>
      Object.fromEntries((await control.workers()).map(({ name, tasksInHand }) => [name, tasksInHand]))
    expect(await inHand()).toEqual({ 'aisle-counter-1': 1, 'forklift-1': 1 })
    await control.step(120)
    expect(await inHand()).toEqual({ 'aisle-counter-1': 1, 'forklift-1': 0 })
    await control.step(3600)
    expect(await inHand()).toEqual({ 'aisle-counter-1': 1, 'forklift-1': 0 })
    expect(defects).toEqual([])
  })
})
