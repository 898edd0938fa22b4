import type { QueryClient } from '@tanstack/react-query'
import { isMapChild, stateMachineArnOf } from '../domain/execution-address.ts'
import type { ParentLimits } from '../domain/hard-limit.ts'
import { keys } from './keys.ts'
import { type Definable, type KnownLimits, limitsFor } from './limits-query.ts'
import { isCurrentFor, type Limited, type MapRunParent } from './map-run-parent.ts'

/** What one connection has read of definitions and of Map Runs. */
export interface Known {
  limitsOf(stateMachineArn: string): readonly KnownLimits[] | undefined
  parentOf(mapRunArn: string): MapRunParent | undefined
}

/** What is in the cache now. Each thing is looked up once, so it is for one turn: thousands of children ask for the same. */
export function knownNow(queryClient: QueryClient, connectionId: string): Known {
  return {
    limitsOf: once((arn) => queryClient.getQueryData(keys.limits(connectionId, arn))),
    parentOf: once((arn) => queryClient.getQueryData(keys.mapRunParent(connectionId, arn))),
  }
}

/** What is known of the definition that an execution of Step Functions runs. */
export function definitionOf(execution: Definable, known: Known): KnownLimits | undefined {
  const stateMachineArn = stateMachineArnOf(execution.executionArn)
  return stateMachineArn === null ? undefined : limitsFor(known.limitsOf(stateMachineArn), execution)
}

/** From a Distributed Map's child to the execution above it. */
interface StepUp {
  readonly child: Limited
  /** null: not known yet; its definition's read tells. */
  readonly mapRunArn: string | null
  readonly parent: MapRunParent | undefined
}

/** From an execution up to the one that no Distributed Map has started, or to the first that is not known. */
export function* stepsUp(execution: Limited, known: Known): Generator<StepUp> {
  for (let child = execution; isMapChild(child.executionArn); ) {
    const mapRunArn = child.mapRunArn ?? definitionOf(child, known)?.mapRunArn ?? null
    const parent = mapRunArn === null ? undefined : known.parentOf(mapRunArn)
    yield { child, mapRunArn, parent }
    if (parent === undefined) return
    child = parent
  }
}

/** The limits of all executions above a Distributed Map's child, nearest first. */
export function parentLimitsOf(execution: Limited, known: Known): readonly ParentLimits[] {
  return [...stepsUp(execution, known)].map(({ child, parent }) => {
    if (parent === undefined) return { from: null, timeoutSeconds: undefined }
    const { limitsFromMs: lo, executionArn } = parent
    const hi = isCurrentFor(parent, child) ? lo : Number.POSITIVE_INFINITY
    return { from: { lo, hi }, timeoutSeconds: ownTimeoutOf(executionArn, definitionOf(parent, known)) }
  })
}

/**
 * The TimeoutSeconds of what an execution runs, as in `ExecutionLimits`. A Map's processor can declare none (Amazon States Language, Map
 * state: it has StartAt, States and ProcessorConfig), so nothing need be read of it.
 */
export function ownTimeoutOf(
  executionArn: string,
  definition: KnownLimits | undefined,
): number | null | undefined {
  return isMapChild(executionArn) ? null : definition?.timeoutSeconds
}

function once<T>(look: (key: string) => T | undefined): (key: string) => T | undefined {
  const found = new Map<string, T | undefined>()
  return (key) => {
    if (!found.has(key)) found.set(key, look(key))
    return found.get(key)
  }
}
