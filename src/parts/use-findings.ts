import { type FoundGroup, findingsByState } from '../queries/findings.ts'
import type { InFlight } from '../queries/in-flight.ts'
import { useConsole } from './console-context.tsx'
import { useTicked } from './use-ticking.ts'

/** Findings change with the minutes, not with the seconds. */
const EVERY_MS = 5000

/** The findings of everything in flight, worked out anew every few seconds and when something was read. */
export function useFindings(): readonly FoundGroup[] {
  const { inFlight, ports } = useConsole()
  return useTicked(() => latest(inFlight.get(), Math.floor(ports.wall() / EVERY_MS)))
}

/** Several places on the page ask for the same. */
const made = new WeakMap<InFlight, { readonly period: number; readonly groups: readonly FoundGroup[] }>()

function latest(inFlight: InFlight, period: number): readonly FoundGroup[] {
  const known = made.get(inFlight)
  if (known?.period === period) return known.groups
  const groups = findingsByState(inFlight)
  made.set(inFlight, { period, groups })
  return groups
}
