import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionProblems } from '../../asl/definition-problems.ts'
import type { WorkerManner } from './lab-run.ts'
import { prepared } from './prepared.ts'
import { aLab, happened, preparedOrder, timelineOf } from './testing-lab.ts'

async function lived(id: string, seconds: number, manner: Partial<WorkerManner> = {}) {
  const world = aLab()
  const begun = preparedOrder(id)
  const order = { ...begun, manner: { ...begun.manner, ...manner } }
  expect(await world.lab.start(order)).toMatchObject({ kind: 'started' })
  await world.step(seconds)
  const seen = await world.trace()
  expect(world.defects).toEqual([])
  return { ...world, order, seen, timeline: timelineOf(seen, order) }
}

describe('the prepared state machines', () => {
  it.each(prepared)('$id is valid and starts', async ({ id, definition }) => {
    expect(definitionProblems(definition)).toEqual([])
    await lived(id, 1)
  })

  it('catch: the heartbeat alone is caught once the worker is dead', async () => {
    const { timeline } = await lived('catch', 120)
    const words = happened(timeline)
    expect(words).toContain('lab-worker-1: 4 beats within 0:30, accepted')
    expect(words).toContain('lab-worker-1 dies with its task')
    expect(words).toContain('Charge card: no beat for 30 s, the heartbeat ran out')
    expect(words).toContain('Catch on States.HeartbeatTimeout fires: Charge card goes on to Release card')
    expect(timeline.executionEnded).toMatchObject({ outcome: 'succeeded' })
  })

  it('retry: another worker takes the next attempt', async () => {
    const { timeline } = await lived('retry', 240)
    const words = happened(timeline)
    expect(words).toContain('Retry on States.HeartbeatTimeout fires: Encode video, attempt 2')
    expect(words.at(-1)).toBe('The execution is over: succeeded')
    expect(timeline.ended.map(({ ending }) => ending.kind)).toEqual(['timedOut', 'succeeded'])
  })

  it('parallel: a sibling ends a healthy task, which its worker hears of at its next beat', async () => {
    const { timeline } = await lived('parallel', 60)
    const words = happened(timeline)
    expect(words).toContain('Catch on Stock.Gone fires: Ship goes on to Apologise')
    expect(words).toContain('lab-worker-1: a beat, refused with TaskTimedOut')
    expect(words.at(-1)).toBe('lab-worker-1 hears that the task is over, and lets go of it')
  })

  it('callback: an answer after the timeout is refused', async () => {
    const { timeline } = await lived('callback', 300)
    const words = happened(timeline)
    expect(words).toContain('Retry on States.Timeout fires: Ask manager, attempt 2')
    expect(words).toContain('lab-worker-1 answers too late, refused with TaskTimedOut')
    expect(words).toContain('No Retry or Catch of Ask manager takes it')
    expect(timeline.executionEnded).toMatchObject({ outcome: 'failed', error: 'States.Timeout' })
  })

  it('no-heartbeat: beats change nothing, and the death is noticed by nobody', async () => {
    const { timeline } = await lived('no-heartbeat', 86_400)
    expect(timeline.executionEnded).toBeNull()
    expect(timeline.open).toMatchObject([
      { told: { kind: 'noHeartbeat' }, workerDied: true, runsOutMs: null },
    ])
  })

  it('jsonata: the interval comes from the input', async () => {
    const { timeline } = await lived('jsonata', 120)
    expect(happened(timeline)).toContain(
      'Catch on States.Timeout fires: Print label goes on to Tell somebody',
    )
  })
})

