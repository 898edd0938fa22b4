import { describe, expect, it } from 'vitest'
import { onceEach } from './once-each.ts'

describe('onceEach', () => {
  it('asks once for each key, also where there is nothing', () => {
    const asked: string[] = []
    const find = onceEach((key) => {
      asked.push(key)
      return key === 'nothing' ? undefined : key.length
    })
    expect(['a', 'bb', 'a', 'nothing', 'nothing'].map(find)).toEqual([1, 2, 1, undefined, undefined])
    expect(asked).toEqual(['a', 'bb', 'nothing'])
  })
})
