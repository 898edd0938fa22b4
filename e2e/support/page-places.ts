import type { Page } from 'playwright/test'

/** A place where something can be read, and what is there. */
export interface Place {
  readonly place: string
  readonly text: string
}

/** Every place of a page, and of its origin's storage, in which a secret could be read. */
export function pagePlaces(page: Page): Promise<readonly Place[]> {
  return page.evaluate(readPlaces)
}

/** Runs in the page. */
async function readPlaces(): Promise<Place[]> {
  // Of a textarea React makes what is typed the default value, too, which is text in the document: it counts as the field's.
  const fields = [...document.querySelectorAll('input, textarea')].flatMap((field) => {
    const { value, defaultValue } = field as HTMLInputElement | HTMLTextAreaElement // the selector finds nothing else
    return [value, defaultValue]
  })
  const besideFields = document.documentElement.cloneNode(true) as HTMLElement // a copy of one
  for (const field of besideFields.querySelectorAll('textarea')) field.textContent = ''
  for (const field of besideFields.querySelectorAll('input')) field.removeAttribute('value')
  const databases = await indexedDB.databases()
  // Of Chromium alone, and not in every version of the DOM's types.
  const { navigation } = globalThis as unknown as { navigation: { entries(): { readonly url: string }[] } }
  const entries = performance.getEntries()
  return [
    { place: 'document', text: besideFields.outerHTML },
    { place: 'text', text: besideFields.textContent ?? '' },
    { place: 'fields', text: fields.join('\n') },
    { place: 'title', text: document.title },
    { place: 'address', text: location.href },
    { place: 'referrer', text: document.referrer },
    { place: 'window name', text: window.name },
    { place: 'history state', text: JSON.stringify(history.state) },
    {
      place: 'history entries',
      text: navigation
        .entries()
        .map(({ url }) => url)
        .join('\n'),
    },
    { place: 'performance navigation', text: namesOf(entries.filter(isNavigation)) },
    { place: 'performance entries', text: namesOf(entries.filter((entry) => !isNavigation(entry))) },
    ...stored('localStorage', localStorage),
    ...stored('sessionStorage', sessionStorage),
    { place: 'cookies', text: document.cookie },
    {
      place: 'indexedDB',
      text: JSON.stringify(await Promise.all(databases.map(({ name = '' }) => databaseContent(name)))),
    },
    { place: 'cache storage', text: await cacheContent() },
  ]

  /** The key may go on with something of its own after a space; its first word names what it is for. */
  function stored(name: string, storage: Storage): Place[] {
    return Object.entries(storage).map(([key, value]) => ({
      place: `${name} ${key.split(' ')[0]}`,
      text: `${key}\n${value}`,
    }))
  }

  function isNavigation({ entryType }: PerformanceEntry): boolean {
    return entryType === 'navigation'
  }

  function namesOf(some: PerformanceEntry[]): string {
    return some.map(({ name }) => name).join('\n')
  }

  async function cacheContent(): Promise<string> {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        texts.push(name, request.url, (await answer?.text()) ?? '')
      }
    }
    return texts.join('\n')
  }

  function databaseContent(name: string): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.addEventListener('error', () => reject(opening.error ?? new Error(name)))
      opening.addEventListener('success', () => {
        const database = opening.result
        const names = [...database.objectStoreNames]
        if (names.length === 0) {
          database.close()
          resolve([name])
          return
        }
        const transaction = database.transaction(names)
        const reads = names.flatMap((store) => {
          const objects = transaction.objectStore(store)
          return [objects.getAllKeys(), objects.getAll()]
        })
        transaction.addEventListener('complete', () => {
          database.close()
          resolve([name, ...names, ...reads.map((read) => read.result as unknown)])
        })
      })
    })
  }
}