describe('workers', () => {
  it('that never poll leave a task waiting without a clock', async () => {
    const { timeline } = await lived('catch', 3600, { polls: false })
    expect(timeline.open).toMatchObject([{ told: { kind: 'waiting' }, taken: false, runsOutMs: null }])
  })

  it('that ignore a refusal go on beating', async () => {
    const { seen } = await lived('parallel', 60, { ignoresCancel: true })
    expect(seen.doings.filter(({ refused }) => refused === 'TaskTimedOut').length).toBeGreaterThan(2)
    expect(seen.doings.map(({ kind }) => kind)).not.toContain('gaveUp')
  })

  it('fail a task where they are to', async () => {
    const { timeline } = await lived('catch', 30, { answersAfterSeconds: 5, answer: 'failure' })
    expect(happened(timeline)).toContain('Catch on States.ALL fires: Charge card goes on to Give up')
    expect(timeline.executionEnded).toMatchObject({ outcome: 'failed', error: 'Order.Failed' })
  })

  it('cannot keep a task over its TimeoutSeconds, which no catcher of the heartbeat takes', async () => {
    const { timeline } = await lived('catch', 700, { diesAfterSeconds: null, answersAfterSeconds: null })
    const words = happened(timeline)
    expect(words).toContain('Charge card: its TimeoutSeconds ran out after 10 min')
    expect(words).toContain('Catch on States.ALL fires: Charge card goes on to Give up')
  })

  it('go home before the next run, and take none of its tasks', async () => {
    const { lab, step, trace } = await lived('catch', 20)
    const order = preparedOrder('catch')
    await step(200)
    await lab.start({ ...order, manner: { ...order.manner, polls: false } })
    await step(120)
    const second = await trace()
    expect(second.doings).toEqual([])
    expect(timelineOf(second, order).open).toMatchObject([{ told: { kind: 'waiting' } }])
  })

  it('make the events and no others, and no beat of theirs is lost', { timeout: 60_000 }, async () => {
    const seconds = fc.option(fc.integer({ min: 1, max: 200 }))
    const manners = fc.record<WorkerManner>({
      polls: fc.boolean(),
      beatEverySeconds: seconds,
      diesAfterSeconds: seconds,
      diesWith: fc.constantFrom('first', 'each'),
      answersAfterSeconds: seconds,
      answer: fc.constantFrom('success', 'failure'),
      ignoresCancel: fc.boolean(),
    })
    const ids = fc.constantFrom(...prepared.map(({ id }) => id))
    await fc.assert(
      fc.asyncProperty(ids, manners, async (id, manner) => {
        const { seen, timeline } = await lived(id, 400, manner)
        const accepted = seen.doings.filter(({ kind, refused }) => kind === 'beat' && refused === null)
        const beats = timeline.moments.reduce((sum, one) => sum + (one.kind === 'beats' ? one.count : 0), 0)
        expect(beats).toBe(accepted.length)
        const events = timeline.moments.flatMap((one) => (one.kind === 'event' ? [one.event.fact.id] : []))
        expect(events).toEqual(seen.events.map(({ fact }) => fact.id))
        // What the console would guarantee is never more than what is so.
        for (const { told, runsOutMs } of timeline.open)
          if (runsOutMs !== null && told.guaranteeMs !== null)
            expect(told.guaranteeMs).toBeLessThanOrEqual(runsOutMs)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the lab', () => {
  it('says why AWS refuses to start', async () => {
    const { lab } = aLab()
    const order = preparedOrder('catch')
    expect(await lab.start({ ...order, definition: '{}' })).toMatchObject({
      kind: 'refused',
      code: 'InvalidDefinition',
    })
    expect(await lab.start({ ...order, input: '{' })).toMatchObject({
      kind: 'refused',
      code: 'InvalidExecutionInput',
    })
    expect(await lab.trace()).toBeNull()
  })

  it('stops an execution, which is as near as Step Functions comes to a cancel', async () => {
    const { lab, step, trace, order } = await lived('catch', 15)
    await lab.stop()
    await step(10)
    const words = happened(timelineOf(await trace(), order))
    expect(words).toContain('The execution is over: aborted')
    expect(words).toContain('lab-worker-1: a beat, refused with TaskTimedOut')
  })

  it('tells the page no token', async () => {
    const tokens: string[] = []
    const world = aLab()
    await world.localAws.live((inside) =>
      inside.world.deliveries.subscribe(({ parameters }) => {
        tokens.push(
          /"taskToken":"([^"]+)"/.exec(JSON.stringify(parameters).replaceAll('\\"', '"'))?.[1] ?? '',
        )
      }),
    )
    await world.lab.start(preparedOrder('callback'))
    await world.step(200)
    const text = JSON.stringify(await world.trace())
    expect(tokens).toHaveLength(2)
    for (const token of tokens) expect(token.length > 20 && !text.includes(token)).toBe(true)
  })
})
