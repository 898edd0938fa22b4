import { expect, it } from 'vitest'
import { callbackResource, steppedWorld } from './test-stepped-world.ts'

const short = { Wait: { Type: 'Wait', Seconds: 5, End: true } }
const long = { Wait: { Type: 'Wait', Seconds: 60, End: true } }
const failing = { Fail: { Type: 'Fail' } }
const waiting = {
  Ask: {
    Type: 'Task',
    Resource: callbackResource,
    Parameters: { QueueUrl: 'q', MessageBody: { 'taskToken.$': '$$.Task.Token' } },
    End: true,
  },
}

it('tells of every execution that it has ended, once and not before', async () => {
  const aws = steppedWorld()
  const told: string[] = []
  aws.world.endings.subscribe(({ executionArn }) => told.push(executionArn))
  const run = async (name: string, states: object, more?: object) =>
    aws.start(await aws.stateMachine(name, states, more))
  const succeeds = await run('Succeeds', short)
  const timesOut = await run('TimesOut', waiting, { TimeoutSeconds: 30 })
  const stopped = await run('Stopped', long)
  const running = await run('Running', waiting)
  expect(told).toEqual([])
  const fails = await run('Fails', failing)
  expect(told).toEqual([fails])
  await aws.step(5000)
  await aws.call('StopExecution', { executionArn: stopped })
  await aws.call('StopExecution', { executionArn: stopped })
  await aws.step(60_000)
  expect(told).toEqual([fails, succeeds, stopped, timesOut])
  await aws.call('RedriveExecution', { executionArn: fails })
  await aws.step(1000)
  expect(told.slice(4)).toEqual([fails])
  expect(told).not.toContain(running)
})
