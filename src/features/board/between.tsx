import { BetweenTable } from '../../parts/between-table.tsx'
import { useConsole } from '../../parts/console-context.tsx'
import { useTicked } from '../../parts/use-ticking.ts'
import type { BetweenRow } from '../../queries/in-flight.ts'

/** What waits for its next attempt, in all executions read; what is due first comes first. */
export function Between() {
  const { inFlight } = useConsole()
  const rows = useTicked(() => inFlight.get().between, sameRows)
  return <BetweenTable rows={rows.toSorted((a, b) => dueMs(a) - dueMs(b))} />
}

function dueMs({ retry, between }: BetweenRow): number {
  return retry?.kind === 'due' ? retry.at.lo : between.sinceMs
}

function sameRows(a: readonly BetweenRow[], b: readonly BetweenRow[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, retry }, i) => id === b[i]?.id && JSON.stringify(retry) === JSON.stringify(b[i]?.retry))
  )
}
