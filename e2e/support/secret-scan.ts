import type { BrowserContext, Page } from 'playwright/test'
import { signedInPath } from '../../src/lib/sign-in-paths.ts'
import { KnownSecrets, type SecretKind } from './known-secrets.ts'
import { type Place, pagePlaces } from './page-places.ts'
import { SecretCatch } from './secret-catch.ts'
import type { WorldControl } from './world-control.ts'

/** Where a secret may be, and why; nowhere else. */
const allowed: Readonly<Record<string, readonly SecretKind[]>> = {
  // A reload does not ask for a password.
  'sessionStorage heartbeat-console.sign-in': ['ID token', 'refresh token'],
  // A sign-in that was begun and not ended; worth nothing without its answer.
  'sessionStorage heartbeat-console.signing-in': ['state', 'verifier'],
  // How OAuth works: there the login is asked, and there its answer comes.
  'request to the login': ['state'],
  'request to /signed-in': ['state', 'code'],
  // The browser's own note of how the page was opened, which nobody can take back.
  'performance navigation': ['state', 'code'],
  // A window's answer goes to the tab that asked and has the verifier.
  broadcast: ['state', 'code'],
}

/** Looks for secrets in all that the pages of one context show, keep, tell, ask for and log, and in what the local AWS wrote down. */
export class SecretScan {
  readonly secrets = new KnownSecrets()
  readonly #context: BrowserContext
  readonly #origin: string
  readonly #world: Pick<WorldControl, 'calls'>
  readonly #catch: SecretCatch
  readonly #told: Place[] = []
  readonly #channels = new Set<string>()
  #listener: Page | undefined

  constructor(context: BrowserContext, origin: string, world: Pick<WorldControl, 'calls'>) {
    this.#context = context
    this.#origin = origin
    this.#world = world
    this.#catch = new SecretCatch(context, this.secrets)
    context.on('request', (request) => {
      const url = request.url()
      this.#told.push({ place: placeOfRequest(url, origin), text: url })
      const { referer } = request.headers()
      if (referer !== undefined) this.#told.push({ place: 'referer', text: referer })
    })
    context.on('console', (message) =>
      this.#told.push({ place: 'console', text: `${message.text()} ${message.location().url}` }),
    )
    context.on('weberror', (error) => this.#told.push({ place: 'console', text: String(error.error()) }))
  }

  /** Opens a page of the console's origin that hears what pages broadcast. Every page that is to be heard is opened after it. */
  async open(): Promise<void> {
    const before = this.#context.pages()
    const listener = await this.#context.newPage()
    await listener.goto(`${this.#origin}/config.json`)
    await listener.exposeFunction('heard', (text: string) => this.#told.push({ place: 'broadcast', text }))
    this.#listener = listener
    // A browser draws a page that is behind another one once a second, and a click waits for two drawings.
    for (const page of before) await page.bringToFront()
    await this.#context.exposeFunction('channelOpened', (name: string) => this.#listen(name))
    await this.#context.addInitScript(() => {
      const Native = BroadcastChannel
      // Made known to the context, which is why it is on the window.
      const { channelOpened } = globalThis as unknown as { channelOpened(name: string): Promise<void> }
      globalThis.BroadcastChannel = class extends Native {
        constructor(name: string) {
          super(name)
          void channelOpened(name)
        }
      }
    })
  }

  /** Closes the page that listens: it is no page of the console, and held to nothing. */
  async close(): Promise<void> {
    await this.#listener?.close()
  }

  /** How many messages were heard on all channels. */
  get heard(): number {
    return this.#told.filter(({ place }) => place === 'broadcast').length
  }

  /** The kind and place of everything found where it may not be; `typing`: a person has a task token in a field just now. */
  async findings({ typing = false } = {}): Promise<readonly string[]> {
    await this.#catch.settled()
    const cookies = (await this.#context.cookies(this.#origin)).map(({ name, value }) => `${name}=${value}`)
    const places: Place[] = [
      ...this.#told,
      { place: 'cookies', text: cookies.join('\n') },
      { place: 'record of calls', text: JSON.stringify(this.#world.calls()) },
    ]
    for (const page of this.#context.pages()) {
      if (page !== this.#listener && !page.isClosed() && page.url().startsWith(this.#origin))
        places.push(...(await pagePlaces(page)))
    }
    const found = new Set<string>()
    for (const { place, text } of places) {
      for (const kinds of this.secrets.kindsIn(text)) {
        const may = [...(allowed[place] ?? []), ...(typing && place === 'fields' ? ['task token'] : [])]
        if (![...kinds].some((kind) => may.includes(kind))) found.add(`${[...kinds].join(' or ')}: ${place}`)
      }
    }
    return [...found].sort()
  }

  async #listen(name: string): Promise<void> {
    if (this.#channels.has(name)) return
    this.#channels.add(name)
    await this.#listener?.evaluate((channelName) => {
      const { heard } = globalThis as unknown as { heard(text: string): void }
      const channel = new BroadcastChannel(channelName)
      channel.addEventListener('message', ({ data }) => heard(JSON.stringify(data)))
      // Kept, so that it is not collected.
      Object.assign(globalThis, { [`listening on ${channelName}`]: channel })
    }, name)
  }
}

function placeOfRequest(url: string, origin: string): string {
  const { origin: asked, pathname } = new URL(url)
  if (asked === origin && pathname === signedInPath) return 'request to /signed-in'
  return asked !== origin && pathname.includes('/oauth2/authorize') ? 'request to the login' : 'request'
}
