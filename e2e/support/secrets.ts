import type { Page } from 'playwright/test'

/** Everything that a page told its console, from now on. */
export function listen(page: Page): readonly string[] {
  const messages: string[] = []
  page.on('console', (message) => messages.push(message.text()))
  page.on('pageerror', (error) => messages.push(String(error)))
  return messages
}

/** The places in which a secret can be read on a page: an empty list is what a test wants. Never repeats the secret. */
export async function placesOf(page: Page, secret: string): Promise<readonly string[]> {
  const texts = await page.evaluate(readable)
  // Wherever it would be told through an address it would be told encoded.
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  return Object.entries(texts)
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([place]) => place)
}

/** Runs in the page. */
async function readable(): Promise<Record<string, string>> {
  const fields = [...document.querySelectorAll('input, textarea')].map(
    // Both have a value; the selector finds nothing else.
    (field) => (field as HTMLInputElement).value,
  )
  const databases = await indexedDB.databases()
  const stored = await Promise.all(databases.map(({ name = '' }) => contentOf(name)))
  return {
    document: document.documentElement.outerHTML,
    fields: fields.join('\n'),
    address: location.href,
    history: JSON.stringify(history.state),
    localStorage: JSON.stringify(localStorage),
    sessionStorage: JSON.stringify(sessionStorage),
    cookies: document.cookie,
    indexedDB: JSON.stringify(stored),
    title: document.title,
  }

  function contentOf(name: string): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.addEventListener('error', () => reject(opening.error ?? new Error(name)))
      opening.addEventListener('success', () => {
        const database = opening.result
        const names = [...database.objectStoreNames]
        if (names.length === 0) {
          database.close()
          resolve([])
          return
        }
        const transaction = database.transaction(names)
        const reads = names.map((store) => transaction.objectStore(store).getAll())
        transaction.addEventListener('complete', () => {
          database.close()
          resolve(reads.map((read) => read.result as unknown))
        })
      })
    })
  }
}
