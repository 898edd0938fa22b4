import { createHashHistory } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { boot } from '../app/boot.tsx'
import { createPreferences } from '../console/preferences.ts'
import { storyNameIn } from './addresses.ts'
import { DemoPage } from './demo-page.tsx'
import { demoPorts } from './demo-ports.ts'
import { lineOver } from './messages.ts'
import { openWorld } from './open-world.ts'
import { StartPage } from './start-page.tsx'
import { type Story, startMsOf, storyNamed } from './story.ts'
import { createTimeMachine, worldLives } from './time-machine.ts'

/** The page that the address asks for: one story, or all of them to choose from. */
export async function startDemo(): Promise<ReactNode> {
  const name = storyNameIn(location.search)
  const story = name === null ? undefined : storyNamed(name)
  if (story === undefined) return <StartPage unknown={name} preferences={createPreferences(localStorage)} />
  return tell(story)
}

async function tell(story: Story): Promise<ReactNode> {
  const worker = new Worker(new URL('./world-worker.ts', import.meta.url), { type: 'module' })
  const handle = openWorld(lineOver(worker), { scenario: story.name, startMs: startMsOf(story, Date.now()) })
  await worldLives(handle)
  // A static host knows one page: what follows the # is a place inside it.
  const page = await boot(demoPorts(handle, story), { history: createHashHistory(), storage: inMemory() })
  return (
    <DemoPage story={story} machine={createTimeMachine(handle)}>
      {page}
    </DemoPage>
  )
}

/** A journal is of one world, and this one goes with the page. */
function inMemory(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      items.set(key, value)
    },
  }
}
