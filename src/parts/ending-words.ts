import { explainTimeout } from '../domain/explain-timeout.ts'
import type { TaskEnding, TaskFacts } from '../domain/in-flight-task.ts'
import { formatInterval } from '../lib/duration.ts'
import type { WriteMoment } from './deadline-words.ts'

export interface EndingWords {
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly headline: string
  readonly detail: string
}

/** How a task ended, and as far as it can be told, which limit did it. */
export function endingWords(task: TaskFacts, ending: TaskEnding, write: WriteMoment): EndingWords {
  const at = write(ending.atMs)
  switch (ending.kind) {
    case 'succeeded':
      return { tone: 'good', headline: `succeeded ${at}`, detail: '' }
    case 'failed':
      return { tone: 'bad', headline: `failed ${at}`, detail: ending.error ?? 'no error was given' }
    case 'timedOut':
      return { tone: 'bad', headline: `timed out ${at}`, detail: timeoutDetail(task, ending.atMs) }
    case 'siblingFailed':
      return { tone: 'bad', headline: `aborted ${at}`, detail: 'a branch beside it failed' }
    case 'executionEnded':
      return { tone: 'neutral', headline: `ended ${at}`, detail: EXECUTION_ENDED[ending.outcome] }
  }
}

const EXECUTION_ENDED = {
  succeeded: 'its execution succeeded',
  failed: 'its execution failed',
  timedOut: "the state machine's TimeoutSeconds ended the execution",
  aborted: 'its execution was stopped',
} as const

function timeoutDetail(task: TaskFacts, endedAtMs: number): string {
  switch (explainTimeout(task, endedAtMs)) {
    case 'heartbeat': {
      const interval = formatInterval(task.heartbeatSeconds ?? 0)
      const limit =
        task.timeoutSeconds === null ? '' : `, not the ${formatInterval(task.timeoutSeconds)} limit`
      return `no beat for ${interval}: the heartbeat${limit}`
    }
    case 'task':
      return `TimeoutSeconds ${task.timeoutSeconds} was reached`
    case 'cannotBeTold':
      return 'which limit it was cannot be told'
  }
}
