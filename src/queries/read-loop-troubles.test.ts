import { describe, expect, it } from 'vitest'
import { fakeSwf } from '../console/testing-connection.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { executionArn } from './testing-account.ts'
import { during, recordOf, stageOf } from './testing-loop.ts'

const MINUTE_MS = 60_000
const FAULT: AppError = { kind: 'awsFault', code: 'X', message: '', status: 500 }
const DENIED: AppError = { kind: 'denied', action: null, resource: null, guest: false, explicit: false }

describe('troubles', () => {
  it('of one execution do not stop the rest, are told, and pass', async () => {
    const stage = stageOf()
    for (const name of ['a', 'broken', 'c']) stage.account.start('Orders', name)
    stage.account.failures.set('history broken', FAULT)
    stage.loop.start()
    await stage.ports.advance(10_000)
    expect(recordOf(stage, 'Orders', 'a')).toBeDefined()
    expect(recordOf(stage, 'Orders', 'c')).toBeDefined()
    expect(stage.loop.status.get()).toMatchObject({
      read: 2,
      executions: 3,
      troubles: [{ read: { kind: 'history', executionId: executionArn('Orders', 'broken') }, error: FAULT }],
    })
    stage.account.failures.clear()
    await stage.ports.advance(10_000)
    expect(stage.loop.status.get()).toMatchObject({ read: 3, troubles: [] })
  })

  it.each<[string, string, AppError]>([
    ['that AWS does not know', 'notFound', { kind: 'notFound', what: 'execution', name: 'x' }],
    ['that IAM denies and no list has shown', 'denied', DENIED],
  ])('of an execution %s are of its page alone', async (_, kind, error) => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.failures.set('history mistyped', error)
    stage.loop.start()
    const close = stage.loop.pin(executionArn('Orders', 'mistyped'))
    await stage.ports.advance(10_000)
    expect(stage.loop.status.get().troubles).toMatchObject([{ error: { kind }, ofOneExecution: true }])
    expect(recordOf(stage, 'Orders', 'a')).toBeDefined()
    close()
    expect(stage.loop.status.get().troubles).toEqual([])
  })

  it('of an execution that a list shows are of the connection', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.failures.set('history', DENIED)
    stage.loop.start()
    stage.loop.pin(executionArn('Orders', 'a'))
    await stage.ports.advance(10_000)
    const [trouble] = stage.loop.status.get().troubles
    expect(trouble).toMatchObject({ read: { kind: 'history' }, error: DENIED })
    expect(trouble).not.toHaveProperty('ofOneExecution')
  })

  it('with one machine leave the others to be read', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.start('Secret', 'b')
    stage.account.failures.set('executions Secret', DENIED)
    stage.loop.start()
    await stage.ports.advance(30_000)
    expect(recordOf(stage, 'Orders', 'a')).toBeDefined()
    expect(stage.loop.status.get()).toMatchObject({ watched: 2, listed: 1, troubles: [{ error: DENIED }] })
  })

  it('with the definition are one trouble a machine, however many executions come and go', async () => {
    const stage = stageOf()
    stage.account.failures.set('limits', DENIED)
    stage.account.start('Orders', 'a')
    stage.loop.start()
    for (const name of ['b', 'c', 'd', 'e']) {
      await stage.ports.advance(30_000)
      stage.account.start('Orders', name)
      stage.account.end('Orders', 'a')
    }
    await stage.ports.advance(30_000)
    expect(stage.loop.status.get().troubles).toMatchObject([{ read: { kind: 'definition' }, error: DENIED }])
  })

  it.each([
    ['a host that is away', false],
    ['a host that answers, but not to this page', true],
  ])('of no answer tell %s', async (_, answers) => {
    const stage = stageOf({
      fetch: () => (answers ? Promise.resolve(new Response()) : Promise.reject(new TypeError('no network'))),
    })
    stage.account.failures.set('machines', { kind: 'noAnswer', reachable: null, endpoint: 'https://states' })
    stage.loop.start()
    await stage.ports.advance(100)
    expect(stage.loop.status.get().troubles).toMatchObject([
      { error: { kind: 'noAnswer', reachable: answers } },
    ])
  })

  it('with what is no longer watched are forgotten', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'a')
    stage.account.start('Deleted', 'b')
    stage.account.start('Old', 'c')
    stage.account.failures.set('executions Deleted', FAULT)
    stage.loop.start()
    await stage.ports.advance(5000)
    expect(stage.loop.status.get().troubles).toHaveLength(1)
    expect(stage.loop.status.get()).toMatchObject({ watched: 3, listed: 2 })
    stage.account.running.delete('Deleted')
    stage.account.running.delete('Old')
    await stage.ports.advance(2 * MINUTE_MS)
    expect(stage.loop.status.get()).toMatchObject({ watched: 1, listed: 1, troubles: [] })
  })

  it('with the line pass with the first answer', async () => {
    const stage = stageOf()
    for (const name of ['a', 'b', 'c']) stage.account.start('Orders', name)
    stage.loop.start()
    await stage.ports.advance(5000)
    for (const kind of ['machines', 'executions', 'history', 'limits'])
      stage.account.failures.set(kind, { kind: 'noAnswer', reachable: null, endpoint: '' })
    await stage.ports.advance(MINUTE_MS)
    expect(stage.loop.status.get().troubles.length).toBeGreaterThan(0)
    stage.account.failures.clear()
    await stage.ports.advance(10_000)
    expect(stage.loop.status.get().troubles).toEqual([])
  })

  it('with the sign-in make the session get new credentials', async () => {
    const stage = stageOf()
    let forgotten = 0
    stage.connection.session.forget = () => {
      forgotten += 1
    }
    stage.account.failures.set('machines', { kind: 'expiredCredentials' })
    stage.loop.start()
    await stage.ports.advance(1000)
    expect(forgotten).toBe(1)
  })
})

