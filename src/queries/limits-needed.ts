import { stateMachineArnOf } from '../domain/execution-address.ts'
import { type Definable, limitsFor } from './limits-query.ts'
import { type Known, stepsUp } from './lineage.ts'
import { isCurrentFor, type Limited } from './map-run-parent.ts'

/** An execution that is watched. */
export interface Watched extends Limited {
  readonly pinned: boolean
  readonly ended: boolean
}

export interface Uncovered extends Definable {
  readonly pinned: boolean
}

export interface LimitsNeeded {
  /**
   * Per state machine, the execution whose limits are to be read next: one that a person has open, or the newest whose limits are not
   * known, for what it runs serves others too.
   */
  readonly definitions: ReadonlyMap<string, Uncovered>
  /** The Map Runs whose parent is to be read, and whether a person has one of their children open. */
  readonly parents: ReadonlyMap<string, boolean>
}

/**
 * What is still to be read before the limits of all these executions are known, and of those above them. `isWatched` tells of a parent
 * whose history is read anyway: a redrive is seen there.
 */
export function limitsNeeded(
  executions: Iterable<Watched>,
  known: Known,
  isWatched: (executionArn: string) => boolean,
): LimitsNeeded {
  const definitions = new Map<string, Uncovered>()
  const parents = new Map<string, boolean>()

  const define = (execution: Definable, pinned: boolean): void => {
    const stateMachineArn = stateMachineArnOf(execution.executionArn)
    if (stateMachineArn === null || limitsFor(known.limitsOf(stateMachineArn), execution) !== undefined)
      return
    const best = definitions.get(stateMachineArn)
    // What a person has open comes first: its version may be another one.
    const better =
      best === undefined || (pinned === best.pinned ? execution.startedAtMs > best.startedAtMs : pinned)
    if (!better) return
    const { executionArn, startedAtMs, stateMachineVersionArn, mapRunArn } = execution
    definitions.set(stateMachineArn, {
      executionArn,
      startedAtMs,
      stateMachineVersionArn,
      mapRunArn,
      pinned,
    })
  }

  for (const execution of executions) {
    const { pinned } = execution
    define(execution, pinned)
    if (execution.ended) continue
    for (const { child, mapRunArn, parent } of stepsUp(execution, known)) {
      if (parent !== undefined) define(parent, pinned)
      if (mapRunArn === null) continue
      const readAgain =
        parent !== undefined &&
        child.limitsFromMs !== null &&
        !isCurrentFor(parent, child) &&
        !isWatched(parent.executionArn)
      if (parent === undefined || readAgain) parents.set(mapRunArn, pinned || parents.get(mapRunArn) === true)
    }
  }
  return { definitions, parents }
}
