import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

async function queue(aws: SteppedWorld, length: number): Promise<string> {
  const activityArn = await aws.activity()
  const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
  for (let index = 0; index < length; index += 1) await aws.start(machine, index)
  return activityArn
}

describe('activities', () => {
  it('are created once, whatever the tags, and listed by name in their region alone', async () => {
    const aws = steppedWorld()
    const first = await aws.call('CreateActivity', { name: 'b', tags: [{ key: 'team', value: 'one' }] })
    await aws.step(5000)
    expect(await aws.call('CreateActivity', { name: 'b', tags: [{ key: 'team', value: 'two' }] })).toEqual(
      first,
    )
    const resourceArn = first.activityArn
    expect(await aws.call('ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ key: 'team', value: 'one' }],
    })
    await aws.activity('c')
    await aws.activity('a')
    const names = async (world: SteppedWorld): Promise<unknown[]> => {
      const read: unknown[] = []
      let nextToken: string | undefined
      do {
        const page = await world.call('ListActivities', { maxResults: 1, nextToken })
        read.push(...(page.activities ?? []).map(({ name }) => name))
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return read
    }
    expect(await names(aws)).toEqual(['a', 'b', 'c'])
    expect(await names(steppedWorld({ within: aws, region: 'us-east-1' }))).toEqual([])
  })

  it('are gone after DeleteActivity, which answers the same for one that never was', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const waiting = await aws.poll(activityArn)
    expect(await aws.call('DeleteActivity', { activityArn })).toEqual({})
    expect(await aws.call('DeleteActivity', { activityArn })).toEqual({})
    expect(waiting()).toEqual({})
    const gone = { code: 'ActivityDoesNotExist', message: `Activity Does Not Exist: '${activityArn}'` }
    await expect(aws.call('DescribeActivity', { activityArn })).rejects.toMatchObject(gone)
    await expect(aws.call('GetActivityTask', { activityArn })).rejects.toMatchObject(gone)
    expect((await aws.call('ListActivities', {})).activities).toEqual([])
  })

  it('fail the state that needs one that is not there, in the words of AWS', async () => {
    const aws = steppedWorld()
    const activityArn = 'arn:aws:states:eu-west-1:123456789012:activity:Nobody'
    const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
    const events = await aws.history(await aws.start(machine))
    expect(events).toHaveLength(3)
    expect(events.at(-1)?.executionFailedEventDetails).toEqual({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Work' (entered at the event id #2). The activity ${activityArn} does not exist.`,
    })
  })
})

describe('GetActivityTask', () => {
  it('hands out each task once, the oldest first', async () => {
    const aws = steppedWorld()
    const activityArn = await queue(aws, 3)
    const tasks = [1, 2, 3].map(() => aws.call('GetActivityTask', { activityArn, workerName: 'w' }))
    expect((await Promise.all(tasks)).map(({ input }) => input)).toEqual(['0', '1', '2'])
    expect(await aws.call('GetActivityTask', { activityArn })).toEqual({})
  })

  it('waits for a task; who has waited longest gets it, and who gave up claims none', async () => {
    const aws = steppedWorld()
    const activityArn = await queue(aws, 0)
    await aws.call('GetActivityTask', { activityArn, workerName: 'gone' })
    const first = await aws.poll(activityArn, 'first')
    const second = await aws.poll(activityArn, 'second')
    const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
    const executionArn = await aws.start(machine, 'one')
    expect(first()?.input).toBe('"one"')
    expect(second()).toBeUndefined()
    const started = (await aws.history(executionArn)).at(-1)
    expect(started).toMatchObject({
      type: 'ActivityStarted',
      previousEventId: 3,
      activityStartedEventDetails: { workerName: 'first' },
    })
    await aws.start(machine, 'two')
    expect(second()?.input).toBe('"two"')
  })

  it('refuses the thousand and first poller', async () => {
    const aws = steppedWorld()
    const activityArn = await queue(aws, 0)
    for (let index = 0; index < 1000; index += 1) await aws.poll(activityArn)
    await expect(aws.poll(activityArn)).rejects.toMatchObject({ code: 'ActivityWorkerLimitExceeded' })
  })

  it('does not hand out a task whose execution was stopped', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const machine = await aws.stateMachine('M', { Work: { Type: 'Task', Resource: activityArn, End: true } })
    const executionArn = await aws.start(machine)
    await aws.call('StopExecution', { executionArn })
    expect(await aws.call('GetActivityTask', { activityArn })).toEqual({})
  })
})