describe('a service that fails', () => {
  const failures: readonly AppError[] = [
    { kind: 'noAnswer', reachable: true, endpoint: 'https://swf' },
    { kind: 'throttled' },
    FAULT,
  ]

  it.each(failures)('keeps nothing of the other waiting, and is told for as long: $kind', async (failure) => {
    let fails = true
    const swf = fakeSwf({
      listOpenWorkflows: () => (fails ? Promise.reject(new AppFailure(failure)) : Promise.resolve([])),
    })
    const stage = stageOf({ swfDomains: ['orders', 'returns'], swf })
    for (const name of ['a', 'b', 'c']) stage.account.start('Orders', name)
    stage.loop.start()
    await stage.ports.advance(5000)
    const told: number[] = []
    const stop = stage.loop.status.subscribe(() => told.push(stage.loop.status.get().troubles.length))
    const requests = await during(stage, MINUTE_MS)
    stop()
    for (const name of ['a', 'b', 'c']) {
      const readAt = requests
        .filter(({ kind, of }) => kind === 'history' && of === name)
        .map(({ atMs }) => atMs)
      const gaps = readAt.slice(1).map((atMs, index) => atMs - (readAt[index] ?? 0))
      expect(readAt.length).toBeGreaterThan(10)
      expect(Math.max(...gaps)).toBeLessThan(5000)
    }
    expect(told.length).toBeGreaterThan(10)
    expect(Math.min(...told)).toBe(2)
    expect(stage.loop.status.get()).toMatchObject({ listed: 1, unlisted: 2, read: 3, unread: 0 })
    const { backingOffUntilMs } = stage.loop.status.get()
    fails = false
    await stage.ports.advance(Math.max(0, (backingOffUntilMs ?? 0) - stage.ports.passed()) + 4000)
    expect(stage.loop.status.get()).toMatchObject({ listed: 3, troubles: [] })
  })

  it('however many of its reads are under way', async () => {
    const swf = fakeSwf({ listOpenWorkflows: () => new Promise(() => undefined) })
    const stage = stageOf({ swfDomains: ['a', 'b', 'c', 'd', 'e'], swf })
    stage.account.start('Orders', 'a')
    stage.loop.start()
    await stage.ports.advance(5000)
    expect((await during(stage, 10_000)).length).toBeGreaterThan(2)
  })
})

