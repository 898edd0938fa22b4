import { describe, expect, it } from 'vitest'
import { createPreferences } from './preferences.ts'

function memory(initial: string | null) {
  let text = initial
  return {
    getItem: () => text,
    setItem: (_: string, next: string) => {
      text = next
    },
  }
}

const USUAL = { colourMode: 'system', timeZone: 'local' }

describe('preferences', () => {
  it('are there again after a reload', () => {
    const storage = memory(null)
    expect(createPreferences(storage).get()).toEqual(USUAL)
    createPreferences(storage).set({ colourMode: 'dark', timeZone: 'utc' })
    expect(createPreferences(storage).get()).toEqual({ colourMode: 'dark', timeZone: 'utc' })
  })

  it.each(['', 'null', '3', 'not JSON', '{"colourMode":"pink","timeZone":4}'])(
    'are the usual where %j was stored',
    (text) => {
      expect(createPreferences(memory(text)).get()).toEqual(USUAL)
    },
  )

  it('last as long as the page where nothing can be stored', () => {
    const forbidden = (): never => {
      throw new DOMException('no', 'SecurityError')
    }
    const preferences = createPreferences({ getItem: forbidden, setItem: forbidden })
    preferences.update((value) => ({ ...value, timeZone: 'utc' }))
    expect(preferences.get().timeZone).toBe('utc')
  })
})
