import type { HistoryEvent } from '../src/domain/history-event.ts'
import type { SwfEvent } from '../src/domain/swf-event.ts'

/** What both ways of finding the open tasks must agree on. */
export interface OpenTask {
  readonly scheduledEventId: number
  readonly name: string | null
  /** When a worker took it, or its message was out. */
  readonly begunMs: number | null
}

/** The plain way: for each task that was scheduled, look through the history for its end, and back through it for its state. */
export function openTasksByRescanning(events: readonly HistoryEvent[]): OpenTask[] {
  return events.flatMap((scheduled): OpenTask[] => {
    if (scheduled.kind !== 'activityScheduled' && scheduled.kind !== 'taskScheduled') return []
    let lastId = scheduled.id
    let begunMs: number | null = null
    for (const event of events) {
      if (event.previousEventId !== lastId) continue
      if (event.kind === 'taskEnded') return []
      if (event.kind === 'taskStarted' || event.kind === 'taskSubmitted') begunMs = event.atMs
      lastId = event.id
    }
    const entered = events.find(({ id }) => id === scheduled.previousEventId)
    const name = entered?.kind === 'stateEntered' ? entered.name : null
    return [{ scheduledEventId: scheduled.id, name, begunMs }]
  })
}

/** The same for SWF, whose events name the task they are about. */
export function openActivitiesByRescanning(events: readonly SwfEvent[]): OpenTask[] {
  return events.flatMap((scheduled): OpenTask[] => {
    if (scheduled.kind !== 'activityScheduled') return []
    const { id, activityType } = scheduled
    if (events.some((event) => event.kind === 'activityEnded' && event.scheduledEventId === id)) return []
    const started = events.find((event) => event.kind === 'activityStarted' && event.scheduledEventId === id)
    return [{ scheduledEventId: id, name: activityType.name, begunMs: started?.atMs ?? null }]
  })
}
