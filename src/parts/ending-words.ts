import { explainTimeout } from '../domain/explain-timeout.ts'
import type { TaskEnding, TaskFacts, TimedOut } from '../domain/in-flight-task.ts'
import { formatInterval } from '../lib/duration.ts'
import type { WriteMoment } from './deadline-words.ts'
import { settingNames } from './setting-names.ts'
import { isUnclaimed } from './task-kinds.ts'

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
    case 'completed':
      return { tone: 'good', headline: `${ending.kind} ${at}`, detail: '' }
    case 'canceled':
      return {
        tone: 'neutral',
        headline: `canceled ${at}`,
        detail: canceledDetail(task, ending.cause),
      }
    case 'failed':
      return { tone: 'bad', headline: `failed ${at}`, detail: failedDetail(task, ending.error, ending.cause) }
    case 'timedOut':
      return { tone: 'bad', headline: `timed out ${at}`, detail: timeoutDetail(task, ending) }
    case 'siblingFailed':
      return { tone: 'bad', headline: `aborted ${at}`, detail: 'a branch beside it failed' }
    case 'untold':
      return { tone: 'neutral', headline: `over by ${at}`, detail: 'its history does not say how it ended' }
    case 'executionEnded':
      return { tone: 'neutral', headline: `ended ${at}`, detail: executionEnded(task, ending.outcome) }
  }
}

/** In SWF the details say more than the reason; in Step Functions the cause is a text of any length, often JSON. */
function failedDetail({ swf }: TaskFacts, error: string | null, cause: string | null): string {
  if (swf === null) return error ?? 'no error was given'
  return [error, cause].filter((text) => text !== null && text !== '').join(': ') || 'no reason was given'
}

/** SWF itself cancels a task that nobody has taken. */
function canceledDetail(task: TaskFacts, said: string | null): string {
  if (said !== null) return `its worker said: ${said}`
  return isUnclaimed(task) ? 'before a worker took it' : 'its worker stopped'
}

const EXECUTION_ENDED = {
  succeeded: 'its execution succeeded',
  failed: 'its execution failed',
  timedOut: "the state machine's TimeoutSeconds ended the execution",
  aborted: 'its execution was stopped',
  completed: 'its workflow completed',
  canceled: 'its workflow was canceled',
  terminated: 'its workflow was terminated',
  continuedAsNew: 'its workflow continued as a new run',
} as const

function executionEnded({ swf }: TaskFacts, outcome: keyof typeof EXECUTION_ENDED): string {
  if (swf === null) return EXECUTION_ENDED[outcome]
  if (outcome === 'timedOut') return "the workflow's executionStartToCloseTimeout ended it"
  return outcome === 'failed' ? 'its workflow failed' : EXECUTION_ENDED[outcome]
}

function timeoutDetail(task: TaskFacts, ending: TimedOut): string {
  const { limits } = settingNames(task)
  const said = task.swf === null || ending.cause === null ? '' : `; last details: ${ending.cause}`
  const reason = explainTimeout(task, ending)
  switch (reason) {
    case 'heartbeat': {
      const interval =
        task.heartbeatSeconds == null ? 'its heartbeat timeout' : formatInterval(task.heartbeatSeconds)
      const limit =
        task.timeoutSeconds == null || task.swf !== null
          ? ''
          : `, not the ${formatInterval(task.timeoutSeconds)} limit`
      return `no beat for ${interval}: the heartbeat${limit}${said}`
    }
    case 'scheduleToStart':
      return `no worker took it within ${limits.scheduleToStart}`
    case 'task':
    case 'scheduleToClose': {
      const seconds = reason === 'task' ? task.timeoutSeconds : task.swf?.scheduleToCloseSeconds
      return `${limits[reason]} ${seconds ?? ''} was reached${said}`
    }
    case 'cannotBeTold':
      return 'which limit it was cannot be told'
  }
}
