import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsAfter, type Page } from './pages.ts'

interface Event {
  readonly id: number
}

/** A history of events 1 to `last`, in pages of `size`, newest first; the token is the next page's newest id. */
function historyOf(last: number, size: number) {
  const requests: { readonly nextToken: string | undefined; readonly pageSize: number }[] = []
  const page = async (request: (typeof requests)[number]): Promise<Page<Event>> => {
    requests.push(request)
    const newest = request.nextToken === undefined ? last : Number(request.nextToken)
    const count = Math.min(size, newest)
    const items = Array.from({ length: count }, (_, index) => ({ id: newest - index }))
    return { items, nextToken: newest - count > 0 ? String(newest - count) : undefined }
  }
  return { page, requests }
}

const history = fc.record({
  last: fc.nat({ max: 60 }),
  size: fc.integer({ min: 1, max: 20 }),
  known: fc.nat({ max: 70 }),
})

describe('eventsAfter', () => {
  it('gives every event after the known one, once, in rising order; an older answer gives none', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ last, size, known }) => {
        const { page } = historyOf(last, size)
        const read = await eventsAfter(known, async () => undefined, page)
        expect(read.map(({ id }) => id)).toEqual(
          Array.from({ length: Math.max(0, last - known) }, (_, index) => known + 1 + index),
        )
      }),
    )
  })

  it('asks for no page of known events alone, and waits before each after the first', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ last, size, known }) => {
        const { page, requests } = historyOf(last, size)
        let waits = 0
        await eventsAfter(
          known,
          async () => {
            waits += 1
          },
          page,
        )
        expect(requests).toHaveLength(Math.max(1, Math.ceil((last - known) / size)))
        expect(waits).toBe(requests.length - 1)
      }),
    )
  })

  it('takes full pages of what it has never read, and short ones of what is new', async () => {
    for (const [known, pageSize] of [
      [0, 1000],
      [3, 100],
    ] as const) {
      const { page, requests } = historyOf(9, 9)
      await eventsAfter(known, async () => undefined, page)
      expect(requests).toEqual([{ nextToken: undefined, pageSize }])
    }
  })
})
