import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consoleRouter } from '../app/router.tsx'
import { createPlaceHistory, type HistoryWindow } from './place-history.ts'

/** As much of a window as a history needs, at an address of the demo. */
function windowAt(address: string): HistoryWindow {
  const location = new URL(address, 'https://demo.invalid/some/where/')
  const history = {
    state: null as unknown,
    length: 1,
    pushState(state: unknown, _: string, href: string) {
      history.replaceState(state, _, href)
    },
    replaceState(state: unknown, _: string, href?: string) {
      history.state = state
      if (href !== undefined) location.href = new URL(href, location.href).href
    },
  }
  // The members above are all that a history touches.
  return {
    history,
    location,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  } as unknown as HistoryWindow
}

describe('a place of the demo', () => {
  it.each([
    ['?scenario=human', '/', ''],
    ['?scenario=human#', '/', ''],
    ['?scenario=human#/?show=due', '/', '?show=due'],
    ['?scenario=human#/findings', '/findings', ''],
    ['?lab#/?page=3', '/', '?page=3'],
  ])('%s: its query is the one behind the #', (address, pathname, search) => {
    expect(createPlaceHistory(windowAt(address)).location).toMatchObject({ pathname, search })
  })

  it('is the same after a reload', () => {
    const before = windowAt('demo.html?scenario=human')
    const history = createPlaceHistory(before)
    history.push('/?show=due&page=2')
    history.flush()
    expect(before.location.href).toBe(
      'https://demo.invalid/some/where/demo.html?scenario=human#/?show=due&page=2',
    )
    const after = windowAt(before.location.href)
    expect(createPlaceHistory(after).location).toMatchObject({ pathname: '/', search: '?show=due&page=2' })
  })

  it('is the first one where the demo itself goes back to the start', () => {
    const window = windowAt('?scenario=human#/findings')
    const router = consoleRouter(createPlaceHistory(window))
    // As for a link to another place behind the #, there is no state of the router's.
    window.history.replaceState(null, '', '?scenario=human')
    expect(router.parseLocation(router.history.location)).toMatchObject({ pathname: '/', search: {} })
  })

  it('leads to a page, whatever is in the address', () => {
    const anyCodeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
    const part = fc.oneof(
      fc.string({ unit: anyCodeUnit }),
      fc.constantFrom('/', '?', '#', '%', '%E0%A4%A', 'show=', 'filter=', 'constructor', 'executions/'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const router = consoleRouter(createPlaceHistory(windowAt(`?scenario=human#/${parts.join('')}`)))
        const matches = router.matchRoutes(router.parseLocation(router.history.location))
        expect(matches.filter(({ error }) => error !== undefined)).toEqual([])
      }),
    )
  })
})
