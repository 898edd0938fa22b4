import { useEffect } from 'react'
import { estimate } from '../domain/estimate.ts'
import { useConsole } from '../parts/console-context.tsx'
import { useTicked } from '../parts/use-ticking.ts'

/** The tab's title tells from afar whether something is due. */
export function useTitle(): void {
  const { inFlight } = useConsole()
  const title = useTicked(() => {
    const due = inFlight
      .get()
      .rows.filter(
        ({ evidence, connection }) => estimate(evidence, connection.clock.now()).kind === 'due',
      ).length
    return due === 0 ? 'Heartbeat console' : `(${due} due) Heartbeat console`
  })
  useEffect(() => {
    document.title = title
  }, [title])
}
