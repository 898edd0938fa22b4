import type { HistoryEvent, TaskKind, TaskOutcome } from './history-event.ts'
import { at } from './testing-tasks.ts'

type Bare<E> = E extends HistoryEvent ? Omit<E, 'id' | 'previousEventId' | 'atMs'> : never

/** An event without its place in the history. */
export type BareEvent = Bare<HistoryEvent>

/** A token as AWS makes them, told apart by `name`. */
export function aTokenText(name: string): string {
  return `AQC${name}+/${'kHhwbW9y'.repeat(20)}==`
}

/** Writes a history: each event one second after the one before, chained to it unless said otherwise. */
export class HistoryBuilder {
  readonly events: HistoryEvent[] = []

  /** The id of the new event. `after`: its `previousEventId`. */
  add(event: BareEvent, after: number = this.events.length): number {
    const id = this.events.length + 1
    this.events.push({ ...event, id, previousEventId: after, atMs: at(id) })
    return id
  }

  started(input: unknown = {}): number {
    return this.add({ kind: 'executionStarted', inputText: JSON.stringify(input) })
  }

  /** The first state of an execution chains from 0, as AWS has it. */
  enter(name: string, after: number = this.events.length === 1 ? 0 : this.events.length): number {
    return this.add({ kind: 'stateEntered', name, dataText: '{}' }, after)
  }

  /** A Fail state, which is entered and no more. */
  fail(name: string, after?: number): number {
    return this.add({ kind: 'stateEntered', name, dataText: '{}', fails: true }, after)
  }

  exit(name: string, after?: number): number {
    return this.add({ kind: 'stateExited', name, dataText: '{}' }, after)
  }

  activity(after?: number): number {
    const resource = 'arn:aws:states:eu-west-1:123456789012:activity:charge'
    return this.add({ kind: 'activityScheduled', resource, heartbeatSeconds: 60, timeoutSeconds: 900 }, after)
  }

  callback(parameters: unknown, after?: number): number {
    return this.service('sqs:sendMessage.waitForTaskToken', JSON.stringify(parameters), after)
  }

  /** A service task; `parametersText` null: as without execution data. */
  service(name: string, parametersText: string | null, after?: number): number {
    const [resourceType = '', ...resource] = name.split(':')
    return this.add(
      {
        kind: 'taskScheduled',
        resourceType,
        resource: resource.join(':'),
        parametersText,
        heartbeatSeconds: 60,
        timeoutSeconds: null,
      },
      after,
    )
  }

  /** A task of that kind, just scheduled. */
  task(kind: TaskKind, after?: number): number {
    switch (kind) {
      case 'activity':
        return this.activity(after)
      case 'callback':
        return this.callback({ TaskToken: aTokenText(`${this.events.length}`) }, after)
      case 'job':
        return this.service('states:startExecution.sync:2', '{}', after)
      case 'requestResponse':
        return this.service('dynamodb:putItem', '{}', after)
      case 'lambda': {
        const resource = 'arn:aws:lambda:eu-west-1:123456789012:function:charge'
        const limits = { heartbeatSeconds: null, timeoutSeconds: 900 }
        return this.add({ kind: 'lambdaScheduled', resource, ...limits }, after)
      }
    }
  }

  /** ParallelStateStarted or MapStateStarted. */
  begun(after?: number): number {
    return this.add({ kind: 'branchesStarted' }, after)
  }

  iteration(index: number, after?: number): number {
    return this.add({ kind: 'iterationStarted', index }, after)
  }

  branchesFailed(after?: number): number {
    return this.add({ kind: 'branchesFailed' }, after)
  }

  branchesSucceeded(after?: number): number {
    return this.add({ kind: 'branchesSucceeded' }, after)
  }

  redriven(): number {
    return this.add({ kind: 'executionRedriven' })
  }

  taken(workerName: string | null = 'worker-7', after?: number): number {
    return this.add({ kind: 'taskStarted', workerName }, after)
  }

  submitted(after?: number, childExecutionArn: string | null = null): number {
    return this.add({ kind: 'taskSubmitted', childExecutionArn }, after)
  }

  taskEnded(outcome: TaskOutcome = 'succeeded', after?: number): number {
    const error = outcome === 'succeeded' ? null : outcome === 'timedOut' ? 'States.Timeout' : 'Declined'
    return this.add({ kind: 'taskEnded', outcome, error, cause: null }, after)
  }

  ended(outcome: 'succeeded' | 'failed' | 'timedOut' | 'aborted' = 'succeeded', after?: number): number {
    return this.add({ kind: 'executionEnded', outcome, error: null }, after)
  }
}
