import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { ScenarioName } from '../local-aws/fleet/scenarios/all.ts'
import type { LocalAwsWithPeople } from '../people/local-aws-with-people.ts'
import { type LocalAwsHost, openLocalAws, startLocalAwsHost } from './local-aws-host.ts'

interface TestHost {
  readonly localAws: LocalAwsWithPeople
  /** From the first test on. */
  readonly url: string
}

/** A local AWS on HTTP for the tests of one file, each of which finds that scenario as new; a paused one moves by steps alone. */
export function hostForTests(scenario: ScenarioName, { paused = false } = {}): TestHost {
  const localAws = openLocalAws({ scenario: 'quiet' })
  let host: LocalAwsHost
  beforeAll(async () => {
    host = await startLocalAwsHost({ port: 0, localAws })
  })
  afterAll(async () => {
    await host.close()
    localAws.close()
  })
  beforeEach(() => localAws.control.openScenario(scenario, { paused }))
  return {
    localAws,
    get url() {
      return host.url
    },
  }
}
