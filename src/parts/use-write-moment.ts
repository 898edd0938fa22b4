import { useCallback } from 'react'
import { formatMoment } from '../lib/moment.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import type { WriteMoment } from './deadline-words.ts'

/** Writes moments in the zone the person chose; the date is added where it is not today's. */
export function useWriteMoment(): WriteMoment {
  const { preferences, ports } = useConsole()
  const { timeZone } = useStore(preferences)
  return useCallback((ms) => formatMoment(ms, ports.wall(), timeZone), [timeZone, ports])
}
