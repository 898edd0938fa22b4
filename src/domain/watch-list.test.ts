import { describe, expect, it } from 'vitest'
import { isWatched, type WatchList } from './watch-list.ts'

describe('isWatched', () => {
  it.each<[WatchList, string, boolean]>([
    [{}, 'Orders', true],
    [{ prefixes: [] }, 'Orders', true],
    [{ prefixes: ['Ord'] }, 'Orders', true],
    [{ prefixes: ['Ord'] }, 'MyOrders', false],
    [{ prefixes: ['ord'] }, 'Orders', false],
    [{ include: ['Orders'] }, 'Orders', true],
    [{ include: ['Orders'] }, 'Orders2', false],
    [{ prefixes: ['Video'], include: ['Orders'] }, 'Orders', true],
    [{ prefixes: ['Video'], include: ['Orders'] }, 'VideoEncode', true],
    [{ prefixes: ['Video'], include: ['Orders'] }, 'Import', false],
    [{ exclude: ['Orders'] }, 'Orders', false],
    [{ exclude: ['Orders'] }, 'Import', true],
    [{ prefixes: ['Ord'], include: ['Orders'], exclude: ['Orders'] }, 'Orders', false],
  ])('%j, %s: %s', (list, name, watched) => {
    expect(isWatched(list, name)).toBe(watched)
  })
})
