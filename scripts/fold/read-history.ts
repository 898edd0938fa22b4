import type { HistoryEvent as StatesSdkEvent } from '@aws-sdk/client-sfn'
import type { HistoryEvent as SwfSdkEvent } from '@aws-sdk/client-swf'
import { toHistoryEvent } from '../../src/aws/history-events.ts'
import { toSwfEvent } from '../../src/aws/swf-events.ts'
import type { HistoryEvent } from '../../src/domain/history-event.ts'
import type { SwfEvent } from '../../src/domain/swf-event.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import { MalformedHistory } from './malformed-history.ts'
import { readTimestamp } from './read-timestamp.ts'
import { asSdkDetails } from './sdk-details.ts'

/** One history, its events in rising order of id. */
export type History = {
  /** Every id from the first to the last one is there. */
  readonly contiguous: boolean
  /** What a reader should know of it, a line each. */
  readonly notes: readonly string[]
} & (
  | { readonly provider: 'stepfunctions'; readonly events: readonly HistoryEvent[] }
  | { readonly provider: 'swf'; readonly events: readonly SwfEvent[] }
)

/** How each service calls the same members of an event. */
const MEMBERS = {
  stepfunctions: { id: 'id', type: 'type', time: 'timestamp', details: /EventDetails$/ },
  swf: { id: 'eventId', type: 'eventType', time: 'eventTimestamp', details: /EventAttributes$/ },
} as const

/** Stands for an event that nobody can tell: AWS's 0 is before the first one. */
const UNKNOWN_EVENT = -1

/** AWS's names for the token of the next page, and the AWS CLI's own. */
const NEXT_PAGE = ['nextToken', 'nextPageToken', 'NextToken']

/**
 * A history out of one answer of GetExecutionHistory or GetWorkflowExecutionHistory, as the AWS CLI prints it, or out of its events alone.
 * `source` names it in words for a person. What an event says in details may be missing; throws MalformedHistory where ids and types are.
 */
export function readHistory(answer: JsonValue, source: string): History {
  const given = Array.isArray(answer) ? answer : isJsonObject(answer) ? answer.events : undefined
  if (!Array.isArray(given)) {
    throw new MalformedHistory(`${source} is no history: it has no list of events.`)
  }
  const objects = given.map((event, index) => {
    if (isJsonObject(event)) return event
    throw new MalformedHistory(`${source}: event ${index + 1} is no JSON object.`)
  })
  const provider = objects.some((event) => 'eventType' in event) ? 'swf' : 'stepfunctions'
  const { ids, guessed } = idsOf(objects, provider, source)
  const notes: string[] = []
  const note = (text: string): unknown => notes.push(`${source}: ${text}`)
  if (guessed > 0) note(`${guessed} of ${ids.length} events have no number for an id and keep their place.`)
  let untimed = 0
  const sdkEvents = objects
    .map((event, index) => {
      const { time } = MEMBERS[provider]
      const atMs = readTimestamp(event[time])
      if (atMs === null) untimed += 1
      return { ...sdkEvent(event, provider), [MEMBERS[provider].id]: ids[index] ?? 0, [time]: timeOf(atMs) }
    })
    .sort((a, b) => Number(a[MEMBERS[provider].id]) - Number(b[MEMBERS[provider].id]))
  if (untimed > 0) {
    note(`${untimed} of ${ids.length} timestamps are neither ISO 8601 with an offset nor epoch seconds.`)
  }
  if (isJsonObject(answer) && NEXT_PAGE.some((name) => typeof answer[name] === 'string')) {
    note('there are more events than these (a token for the next page stands beside them).')
  }
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  const contiguous = (sorted.at(-1) ?? 0) - (sorted[0] ?? 1) + 1 === sorted.length
  if (!contiguous) note('events are missing between the first and the last one.')
  else if ((sorted[0] ?? 1) > 1) note('its beginning is missing.')
  // Members of other types than the SDK's were left out or made into those: its own reader does no more.
  return provider === 'swf'
    ? { provider, contiguous, notes, events: (sdkEvents as unknown as SwfSdkEvent[]).map(toSwfEvent) }
    : {
        provider,
        contiguous,
        notes,
        events: (sdkEvents as unknown as StatesSdkEvent[]).map(toHistoryEvent),
      }
}

/**
 * The events' ids; `guessed` of them, of a history that somebody took the numbers out of, only by their place. `reverseOrder` prints them
 * newest first.
 */
function idsOf(events: readonly JsonObject[], provider: History['provider'], source: string) {
  const { id: idName, type: typeName } = MEMBERS[provider]
  const read = events.map((event, index) => {
    const { [idName]: id, [typeName]: type } = event
    const missing = id === undefined ? idName : typeof type === 'string' && type !== '' ? null : typeName
    if (missing !== null) throw new MalformedHistory(`${source}: event ${index + 1} has no \`${missing}\`.`)
    const number = typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id
    return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null
  })
  const known = read.filter((id) => id !== null)
  const step = (known[0] ?? 0) > (known.at(-1) ?? 0) ? -1 : 1
  let before = step === 1 ? 0 : events.length + 1
  const ids = read.map((id) => {
    before = id ?? before + step
    return before
  })
  return { ids, guessed: read.length - known.length }
}

function sdkEvent(event: JsonObject, provider: History['provider']): Record<string, unknown> {
  const { details, type } = MEMBERS[provider]
  const entries = Object.entries(event).flatMap(([key, value]) =>
    details.test(key) && isJsonObject(value) ? [[key, asSdkDetails(value)] as const] : [],
  )
  const previousEventId = Number(event.previousEventId ?? 0)
  return {
    ...Object.fromEntries(entries),
    [type]: event[type],
    previousEventId: Number.isSafeInteger(previousEventId) ? previousEventId : UNKNOWN_EVENT,
  }
}

/** A moment that is not known folds as one that is no number. */
function timeOf(atMs: number | null): Date {
  return new Date(atMs ?? Number.NaN)
}
