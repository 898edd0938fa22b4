import { createContext, type ReactNode, use, useState } from 'react'
import { momentWriter, zoneStatement } from '../lib/moment.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { useTicking } from './use-ticking.ts'

/** A moment of today, epoch milliseconds: moments are written with the date and the offset where they are not those of today. */
const Today = createContext<number | null>(null)

/** Has its content's moments written again when the day or the offset of the zone changes. */
export function TimeFrameProvider({ children }: { readonly children: ReactNode }) {
  const { preferences, ports } = useConsole()
  const { timeZone } = useStore(preferences)
  const [todayMs, setTodayMs] = useState(() => ports.wall())
  useTicking(() => {
    const { isSameFrame } = momentWriter(timeZone)
    const nowMs = ports.wall()
    if (!isSameFrame(nowMs, todayMs)) setTodayMs(nowMs)
  })
  return <Today value={todayMs}>{children}</Today>
}

/** A moment of today; the same number until the day or the offset changes. */
export function useToday(): number {
  const { ports } = useConsole()
  return use(Today) ?? ports.wall()
}

/** Names the zone of all times of the page that carry none of their own. */
export function TimesNote() {
  const { preferences } = useConsole()
  const { timeZone } = useStore(preferences)
  return <p className="times-note">{zoneStatement(timeZone, useToday())}</p>
}
