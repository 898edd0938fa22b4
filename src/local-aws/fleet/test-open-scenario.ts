import { createLocalAwsWithPeople, type LocalAwsWithPeople } from '../../people/local-aws-with-people.ts'
import type { Control } from '../control/control.ts'
import { region } from '../place.ts'
import { sdkRequestHandler } from '../sdk-request-handler.ts'
import { handPorts } from '../test-ports.ts'
import type { ScenarioName } from './scenarios/all.ts'

/** When every scenario of these tests is handed over. */
export const startMs = Date.UTC(2026, 0, 1, 12)

export interface OpenScenario {
  readonly localAws: LocalAwsWithPeople
  readonly control: Control
  /** What the SDK's clients of both services are made of. */
  readonly clientConfig: {
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
    readonly requestHandler: ReturnType<typeof sdkRequestHandler>
    readonly systemClockOffset: number
    readonly maxAttempts: number
  }
  readonly defects: readonly unknown[]
}

/** A scenario whose time goes by only where a test steps it. */
export function openScenario(scenario: ScenarioName, seed: number | string = 1): OpenScenario {
  const defects: unknown[] = []
  const localAws = createLocalAwsWithPeople({
    seed,
    ports: handPorts(startMs),
    scenario,
    onDefect: (error) => defects.push(error),
  })
  const clientConfig = {
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: sdkRequestHandler(localAws.handle),
    systemClockOffset: startMs - Date.now(),
    maxAttempts: 1,
  }
  return { localAws, control: localAws.control, clientConfig, defects }
}
