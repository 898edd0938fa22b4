import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { defined } from '../../defined.ts'
import { eventPage } from '../../event-pages.ts'
import { flag, members, optional, required } from '../../validation.ts'
import { executionOf } from '../lookups.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

/**
 * What `includeExecutionData: false` leaves out of an event's details: its input or output (API reference). The
 * `parameters` of TaskScheduled are a required member of the API model, so they stay.
 */
const executionData = new Set(['input', 'output'])

export function historyOperations(store: StatesStore): Pick<StepFunctionsOperations, 'GetExecutionHistory'> {
  return {
    GetExecutionHistory: {
      parse: members({
        executionArn: required(rules.arn),
        maxResults: optional(rules.pageSize),
        reverseOrder: optional(flag),
        nextToken: optional(rules.pageToken),
        includeExecutionData: optional(flag),
      }),
      resource: ({ executionArn = '' }) => executionArn,
      run(
        { executionArn = '', maxResults, reverseOrder = false, nextToken, includeExecutionData = true },
        call,
      ) {
        const { events: all } = executionOf(store, executionArn, call)
        const request = JSON.stringify([
          'GetExecutionHistory',
          executionArn,
          reverseOrder,
          includeExecutionData,
        ])
        const length = rules.pageLength(maxResults)
        const from = nextToken === undefined ? undefined : Number(store.pageTokens.read(request, nextToken))
        const page = eventPage(all, { from, length, reverseOrder })
        return defined({
          events: includeExecutionData ? page.events : page.events.map(withoutData),
          nextToken: page.next === undefined ? undefined : store.pageTokens.issue(request, page.next),
        })
      },
    },
  }
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const bare = Object.entries(event).map(([name, value]) => [
    name,
    name.endsWith('EventDetails') ? withoutExecutionData(Object(value)) : value,
  ])
  // Sound: only payloads are gone, and the protocol leaves out what is not there.
  return Object.fromEntries(bare) as HistoryEvent
}

function withoutExecutionData(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !executionData.has(name)))
}
