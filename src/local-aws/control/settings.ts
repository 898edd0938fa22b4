import * as v from 'valibot'
import { matches } from '../identity/policy.ts'
import type { Services } from '../protocol/services.ts'

const names = v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(100)))
/** A year either way: a Date holds far more, but nobody's clock is that wrong. */
const skewSeconds = v.pipe(v.number(), v.minValue(-31_536_000), v.maxValue(31_536_000))

/** What a person may change while the local AWS runs: faults and clocks, never data. */
export const settingsSchema = v.strictObject({
  /** Operations that are carried out, but whose answer is lost on the way. */
  loseAnswers: names,
  /** Operations that answer `ThrottlingException`, whatever their bucket holds. */
  throttle: names,
  /** What the account's quotas are multiplied by, as after an increase that AWS has granted; a raised bucket fills up from what is in it. */
  quotaFactor: v.pipe(v.number(), v.minValue(1), v.maxValue(1_000_000)),
  /** IAM actions (wildcards allowed) that nobody outside may do. */
  deny: names,
  /** How far AWS's clock is ahead of this machine's; signatures, `Date` and expiry follow it. */
  wireSkewSeconds: skewSeconds,
  /** A task's timeout fires up to this late. */
  timersLateMs: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  /** A callback's or job's TaskSubmitted is written up to this late, in world time. */
  submitLateMs: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  /** How far back SWF's lists, counts, descriptions and histories look, in world time. */
  swfLagMs: v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)),
  /** How far back Step Functions' lists and descriptions of executions look, in world time. */
  statesLagMs: v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)),
  /** Of credentials issued from now on. */
  credentialLifetimeSeconds: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
  /** Cognito takes no login any more, as when an ID token has expired; credentials issued before last their time. */
  refuseLogins: v.boolean(),
  /** Every AWS call answers 503. */
  unavailable: v.boolean(),
  /** Which service's answers a browser may read. */
  cors: v.strictObject({ states: v.boolean(), swf: v.boolean(), cognito: v.boolean() }),
})

export type Settings = v.InferOutput<typeof settingsSchema>

/** A change: any part of the settings. */
export const settingsChangeSchema = v.partial(
  v.strictObject({
    ...settingsSchema.entries,
    cors: v.partial(settingsSchema.entries.cors),
  }),
)

export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>

/** What a change names that is not there, by field: it would do nothing, and a test of it would prove nothing. */
export function unknownNames(change: SettingsChange, services: Services): string[] {
  const operations = Object.values(services).flatMap((operationsOf: object) => Object.keys(operationsOf))
  const actions = (['states', 'swf'] as const).flatMap((service) =>
    Object.keys(services[service]).map((operation) => `${service}:${operation}`),
  )
  const strangers = (field: 'loseAnswers' | 'throttle' | 'deny', known: (name: string) => boolean) =>
    (change[field] ?? []).filter((name) => !known(name)).map((name) => `${field}: there is no ${name} here`)
  const isOperation = (name: string): boolean => operations.includes(name)
  return [
    ...strangers('loseAnswers', isOperation),
    ...strangers('throttle', isOperation),
    ...strangers('deny', (pattern) =>
      actions.some((action) => matches(pattern.toLowerCase(), action.toLowerCase())),
    ),
  ]
}

/** AWS on a good day. */
export function defaultSettings(): Settings {
  return {
    loseAnswers: [],
    throttle: [],
    quotaFactor: 1,
    deny: [],
    wireSkewSeconds: 0,
    timersLateMs: 800,
    submitLateMs: 0,
    // AWS gives no figure. Long enough for a page that reads at once what it has just written to see the old state,
    // short enough for a second read a moment later to see the new one.
    swfLagMs: 1500,
    // Nor here. None by default: a page that stops an execution reads its history, which does not lag.
    statesLagMs: 0,
    credentialLifetimeSeconds: 3600,
    refuseLogins: false,
    unavailable: false,
    cors: { states: true, swf: true, cognito: true },
  }
}

export function changeSettings(settings: Settings, change: SettingsChange): Settings {
  const { cors, ...rest } = change
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...settings,
    ...given,
    cors: {
      states: cors?.states ?? settings.cors.states,
      swf: cors?.swf ?? settings.cors.swf,
      cognito: cors?.cognito ?? settings.cors.cognito,
    },
  }
}
