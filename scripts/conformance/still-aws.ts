import type { ScenarioName } from '../../src/local-aws/fleet/scenarios/all.ts'
import { createLocalAwsWithPeople, type LocalAwsWithPeople } from '../../src/people/local-aws-with-people.ts'

/** A local AWS whose world stands still, on a machine whose time moves by hand. */
export interface StillAws {
  readonly aws: LocalAwsWithPeople
  /** What it did that is nobody's fault but its own. */
  readonly defects: unknown[]
  wireNowMs(): number
  /** Lets the machine's time go by, so that the token buckets fill up; the world stands still. */
  wait(ms: number): void
}

/** The same scenario, seed and moment each time. */
export async function stillAws(scenario: ScenarioName): Promise<StillAws> {
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  const defects: unknown[] = []
  const aws = createLocalAwsWithPeople({
    seed: 'still',
    ports: { wall: () => nowMs, after: breathing },
    scenario,
    startMs: nowMs,
    paused: true,
    onDefect: (error) => void defects.push(error),
  })
  await aws.control.status()
  return {
    aws,
    defects,
    wireNowMs: () => nowMs,
    wait(ms) {
      nowMs += ms
    },
  }
}

/** Only the world's own breath is drawn; no long poll ends by itself. */
function breathing(ms: number, fn: () => void): () => void {
  if (ms === 0) queueMicrotask(fn)
  return () => undefined
}
