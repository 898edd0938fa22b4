/** One AWS endpoint that the page may reach through its own origin. */
export interface Relay {
  /** Where the page sends it, as `/aws/<service>/<region>/`. */
  readonly path: string
  /** AWS's host, for which the request is signed. */
  readonly host: string
}

/** The services whose endpoints may refuse browsers (CORS); Cognito's answer them. */
const services = ['states', 'swf'] as const

/** Every endpoint that the console of these regions may need relayed, and no other. */
export function relays(regions: readonly string[]): Relay[] {
  return regions.flatMap((region) =>
    services.map((service) => ({
      path: `/aws/${service}/${region}/`,
      host: `${service}.${region}.amazonaws.com`,
    })),
  )
}
