import type { Page } from 'playwright/test'
import { KnownSecrets } from './known-secrets.ts'
import { pagePlaces } from './page-places.ts'

/** Everything that a page told its console, from now on. */
export function listen(page: Page): readonly string[] {
  const messages: string[] = []
  page.on('console', (message) => messages.push(message.text()))
  page.on('pageerror', (error) => messages.push(String(error)))
  return messages
}

/** The places in which a secret can be read on a page: an empty list is what a test wants. Never repeats the secret. */
export async function placesOf(page: Page, secret: string): Promise<readonly string[]> {
  const secrets = new KnownSecrets()
  secrets.add('task token', secret)
  const places = await pagePlaces(page)
  return [...new Set(places.filter(({ text }) => secrets.kindsIn(text).length > 0).map(({ place }) => place))]
}
