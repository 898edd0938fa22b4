import { type ClockSource, FAR_OFF_MS } from '../console/server-clock.ts'
import { type Interval, middleOf } from '../domain/interval.ts'
import { formatDuration } from '../lib/duration.ts'

/**
 * What is wrong with the time, if anything: this machine's clock, or how well server time is known. `offset` is server minus wall time,
 * milliseconds; undefined: not known. `boundMs`: how far off server time, as it is shown, may be.
 */
export function clockWarning(
  offset: Interval | undefined,
  boundMs: number,
  source: ClockSource,
): string | null {
  if (source !== 'world' && boundMs > FAR_OFF_MS) {
    return `server time is known only to ±${formatDuration(boundMs, 'up')}`
  }
  if (offset === undefined || (offset.lo <= FAR_OFF_MS && offset.hi >= -FAR_OFF_MS)) return null
  const offMs = middleOf(offset)
  const way = offMs > 0 ? 'behind' : 'ahead'
  return `this machine's clock is ${formatDuration(Math.round(Math.abs(offMs) / 1000) * 1000)} ${way}`
}
