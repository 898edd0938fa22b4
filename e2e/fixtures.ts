import type { SFNClient } from '@aws-sdk/client-sfn'
import type { SWFClient } from '@aws-sdk/client-swf'
import type { ScenarioName } from '../src/local-aws/fleet/scenarios/all.ts'
import type { LocalSignIn } from '../src/local-aws/local-config.ts'
import { guardedTest } from './support/guarded-test.ts'
import { secondClient } from './support/second-client.ts'
import { type Endpoint, type Servers, startServers } from './support/servers.ts'
import { secondSwfClient } from './support/swf-worker.ts'
import { testConfig } from './support/test-config.ts'
import { controlWorld, type WorldControl } from './support/world-control.ts'

interface TestFixtures {
  /** The scenario that the test's world begins with: `test.use({ scenario: 'fleet' })`. */
  readonly scenario: ScenarioName
  readonly world: WorldControl
  /** The local AWS on HTTP: its address, for a second client, and its going away and coming back. */
  readonly localAws: Endpoint
  /** A second client of the same account, in Node. */
  readonly sfn: SFNClient
  /** The same for SWF. */
  readonly swf: SWFClient
  /** Who is signed in from the next load of the page on; at first it is ana, the operator. */
  readonly signInAs: (person: 'ana' | 'vic' | 'guest' | 'keys') => void
  /** Answers this as /config.json from the next load of the page on. */
  readonly configure: (config: unknown) => void
}

interface WorkerFixtures {
  readonly servers: Servers
}

export const test = guardedTest.extend<TestFixtures, WorkerFixtures>({
  servers: [
    // Playwright reads a fixture's needs from its first parameter, which therefore is a pattern, here an empty one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const servers = await startServers()
      await provide(servers)
      await servers.close()
    },
    { scope: 'worker' },
  ],

  scenario: ['solo', { option: true }],

  world: [
    async ({ servers, scenario }, provide) => {
      const world = controlWorld(servers.localAws.control)
      await world.open(scenario)
      servers.console.configure(testConfig(servers.endpoint.url))
      await provide(world)
      await servers.endpoint.comeBack()
    },
    { auto: true },
  ],

  baseURL: async ({ servers }, provide) => provide(servers.console.url),

  localAws: async ({ servers }, provide) => provide(servers.endpoint),

  sfn: async ({ servers }, provide) => {
    const sfn = secondClient(servers.endpoint.url)
    await provide(sfn)
    sfn.destroy()
  },

  swf: async ({ servers }, provide) => {
    const swf = secondSwfClient(servers.endpoint.url)
    await provide(swf)
    swf.destroy()
  },

  signInAs: async ({ servers }, provide) => {
    await provide((person) => {
      const signIn: LocalSignIn = person === 'guest' || person === 'keys' ? person : { person }
      servers.console.configure(testConfig(servers.endpoint.url, signIn))
    })
  },

  configure: async ({ servers }, provide) => provide((config) => servers.console.configure(config)),
})

export { expect } from 'playwright/test'
