import { describe, expect, it } from 'vitest'
import { settled } from '../console/testing-ports.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { executionArn, machineArn, type Request } from './testing-account.ts'
import { during, recordOf, stageOf } from './testing-loop.ts'

const MINUTE_MS = 60_000
const DENIED: AppError = { kind: 'denied', action: null, resource: null, guest: false, explicit: false }

function countBy(requests: readonly Request[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { kind, of } of requests) counts.set(`${kind} ${of}`, (counts.get(`${kind} ${of}`) ?? 0) + 1)
  return counts
}

describe('reading from nothing', () => {
  it('finds every task of every watched machine', async () => {
    const stage = stageOf({ watch: { exclude: ['Test'] } })
    stage.account.start('Orders', 'a')
    stage.account.start('Orders', 'b')
    stage.account.start('Video', 'c')
    stage.account.start('Test', 'd')
    expect(stage.loop.status.get()).toMatchObject({ watched: null, executions: 0 })
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get()).toMatchObject({
      watched: 2,
      listed: 2,
      executions: 3,
      read: 3,
      troubles: [],
    })
    expect(recordOf(stage, 'Video', 'c')?.folded.open).toMatchObject([{ name: 'Charge card' }])
    expect(stage.account.asked('executions', 'Test')).toEqual([])
  })

  it('finds what starts later, and a machine that is made later', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    stage.account.start('Orders', 'b')
    stage.account.start('Video', 'c')
    await stage.ports.advance(2 * MINUTE_MS)
    expect(recordOf(stage, 'Orders', 'b')).toBeDefined()
    expect(recordOf(stage, 'Video', 'c')).toBeDefined()
  })

  it('finds the children of a Map Run by the run, while it is under way', async () => {
    // The account of these tests knows a list by the last part of its ARN; nothing but the run leads to this one.
    const stage = stageOf({ watch: { exclude: ['run-1'] } })
    const parent = stage.account.start('Stock', 'parent')
    const mapRunArn = machineArn('Stock/Items:run-1').replace(':stateMachine:', ':mapRun:')
    parent.add({ kind: 'mapRunStarted', mapRunArn })
    stage.account.start('run-1', 'child')
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(recordOf(stage, 'run-1', 'child')?.folded.open).toHaveLength(1)
    parent.add({ kind: 'mapRunEnded', outcome: 'succeeded', error: null })
    await stage.ports.advance(10_000)
    const asked = await during(stage, MINUTE_MS)
    expect(asked.some(({ kind, of }) => kind === 'executions' && of === 'Stock')).toBe(true)
    expect(asked.filter(({ kind, of }) => kind === 'executions' && of === 'run-1')).toEqual([])
  })

  it('reads the limits of a machine once for all executions they hold for', async () => {
    const stage = stageOf()
    for (const name of ['a', 'b', 'c']) stage.account.start('Orders', name)
    stage.loop.start()
    await stage.ports.advance(MINUTE_MS)
    expect(stage.account.asked('limits')).toHaveLength(1)
  })

  it('goes on at its pace when the clock of this machine is set back', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(MINUTE_MS)
    const before = stage.account.asked('history').length
    stage.ports.setWall(stage.ports.wall() - 60 * MINUTE_MS)
    await stage.ports.advance(MINUTE_MS)
    expect(stage.account.asked('history').length).toBeGreaterThan(before * 1.5)
  })

  it('lists again at once when the time of AWS has leapt ahead, and does not list alone when it runs ahead', async () => {
    let aheadMs = 0
    const stage = stageOf({ aheadMs: () => aheadMs })
    for (let number = 0; number < 200; number += 1) stage.account.start('Orders', `a${number}`)
    stage.loop.start()
    await stage.ports.advance(2 * MINUTE_MS)
    const listings = (): number => stage.account.asked('executions', 'Orders').length
    const before = listings()
    while (listings() === before) await stage.ports.advance(100)
    // The next one would be 10 s from now.
    aheadMs = 10 * MINUTE_MS
    await stage.ports.advance(2000)
    expect(listings()).toBe(before + 2)
    const lists: Request[] = []
    const histories: Request[] = []
    for (let second = 0; second < 60; second += 1) {
      aheadMs += MINUTE_MS
      const requests = await during(stage, 1000)
      lists.push(...requests.filter(({ kind }) => kind !== 'history'))
      histories.push(...requests.filter(({ kind }) => kind === 'history'))
    }
    expect(new Set(histories.map(({ of }) => of)).size).toBe(200)
    expect(histories.length).toBeGreaterThan(lists.length * 5)
  })

  it('notes when each read was sent, not when it was answered', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.latencyMs = 700
    stage.loop.start()
    await stage.ports.advance(10_000)
    const sentMs = stage.account.asked('history', 'a').map(({ atMs }) => atMs)
    expect(sentMs).toContain(recordOf(stage, 'Orders', 'a')?.readAt.lo)
  })
})

