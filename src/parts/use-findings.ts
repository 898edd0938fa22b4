import type { ReadableStore } from '../lib/store.ts'
import { type FoundGroup, findingsByState } from '../queries/findings.ts'
import type { InFlight } from '../queries/in-flight.ts'
import { useConsole } from './console-context.tsx'
import { useTicked } from './use-ticking.ts'

/** Findings change with the minutes, and judging everything in flight is dear: reads alone would have it done at every tick. */
const EVERY_MS = 2000

/** The findings of everything in flight, worked out anew every other second. */
export function useFindings(): readonly FoundGroup[] {
  const { inFlight, ports } = useConsole()
  return useTicked(() => latest(inFlight, Math.floor(ports.wall() / EVERY_MS)))
}

/** Several places on the page ask for the same. */
const made = new WeakMap<
  ReadableStore<InFlight>,
  { readonly period: number; readonly groups: readonly FoundGroup[] }
>()

function latest(inFlight: ReadableStore<InFlight>, period: number): readonly FoundGroup[] {
  const known = made.get(inFlight)
  if (known?.period === period) return known.groups
  const groups = findingsByState(inFlight.get())
  made.set(inFlight, { period, groups })
  return groups
}
