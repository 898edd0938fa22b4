import { readFileSync } from 'node:fs'
import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { recordedHistoriesFile } from '../../../scripts/test/recorded-histories-file.ts'
import { notYet, scenarios, workloads } from './test-recorded-scenarios.ts'
import { steppedWorld } from './test-stepped-world.ts'

const file = recordedHistoriesFile()
const recordings = file === undefined ? undefined : readRecordings(file)

interface Recording {
  readonly test: string
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

function readRecordings(path: string): ReadonlyMap<string, Recording> {
  // The file's shape is described in the README beside it.
  const all = JSON.parse(readFileSync(path, 'utf8')) as readonly Recording[]
  return new Map(all.map((recording) => [recording.test.replace(/\/get_execution_history$/, ''), recording]))
}

/** What must agree: the order of types, the chain, and which details there are. */
function shape(
  events: readonly object[],
): { id: unknown; previousEventId: unknown; type: unknown; details: unknown }[] {
  return events.map((event) => {
    const { id, previousEventId, type, ...rest } = event as Partial<HistoryEvent>
    const details = Object.entries(rest).filter(([name]) => name.endsWith('EventDetails'))
    return {
      id,
      previousEventId,
      type,
      details: details.map(([name, value]) => [name, Object.keys(Object(value)).sort()]),
    }
  })
}

/**
 * The same where lines run beside one another: which of four equal timeouts comes first is AWS's secret, so each
 * event is told by its own chain instead of by ids.
 */
function shapeOfLines(events: readonly object[]): string[] {
  const told = new Map<unknown, string>()
  return shape(events).map(({ id, previousEventId, type, details }) => {
    const one = `${JSON.stringify([type, details])}<${told.get(previousEventId) ?? ''}`
    told.set(id, one)
    return one
  })
}

const besideOneAnother = new Set(['TestTimeouts::test_service_lambda_map_timeout'])

describe.skipIf(recordings === undefined)('a history here has the shape of the one AWS wrote', () => {
  it.each(Object.entries(scenarios))('%s', async (name, run) => {
    const recorded = recordings?.get(name)
    if (recorded === undefined) throw new Error(`no recording of ${name}`)
    const aws = steppedWorld({ workloads })
    const events = await aws.history(await run(aws))
    if (besideOneAnother.has(name)) expect(shapeOfLines(events)).toEqual(shapeOfLines(recorded.events))
    else expect(shape(events)).toEqual(shape(recorded.events))
  })

  it('or is known to be one the local AWS cannot run yet', () => {
    const known = [...Object.keys(scenarios), ...Object.keys(notYet)]
    expect(known.sort()).toEqual([...(recordings?.keys() ?? [])].sort())
  })
})
