import { describe, expect, it } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import { fillTemplate } from './payload-template.ts'
import { PathNotFound, selectPath } from './scoped-path.ts'

const scope = {
  input: { order: { id: 7, items: [{ price: 3 }, { price: 30 }] } },
  context: { Task: { Token: 'secret-token' } },
  variable: (name: string) => (name === 'kept' ? { list: [4, 5] } : undefined),
  random: seededRandom(1),
}

describe('fillTemplate', () => {
  it('resolves members that end in .$ at any depth, from the input and from the context object', () => {
    const template = {
      id: 'plain',
      nested: [{ 'id.$': '$.order.id' }],
      'token.$': '$$.Task.Token',
      'whole.$': '$',
      'kept.$': '$kept.list[1]',
      'said.$': "States.Format('{} of {}', $kept.list[0], States.ArrayLength($.order.items))",
    }
    expect(fillTemplate(template, scope)).toEqual({
      id: 'plain',
      nested: [{ id: 7 }],
      token: 'secret-token',
      whole: scope.input,
      kept: 5,
      said: '4 of 2',
    })
  })

  it('gives a list for a path that may match more than once', () => {
    expect(selectPath('$.order.items[?@.price > 10].price', scope)).toEqual([30])
    expect(selectPath('$.order.items[*].price', scope)).toEqual([3, 30])
    expect(selectPath('$.order.items[?@.price > 99]', scope)).toEqual([])
    expect(selectPath('$.order.items[-1].price', scope)).toBe(30)
  })

  it('says which path led nowhere, and nothing of what it was searched in', () => {
    expect(() => fillTemplate({ 'a.$': '$$.Task.Nothing' }, scope)).toThrow(PathNotFound)
    expect(() => fillTemplate({ 'a.$': '$$.Task.Nothing' }, scope)).toThrow('Nothing at $$.Task.Nothing')
    expect(() => selectPath('$gone', scope)).toThrow(PathNotFound)
  })

  it('finds no inherited members', () => {
    expect(() => selectPath('$.constructor', scope)).toThrow(PathNotFound)
  })
})
