import { notifyManager } from '@tanstack/react-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Journal, NewEntry } from '../console/journal.ts'
import type { TaskRef } from '../console/journal-entry.ts'
import { memoryJournalStore } from '../console/journal-store.ts'
import { testingEntry, testingJournal } from '../console/testing-journal.ts'
import { type EstimateKind, estimate } from '../domain/estimate.ts'
import { exactly, type Interval } from '../domain/interval.ts'
import { type InFlight, type TaskRow, watchInFlight } from './in-flight.ts'
import { executionArn } from './testing-account.ts'
import { type Stage, stageOf } from './testing-loop.ts'

// The cache tells its watchers by a timer of its own; here it tells them at once, on the virtual clock.
beforeAll(() => notifyManager.setScheduler((turn) => turn()))
afterAll(() => notifyManager.setScheduler((turn) => setTimeout(turn, 0)))

interface Watched extends Stage {
  readonly journal: Journal
  /** What is in flight once everything has settled. */
  readonly now: () => Promise<InFlight>
  readonly changes: () => number
}

function watched(journal = testingJournal()): Watched {
  const stage = stageOf()
  const store = watchInFlight(stage.queryClient, [stage.connection], journal, stage.ports)
  let changes = 0
  store.subscribe(() => {
    changes += 1
  })
  return {
    ...stage,
    journal,
    now: async () => {
      await stage.ports.advance(100)
      return store.get()
    },
    changes: () => changes,
  }
}

const taskOf = (name: string): TaskRef => ({
  connectionId: 'local/eu-west-1',
  executionId: executionArn('Orders', name),
  scheduledEventId: 3,
})

/** One that AWS accepted, or whose answer is awaited. */
async function heartbeat(
  journal: Journal,
  {
    at,
    outcome,
    ...entry
  }: Pick<NewEntry, 'task'> & Partial<NewEntry> & { readonly at: Interval; readonly outcome?: 'accepted' },
): Promise<void> {
  const open = await journal.open({ ...testingEntry, ...entry }, false)
  if (typeof open === 'string') throw new Error('the store of this test works')
  await open.leaving(exactly(at.lo))
  if (outcome === 'accepted') await open.settle({ kind: 'accepted', at, cancelRequested: null })
}

