/** The pages of this origin that are open in this browser. */
export interface Pages {
  /** The id of this page, unique in this browser. */
  readonly own: string
  /** Resolves when other pages can see that this one is open. */
  readonly registered: Promise<void>
  /** Resolves when the page of that id is closed, or its process has died. */
  gone(pageId: string): Promise<void>
  /** Reserves a name for this page until the returned function is called; null: a page has reserved it. */
  reserve(name: string): Promise<(() => void) | null>
}

const lockOf = (pageId: string): string => `heartbeat-console.page.${pageId}`

/**
 * The pages of this browser, by a lock that each holds as long as it lives (Web Locks): the browser releases the lock of a page that is closed or
 * killed. Without Web Locks every other page counts as gone, so what it has under way is unknown here until it settles, and a name is
 * reserved within a page alone.
 */
export function browserPages(locks: LockManager | undefined, own: string): Pages {
  if (locks === undefined)
    return {
      own,
      registered: Promise.resolve(),
      gone: async () => undefined,
      reserve: async () => () => undefined,
    }
  const registered = new Promise<void>((resolve) => {
    const hold = (): Promise<never> => {
      resolve()
      return new Promise(() => undefined)
    }
    locks.request(lockOf(own), hold).catch(() => resolve())
  })
  return {
    own,
    registered,
    async gone(pageId) {
      try {
        await locks.request(lockOf(pageId), { mode: 'shared' }, () => undefined)
      } catch {
        // Whether it is gone cannot be found out, so it counts as open.
        await new Promise(() => undefined)
      }
    },
    reserve: (name) =>
      new Promise((resolve) => {
        const held = (lock: Lock | null): Promise<void> | undefined => {
          if (lock === null) {
            resolve(null)
            return undefined
          }
          return new Promise((release) => {
            resolve(release)
          })
        }
        // Without the lock the journal's own entries have to do.
        locks
          .request(`heartbeat-console.${name}`, { ifAvailable: true }, held)
          .catch(() => resolve(() => undefined))
      }),
  }
}
