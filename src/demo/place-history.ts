import { createBrowserHistory, type RouterHistory } from '@tanstack/react-router'

/** The parts of a browser's window that a history needs. */
export type HistoryWindow = Pick<Window, 'history' | 'location' | 'addEventListener' | 'removeEventListener'>

/**
 * The console's places behind the `#`, as `?scenario=human#/findings`. The query before the `#` is the demo's own: the router's hash
 * history would take it for part of the place, and a board's filter would end in `?scenario=human`.
 */
export function createPlaceHistory(window: HistoryWindow): RouterHistory {
  return createBrowserHistory({
    window,
    parseLocation() {
      const href = window.location.hash.slice(1) || '/'
      const [beforeHash = '', ...hash] = href.split('#')
      const [pathname = '', ...search] = beforeHash.split('?')
      return {
        href,
        pathname,
        search: search.length === 0 ? '' : `?${search.join('?')}`,
        hash: hash.length === 0 ? '' : `#${hash.join('#')}`,
        // An address that was typed, or set by the demo itself, has no state.
        state: window.history.state ?? { __TSR_index: 0 },
      }
    },
    createHref: (href) => `${window.location.pathname}${window.location.search}#${href}`,
  })
}
