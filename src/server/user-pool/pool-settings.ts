/** What may change while a user pool runs. Lifetimes count for what is issued from then on. */
export interface PoolSettings {
  /** Of ID and access tokens; AWS takes 5 to 1440. */
  readonly idTokenMinutes: number
  /** From the sign-in on: a token that was rotated in lasts as long as the first one would. */
  readonly refreshTokenHours: number
  /** How long a refresh token that was rotated out can be used again; AWS takes 0 to 60. */
  readonly retryGraceSeconds: number
}

/** As the deployment sets them, but without a grace. */
export const defaultPoolSettings: PoolSettings = {
  idTokenMinutes: 60,
  refreshTokenHours: 12,
  retryGraceSeconds: 0,
}
