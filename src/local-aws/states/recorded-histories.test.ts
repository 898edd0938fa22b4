import { readFileSync } from 'node:fs'
import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { recordedHistoriesFile } from '../../../scripts/test/recorded-histories-file.ts'
import { scenarios, workloads } from './test-recorded-scenarios.ts'
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

/** Those whose recorder sorted the events inside the Parallel, took their ids and left out one: what is left of them must agree. */
const scrambled: Readonly<Record<string, string>> = {
  'TestStateVariablesTemplate::test_parallel_catch_error[PARALLEL_CATCH_ERROR_OUTPUT]': 'ParallelStateFailed',
  'TestStateVariablesTemplate::test_parallel_catch_error[PARALLEL_CATCH_ERROR_VARIABLE_SAMPLING]':
    'ParallelStateFailed',
}

function shapeOfScrambled(events: readonly object[], recorded: readonly object[]): string[] {
  const whole = new Set(shape(recorded).flatMap(({ id }) => (typeof id === 'number' ? [id] : [])))
  return shape(events)
    .map(({ id, previousEventId, type, details }) =>
      JSON.stringify(
        typeof id === 'number' && whole.has(id) ? [id, previousEventId, type, details] : [type, details],
      ),
    )
    .sort()
}

const besideOneAnother = new Set(['TestTimeouts::test_service_lambda_map_timeout'])

describe.skipIf(recordings === undefined)('a history here has the shape of the one AWS wrote', () => {
  it.each(Object.entries(scenarios))('%s', async (name, run) => {
    const recorded = recordings?.get(name)
    if (recorded === undefined) throw new Error(`no recording of ${name}`)
    const aws = steppedWorld({ workloads })
    const events = await aws.history(await run(aws))
    const missing = scrambled[name]
    if (missing !== undefined) {
      const told = [...recorded.events, { type: missing }]
      expect(shapeOfScrambled(events, told)).toEqual(shapeOfScrambled(told, told))
    } else if (besideOneAnother.has(name)) expect(shapeOfLines(events)).toEqual(shapeOfLines(recorded.events))
    else expect(shape(events)).toEqual(shape(recorded.events))
  })

  it('for every recording that there is', () => {
    expect(Object.keys(scenarios).sort()).toEqual([...(recordings?.keys() ?? [])].sort())
  })
})
