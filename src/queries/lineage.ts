import type { QueryClient } from '@tanstack/react-query'
import type { ExecutionListing } from '../aws/states-api.ts'
import { isMapChild, stateMachineArnOf } from '../domain/execution-address.ts'
import type { ParentLimits } from '../domain/hard-limit.ts'
import type { Interval } from '../domain/interval.ts'
import { onceEach } from '../lib/once-each.ts'
import { keys } from './keys.ts'
import { type Definable, type KnownLimits, limitsFor } from './limits-query.ts'
import type { Listing } from './listing-queries.ts'
import { isCurrentFor, type Limited, type MapRunParent } from './map-run-parent.ts'

/** What one connection has read of definitions and of Map Runs. */
export interface Known {
  limitsOf(stateMachineArn: string): readonly KnownLimits[] | undefined
  parentOf(mapRunArn: string): MapRunParent | undefined
  /** The version that the newest list shows for an execution; undefined where it is in none. */
  versionOf(stateMachineArn: string, executionArn: string): string | null | undefined
}

/**
 * What is in the cache now. Each thing is looked up once, so it is for one turn: thousands of executions ask for the same, and a key of
 * the cache is hashed at every look.
 */
export function knownNow(queryClient: QueryClient, connectionId: string): Known {
  const listingOf = onceEach((arn) =>
    queryClient.getQueryData<Listing<ExecutionListing>>(keys.executions(connectionId, arn)),
  )
  return {
    limitsOf: onceEach((arn) => queryClient.getQueryData(keys.limits(connectionId, arn))),
    parentOf: onceEach((arn) => queryClient.getQueryData(keys.mapRunParent(connectionId, arn))),
    versionOf(stateMachineArn, executionArn) {
      const listing = listingOf(stateMachineArn)
      return listing === undefined ? undefined : versionsIn(listing).get(executionArn)
    },
  }
}

/** A list is looked through once, not once an execution. */
const versionsOf = new WeakMap<object, ReadonlyMap<string, string | null>>()

function versionsIn(listing: Listing<ExecutionListing>): ReadonlyMap<string, string | null> {
  let versions = versionsOf.get(listing)
  if (versions === undefined) {
    versions = new Map(listing.items.map((item) => [item.executionArn, item.stateMachineVersionArn]))
    versionsOf.set(listing, versions)
  }
  return versions
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
  let current = true
  return [...stepsUp(execution, known)].map(({ child, parent }) => {
    if (parent === undefined) return { from: null, timeoutSeconds: undefined }
    // Whoever is above one that may have been begun anew may have been redriven.
    current &&= isCurrentFor(parent, child)
    const timeoutSeconds = ownTimeoutOf(parent.executionArn, definitionOf(parent, known))
    return { from: beganFor(execution, parent, current), timeoutSeconds }
  })
}

/**
 * From when the limits of an execution above count for `execution`: what was redriven after that began has ended it before, at a limit that
 * counted from an earlier beginning.
 */
function beganFor({ limitsFromMs }: Limited, parent: MapRunParent, current: boolean): Interval {
  if (limitsFromMs === null) return { lo: parent.startedAtMs, hi: Number.POSITIVE_INFINITY }
  if (parent.limitsFromMs > limitsFromMs) return { lo: parent.startedAtMs, hi: limitsFromMs }
  return { lo: parent.limitsFromMs, hi: current ? parent.limitsFromMs : Number.POSITIVE_INFINITY }
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
