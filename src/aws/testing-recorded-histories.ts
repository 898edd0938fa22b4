import { readFileSync } from 'node:fs'
import type { HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn'
import { recordedHistoriesFile } from '../../scripts/test/recorded-histories-file.ts'
import { ZERO_MS } from '../domain/testing-tasks.ts'

/** One history that was recorded against AWS, as its SDK would have given it. */
export interface RecordedHistory {
  readonly name: string
  readonly events: readonly SdkEvent[]
}

/** Empty, with a reason printed, where the recorded histories are not at hand. */
export function recordedHistories(): readonly RecordedHistory[] {
  const file = recordedHistoriesFile()
  if (file === undefined) return []
  // The file's own shape, described beside it.
  const entries = JSON.parse(readFileSync(file, 'utf8')) as {
    test: string
    events: Record<string, unknown>[]
  }[]
  return entries.map(({ test, events }) => ({
    name: test.replace(/\/(?:get_)?execution_history.*/, (end) => end.replace('/get_execution_history', '')),
    events: events.map((event, index) => asSdkGives(event, index)),
  }))
}

/** The recordings have placeholders for times, and texts of JSON already parsed. */
function asSdkGives(event: Record<string, unknown>, index: number): SdkEvent {
  const entries = Object.entries(event).map(([key, value]) => [
    key,
    key.endsWith('Details') ? withTexts(value as Record<string, unknown>) : value, // an object by its name
  ])
  // `id` is a placeholder in two recordings.
  const given = Object.fromEntries(entries) as SdkEvent
  return {
    ...given,
    id: typeof given.id === 'number' ? given.id : index + 1,
    timestamp: new Date(ZERO_MS + index * 1000),
  }
}

function withTexts(details: Record<string, unknown>): Record<string, unknown> {
  const texts = new Set(['input', 'output', 'parameters', 'cause'])
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      texts.has(key) && typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  )
}
