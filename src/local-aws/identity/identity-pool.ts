import { region } from '../place.ts'

/** The local Cognito's one identity pool. It takes ID tokens of the issuers it is told to trust, and lets guests in. */
export const identityPool = {
  id: `${region}:00000000-0000-4000-8000-000000000001`,
  region,
} as const
