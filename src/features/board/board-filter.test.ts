import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches, queryOf, withQuery } from './board-filter.ts'
import type { BoardRow } from './board-model.ts'
import { FILTER_KEYS } from './board-search.ts'

describe('the filter of the address', () => {
  const token = fc.record({
    propertyKey: fc.constantFrom(...FILTER_KEYS),
    operator: fc.constantFrom('=' as const, '!=' as const, ':' as const, '!:' as const),
    value: fc.string({ maxLength: 30 }),
  })
  const filter = fc.record({
    operation: fc.constantFrom('and' as const, 'or' as const),
    tokens: fc.array(token, { minLength: 1, maxLength: 5 }),
  })

  it('goes to the design system and comes back the same', () => {
    fc.assert(
      fc.property(filter, (given) => {
        expect(withQuery({ show: 'due' }, queryOf({ filter: given }))).toEqual({ show: 'due', filter: given })
      }),
    )
  })

  it('is gone with its last part', () => {
    const given = { operation: 'and', tokens: [{ operator: ':', value: 'a' }] } as const
    expect(
      withQuery(
        { page: 2, filter: { ...given, tokens: [...given.tokens] } },
        { tokens: [], operation: 'and' },
      ),
    ).toEqual({
      page: 2,
    })
  })
})

describe('a property that the board does not have', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])(
    '%s matches nothing',
    (propertyKey) => {
      // Nothing of the row is read.
      const row = {} as BoardRow
      const query = (operator: string) => ({
        operation: 'and' as const,
        tokens: [{ propertyKey, operator, value: 'a' }],
      })
      expect(matches(row, query('='))).toBe(false)
      expect(matches(row, query(':'))).toBe(false)
      expect(matches(row, query('!='))).toBe(true)
      expect(matches(row, query('!:'))).toBe(true)
    },
  )
})