describe('what is in flight', () => {
  it('is a row for every open task, with the names of its machine and execution', async () => {
    const { account, loop, now } = watched()
    account.start('Orders', 'a')
    account.start('Orders', 'b')
    for (const name of ['a', 'b']) await loop.readNow(executionArn('Orders', name))
    const { rows, ended } = await now()
    expect(rows).toMatchObject([
      { workflowName: 'Orders', executionName: 'a', task: { name: 'Charge card' }, ref: taskOf('a') },
      { executionName: 'b' },
    ])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2)
    expect(ended).toEqual([])
  })

  it('tells the account once an ARN of AWS has', async () => {
    const { account, loop, connection, now } = watched()
    account.start('Orders', 'a')
    expect((await now()).accounts.get(connection.id)).toBeUndefined()
    await loop.readNow(executionArn('Orders', 'a'))
    expect((await now()).accounts.get(connection.id)).toBe('123456789012')
  })

  it('stands on the moment at which its read was sent', async () => {
    const { account, loop, now, ports } = watched()
    account.start('Orders', 'a')
    const sentMs = ports.wall()
    await loop.readNow(executionArn('Orders', 'a'))
    await ports.advance(5000)
    const { rows, oldestReadAt } = await now()
    expect(rows[0]?.evidence.openAt).toEqual(exactly(sentMs))
    expect(oldestReadAt.get('local/eu-west-1')).toEqual(exactly(sentMs))
  })

  it('keeps the later sight where an earlier read is answered last, and takes what it brings', async () => {
    const { account, loop, now, ports } = watched()
    const history = account.start('Orders', 'a')
    account.latencyMs = 3000
    const slow = loop.readNow(executionArn('Orders', 'a'))
    await ports.advance(1000)
    account.latencyMs = 0
    const sentMs = ports.wall()
    await loop.readNow(executionArn('Orders', 'a'))
    history.add({ kind: 'other', type: 'Unheard' })
    await ports.advance(5000)
    await slow
    const { rows, executions } = await now()
    expect(rows[0]?.evidence.openAt).toEqual(exactly(sentMs))
    expect([...executions.values()][0]?.record.folded.lastEventId).toBe(history.events.at(-1)?.id)
  })

  it('keeps the rows of executions in which nothing changed', async () => {
    const { account, loop, now, journal } = watched()
    for (const name of ['a', 'b']) {
      account.start('Orders', name)
      await loop.readNow(executionArn('Orders', name))
    }
    const before = await now()
    await loop.readNow(executionArn('Orders', 'b'))
    const after = await now()
    expect(after.rows[0]).toBe(before.rows[0])
    expect(after.rows[1]).not.toBe(before.rows[1])
    expect(after.rows[1]?.id).toBe(before.rows[1]?.id)
    await heartbeat(journal, { task: taskOf('b'), at: exactly(0) })
    expect((await now()).rows[0]).toBe(before.rows[0])
  })

  it('is told once for a burst of reads', async () => {
    const { account, loop, now, changes } = watched()
    for (let index = 0; index < 20; index += 1) account.start('Orders', `${index}`)
    const reads = Array.from({ length: 20 }, (_, index) => loop.readNow(executionArn('Orders', `${index}`)))
    await Promise.all(reads)
    expect((await now()).rows).toHaveLength(20)
    expect(changes()).toBe(1)
  })

  it('moves a task that ended to the ended ones, newest first, with how it ended', async () => {
    const { account, loop, now } = watched()
    const histories = ['a', 'b'].map((name) => account.start('Orders', name))
    for (const name of ['a', 'b']) await loop.readNow(executionArn('Orders', name))
    histories[1]?.taskEnded('timedOut')
    account.end('Orders', 'a')
    histories[0]?.exit('x')
    for (const name of ['a', 'b']) await loop.readNow(executionArn('Orders', name))
    const { rows, ended } = await now()
    expect(rows).toEqual([])
    const atMs = ended.map(({ ending }) => ending.atMs)
    expect(atMs).toEqual([...atMs].sort((a, b) => b - a))
    expect(ended.map(({ executionName, ending }) => `${executionName} ${ending.kind}`).sort()).toEqual([
      'a executionEnded',
      'b timedOut',
    ])
  })

  it('keeps what waits for its next attempt, and tells when that is due by the definition', async () => {
    const { account, loop, now, ports } = watched()
    const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 300, MaxAttempts: 2 }]
    account.definition = {
      StartAt: 'Charge card',
      States: { 'Charge card': { Type: 'Task', Resource: 'arn', Retry: retry, End: true } },
    }
    const history = account.start('Orders', 'a')
    history.taskEnded('timedOut')
    const endedAtMs = history.events.at(-1)?.atMs ?? 0
    await loop.readNow(executionArn('Orders', 'a'))
    expect((await now()).between).toMatchObject([{ workflowName: 'Orders', executionName: 'a', retry: null }])
    loop.start()
    await ports.advance(5000)
    const dueAt = exactly(endedAtMs + 300_000)
    expect((await now()).between).toMatchObject([
      { between: { name: 'Charge card', attempt: 1 }, retry: { kind: 'due', attempt: 2, of: 3, at: dueAt } },
    ])
    expect((await now()).rows).toEqual([])
  })

  it("knows the machine's own limit once its definition was read", async () => {
    const { account, loop, now, ports } = watched()
    const history = account.start('Orders', 'a')
    const first = history.events[0]
    if (first === undefined) throw new Error('there is no history')
    await loop.readNow(executionArn('Orders', 'a'))
    expect((await now()).rows[0]?.evidence.execution.timeoutSeconds).toBeUndefined()
    loop.start()
    await ports.advance(5000)
    loop.stop()
    expect((await now()).rows[0]?.evidence.execution).toEqual({ fromMs: first.atMs, timeoutSeconds: 900 })
  })

  it('counts an own beat from when it was sent, and as a sight of the task', async () => {
    const { account, loop, now, journal, ports } = watched()
    account.start('Orders', 'a')
    await loop.readNow(executionArn('Orders', 'a'))
    const sentMs = ports.wall() + 30_000
    const at = { lo: sentMs, hi: sentMs + 400 }
    await heartbeat(journal, { task: taskOf('a'), at, outcome: 'accepted' })
    const [row] = (await now()).rows
    expect(row?.evidence).toMatchObject({
      ownBeats: [{ basis: 'history', at }],
      openAt: { lo: sentMs },
    })
  })

  it('takes a beat with a pasted token for no sight of this task', async () => {
    const { account, loop, now, journal, ports } = watched()
    account.start('Orders', 'a')
    const readMs = ports.wall()
    await loop.readNow(executionArn('Orders', 'a'))
    const at = { lo: readMs + 30_000, hi: readMs + 30_400 }
    await heartbeat(journal, { task: taskOf('a'), tokenBasis: 'pasted', at, outcome: 'accepted' })
    const [row] = (await now()).rows
    expect(row?.evidence).toMatchObject({ ownBeats: [{ basis: 'pasted' }], openAt: exactly(readMs) })
  })

  describe('of own heartbeats and those of somebody else', () => {
    interface Sent {
      readonly task: TaskRef
      readonly basis: NewEntry['tokenBasis']
      readonly fingerprint?: string
      /** null: its answer is lost. */
      readonly tookMs: number | null
    }

    /** Written down as sent at this moment. */
    async function send(
      { journal, ports }: Watched,
      { task, basis, fingerprint = '', tookMs }: Sent,
    ): Promise<void> {
      const lo = ports.wall()
      const entry = await journal.open(
        { ...testingEntry, task, tokenBasis: basis, tokenFingerprint: fingerprint, askedAtMs: lo },
        false,
      )
      if (typeof entry === 'string') throw new Error('the store of this test works')
      await entry.leaving(exactly(lo))
      const at = { lo, hi: lo + (tookMs ?? 300_000) }
      await entry.settle(
        tookMs === null
          ? { kind: 'unknown', at, reachable: null, why: 'noAnswer' }
          : { kind: 'accepted', at, cancelRequested: null },
      )
    }

    /** What is said of the task after `ms` more, with a read every 5 s. */
    async function kindsWithin(watching: Watched, name: string, ms: number): Promise<Set<EstimateKind>> {
      const { loop, now, ports } = watching
      const kinds = new Set<EstimateKind>()
      for (const endMs = ports.wall() + ms; ports.wall() < endMs; ) {
        await loop.readNow(executionArn('Orders', name))
        const row = (await now()).rows.find(({ executionName }) => executionName === name)
        if (row === undefined) throw new Error('there is no row')
        kinds.add(estimate(row.evidence, exactly(ports.wall())).kind)
        await ports.advance(5000)
      }
      return kinds
    }

    it.each([
      { basis: 'pasted', tookMs: 300 },
      { basis: 'history', tookMs: null },
    ] as const)(
      'keeps the proof of its worker after an own one ($basis, answered after $tookMs)',
      async (one) => {
        const watching = watched()
        const { account, ports } = watching
        account.start('Orders', 'a')
        await ports.advance(200_000)
        expect(await kindsWithin(watching, 'a', 60_000)).toEqual(new Set(['beaten']))
        await send(watching, { task: taskOf('a'), ...one })
        expect(await kindsWithin(watching, 'a', 500_000)).toEqual(new Set(['beaten']))
      },
    )

    it.each<[string, (row: TaskRow) => Partial<Sent>]>([
      ['sent through another connection', ({ ref }) => ({ task: { ...ref, connectionId: 'local/other' } })],
      [
        'sent for another task, with its own token',
        ({ task }) => ({
          task: taskOf('other'),
          basis: 'pasted',
          fingerprint: task.token?.fingerprint ?? 'none',
        }),
      ],
      [
        'sent for another task of its execution, with its own token',
        ({ task, ref }) => ({
          task: { ...ref, scheduledEventId: 99 },
          basis: 'pasted',
          fingerprint: task.token?.fingerprint ?? 'none',
        }),
      ],
    ])('takes one for its own, but for no promise, that was %s', async (_, sent) => {
      const watching = watched()
      const { account, loop, ports, now } = watching
      account.waitForCallback('Orders', 'a')
      await loop.readNow(executionArn('Orders', 'a'))
      const [row] = (await now()).rows
      if (row === undefined) throw new Error('there is no row')
      await ports.advance(30_000)
      const atMs = ports.wall()
      await send(watching, { task: row.ref, basis: 'history', tookMs: 300, ...sent(row) })
      const [after] = (await now()).rows
      expect(after?.evidence).toMatchObject({
        openAt: row.evidence.openAt,
        ownBeats: [{ basis: 'lost', at: { lo: atMs, hi: atMs + 300 } }],
      })
    })

    it("takes one for somebody else's that was sent for another task, with another token", async () => {
      const watching = watched()
      const { account, loop, now } = watching
      account.waitForCallback('Orders', 'a')
      await loop.readNow(executionArn('Orders', 'a'))
      await send(watching, { task: taskOf('other'), basis: 'pasted', fingerprint: '9f3a-c27e', tookMs: 300 })
      expect((await now()).rows[0]?.evidence.ownBeats).toEqual([])
    })

    it('proves nothing of somebody else while part of the journal cannot be read', async () => {
      const store = memoryJournalStore()
      const foreign = { ...store, all: async () => [{ id: 'x', kind: 'of another version' }] }
      const watching = watched(testingJournal({ store: foreign }))
      const { account, ports, journal } = watching
      await journal.loaded
      account.start('Orders', 'a')
      await ports.advance(200_000)
      expect(await kindsWithin(watching, 'a', 30_000)).toEqual(new Set(['due']))
      // What was sent after it was noticed is known.
      expect(await kindsWithin(watching, 'a', 100_000)).toContain('beaten')
    })

    it('takes a proof back when an earlier own one becomes known, as of another tab', async () => {
      const watching = watched()
      const { account, loop, ports, now, journal } = watching
      account.start('Orders', 'a')
      await ports.advance(60_000)
      const sentMs = ports.wall()
      await ports.advance(40_000)
      await loop.readNow(executionArn('Orders', 'a'))
      const proof = async () => {
        const [row] = (await now()).rows
        return row === undefined ? undefined : estimate(row.evidence, exactly(ports.wall())).proof
      }
      expect(await proof()).toEqual({ lo: sentMs + 40_000 - 65_000, hi: sentMs + 40_000 })
      await heartbeat(journal, { task: taskOf('a'), at: exactly(sentMs), outcome: 'accepted' })
      expect(await proof()).toBeNull()
    })
  })

  it('forgets an execution that left the cache', async () => {
    const { account, loop, now, queryClient } = watched()
    account.start('Orders', 'a')
    await loop.readNow(executionArn('Orders', 'a'))
    await now()
    queryClient.clear()
    expect(await now()).toMatchObject({ rows: [], ended: [] })
  })

  it('shows nothing of a connection it was not given', async () => {
    const { account, loop, now, queryClient } = watched()
    account.start('Orders', 'a')
    const record = await loop.readNow(executionArn('Orders', 'a'))
    queryClient.setQueryData(['execution', 'other', 'arn'], { ...record, connectionId: 'other' })
    expect((await now()).rows).toHaveLength(1)
  })
})
