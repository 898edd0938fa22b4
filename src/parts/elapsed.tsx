import { useRef } from 'react'
import type { Connection } from '../console/connection.ts'
import { formatDuration } from '../lib/duration.ts'
import { formatBothZones } from '../lib/moment.ts'
import { useTicking } from './use-ticking.ts'

interface ElapsedProps {
  readonly connection: Connection
  /** Server time from which to count; a function where it moves on between renders. */
  readonly sinceMs: number | (() => number)
  readonly suffix?: string
  /** Whether the figure is an "at most". */
  readonly round?: 'down' | 'up'
}

/** Time since a moment of server time, kept up to date without rendering. */
export function Elapsed({ connection, sinceMs, suffix = '', round = 'down' }: ElapsedProps) {
  const element = useRef<HTMLSpanElement>(null)
  useTicking(() => {
    const fromMs = typeof sinceMs === 'number' ? sinceMs : sinceMs()
    const text = formatDuration(connection.clock.now().hi - fromMs, round) + suffix
    if (element.current !== null && element.current.textContent !== text) element.current.textContent = text
  })
  return <span ref={element} className="figures" />
}

interface RemainingProps {
  readonly connection: Connection
  /** Server time to count down to. */
  readonly untilMs: number
}

/** `in 3:10`: time until a moment of server time. */
export function Remaining({ connection, untilMs }: RemainingProps) {
  const element = useRef<HTMLSpanElement>(null)
  useTicking(() => {
    const leftMs = untilMs - connection.clock.now().hi
    const text = leftMs <= 0 ? 'reached' : `in ${formatDuration(leftMs)}`
    if (element.current !== null && element.current.textContent !== text) element.current.textContent = text
  })
  return <span ref={element} className="figures" title={formatBothZones(untilMs)} />
}
