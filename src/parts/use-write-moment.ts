import { useCallback } from 'react'
import { momentWriter } from '../lib/moment.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import type { WriteMoment } from './deadline-words.ts'
import { useToday } from './time-frame.tsx'

/** Writes moments in the zone the person chose; adds the date and the offset where they are not those of today. */
export function useWriteMoment(): WriteMoment {
  const { timeZone } = useStore(useConsole().preferences)
  const todayMs = useToday()
  return useCallback((ms) => momentWriter(timeZone).short(ms, todayMs), [timeZone, todayMs])
}

/** Writes moments with their offset in every case, for notices and menus outside the page's own text. */
export function useWriteZonedMoment(): WriteMoment {
  const { timeZone } = useStore(useConsole().preferences)
  const todayMs = useToday()
  return useCallback((ms) => momentWriter(timeZone).zoned(ms, todayMs), [timeZone, todayMs])
}
