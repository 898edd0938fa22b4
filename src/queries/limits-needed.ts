import { isMapChild, stateMachineArnOf } from '../domain/execution-address.ts'
import { type Definable, type KnownLimits, limitsFor } from './limits-query.ts'
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

interface Standing {
  readonly stateMachineArn: string | null
  readonly isMapChild: boolean
  /** What was known of its state machine's limits when it was last asked, and whether that covers it. */
  limits: readonly KnownLimits[] | undefined
  covered: boolean
}

/**
 * This is asked of thousands of executions before each read, and hardly ever has the answer changed: it stands until the execution, or what
 * is known of its state machine, is another object.
 */
const standings = new WeakMap<Definable, Standing>()

function standingOf(execution: Definable, known: Known): Standing {
  let standing = standings.get(execution)
  if (standing === undefined) {
    const stateMachineArn = stateMachineArnOf(execution.executionArn)
    // SWF's are no business of definitions.
    const covered = stateMachineArn === null
    standing = { stateMachineArn, isMapChild: isMapChild(execution.executionArn), limits: undefined, covered }
    standings.set(execution, standing)
  }
  if (standing.stateMachineArn === null) return standing
  const limits = known.limitsOf(standing.stateMachineArn)
  if (limits !== standing.limits) {
    standing.limits = limits
    standing.covered = limitsFor(limits, execution) !== undefined
  }
  return standing
}

/**
 * What is still to be read before the limits of all these executions are known, and of those above them. `isWatched` tells of a parent
 * whose history is read anyway: a redrive is seen there. An execution of which something else is known must be another object.
 */
export function limitsNeeded(
  executions: Iterable<Watched>,
  known: Known,
  isWatched: (executionArn: string) => boolean,
): LimitsNeeded {
  const definitions = new Map<string, Uncovered>()
  const parents = new Map<string, boolean>()

  const define = (execution: Definable, { stateMachineArn, covered }: Standing, pinned: boolean): void => {
    if (stateMachineArn === null || covered) return
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
    const standing = standingOf(execution, known)
    define(execution, standing, pinned)
    if (execution.ended || !standing.isMapChild) continue
    for (const { child, mapRunArn, parent } of stepsUp(execution, known)) {
      if (parent !== undefined) define(parent, standingOf(parent, known), pinned)
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
