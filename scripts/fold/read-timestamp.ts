const ISO_8601 =
  /^(?<day>\d{4}-\d\d-\d\d)[T ](?<time>\d\d:\d\d(?::\d\d)?)(?:[.,](?<fraction>\d+))?\s?(?<offset>Z|[+-]\d\d:?\d\d|[+-]\d\d)$/i

/**
 * Epoch milliseconds of a timestamp as the AWS CLI and boto3 print one: ISO 8601 with any offset, or epoch seconds; null where it is
 * neither. Without an offset nothing tells which moment is meant.
 */
export function readTimestamp(value: unknown): number | null {
  if (typeof value === 'number') return ifMoment(Math.round(value * 1000))
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return ifMoment(Math.round(Number(text) * 1000))
  const groups = ISO_8601.exec(text)?.groups
  if (groups === undefined) return null
  const { day = '', time = '', fraction = '', offset = '' } = groups
  const clock = time.length === 5 ? `${time}:00` : time
  const ms = fraction.padEnd(3, '0').slice(0, 3)
  // Date.parse takes the 30th of February for the 2nd of March.
  if (!new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)) return null
  return ifMoment(Date.parse(`${day}T${clock}.${ms}${offsetOf(offset)}`))
}

/** `Z`, or hours and minutes with a colon between. */
function offsetOf(offset: string): string {
  if (/^z$/i.test(offset)) return 'Z'
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`
}

function ifMoment(ms: number): number | null {
  return Number.isNaN(new Date(ms).getTime()) ? null : ms
}
