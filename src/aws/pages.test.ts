import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppFailure } from '../domain/app-error.ts'
import type { NumberedEvent, Page } from './history-pages.ts'
import { allPages, eventsAfter, PartOfList } from './pages.ts'
import { failureOf } from './testing-failure.ts'

const SOURCE = { endpoint: 'http://127.0.0.1:4566', action: 'states:GetExecutionHistory' }
const noPause = async () => undefined

function event(id: number): NumberedEvent {
  return { id, atMs: 1_795_183_200_000 + id }
}

/** The events `first`, `first` + 1 and so on. */
function rising(first: number, count: number): NumberedEvent[] {
  return Array.from({ length: count }, (_, index) => event(first + index))
}

/** Answers with these pages one after the other; each but the last has a token. */
function pagesOf<T>(pages: readonly (readonly T[])[]) {
  const requests: { readonly nextToken: string | undefined; readonly pageSize: number }[] = []
  const page = async (request: (typeof requests)[number]): Promise<Page<T>> => {
    requests.push(request)
    const index = Number(request.nextToken ?? '0')
    const nextToken = index + 1 < pages.length ? String(index + 1) : undefined
    return { items: pages[index] ?? [], nextToken }
  }
  return { page, requests }
}

function cut<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const pages: T[][] = []
  for (let from = 0; from < items.length; from += size) pages.push(items.slice(from, from + size))
  return pages.length === 0 ? [[]] : pages
}

function read(pages: readonly (readonly NumberedEvent[])[], known = 0, knownAtMs: number | null = null) {
  const { page } = pagesOf(pages)
  return eventsAfter(SOURCE, { id: known, atMs: knownAtMs }, noPause, page)
}

async function problemOf(call: Promise<unknown>): Promise<string> {
  const error = await failureOf(call)
  if (error.kind !== 'unreadable') return error.kind
  expect(error).toMatchObject(SOURCE)
  return error.problem
}

const history = fc.record({
  last: fc.integer({ min: 1, max: 60 }),
  size: fc.integer({ min: 1, max: 20 }),
  known: fc.nat({ max: 60 }),
})

