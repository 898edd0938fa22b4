import { readTabMessage, type TabMessage } from './tab-message.ts'

/** What signing in takes from the tab it is in, so that tests can give it another. */
export interface Tab {
  readonly origin: string
  /** The tab's own: `sessionStorage`. A duplicated tab begins with a copy of it. */
  readonly storage: Storage
  /** Of all tabs of this origin, also of those that come later: `localStorage`. */
  readonly shared: Pick<Storage, 'getItem' | 'setItem'>
  /** Where the page is: path, query and fragment. */
  place(): string
  /** Leaves the page for this address. */
  go(url: string): void
  /** Opens an empty window; null where the browser lets none open. Only in the course of a click. */
  openWindow(): { go(url: string): void } | null
  tell(message: TabMessage): void
  /** Returns the way to stop listening. What this tab tells it does not hear. */
  listen(hear: (message: TabMessage) => void): () => void
  /** Holds a name as long as the page lives; false where another page holds it. */
  hold(name: string): Promise<boolean>
}

const CHANNEL = 'heartbeat-console.sign-in'
/** A page that is being left gives up its names with a little delay, and a reload must not find its own name taken. */
const HELD_WITHIN_MS = 1000

/** The tab that this page is in. */
export function browserTab(): Tab {
  const channel = new BroadcastChannel(CHANNEL)
  return {
    origin: location.origin,
    storage: sessionStorage,
    shared: localStorage,
    place: () => `${location.pathname}${location.search}${location.hash}`,
    go: (url) => location.assign(url),
    openWindow() {
      const opened = window.open('about:blank', '_blank', 'popup,width=520,height=760')
      if (opened === null) return null
      return {
        go(url) {
          opened.location.href = url
        },
      }
    },
    tell(message) {
      // A channel reaches this origin alone and takes no target.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage(message)
    },
    listen(hear) {
      const onMessage = ({ data }: MessageEvent): void => {
        const message = readTabMessage(data)
        if (message !== null) hear(message)
      }
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    hold,
  }
}

function hold(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = navigator.locks.request(name, { signal: AbortSignal.timeout(HELD_WITHIN_MS) }, () => {
      resolve(true)
      // Held until the page goes.
      return new Promise<never>(() => undefined)
    })
    held.catch(() => resolve(false))
  })
}
