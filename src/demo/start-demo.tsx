import type { ReactNode } from 'react'
import { boot } from '../app/boot.tsx'
import { memoryJournalStore } from '../console/journal-store.ts'
import { createPreferences } from '../console/preferences.ts'
import { createWorkerStarter } from '../lib/worker-starter.ts'
import type { WireHandler } from '../local-aws/wire.ts'
import { isLab, storyNameIn } from './addresses.ts'
import { DemoPage } from './demo-page.tsx'
import { demoPorts } from './demo-ports.ts'
import { lineOver } from './messages.ts'
import { openWorld } from './open-world.ts'
import { createPlaceHistory } from './place-history.ts'
import { StartPage } from './start-page.tsx'
import { type Story, startMsOf, storyNamed, WORLD_START_MS } from './story.ts'
import { createTimeMachine, worldLives } from './time-machine.ts'
// The query has Vite build the worker and give its URL, which no linter sees.
// oxlint-disable-next-line import/default
import worldWorkerUrl from './world-worker.ts?worker&url'

const startWorker = createWorkerStarter([worldWorkerUrl])

/** The page that the address asks for: one story, or all of them to choose from. */
export async function startDemo(): Promise<ReactNode> {
  if (isLab(location.search)) return openLab()
  const name = storyNameIn(location.search)
  const story = name === null ? undefined : storyNamed(name)
  if (story === undefined) return <StartPage unknown={name} preferences={createPreferences(localStorage)} />
  return tell(story)
}

async function tell(story: Story): Promise<ReactNode> {
  const { handle, page } = await openConsole(story, {
    scenario: story.name,
    startMs: startMsOf(story, Date.now()),
  })
  return (
    <DemoPage story={story} machine={createTimeMachine(handle)}>
      {page}
    </DemoPage>
  )
}

/** The lab's world is empty: what is in it comes from the page. */
async function openLab(): Promise<ReactNode> {
  const { handle, page } = await openConsole(
    { clock: 'world', readsPerSecond: 10 },
    { scenario: 'quiet', startMs: WORLD_START_MS },
  )
  const [{ LabDemo }, { createLabClient }] = await Promise.all([
    import('./lab/lab-demo.tsx'),
    import('./lab/lab-client.ts'),
  ])
  return (
    <LabDemo
      lab={createLabClient(handle)}
      machine={createTimeMachine(handle)}
      preferences={createPreferences(localStorage)}
    >
      {page}
    </LabDemo>
  )
}

async function openConsole(
  connection: Pick<Story, 'clock' | 'readsPerSecond'>,
  world: Parameters<typeof openWorld>[1],
): Promise<{ readonly handle: WireHandler; readonly page: ReactNode }> {
  const handle = openWorld(lineOver(startWorker(worldWorkerUrl)), world)
  await worldLives(handle)
  // A static host knows one page: what follows the # is a place inside it.
  const page = await boot(demoPorts(handle, connection), {
    history: createPlaceHistory(window),
    // A journal is of one world, and this one goes with the page.
    journalStore: memoryJournalStore(),
  })
  return { handle, page }
}
