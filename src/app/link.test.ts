import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoardSearch, FILTER_KEYS, SHOW_KEYS } from '../features/board/board-search.ts'
import { ignoredWords, readLinkSearch, writeLinkSearch } from './link.ts'

const filter = {
  operation: 'and',
  tokens: [{ propertyKey: 'worker', operator: '=', value: 'enc-1' }],
} as const

const board = (query: string) => readLinkSearch('/', query)

describe('a link that is not in order', () => {
  it.each([
    ['show=nonsense', 'show=nonsense'],
    ['show=constructor', 'show=constructor'],
    ['show=__proto__', 'show=__proto__'],
    ['__proto__=due', '__proto__=due'],
    ['constructor=due', 'constructor=due'],
    ['show=', 'show='],
    ['show=["due"]', 'show=["due"]'],
    ['filter=1', 'filter=1'],
    ['filter=null', 'filter=null'],
    ['filter={"operation":"and","tok', 'filter={"operation":"and","tok'],
    ['filter={"operation":"and","tokens":[]}', 'filter={"operation":"and","tokens":[]…'],
    [
      'filter={"operation":"xor","tokens":[{"operator":"=","value":"a"}]}',
      'filter={"operation":"xor","tokens":[{…',
    ],
    [
      'filter={"operation":"or","tokens":[{"propertyKey":"constructor","operator":"=","value":"a"}]}',
      'filter={"operation":"or","tokens":[{"…',
    ],
    ['page=0', 'page=0'],
    ['page=-3', 'page=-3'],
    ['page=1.5', 'page=1.5'],
    ['page=1e999', 'page=1e999'],
    ['page="3"', 'page="3"'],
    ['utm_source=mail', 'utm_source=mail'],
    ['%E0%A4%A=%', '\uFFFD%A=%'],
  ])('%s: nothing of it is taken, and it is named', (query, named) => {
    expect(board(query)).toEqual({ search: {}, ignored: [named] })
  })

  it('keeps the rest of itself', () => {
    expect(board('?show=due&filter=1&page=3')).toEqual({
      search: { show: 'due', page: 3 },
      ignored: ['filter=1'],
    })
  })

  it('counts the first of a repeated name that fits', () => {
    expect(board('show=x&show=due&show=soon&show=due')).toEqual({
      search: { show: 'due' },
      ignored: ['show=x', 'show=soon', 'show=due'],
    })
  })

  it('takes no filter of which a part does not fit: what is left would hide other tasks', () => {
    const [token] = filter.tokens
    const broken = { operation: 'or', tokens: [token, { ...token, operator: '~' }] }
    expect(board(`filter=${encodeURIComponent(JSON.stringify(broken))}`).search).toEqual({})
  })

  it('takes no task token, and repeats none', () => {
    const secret = `${'AQCkAAAAKgAAAAMAAAAAAAAA'.repeat(8)}==`
    const value = JSON.stringify({ operation: 'and', tokens: [{ operator: ':', value: secret }] })
    for (const query of [
      `filter=${encodeURIComponent(value)}`,
      `taskToken=${encodeURIComponent(secret)}`,
      `${encodeURIComponent(secret)}=1`,
      `show=${encodeURIComponent(encodeURIComponent(secret))}`,
    ]) {
      const { search, ignored } = board(query)
      expect(search).toEqual({})
      expect(ignored).toHaveLength(1)
      expect(ignored[0]).not.toContain('AQCkAAAAKg')
    }
  })

  it('is named whole on a page that has no query of its own', () => {
    expect(readLinkSearch('/findings', '?show=due')).toEqual({ search: {}, ignored: ['show=due'] })
  })

  it('makes one sentence', () => {
    expect(ignoredWords(['show=nonsense'])).toBe(
      'Part of this link was not understood and was ignored: show=nonsense',
    )
    expect(ignoredWords(['a=1', 'b=2'])).toBe(
      'Parts of this link were not understood and were ignored: a=1, b=2',
    )
    expect(ignoredWords('abcdefgh'.split(''))).toMatch(/: a, b, c, d, e and 3 more$/)
  })
})

/** Half a surrogate pair too, which no well-formed text holds. */
const anyCodeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))

const anyFilter = fc.record({
  operation: fc.constantFrom('and' as const, 'or' as const),
  tokens: fc.array(
    fc.record(
      {
        propertyKey: fc.constantFrom(...FILTER_KEYS),
        operator: fc.constantFrom('=' as const, '!=' as const, ':' as const, '!:' as const),
        // Too short for a task token.
        value: fc.string({ unit: anyCodeUnit, maxLength: 30 }),
      },
      { requiredKeys: ['operator', 'value'] },
    ),
    { minLength: 1, maxLength: 5 },
  ),
})

/** Everything that a board's address can hold. */
const anySearch: fc.Arbitrary<BoardSearch> = fc.record(
  {
    show: fc.constantFrom(...SHOW_KEYS),
    filter: anyFilter,
    page: fc.integer({ min: 2, max: 10_000 }),
  },
  { requiredKeys: [] },
)

describe('whatever is in an address', () => {
  it('is read without an error, and what fits is written and read again as the same', () => {
    const part = fc.oneof(
      fc.string({ unit: anyCodeUnit }),
      fc.constantFrom(
        'show',
        'filter',
        'page',
        'due',
        '=',
        '&',
        '%',
        '%E0%A4%A',
        '%00',
        '{"',
        '[',
        '__proto__',
      ),
      fc.json(),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { search } = board(parts.join(''))
        expect(board(writeLinkSearch(search))).toEqual({ search, ignored: [] })
      }),
    )
  })

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(anySearch, (search) => {
        expect(board(writeLinkSearch(search))).toEqual({ search, ignored: [] })
      }),
    )
  })

  it('is the same or less when it is cut off', () => {
    fc.assert(
      fc.property(anySearch, fc.nat(), (search, at) => {
        const whole = writeLinkSearch(search)
        const read = board(whole.slice(0, at % (whole.length + 1))).search
        if (read.filter !== undefined) expect(read.filter).toEqual(search.filter)
        if (read.show !== undefined) expect(read.show).toEqual(search.show)
      }),
    )
  })
})
