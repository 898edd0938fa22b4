export type TimeZoneMode = 'local' | 'utc'

/** `14:02:31`, with the date before it where it is not the day of `nowMs`. Epoch milliseconds. */
export function formatMoment(ms: number, nowMs: number, mode: TimeZoneMode): string {
  const time = part(ms, mode, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const day = (at: number): string => part(at, mode, { year: 'numeric', month: 'short', day: 'numeric' })
  return day(ms) === day(nowMs) ? time : `${day(ms)} ${time}`
}

/** Both at once, for a tooltip: `2026-11-20 14:02:31 UTC, 15:02:31 local`. */
export function formatBothZones(ms: number): string {
  const utc = new Date(ms).toISOString().replace('T', ' ').slice(0, 19)
  const local = part(ms, 'local', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return `${utc} UTC, ${local} local`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making an Intl format costs far more than using one. */
function part(ms: number, mode: TimeZoneMode, options: Intl.DateTimeFormatOptions): string {
  const key = `${mode}${Object.keys(options).join()}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, ...(mode === 'utc' ? { timeZone: 'UTC' } : {}) })
    formats.set(key, format)
  }
  return format.format(ms)
}
