import type { SwfEvent } from './swf-event.ts'
import { at } from './testing-tasks.ts'

type Bare<E> = E extends SwfEvent ? Omit<E, 'id' | 'atMs'> : never

/** An event without its place in the history. */
export type BareSwfEvent = Bare<SwfEvent>

/** Writes the history of a workflow execution: each event one second after the one before. */
export class WorkflowBuilder {
  readonly events: SwfEvent[] = []

  /** The id of the new event. */
  add(event: BareSwfEvent): number {
    const id = this.events.length + 1
    this.events.push({ ...event, id, atMs: at(id) })
    return id
  }

  started(executionStartToCloseSeconds: number | null = 3600): number {
    const workflowType = { name: 'Fulfilment', version: '3' }
    return this.add({ kind: 'workflowStarted', workflowType, executionStartToCloseSeconds })
  }

  /** The id of the DecisionTaskCompleted event. */
  decided(identity: string | null = 'decider-1'): number {
    const startedEventId = this.add({ kind: 'decisionStarted', identity })
    return this.add({ kind: 'decisionCompleted', startedEventId })
  }

  scheduled(activityId: string, decisionEventId: number = this.events.length): number {
    return this.add({
      kind: 'activityScheduled',
      activityId,
      activityType: { name: 'ChargeCard', version: '1.2' },
      taskList: 'payments',
      heartbeatSeconds: 60,
      startToCloseSeconds: 900,
      scheduleToStartSeconds: 120,
      scheduleToCloseSeconds: 1000,
      decisionEventId,
    })
  }

  taken(scheduledEventId: number, identity: string | null = 'worker-7'): number {
    return this.add({ kind: 'activityStarted', scheduledEventId, identity })
  }

  activityEnded(
    scheduledEventId: number,
    change: Partial<Omit<Extract<BareSwfEvent, { kind: 'activityEnded' }>, 'kind' | 'scheduledEventId'>> = {},
  ): number {
    const silent = { outcome: 'completed', reason: null, details: null, timeoutType: null } as const
    return this.add({ kind: 'activityEnded', scheduledEventId, ...silent, ...change })
  }

  cancelRequested(activityId: string, decisionEventId: number = this.events.length): number {
    return this.add({ kind: 'activityCancelRequested', activityId, decisionEventId })
  }

  ended(outcome: Extract<SwfEvent, { kind: 'workflowEnded' }>['outcome'] = 'completed'): number {
    return this.add({ kind: 'workflowEnded', outcome })
  }
}