describe('the pace', () => {
  it.each([
    [0.5, 120],
    [2, 60],
    [10, 20],
  ])('never exceeds %d reads a second, pages included', async (readsPerSecond, seconds) => {
    const stage = stageOf({ readsPerSecond })
    stage.account.pages = 3
    for (let index = 0; index < 40; index += 1) stage.account.start(`M${index % 4}`, `${index}`)
    stage.loop.start()
    const times = (await during(stage, seconds * 1000)).map(({ atMs }) => atMs)
    expect(times.length).toBeGreaterThan((seconds * readsPerSecond) / 2)
    for (const [index, atMs] of times.entries())
      if (index > 0)
        expect(atMs - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000 / readsPerSecond - 1e-6)
  })

  it('goes round: nothing is read twice as often as another of its kind', async () => {
    const stage = stageOf({ readsPerSecond: 2 })
    for (let index = 0; index < 20; index += 1) stage.account.start('Orders', `${index}`)
    stage.loop.start()
    await stage.ports.advance(MINUTE_MS)
    await during(stage, 3 * MINUTE_MS)
    const counts = [...countBy(stage.account.asked('history')).values()]
    expect(counts).toHaveLength(20)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  it('leaves AWS alone when nothing is due', async () => {
    const stage = stageOf({ readsPerSecond: 50 })
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(10_000)
    expect((await during(stage, MINUTE_MS)).length).toBeLessThan(40)
  })

  it('has few reads under way, however slow the answers, also after it was stopped and started', async () => {
    const stage = stageOf({ readsPerSecond: 50 })
    for (let index = 0; index < 20; index += 1) stage.account.start(`M${index}`, `${index}`)
    stage.loop.start()
    stage.loop.stop()
    stage.loop.start()
    await stage.ports.advance(1000)
    stage.account.latencyMs = MINUTE_MS
    expect((await during(stage, 50_000)).length).toBeLessThanOrEqual(4)
  })
})

describe('what a person opened', () => {
  it('is read before any list, and more often than the rest', async () => {
    const stage = stageOf({ readsPerSecond: 2 })
    for (let index = 0; index < 20; index += 1) stage.account.start('Orders', `${index}`)
    stage.account.start('Elsewhere', 'pinned')
    stage.loop.pin(executionArn('Elsewhere', 'pinned'))
    stage.loop.start()
    await stage.ports.advance(3 * MINUTE_MS)
    expect(stage.account.requests[0]).toMatchObject({ kind: 'history', of: 'pinned' })
    const counts = countBy(stage.account.asked('history'))
    expect(counts.get('history pinned')).toBeGreaterThan(2 * (counts.get('history 1') ?? Infinity))
    expect(counts.get('history 1')).toBeGreaterThan(2)
  })

  it('does not starve the rest at the slowest pace there is', async () => {
    const stage = stageOf({ readsPerSecond: 0.1 })
    stage.account.start('Orders', 'a')
    stage.account.start('Orders', 'pinned')
    stage.loop.pin(executionArn('Orders', 'pinned'))
    stage.loop.start()
    await stage.ports.advance(5 * MINUTE_MS)
    expect(stage.account.asked('history', 'a').length).toBeGreaterThan(0)
  })

  it('goes back to the usual once it is closed, by as many as opened it', async () => {
    const stage = stageOf()
    for (const name of ['a', 'b']) stage.account.start('Orders', name)
    const close = [stage.loop.pin(executionArn('Orders', 'a')), stage.loop.pin(executionArn('Orders', 'a'))]
    stage.loop.start()
    await stage.ports.advance(10_000)
    close[0]?.()
    close[0]?.()
    const stillOpen = countBy(await during(stage, MINUTE_MS))
    expect(stillOpen.get('history a')).toBeGreaterThan(stillOpen.get('history b') ?? Infinity)
    close[1]?.()
    await stage.ports.advance(5000)
    const closed = countBy(await during(stage, MINUTE_MS))
    expect(Math.abs((closed.get('history a') ?? 0) - (closed.get('history b') ?? 0))).toBeLessThanOrEqual(1)
  })

  it('that is not there stays in sight as a trouble, and goes when it is closed', async () => {
    const stage = stageOf()
    const close = stage.loop.pin(executionArn('Orders', 'gone'))
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get().troubles).toMatchObject([{ error: { kind: 'notFound' } }])
    close()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get().troubles).toEqual([])
    expect((await during(stage, MINUTE_MS)).filter(({ kind }) => kind === 'history')).toEqual([])
  })
})

