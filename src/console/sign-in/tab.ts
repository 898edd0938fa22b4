import type { SignInAnswer } from './sign-in-answer.ts'

/** What the tabs of one origin tell each other. Never a token and never a credential. */
export type TabMessage =
  /** The window of a sign-in has come back: the code is worth nothing without the verifier, which stays in the tab that asked. */
  | { readonly kind: 'answer'; readonly answer: SignInAnswer }
  /** The tab that asked has taken it. */
  | { readonly kind: 'taken'; readonly state: string }
  /** Somebody signed out, or all were idle for too long. The logins of these user pools are being ended by the tab that says so. */
  | { readonly kind: 'signedOut'; readonly pools: readonly string[]; readonly idle: boolean }
  /** Somebody is at work. */
  | { readonly kind: 'active' }

/** What signing in takes from the tab it is in, so that tests can give it another. */
export interface Tab {
  readonly origin: string
  /** The tab's own: `sessionStorage`. A duplicated tab begins with a copy of it. */
  readonly storage: Storage
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
      // Only pages of this origin can post here, and they are this program.
      const onMessage = ({ data }: MessageEvent): void => hear(data as TabMessage)
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
