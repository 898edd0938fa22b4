import type { TaskState } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Visit } from '../model.ts'
import { valueAtPath } from './data-flow.ts'
import { runtimeFailure } from './state-failure.ts'

export interface TaskIntervals {
  readonly timeoutSeconds: number | undefined
  readonly heartbeatSeconds: number | undefined
}

/** TimeoutSeconds and HeartbeatSeconds, resolved; undefined where the state declares none, as in history. */
export function taskIntervals(visit: Visit<TaskState>, input: JsonValue): TaskIntervals {
  const { state } = visit
  const read = (
    name: string,
    literal: TaskState['TimeoutSeconds'],
    path: string | undefined,
  ): number | undefined => {
    if (path === undefined) return typeof literal === 'number' ? literal : undefined
    const value = valueAtPath(visit, input, path)
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 99_999_999) return value
    const shown = JSON.stringify(value)
    throw runtimeFailure(visit, `The ${name} parameter cannot be parsed as a long value: ${path} == ${shown}`)
  }
  return {
    timeoutSeconds: read('TimeoutSecondsPath', state.TimeoutSeconds, state.TimeoutSecondsPath),
    heartbeatSeconds: read('HeartbeatSecondsPath', state.HeartbeatSeconds, state.HeartbeatSecondsPath),
  }
}
