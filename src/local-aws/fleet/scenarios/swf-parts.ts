import type { SecondsRange, SwfActivitySpec, SwfWorkerSpec, SwfWorkflowSpec } from '../scenario.ts'

/** Pieces of Amazon SWF from which the scenarios are written. */

const hour = 3600

/** A workflow of which there are always some: when one ends, another one starts. */
export function workflow(
  type: string,
  workflowIdPrefix: string,
  inFlight: number,
  spreadSeconds: number,
  activities: readonly SwfActivitySpec[],
): SwfWorkflowSpec {
  return {
    type,
    workflowIdPrefix,
    executionStartToCloseTimeout: String(4 * hour),
    activities,
    inFlight,
    spreadSeconds,
    pauseSeconds: [1, 10],
    input: (random) => ({ delivery: `d-${random.integer(1000, 9999)}` }),
  }
}

/** One execution of one activity, there from the beginning; nothing follows it. */
export function workflowOnce(
  type: string,
  workflowIdPrefix: string,
  only: SwfActivitySpec,
  input: object,
): SwfWorkflowSpec {
  return {
    type,
    workflowIdPrefix,
    executionStartToCloseTimeout: String(24 * hour),
    activities: [only],
    inFlight: 1,
    spreadSeconds: 0,
    input: () => input,
  }
}

/** An activity that is named for its type; two hours to be done, one to be taken, unless `timeouts` say otherwise. */
export function activity(
  type: string,
  taskList: string,
  timeouts: Pick<SwfActivitySpec, 'heartbeatTimeout'> & Partial<SwfActivitySpec>,
): SwfActivitySpec {
  return {
    activityId: type.toLowerCase().replaceAll(' ', '-'),
    type,
    taskList,
    startToCloseTimeout: String(2 * hour),
    scheduleToStartTimeout: String(hour),
    scheduleToCloseTimeout: 'NONE',
    ...timeouts,
  }
}

/** A worker that is well. */
export function worker(
  name: string,
  taskList: string,
  intervalSeconds: number,
  workSeconds: SecondsRange,
): SwfWorkerSpec {
  return { name, taskList, behaviour: 'beatsWell', intervalSeconds, workSeconds }
}