describe('pause', () => {
  it.each(['setPaused', 'setHidden'] as const)('by %s stops every read until it is lifted', async (set) => {
    const stage = stageOf()
    for (let index = 0; index < 20; index += 1) stage.account.start('Orders', `${index}`)
    stage.loop.start()
    await stage.ports.advance(1500)
    stage.loop[set](true)
    expect(await during(stage, 10 * MINUTE_MS)).toEqual([])
    stage.loop[set](false)
    expect((await during(stage, 5000)).length).toBeGreaterThan(10)
  })

  it('stops between the pages of a list as well', async () => {
    const stage = stageOf({ readsPerSecond: 1 })
    stage.account.pages = 30
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(stage.account.asked('executions').length).toBeLessThan(30)
    stage.loop.setPaused(true)
    expect(await during(stage, 10 * MINUTE_MS)).toEqual([])
    stage.loop.setPaused(false)
    await stage.ports.advance(MINUTE_MS)
    expect(recordOf(stage, 'Orders', 'a')).toBeDefined()
  })

  it('does not stop what a person asks for', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    stage.loop.setPaused(true)
    await settled()
    expect((await stage.loop.readNow(executionArn('Orders', 'a'))).folded.open).toHaveLength(1)
  })

  it('and stop end it for good', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    stage.loop.stop()
    expect(await during(stage, MINUTE_MS)).toEqual([])
    expect(stage.ports.waiting).toBe(0)
  })
})

describe('executions that end', () => {
  it('are read no more, stay in sight for a while, and then go', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.start('Orders', 'b')
    stage.loop.start()
    await stage.ports.advance(5000)
    stage.account.end('Orders', 'a')
    await stage.ports.advance(10_000)
    expect(recordOf(stage, 'Orders', 'a')?.folded.ended).toMatchObject({ outcome: 'aborted' })
    expect(stage.loop.status.get().executions).toBe(1)
    const later = await during(stage, MINUTE_MS)
    expect(later.filter(({ of }) => of === 'a')).toEqual([])
    await stage.ports.advance(20 * MINUTE_MS)
    expect(recordOf(stage, 'Orders', 'a')).toBeUndefined()
    expect(recordOf(stage, 'Orders', 'b')).toBeDefined()
  })

  it('are not found again by a list that lags behind', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    const history = stage.account.histories.get(executionArn('Orders', 'a'))
    // It ends now, and the list goes on showing it.
    history?.add({ kind: 'executionEnded', outcome: 'failed', error: null })
    const ended = history?.events.at(-1)
    if (history === undefined || ended === undefined) throw new Error('there is no history')
    history.events[history.events.length - 1] = { ...ended, atMs: stage.ports.wall() }
    await stage.ports.advance(5000)
    const before = stage.account.asked('history', 'a').length
    await stage.ports.advance(30_000)
    expect(stage.account.asked('history', 'a')).toHaveLength(before)
    // A minute later it is no lag any more: it was redriven.
    history.add({ kind: 'executionRedriven' })
    await stage.ports.advance(2 * MINUTE_MS)
    expect(recordOf(stage, 'Orders', 'a')?.folded.ended).toBeNull()
  })

  it('and that AWS no longer knows are let go without a word', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(2000)
    stage.account.histories.delete(executionArn('Orders', 'a'))
    stage.account.running.set('Orders', [])
    await stage.ports.advance(60_000)
    expect(stage.loop.status.get()).toMatchObject({ executions: 0, troubles: [] })
  })
})

describe('readNow', () => {
  it('reads this execution past everything else, and keeps it in sight', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    const record = await stage.loop.readNow(executionArn('Orders', 'a'))
    expect(record.folded.open).toHaveLength(1)
    expect(recordOf(stage, 'Orders', 'a')).toBe(record)
    expect(stage.account.requests).toHaveLength(1)
  })

  it('rejects with what went wrong, and tells of it', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.failures.set('history', DENIED)
    await expect(stage.loop.readNow(executionArn('Orders', 'a'))).rejects.toBeInstanceOf(AppFailure)
    expect(stage.loop.status.get().troubles).toMatchObject([{ error: DENIED }])
  })

  it('folds onto what is known: a task that ended meanwhile has ended', async () => {
    const stage = stageOf()
    const history = stage.account.start('Orders', 'a')
    await stage.loop.readNow(executionArn('Orders', 'a'))
    history.taskEnded('timedOut')
    const { folded } = await stage.loop.readNow(executionArn('Orders', 'a'))
    expect(stage.account.asked('history').map(({ after }) => after)).toEqual([0, 4])
    expect(folded).toMatchObject({ open: [], endedTasks: [{ ending: { kind: 'timedOut' } }], whole: true })
  })
})
