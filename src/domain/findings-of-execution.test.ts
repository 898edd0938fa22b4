import { describe, expect, it } from 'vitest'
import {
  executionFindings,
  HISTORY_EVENT_LIMIT,
  HISTORY_NEAR_EVENTS,
  HISTORY_NEARLY_FULL_EVENTS,
} from './findings-of-execution.ts'
import { ZERO_MS } from './testing-tasks.ts'

describe('executionFindings', () => {
  it.each([
    [0, []],
    [HISTORY_NEAR_EVENTS - 1, []],
    [HISTORY_NEAR_EVENTS, ['warning']],
    [HISTORY_NEARLY_FULL_EVENTS - 1, ['warning']],
    [HISTORY_NEARLY_FULL_EVENTS, ['error']],
    [HISTORY_EVENT_LIMIT, ['error']],
  ])('after %s events', (lastEventId, severities) => {
    for (const service of ['states', 'swf'] as const)
      expect(executionFindings({ lastEventId, ended: null, service })).toEqual(
        severities.map((severity) => ({
          kind: 'historyNearLimit',
          severity,
          eventCount: lastEventId,
          eventLimit: HISTORY_EVENT_LIMIT,
          service,
        })),
      )
  })

  it('is no matter once the execution has ended', () => {
    const ended = { atMs: ZERO_MS, outcome: 'failed' } as const
    expect(executionFindings({ lastEventId: HISTORY_EVENT_LIMIT, ended, service: 'states' })).toEqual([])
  })
})
