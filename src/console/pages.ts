/** The pages of this origin that are open in this browser. */
export interface Pages {
  /** The id of this page, unique in this browser. */
  readonly own: string
  /** Resolves when other pages can see that this one is open. */
  readonly registered: Promise<void>
  /** Resolves when the page of that id is closed, or its process has died. */
  gone(pageId: string): Promise<void>
}

const lockOf = (pageId: string): string => `heartbeat-console.page.${pageId}`

/**
 * The pages of this browser, by a lock that each holds as long as it lives (Web Locks): the browser releases the lock of a page that is closed or
 * killed. Without Web Locks every other page counts as gone: what it has under way is unknown here until it settles.
 */
export function browserPages(locks: LockManager | undefined, own: string): Pages {
  if (locks === undefined) return { own, registered: Promise.resolve(), gone: async () => undefined }
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
    gone: async (pageId) => {
      await locks.request(lockOf(pageId), { mode: 'shared' }, () => undefined).catch(() => undefined)
    },
  }
}
