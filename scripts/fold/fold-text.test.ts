import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'
import { MalformedHistory } from './malformed-history.ts'
import { STATES_TASKS, SWF_TASKS, statesAnswer, swfAnswer, TOKEN } from './testing-answers.ts'

function folded(value: unknown): unknown {
  return foldText(JSON.stringify(value), 'It').output
}

function notesOf(value: unknown): readonly string[] {
  return foldText(JSON.stringify(value), 'It').notes
}

/** Every text that is JSON, parsed; also in details. */
function parsed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(parsed)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, parsed(one)]))
  }
  return typeof value === 'string' && value.startsWith('{') ? parsed(JSON.parse(value)) : value
}

describe('foldText', () => {
  it("tells the tasks in flight in one answer of each of AWS's services", () => {
    expect(folded(statesAnswer())).toEqual(STATES_TASKS)
    expect(folded(swfAnswer())).toEqual(SWF_TASKS)
    expect(notesOf(statesAnswer())).toEqual([])
    expect(notesOf(swfAnswer())).toEqual([])
  })

  it('tells of an array of answers an array for each, of both services together', () => {
    expect(folded([statesAnswer(), swfAnswer(), { events: [] }])).toEqual([STATES_TASKS, SWF_TASKS, []])
    expect(folded([])).toEqual([])
    expect(folded([statesAnswer()])).toEqual([STATES_TASKS])
  })

  it('takes the events alone, and those newest first', () => {
    expect(folded(statesAnswer().events)).toEqual(STATES_TASKS)
    expect(folded({ events: statesAnswer().events.reverse() })).toEqual(STATES_TASKS)
    expect(folded([swfAnswer().events.reverse(), statesAnswer().events])).toEqual([SWF_TASKS, STATES_TASKS])
  })

  it('takes texts of JSON that were parsed already', () => {
    expect(folded(parsed(statesAnswer()))).toEqual(STATES_TASKS)
    expect(folded(parsed(swfAnswer()))).toEqual(SWF_TASKS)
  })

  it('tells null where details are missing, and nothing of the task is lost', () => {
    const bare = statesAnswer().events.map(({ timestamp, type, id, previousEventId }) => ({
      timestamp,
      type,
      id,
      previousEventId,
    }))
    expect(folded({ events: bare })).toMatchObject([
      { kind: null, name: null, path: null, heartbeatSeconds: null, hasToken: null },
      { kind: 'activity', name: null, path: null, attempt: 1, startedAt: '2026-11-20T14:00:08.250Z' },
    ])
    const { events } = swfAnswer()
    const { activityTaskScheduledEventAttributes: _, ...scheduled } = events[1] ?? {}
    expect(folded({ events: [events[0], scheduled] })).toMatchObject([
      { scheduledEventId: 2, name: null, path: null, heartbeatSeconds: null, attempt: null },
    ])
  })

  it('tells null where the beginning is missing, and says so', () => {
    const late = { events: statesAnswer().events.slice(4) }
    expect(folded(late)).toMatchObject([
      { name: null, path: null, attempt: null, hasToken: null, heartbeatSeconds: 60 },
      { name: 'Charge card', path: null, attempt: 1, hasToken: false },
    ])
    expect(notesOf(late)).toEqual(['It: its beginning is missing.'])
    const swf = { events: swfAnswer().events.slice(3) }
    expect(folded(swf)).toMatchObject([{ name: 'ChargeCard', attempt: null, cancelRequested: true }])
    expect(folded({ events: swfAnswer().events.slice(3, 5) })).toMatchObject([{ cancelRequested: false }])
  })

  it('does not know of a request to cancel in a gap', () => {
    const { events } = swfAnswer()
    const gap = { events: [...events.slice(0, 4), { ...events[4], eventId: 7 }] }
    expect(folded(gap)).toMatchObject([{ cancelRequested: null }])
    expect(notesOf(gap)).toEqual(['It: events are missing between the first and the last one.'])
  })

  it('does not know of a token where execution data was left out', () => {
    const { events } = statesAnswer()
    const details = { resourceType: 'sqs', resource: 'sendMessage.waitForTaskToken', heartbeatInSeconds: 60 }
    events[5] = { ...events[5], taskScheduledEventDetails: details }
    expect(folded({ events })).toMatchObject([{ kind: 'callback', hasToken: null }, { hasToken: false }])
  })

  it('keeps what has placeholders for ids and times, and says so', () => {
    const taken = statesAnswer().events.map((event, index) => ({
      ...event,
      timestamp: 'timestamp',
      id: index === 4 ? '<id:5>' : event.id,
    }))
    expect(folded({ events: taken })).toEqual(STATES_TASKS.map((task) => ({ ...task, startedAt: null })))
    expect(folded({ events: taken.toReversed() })).toEqual(
      STATES_TASKS.map((task) => ({ ...task, startedAt: null })),
    )
    expect(notesOf({ events: taken })).toEqual([
      'It: 1 of 8 events have no number for an id and keep their place.',
      'It: 8 of 8 timestamps are neither ISO 8601 with an offset nor epoch seconds.',
    ])
  })

  it('knows no path where the event before has a placeholder for its id', () => {
    const { events } = statesAnswer()
    events[3] = { ...events[3], previousEventId: '<id:3>' }
    expect(folded({ events })).toMatchObject([
      { name: 'Ask manager', path: null, attempt: 1 },
      { path: 'Orders / branch 1 / Charge card' },
    ])
  })

  it('says that there are more pages', () => {
    expect(notesOf({ ...statesAnswer(), NextToken: 'x' })).toEqual([
      'It: there are more events than these (a token for the next page stands beside them).',
    ])
    expect(folded({ ...statesAnswer(), nextToken: 'x' })).toEqual(STATES_TASKS)
  })

  it.each<[unknown, string]>([
    [null, 'It is no history: it has no list of events.'],
    [7, 'It is no history: it has no list of events.'],
    ['events', 'It is no history: it has no list of events.'],
    [{}, 'It is no history: it has no list of events.'],
    [{ events: {} }, 'It is no history: it has no list of events.'],
    [[{ events: [] }, 7], 'It, answer 2 is no history: it has no list of events.'],
    [{ events: [7] }, 'It: event 1 is no JSON object.'],
    [{ events: [{ id: 1, type: 'ExecutionStarted' }, { type: 'A' }] }, 'It: event 2 has no `id`.'],
    [{ events: [{ id: 1 }] }, 'It: event 1 has no `type`.'],
    [{ events: [{ id: 1, type: 7 }] }, 'It: event 1 has no `type`.'],
    [[{ events: [{ eventType: 'DecisionTaskStarted' }] }], 'It, answer 1: event 1 has no `eventId`.'],
    [{ events: [{ eventId: 1, eventType: '' }] }, 'It: event 1 has no `eventType`.'],
  ])('refuses %j', (value, message) => {
    expect(() => folded(value)).toThrow(new MalformedHistory(message))
  })

  it('refuses what is no JSON without a word of it, and takes a byte order mark', () => {
    expect(() => foldText(`{"events": [${TOKEN}`, 'It')).toThrow(new MalformedHistory('It is not JSON.'))
    expect(() => foldText('', 'It')).toThrow(MalformedHistory)
    expect(() => foldText('['.repeat(100_000), 'It')).toThrow(MalformedHistory)
    expect(foldText(`\uFEFF${JSON.stringify(statesAnswer())}`, 'It').output).toEqual(STATES_TASKS)
  })

  it('lets members of any other type pass for missing', () => {
    const wild = [null, 7, 'x', [], {}, true, { name: 7 }]
    for (const value of wild) {
      const states = statesAnswer().events.map((event) =>
        Object.fromEntries(
          Object.entries(event).map(([key, one]) => [key, key.endsWith('Details') ? value : one]),
        ),
      )
      expect(folded({ events: states })).toHaveLength(2)
      const swf = swfAnswer().events.map((event) =>
        Object.fromEntries(
          Object.entries(event).map(([key, one]) => [
            key,
            key.endsWith('Attributes') ? { ...(one as object), heartbeatTimeout: value } : one,
          ]),
        ),
      )
      expect(folded({ events: swf })).toMatchObject([
        { ...SWF_TASKS[0], heartbeatSeconds: value === 7 ? 7 : null },
      ])
    }
  })
})
