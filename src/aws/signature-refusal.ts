/** By code: AWS refused the signature because of the clock (errors common to all AWS services). */
const ALWAYS = new Set(['RequestExpired', 'RequestTimeTooSkewed'])
/** By code: it may be for the clock or for the keys; only the message tells. */
const PERHAPS = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch'])

/** Whether an SDK call failed because its signature's time is too far from AWS's. Nothing was carried out. */
export function isClockRefusal(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false
  return ALWAYS.has(cause.name) || (PERHAPS.has(cause.name) && /expired|not yet current/i.test(cause.message))
}

/**
 * AWS's time as it refused a signature for the clock, epoch milliseconds cut to the second; null where its words tell none:
 * "Signature expired: 20261120T130231Z is now earlier than 20261120T135731Z (20261120T140231Z - 5 min.)", and "Signature not yet
 * current: … is still later than … (20261120T140231Z + 5 min.)". The wording is seen in the field, not documented.
 */
export function timeInRefusal({ message }: Error): number | null {
  const match = /\((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z [-+] \d+ min\.?\)/.exec(message)
  if (match === null) return null
  const [, year, month, day, hour, minute, second] = match
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(ms) ? null : ms
}
