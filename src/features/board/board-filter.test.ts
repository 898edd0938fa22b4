import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeConnection } from '../../console/testing-connection.ts'
import { virtualPorts } from '../../console/testing-ports.ts'
import { executionNameOf, executionRefOf } from '../../domain/execution-id.ts'
import { anActivity } from '../../domain/testing-tasks.ts'
import { aBase64Token } from '../../domain/testing-tokens.ts'
import { seededRandom } from '../../lib/random.ts'
import { looksLikeToken, matches, queryOf, tasksOfStateMachine, withQuery } from './board-filter.ts'
import type { BoardRow } from './board-model.ts'
import { FILTER_KEYS } from './board-search.ts'

const connection = fakeConnection(virtualPorts())
const madeName = 'OrderStack-ChargeCardStateMachine7A3F2B1C-aBcDeFgHiJkL9x'

function rowOf(stateMachineName: string): BoardRow {
  const executionArn = `arn:aws:states:eu-west-1:123456789012:execution:${stateMachineName}:ord-1`
  const execution = executionRefOf(executionArn)
  if (execution === null) throw new Error('no execution')
  return {
    id: executionArn,
    ref: { connectionId: connection.id, executionId: executionArn, scheduledEventId: 3 },
    connection,
    execution,
    workflowName: stateMachineName,
    executionName: executionNameOf(execution),
    task: anActivity(),
  } as BoardRow // no filter looks at its evidence
}

const rows = [rowOf('Orders'), rowOf(madeName)]
const token = aBase64Token(seededRandom(1))

const filterOf = (value: string) =>
  withQuery({}, { operation: 'and', tokens: [{ propertyKey: 'task', operator: ':', value }] }, rows)

describe('a filter, which stands in the address,', () => {
  it('leaves out a task token and a piece of one from 40 characters on', () => {
    for (const value of [token, token.slice(40, 100), token.slice(40, 80), `x ${token} y`]) {
      expect(looksLikeToken({ operator: ':', value }, rows)).toBe(true)
      expect(filterOf(value)).toEqual({})
    }
  })

  it('keeps what a row says, however it looks, and every other text', () => {
    for (const value of [
      madeName,
      madeName.toLowerCase(),
      madeName.slice(3),
      '6f2c2f3e-8a55-4b0e-9c1b-0d0c3c6c9f11',
      'card',
    ])
      expect(filterOf(value).filter?.tokens).toMatchObject([{ value }])
  })

  it('by the name of a state machine shows its tasks alone', () => {
    const query = queryOf(tasksOfStateMachine('Orders'))
    expect(rows.filter((row) => matches(row, query)).map(({ workflowName }) => workflowName)).toEqual([
      'Orders',
    ])
  })

  it.each(['constructor', '__proto__', 'toString', 'nonsense'])(
    'by a property called %s matches nothing',
    (key) => {
      const query = {
        operation: 'and',
        tokens: [{ propertyKey: key, operator: '=', value: 'Orders' }],
      } as const
      expect(rows.filter((row) => matches(row, { ...query, tokens: [...query.tokens] }))).toEqual([])
    },
  )
})

describe('the filter of the address', () => {
  const part = fc.record({
    propertyKey: fc.constantFrom(...FILTER_KEYS),
    operator: fc.constantFrom('=' as const, '!=' as const, ':' as const, '!:' as const),
    value: fc.string({ maxLength: 30 }),
  })
  const filter = fc.record({
    operation: fc.constantFrom('and' as const, 'or' as const),
    tokens: fc.array(part, { minLength: 1, maxLength: 5 }),
  })

  it('goes to the design system and comes back the same', () => {
    fc.assert(
      fc.property(filter, (given) => {
        expect(withQuery({ show: 'due' }, queryOf({ filter: given }), [])).toEqual({
          show: 'due',
          filter: given,
        })
      }),
    )
  })

  it('is gone with its last part', () => {
    const given = { operation: 'and', tokens: [{ operator: ':', value: 'a' }] } as const
    expect(
      withQuery(
        { page: 2, filter: { ...given, tokens: [...given.tokens] } },
        { tokens: [], operation: 'and' },
        [],
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