describe('eventsAfter', () => {
  it('gives every event after the known one, once, in rising order, whichever order the pages have', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async ({ last, size, known }, newestFirst) => {
        fc.pre(known <= last)
        const all = rising(1, last)
        const pages = cut(newestFirst ? all.toReversed() : all, size)
        const knownAtMs = known === 0 ? null : event(known).atMs
        expect(await read(pages, known, knownAtMs)).toEqual(all.slice(known))
      }),
    )
  })

  it('gives a history whole, or says that the answer cannot be used, whatever its order', async () => {
    const shuffled = history.chain(({ last, size }) =>
      fc
        .shuffledSubarray(rising(1, last), { minLength: last, maxLength: last })
        .map((events) => ({ events, size, last })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ events, size, last }) => {
        const answer = await read(cut(events, size)).catch((cause: unknown) => cause)
        if (answer instanceof AppFailure) expect(answer.error).toMatchObject({ kind: 'unreadable' })
        else expect(answer).toEqual(rising(1, last))
      }),
    )
  })

  it('never gives a history of which an event is missing', async () => {
    const missing = fc
      .record({ last: fc.integer({ min: 3, max: 60 }), size: fc.integer({ min: 1, max: 20 }) })
      .chain(({ last, size }) =>
        fc.record({
          last: fc.constant(last),
          size: fc.constant(size),
          without: fc.integer({ min: 1, max: last - 1 }),
          newestFirst: fc.boolean(),
        }),
      )
    await fc.assert(
      fc.asyncProperty(missing, async ({ last, size, without, newestFirst }) => {
        const all = rising(1, last).filter(({ id }) => id !== without)
        const call = read(cut(newestFirst ? all.toReversed() : all, size))
        expect(await problemOf(call)).toBe('gap')
      }),
    )
  })

  it('asks for no page of known events alone where the newest come first, and waits before each after the first', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ last, size, known }) => {
        // A page of one event has no order: a second one tells.
        fc.pre(known <= last && size > 1)
        const { page, requests } = pagesOf(cut(rising(1, last).toReversed(), size))
        let waits = 0
        await eventsAfter(
          SOURCE,
          { id: known, atMs: null },
          async () => {
            waits += 1
          },
          page,
        )
        const needed = Math.max(1, Math.ceil((last - known) / size))
        expect(requests.length).toBe(needed)
        expect(waits).toBe(requests.length - 1)
      }),
    )
  })

  it('takes full pages of what it has never read, and short ones of what is new', async () => {
    for (const [known, pageSize] of [
      [0, 1000],
      [3, 100],
    ] as const) {
      const { page, requests } = pagesOf([rising(1, 9).toReversed()])
      await eventsAfter(SOURCE, { id: known, atMs: null }, noPause, page)
      expect(requests).toEqual([{ nextToken: undefined, pageSize }])
    }
  })

  it('takes pages that overlap, as they do where events come in between', async () => {
    const down = (from: number, to: number) => rising(to, from - to + 1).toReversed()
    expect(await read([down(9, 6), down(7, 4), down(5, 1)])).toEqual(rising(1, 9))
    expect(await read([down(9, 6), down(7, 4), down(5, 1)], 4)).toEqual(rising(5, 5))
    expect(await read([down(3, 1), []])).toEqual(rising(1, 3))
  })

  it.each<[string, string, readonly (readonly NumberedEvent[])[], number]>([
    ['has no events', 'noEvents', [[]], 0],
    ['has no events, of a history that is known', 'noEvents', [[]], 9],
    ['has its first event on a later page', 'noEvents', [[], rising(1, 3)], 0],
    ['jumps', 'outOfOrder', [[event(2), event(1), event(3)]], 0],
    ['has its pages in no order', 'outOfOrder', [[event(3), event(2)], [event(5), event(4)], [event(1)]], 0],
    ['has the newest page last', 'outOfOrder', [rising(1, 3).toReversed(), rising(4, 3).toReversed()], 0],
    ['has an event twice on a page', 'outOfOrder', [[event(2), event(2), event(1)]], 0],
    ['does not go back to the first event', 'gap', [[event(9), event(8)]], 0],
    ['does not go back to what is known', 'gap', [[event(9), event(8)]], 4],
    ['begins after what is known', 'gap', [[event(6), event(5)]], 4],
    ['ends before what is known', 'shorterThanKnown', [rising(1, 3).toReversed()], 4],
    ['ends before what is known, oldest first', 'shorterThanKnown', [rising(1, 3)], 4],
    ['numbers its events otherwise', 'malformed', [[event(1.5), event(0.5)]], 0],
    [
      'tells one event in two ways',
      'contradiction',
      [
        [event(3), event(2)],
        [{ ...event(2), atMs: 1 }, event(1)],
      ],
      0,
    ],
  ])('is no answer where it %s: %s', async (_, problem, pages, known) => {
    expect(await problemOf(read(pages, known))).toBe(problem)
  })

  it('is no answer where the last known event was at another time: another history has its name', async () => {
    const pages = [rising(1, 9).toReversed()]
    expect(await read(pages, 4, event(4).atMs)).toEqual(rising(5, 5))
    expect(await problemOf(read(pages, 4, event(4).atMs + 1))).toBe('contradiction')
  })

  it.each<[string, (page: number) => Page<NumberedEvent>, number]>([
    ['the same token again', () => ({ items: [event(2)], nextToken: 'again' }), 3],
    [
      'empty pages with tokens',
      (page) => ({ items: page === 0 ? [event(2)] : [], nextToken: `t${page}` }),
      5,
    ],
    ['the same page again', (page) => ({ items: [event(3), event(2)], nextToken: `t${page}` }), 5],
    ['ever more events', (page) => ({ items: [event(page + 1)], nextToken: `t${page}` }), 300],
    [
      'more events than a history can have',
      (page) => ({ items: rising(1 + page * 1000, 1000), nextToken: `t${page}` }),
      28,
    ],
  ])('ends where the pages do not: %s', async (_, answer, atMost) => {
    let pages = 0
    const call = eventsAfter(SOURCE, { id: 0, atMs: null }, noPause, async () => {
      pages += 1
      return answer(pages - 1)
    })
    expect(await problemOf(call)).toBe('endless')
    expect(pages).toBeLessThanOrEqual(atMost)
  })

  it('reads a full history, and one that is longer where it comes to its end', async () => {
    expect(await read(cut(rising(1, 25_000).toReversed(), 100))).toHaveLength(25_000)
    expect(await read([rising(1, 40_000)])).toHaveLength(40_000)
  })
})

describe('allPages', () => {
  const all = (pages: readonly (readonly (string | null)[])[]) =>
    allPages(SOURCE, noPause, (nextToken) => pagesOf(pages).page({ nextToken, pageSize: 0 }), String)

  async function partOf(call: Promise<unknown>): Promise<readonly unknown[]> {
    const cause = await call.catch((thrown: unknown) => thrown)
    if (!(cause instanceof PartOfList)) throw new Error('not a part of a list')
    return [cause.error.kind === 'unreadable' ? cause.error.problem : cause.error.kind, ...cause.items]
  }

  it('gives each item once, over pages that overlap or are empty', async () => {
    expect(await all([['a', 'b'], [], ['b', 'c']])).toEqual(['a', 'b', 'c'])
    expect(await all([[]])).toEqual([])
  })

  it('gives what can be read of a list with an item that has no name', async () => {
    expect(await partOf(all([['a', null], ['b']]))).toEqual(['noName', 'a', 'b'])
  })

  it.each<[string, (page: number) => Page<string>, readonly unknown[]]>([
    ['the same token again', () => ({ items: ['a'], nextToken: 'again' }), ['a']],
    ['empty pages', (page) => ({ items: [], nextToken: `t${page}` }), []],
    ['the same page again', (page) => ({ items: ['a', 'b'], nextToken: `t${page}` }), ['a', 'b']],
  ])('gives what has come of a list that does not end: %s', async (_, answer, items) => {
    let pages = 0
    const call = allPages(
      SOURCE,
      noPause,
      async () => {
        pages += 1
        return answer(pages)
      },
      String,
    )
    expect(await partOf(call)).toEqual(['endless', ...items])
    expect(pages).toBeLessThanOrEqual(12)
  })

  it('ends with ever more items after a hundred pages', async () => {
    let pages = 0
    const call = allPages(
      SOURCE,
      noPause,
      async () => {
        pages += 1
        return { items: [`${pages}`], nextToken: `t${pages}` }
      },
      String,
    )
    expect(await partOf(call)).toHaveLength(101)
    expect(pages).toBe(100)
  })
})
