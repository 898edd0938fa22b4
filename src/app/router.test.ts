import { createMemoryHistory } from '@tanstack/react-router'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executionHref } from '../parts/task-name.tsx'
import { readLinkSearch, writeLinkSearch } from './link.ts'
import { consoleRouter } from './router.tsx'

const EXECUTION = '/executions/$connectionId/$executionId'
const TASK = `${EXECUTION}/tasks/$scheduledEventId`

/** The route that an address leads to, and what its page is given. */
function routed(href: string) {
  const router = consoleRouter(createMemoryHistory({ initialEntries: [href] }))
  const matches = router.matchRoutes(router.parseLocation(router.history.location))
  const last = matches.at(-1)
  if (last === undefined) throw new Error('no route at all')
  // Of the last one alone: a page must not be given what its own route left out.
  return {
    id: last.routeId,
    search: last.search,
    params: last.params,
    broken: matches.some(({ error }) => error),
  }
}

/** Half a surrogate pair too, which no well-formed text holds. */
const anyCodeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
const anyText = fc.string({ unit: anyCodeUnit })
const brokenEscapes = fc.constantFrom(
  '%',
  '%E0%A4%A',
  '%00',
  '%2',
  '%zz',
  '%ED%A0%80',
  '//',
  '\\',
  '..',
  '#',
  '?',
)
const anySegment = fc.oneof(anyText, brokenEscapes, fc.constantFrom('constructor', '__proto__', 'toString'))
const anyPath = fc.oneof(
  fc.constantFrom('/', '/findings', '/journal', '/check', '/no-such-page'),
  fc.array(anySegment, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
  fc.tuple(anySegment, anySegment, anySegment).map(([a, b, c]) => `/executions/${a}/${b}/tasks/${c}`),
)
const anyQuery = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom('show', 'filter', 'page'), anySegment),
      fc.oneof(anySegment, fc.json()),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.map(([name, value]) => `${name}=${value}`).join('&'))

describe('any address', () => {
  it('leads to a page, and gives it nothing but what it understands', () => {
    fc.assert(
      fc.property(anyPath, anyQuery, (path, query) => {
        const { search, broken } = routed(`${path}?${query}`)
        expect(broken).toBe(false)
        expect(readLinkSearch('/', writeLinkSearch(search))).toEqual({ search, ignored: [] })
      }),
    )
  })

  it('of the board gives it exactly what its query holds', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        fc.pre(!query.includes('#'))
        const { id, search } = routed(`/?${query}`)
        expect(id).toBe('/')
        expect(search).toEqual(readLinkSearch('/', query).search)
      }),
    )
  })

  it.each(['show=nonsense', 'show=constructor', 'filter=1', 'show=a&show=b', 'filter={"operation":"an'])(
    'with %s shows the whole board',
    (query) => {
      const { id, search, broken } = routed(`/?${query}`)
      expect({ id, search, broken }).toEqual({ id: '/', search: {}, broken: false })
    },
  )
})

describe('the address of an execution or a task', () => {
  // What a name can hold; an address has no half surrogate pairs.
  const anyName = fc.string({ unit: 'binary', minLength: 1 })

  it('leads to its page with the same names, whatever is in them', () => {
    fc.assert(
      fc.property(anyName, anyName, fc.nat(), (connectionId, executionId, event) => {
        const href = executionHref(connectionId, executionId)
        expect(routed(href)).toMatchObject({ id: EXECUTION, params: { connectionId, executionId } })
        expect(routed(`${href}/tasks/${event}`)).toMatchObject({
          id: TASK,
          params: { connectionId, executionId, scheduledEventId: String(event) },
        })
      }),
    )
  })

  it.each(['%E0%A4%A', '%', '%zz', '%ED%A0%80'])('with the broken escape %s is no such page', (broken) => {
    expect(routed(`/executions/${broken}/x`)).toMatchObject({ id: '__root__', broken: false })
  })
})
