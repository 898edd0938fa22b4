import { createContext, use } from 'react'
import type { Connection } from '../console/connection.ts'
import type { Journal } from '../console/journal.ts'
import type { OwnDetails } from '../console/own-details.ts'
import type { Ports } from '../console/ports.ts'
import type { Preferences } from '../console/preferences.ts'
import type { ShownJournal } from '../console/shown-journal.ts'
import type { Idle } from '../console/sign-in/idle.ts'
import type { SignIns } from '../console/sign-in/sign-ins.ts'
import type { Ticker } from '../console/ticker.ts'
import type { TokenVault } from '../console/token-vault.ts'
import type { ReadableStore, Store } from '../lib/store.ts'
import type { InFlight } from '../queries/in-flight.ts'
import type { ReadLoop } from '../queries/read-loop.ts'

/** Everything that outlives a screen: made once in `app`, used by every feature. */
export interface Console {
  readonly connections: readonly Connection[]
  readonly signIns: SignIns
  readonly idle: Idle
  /** Whether leaving the page would lose what a person read, typed or sent. */
  readonly somethingToLose: () => boolean
  readonly loops: readonly ReadLoop[]
  readonly inFlight: ReadableStore<InFlight>
  /** Every entry of this browser, for what the console works out. */
  readonly journal: Journal
  /** What of it may be shown. */
  readonly shownJournal: ReadableStore<ShownJournal>
  readonly vault: TokenVault
  readonly ownDetails: OwnDetails
  readonly ticker: Ticker
  readonly preferences: Store<Preferences>
  readonly ports: Ports
}

export const ConsoleContext = createContext<Console | null>(null)

export function useConsole(): Console {
  const console = use(ConsoleContext)
  if (console === null) throw new Error('useConsole outside ConsoleContext')
  return console
}
