import { type Ports, realPorts } from '../ports.ts'
import { type TestTab, testBrowser } from './testing-tab.ts'
import type { TestUserPool } from './testing-user-pool.ts'
import { createUserPool, type UserPool } from './user-pool.ts'

/** Surroundings in which a test lets time pass and sets the clock, while the network is real. */
export function timed(): Ports & { pass: (ms: number) => void; set: (ms: number) => void } {
  let passedMs = 0
  let offMs = 0
  return {
    ...realPorts,
    wall: () => Date.now() + offMs,
    passed: () => passedMs,
    pass: (ms) => {
      passedMs += ms
      offMs += ms
    },
    set: (ms) => {
      offMs = ms
    },
  }
}

/** A page in which somebody has signed in. */
export async function signedIn(
  server: TestUserPool,
  ports: Ports = timed(),
  tab = testBrowser().open(),
): Promise<{ readonly pool: UserPool; readonly tab: TestTab }> {
  const pool = createUserPool(server.config, ports, tab)
  await pool.open()
  await pool.signIn('here')
  await pool.finish(await server.visit(tab.went.at(-1)))
  return { pool, tab }
}

/** All that the tab keeps. */
export function stored(tab: TestTab): string {
  return Array.from({ length: tab.storage.length }, (_, index) => {
    const key = tab.storage.key(index) ?? ''
    return `${key}: ${tab.storage.getItem(key)}`
  }).join('\n')
}
