import { QueryClientProvider } from '@tanstack/react-query'
import { type RouterHistory, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type ConfigProblem, readConfig } from '../console/config.ts'
import { createConnections } from '../console/connection.ts'
import { createJournal } from '../console/journal.ts'
import { journalDatabase } from '../console/journal-database.ts'
import type { JournalStore } from '../console/journal-store.ts'
import { createOwnDetails } from '../console/own-details.ts'
import { timeOf } from '../console/own-origin.ts'
import { browserPages } from '../console/pages.ts'
import { clocksOf, type Ports } from '../console/ports.ts'
import { createPreferences } from '../console/preferences.ts'
import { watchShownJournal } from '../console/shown-journal.ts'
import { watchIdle } from '../console/sign-in/idle.ts'
import { takeSignInAnswer } from '../console/sign-in/sign-in-answer.ts'
import { createSignIns } from '../console/sign-in/sign-ins.ts'
import { watchSomethingToLose } from '../console/sign-in/something-to-lose.ts'
import { browserTab } from '../console/sign-in/tab.ts'
import { createTicker } from '../console/ticker.ts'
import { createTokenVault } from '../console/token-vault.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import { executionRefOf, isByFingerprint } from '../domain/execution-id.ts'
import { percentDecoded } from '../domain/percent-decoded.ts'
import { uuidOf } from '../lib/uuid.ts'
import { type Console, ConsoleContext } from '../parts/console-context.tsx'
import { watchInFlight } from '../queries/in-flight.ts'
import { createQueryClient } from '../queries/query-client.ts'
import { createReadLoop } from '../queries/read-loop.ts'
import { ConfigProblemPage } from './config-problem-page.tsx'
import { consoleRouter } from './router.tsx'
import { HandedOverPage, LeavingPage } from './sign-in-pages.tsx'
import { retryWhenSignedIn, signInAnewQuietly, tellActivity } from './sign-in-wiring.ts'
import { keepsAnything, StorageProblemPage } from './storage-problem-page.tsx'

/** Where the console's page is, and what it may keep there; by default at a host of its own. */
interface Place {
  readonly history?: RouterHistory
  /** Where the journal is kept; by default in this browser, for all pages of the origin. */
  readonly journalStore?: JournalStore
}

/** Reads config.json and puts the console together; what comes back is the whole page. */
export async function boot(ports: Ports, place: Place = {}): Promise<ReactNode> {
  // First of all: an address with a code in it is kept in no history.
  const answer = place.history === undefined ? takeSignInAnswer(location, history) : null
  if (!keepsAnything()) return <StorageProblemPage />
  const journal = createJournal({
    store: place.journalStore ?? journalDatabase(),
    pages: browserPages(navigator.locks, newId()),
    ports,
    newId,
  })
  const fetched = await fetchConfig(ports)
  if ('problems' in fetched) return <ConfigProblemPage problems={fetched.problems} />
  const read = readConfig(fetched.text)
  if (read.kind === 'malformed') return <ConfigProblemPage problems={read.problems} />

  const tab = browserTab()
  const signIns = createSignIns(read.config, ports, tab)
  const opened = await signIns.open(answer)
  if (opened.kind === 'handedOver') return <HandedOverPage />
  if (opened.kind === 'leaving') return <LeavingPage />
  if (opened.returnTo !== null) history.replaceState(null, '', opened.returnTo)

  const queryClient = createQueryClient()
  const idle = watchIdle(
    ports,
    tab,
    read.config.idleSignOutMinutes * 60_000,
    () => signIns.isSignedIn(),
    () => void signIns.signOut('idle'),
  )
  const connections = createConnections(read.config, fetched.date, ports, {
    ...signIns,
    isOver: () => idle.isOver(),
  })
  const vault = createTokenVault()
  const console: Console = {
    connections,
    signIns,
    idle,
    somethingToLose: watchSomethingToLose(connections, vault, journal),
    loops: connections.map((connection) => createReadLoop(connection, queryClient, ports)),
    inFlight: watchInFlight(queryClient, connections, journal, ports),
    journal,
    shownJournal: watchShownJournal(journal, connections),
    vault,
    ownDetails: createOwnDetails(),
    ticker: createTicker(ports),
    preferences: createPreferences(localStorage),
    ports,
  }
  // A heartbeat that this browser has sent must not pass for a worker's.
  await journal.loaded
  const router = consoleRouter(place.history)
  readAddressedFirst(console, router)
  readWhileVisible(console)
  retryWhenSignedIn(console)
  signInAnewQuietly(console)
  tellActivity(console)
  return (
    <QueryClientProvider client={queryClient}>
      <ConsoleContext value={console}>
        <RouterProvider router={router} />
      </ConsoleContext>
    </QueryClientProvider>
  )
}

function newId(): string {
  return uuidOf(crypto.getRandomValues(new Uint8Array(16)))
}

/** Reads are shared with production: a page that nobody sees makes none. */
function readWhileVisible({ loops }: Console): void {
  const follow = (): void => {
    for (const loop of loops) loop.setHidden(document.visibilityState === 'hidden')
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  for (const loop of loops) loop.start()
}

/** The execution in the address is read before any list, also while the code of its page is still on its way. */
function readAddressedFirst({ loops, ports }: Console, router: ReturnType<typeof consoleRouter>): void {
  const [room, connectionId = '', executionId = ''] = router.history.location.pathname
    .split('/')
    .slice(1)
    .map(percentDecoded)
  if (room !== 'executions' || executionRefOf(executionId) === null || isByFingerprint(executionId)) return
  const release = loops.find(({ connection }) => connection.id === connectionId)?.pin(executionId)
  if (release === undefined) return
  // Once it is there, the page itself says what it wants read.
  const unsubscribe = router.subscribe('onResolved', () => {
    unsubscribe()
    ports.after(PAGE_PINS_WITHIN_MS, release)
  })
}

const PAGE_PINS_WITHIN_MS = 500

async function fetchConfig(
  ports: Ports,
): Promise<{ text: string; date: DateSight | undefined } | { problems: readonly ConfigProblem[] }> {
  const sent = clocksOf(ports)
  try {
    const answer = await ports.fetch('/config.json', { cache: 'no-store' })
    if (!answer.ok) return { problems: [{ field: '', message: `could not be read: HTTP ${answer.status}` }] }
    const date = timeOf(answer.headers, sent, clocksOf(ports))
    return { text: await answer.text(), date }
  } catch {
    return { problems: [{ field: '', message: "could not be read: the console's own host does not answer" }] }
  }
}
