import { InMemoryWebStorage } from 'oidc-client-ts'
import type { Tab } from './tab.ts'
import type { TabMessage } from './tab-message.ts'

/** A tab in which nothing is loaded: what it was asked for can be read. */
export interface TestTab extends Tab {
  /** Where it was told to go, in order. */
  readonly went: readonly string[]
  /** Where the windows went that it opened. */
  readonly windows: readonly string[]
  /** What it told the others. */
  readonly told: readonly TabMessage[]
  at: string
  blocksWindows: boolean
  /** The page goes: its names are free again. The storage stays. */
  unload(): void
}

/** As a browser's: null for what is not there. */
class TestStorage extends InMemoryWebStorage {
  override getItem(key: string): string {
    // oidc-client-ts declares a string and gives undefined; a Storage gives null.
    return (super.getItem(key) as string | undefined) ?? (null as unknown as string)
  }
}

/** Tabs of one origin that hear each other. */
export function testBrowser(origin = 'http://127.0.0.1:4580') {
  const hearers = new Set<{ readonly tab: TestTab; readonly hear: (message: TabMessage) => void }>()
  const held = new Map<string, TestTab>()
  const shared = new TestStorage()

  return {
    /** Opens a tab, with a copy of another one's storage where one is given. */
    open(copyOf?: TestTab): TestTab {
      const storage = new TestStorage()
      for (let index = 0; index < (copyOf?.storage.length ?? 0); index += 1) {
        const key = copyOf?.storage.key(index) ?? ''
        storage.setItem(key, copyOf?.storage.getItem(key) ?? '')
      }
      const went: string[] = []
      const windows: string[] = []
      const told: TabMessage[] = []
      const tab: TestTab = {
        origin,
        storage,
        shared,
        went,
        windows,
        told,
        at: '/',
        blocksWindows: false,
        place: () => tab.at,
        go: (url) => void went.push(url),
        openWindow: () => (tab.blocksWindows ? null : { go: (url) => void windows.push(url) }),
        tell(message) {
          told.push(message)
          for (const { tab: other, hear } of [...hearers])
            if (other !== tab) queueMicrotask(() => hear(structuredClone(message)))
        },
        listen(hear) {
          const hearer = { tab, hear }
          hearers.add(hearer)
          return () => void hearers.delete(hearer)
        },
        async hold(name) {
          if ((held.get(name) ?? tab) !== tab) return false
          held.set(name, tab)
          return true
        },
        unload() {
          for (const [name, holder] of held) if (holder === tab) held.delete(name)
          for (const hearer of hearers) if (hearer.tab === tab) hearers.delete(hearer)
        },
      }
      return tab
    },
  }
}
