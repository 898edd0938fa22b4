export type TimeZoneMode = 'local' | 'utc'

/** Writes moments in one time zone. All times are epoch milliseconds. */
export interface MomentWriter {
  /**
   * `14:02:31`. Adds the date where it is not the date of `nowMs`, and the offset where it is not the offset of `nowMs`:
   * a page that names the offset of now names it for every other time.
   */
  readonly short: (ms: number, nowMs: number) => string
  /** `14:02:31 UTC+1`: as `short`, with its offset in every case, for text that no page-level statement accompanies. */
  readonly zoned: (ms: number, nowMs: number) => string
  /** `2026-11-20 14:02:31 UTC+1`. */
  readonly full: (ms: number) => string
  /** True where both have one date and one offset: `short` writes every moment alike for the two. */
  readonly isSameFrame: (aMs: number, bMs: number) => boolean
  /** `UTC+1`, `UTC+5:30`, `UTC`: the offset in force at that moment. */
  readonly offset: (ms: number) => string
}

/** A writer for an IANA time zone; by default for this machine's own. */
export function createMomentWriter(timeZone?: string): MomentWriter {
  // en-GB writes a 24-hour clock; creating a format costs far more than using it.
  const format = (options: Intl.DateTimeFormatOptions) => {
    const created = new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
    return (ms: number): string => created.format(ms)
  }
  const day = format({ year: 'numeric', month: 'short', day: 'numeric' })
  const time = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const isoParts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  })
  const zoneParts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset', timeZone })

  // Browsers write `GMT+1`, and of UTC itself `UTC`, `GMT` or `GMT+0`.
  const offset = (ms: number): string =>
    part(zoneParts, ms, 'timeZoneName').replace('GMT', 'UTC').replace(/\+0$/, '')
  const dated = (ms: number, nowMs: number): string =>
    day(ms) === day(nowMs) ? time(ms) : `${day(ms)} ${time(ms)}`
  return {
    offset,
    isSameFrame: (aMs, bMs) => day(aMs) === day(bMs) && offset(aMs) === offset(bMs),
    short: (ms, nowMs) =>
      offset(ms) === offset(nowMs) ? dated(ms, nowMs) : `${dated(ms, nowMs)} ${offset(ms)}`,
    zoned: (ms, nowMs) => `${dated(ms, nowMs)} ${offset(ms)}`,
    full(ms) {
      const [year, month, date] = (['year', 'month', 'day'] as const).map((type) => part(isoParts, ms, type))
      return `${year}-${month}-${date} ${time(ms)} ${offset(ms)}`
    },
  }
}

const utc = createMomentWriter('UTC')
const local = createMomentWriter()

/** The writer for the zone that a person chose. */
export function momentWriter(mode: TimeZoneMode): MomentWriter {
  return mode === 'utc' ? utc : local
}

/** Both zones with their dates, for a tooltip: `2026-11-20 15:02:31 UTC+1, 2026-11-20 14:02:31 UTC`. Epoch milliseconds. */
export function formatBothZones(ms: number, zone: MomentWriter = local): string {
  return [...new Set([zone.full(ms), utc.full(ms)])].join(', ')
}

/** `Times are local (UTC+1)`, or `Times are in UTC`. */
export function zoneStatement(mode: TimeZoneMode, nowMs: number, zone: MomentWriter = local): string {
  return mode === 'utc' ? 'Times are in UTC' : `Times are local (${zone.offset(nowMs)})`
}

function part(format: Intl.DateTimeFormat, ms: number, type: Intl.DateTimeFormatPartTypes): string {
  return format.formatToParts(ms).find((one) => one.type === type)?.value ?? ''
}