describe('a throttle', () => {
  it('is answered by leaving AWS alone, longer each time, and by the usual pace once it is over', async () => {
    const stage = stageOf({ readsPerSecond: 10 })
    for (let index = 0; index < 10; index += 1) stage.account.start('Orders', `${index}`)
    stage.loop.start()
    await stage.ports.advance(10_000)
    for (const kind of ['machines', 'executions', 'history', 'limits'])
      stage.account.failures.set(kind, { kind: 'throttled' })
    const throttled = await during(stage, 5 * MINUTE_MS)
    // At the usual pace these would be a thousand.
    expect(throttled.length).toBeLessThan(15)
    expect(throttled.length).toBeGreaterThan(3)
    expect(stage.loop.status.get().backingOffUntilMs).not.toBeNull()
    const gaps = throttled.slice(1).map(({ atMs }, index) => atMs - (throttled[index]?.atMs ?? 0))
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(60_000)
    stage.account.failures.clear()
    await stage.ports.advance(MINUTE_MS)
    expect(stage.loop.status.get().backingOffUntilMs).toBeNull()
    expect((await during(stage, 10_000)).length).toBeGreaterThan(20)
    // The next one begins with a short pause again.
    stage.account.failures.set('history', { kind: 'throttled' })
    const again = await during(stage, 10_000)
    expect((again.at(-1)?.atMs ?? 0) - (again[0]?.atMs ?? 0)).toBeGreaterThan(1000)
    expect(again.length).toBeGreaterThan(2)
  })
})

describe('who is given no credentials', () => {
  it('asks for them ever more rarely: each time costs a new ID token', async () => {
    const stage = stageOf()
    stage.account.failures.set('machines', { kind: 'notSignedIn', message: 'no role' })
    stage.loop.start()
    await stage.ports.advance(5 * MINUTE_MS)
    expect((await during(stage, 10 * MINUTE_MS)).length).toBeLessThanOrEqual(11)
  })
})

describe('retry', () => {
  it('tries everything again at once', async () => {
    const stage = stageOf({ readsPerSecond: 50 })
    stage.account.start('Orders', 'a')
    stage.account.failures.set('machines', DENIED)
    stage.loop.start()
    await stage.ports.advance(5000)
    stage.account.failures.clear()
    stage.loop.retry()
    await stage.ports.advance(500)
    expect(recordOf(stage, 'Orders', 'a')).toBeDefined()
  })

  it('of an execution that a list shows and no history stay, as long as the list shows it: it may be in flight', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'lagging')
    const missing: AppError = { kind: 'notFound', what: 'execution', name: 'lagging' }
    stage.account.failures.set('history lagging', missing)
    stage.loop.start()
    await stage.ports.advance(30_000)
    const { executions, read, unread, troubles } = stage.loop.status.get()
    expect({ executions, read, unread }).toEqual({ executions: 1, read: 0, unread: 1 })
    expect(troubles).toMatchObject([{ error: { kind: 'notFound' } }])
    expect(troubles[0]?.ofOneExecution).toBeUndefined()
    stage.account.failures.clear()
    await stage.ports.advance(30_000)
    expect(stage.loop.status.get()).toMatchObject({ executions: 1, read: 1, unread: 0, troubles: [] })
  })

  it('of such an execution are gone with it', async () => {
    const stage = stageOf()
    stage.account.start('Orders', 'gone')
    stage.account.failures.set('history gone', { kind: 'notFound', what: 'execution', name: 'gone' })
    stage.loop.start()
    await stage.ports.advance(30_000)
    expect(stage.loop.status.get()).toMatchObject({ executions: 1, unread: 1 })
    stage.account.end('Orders', 'gone')
    await stage.ports.advance(60_000)
    expect(stage.loop.status.get()).toMatchObject({ executions: 0, unread: 0, troubles: [] })
  })
})
