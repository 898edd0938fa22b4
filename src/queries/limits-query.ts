import { queryOptions } from '@tanstack/react-query'
import type { StateMachineLimits } from '../aws/states-api.ts'
import type { Connection } from '../console/connection.ts'
import { isMapChild } from '../domain/execution-address.ts'
import { keys } from './keys.ts'

/** What of an execution tells which definition it runs. `stateMachineVersionArn` undefined: no list has shown it. */
export interface Definable {
  readonly executionArn: string
  readonly startedAtMs: number
  readonly stateMachineVersionArn: string | null | undefined
  /** The Map Run that started it; null: none is known. */
  readonly mapRunArn: string | null
}

/** A state machine's own time limit and definition as read for one execution, and which others run the same one. Server time. */
export interface KnownLimits extends Definable, StateMachineLimits {}

/** UpdateStateMachine is eventually consistent: for so long after it an execution may still get the definition before. */
const UPDATE_LAG_MS = 60_000

/**
 * DescribeStateMachineForExecution for one execution. One scarce read (1 a second) serves others: those of the same published version, and
 * of those without a version the ones started between the definition's update and this one. All children of a Map Run run one definition,
 * that of the execution it is part of.
 */
export function limitsQuery(connection: Connection, stateMachineArn: string, execution: Definable) {
  const queryKey = keys.limits(connection.id, stateMachineArn)
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<readonly KnownLimits[]> => {
      const known = client.getQueryData<readonly KnownLimits[]>(queryKey) ?? []
      const limits = await connection.states.describeLimits(execution.executionArn)
      const { executionArn, startedAtMs, stateMachineVersionArn } = execution
      const mapRunArn = limits.mapRunArn ?? execution.mapRunArn
      const read = { executionArn, startedAtMs, stateMachineVersionArn, ...limits, mapRunArn }
      return [...known.filter((other) => !serves(read, other)), read]
    },
  })
}

export function limitsFor(
  known: readonly KnownLimits[] | undefined,
  execution: Definable,
): KnownLimits | undefined {
  if (known === undefined) return undefined
  const index = indexOf(known)
  const { executionArn, mapRunArn, stateMachineVersionArn } = execution
  const own = index.byExecution.get(executionArn)
  if (own !== undefined) return own
  if (isMapChild(executionArn)) return mapRunArn === null ? undefined : index.byMapRun.get(mapRunArn)
  if (stateMachineVersionArn === undefined) return undefined
  return index.byVersion.get(stateMachineVersionArn)?.find((limits) => serves(limits, execution))
}

interface LimitsIndex {
  readonly byExecution: ReadonlyMap<string, KnownLimits>
  readonly byMapRun: ReadonlyMap<string, KnownLimits>
  readonly byVersion: ReadonlyMap<string | null, readonly KnownLimits[]>
}

/** Thousands of children ask what is known, and every Map Run has a definition of its own: it is looked through once. */
const indexes = new WeakMap<readonly KnownLimits[], LimitsIndex>()

function indexOf(known: readonly KnownLimits[]): LimitsIndex {
  const found = indexes.get(known)
  if (found !== undefined) return found
  const byMapRun = new Map<string, KnownLimits>()
  const byVersion = new Map<string | null, KnownLimits[]>()
  for (const limits of known) {
    const { mapRunArn, stateMachineVersionArn: version } = limits
    if (mapRunArn !== null && !byMapRun.has(mapRunArn)) byMapRun.set(mapRunArn, limits)
    if (version === undefined) continue
    const same = byVersion.get(version)
    if (same === undefined) byVersion.set(version, [limits])
    else same.push(limits)
  }
  const index = {
    byExecution: new Map(known.map((limits) => [limits.executionArn, limits])),
    byMapRun,
    byVersion,
  }
  indexes.set(known, index)
  return index
}

/**
 * Of all that has been read of a state machine, what was put in force last. Where that is not told, or alike, what the execution that
 * started last runs.
 */
export function newestLimits(known: readonly KnownLimits[]): KnownLimits | undefined {
  const inForce = ({ inForceFromMs }: KnownLimits): number =>
    Number.isFinite(inForceFromMs) ? inForceFromMs : 0
  return [...known].sort((a, b) => inForce(b) - inForce(a) || b.startedAtMs - a.startedAtMs)[0]
}

function serves(
  limits: KnownLimits,
  { executionArn, startedAtMs, stateMachineVersionArn, mapRunArn }: Definable,
): boolean {
  if (executionArn === limits.executionArn) return true
  // When a child started tells nothing: what it runs was settled when its parent did.
  if (isMapChild(executionArn)) return mapRunArn !== null && mapRunArn === limits.mapRunArn
  if (stateMachineVersionArn === undefined || stateMachineVersionArn !== limits.stateMachineVersionArn)
    return false
  if (stateMachineVersionArn !== null) return true
  return startedAtMs >= limits.inForceFromMs + UPDATE_LAG_MS && startedAtMs <= limits.startedAtMs
}
