import { useEffect } from 'react'
import { estimate } from '../domain/estimate.ts'
import { isDue } from '../domain/triage.ts'
import { useConsole } from '../parts/console-context.tsx'
import { useTicked } from '../parts/use-ticking.ts'

/** The tab's title tells from afar whether something is due. */
export function useTitle(): void {
  const { inFlight, loops } = useConsole()
  const title = useTicked(() => {
    // Nothing is read while hidden or paused, so everything falls due there: that would be an alarm about oneself.
    const still = new Set(
      loops
        .filter(({ status }) => status.get().paused || status.get().hidden)
        .map(({ connection }) => connection.id),
    )
    const due = inFlight
      .get()
      .rows.filter(
        ({ evidence, connection }) =>
          !still.has(connection.id) && isDue(estimate(evidence, connection.clock.now())),
      ).length
    return due === 0 ? 'Heartbeat console' : `(${due} due) Heartbeat console`
  })
  useEffect(() => {
    document.title = title
  }, [title])
}
