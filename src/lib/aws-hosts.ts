/** The services whose hosts may refuse browsers (CORS), and which the relay therefore knows; Cognito's answer them. */
export const relayedServices = ['states', 'swf'] as const
export type RelayedService = (typeof relayedServices)[number]

/** One AWS host that the page may reach through its own origin. */
export interface RelayRoute {
  /** Where the page sends it. */
  readonly path: string
  /** AWS's host, for which the request is signed. */
  readonly host: string
}

/** Partitions of AWS whose hosts have a domain of their own, by how their regions begin: as the SDK has them, which signs for these hosts. */
const domains: readonly (readonly [regions: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
]

/** AWS's own host of a service in a region (AWS General Reference, service endpoints), neither FIPS's nor the one for IPv6. */
export function awsHost(service: string, region: string): string {
  const domain = domains.find(([regions]) => region.startsWith(regions))?.[1] ?? 'amazonaws.com'
  return `${service}.${region}.${domain}`
}

/**
 * True for a Host that AWS has for one of these services in some region, also with the `sync-` that SDKs put before Step Functions'
 * host for StartSyncExecution. Such names belong to AWS: no page of another site can have one.
 */
export function isAwsHost(host: string, services: readonly string[]): boolean {
  const name = host.replace(/:\d{1,5}$/, '').replace(/^sync-/, '')
  const [service = '', region = ''] = name.split('.')
  return services.includes(service) && /^[a-z0-9-]+$/.test(region) && name === awsHost(service, region)
}

/** Where on its own origin the page sends what is relayed to that service and region. */
export function relayPath(service: RelayedService, region: string): string {
  return `/aws/${service}/${region}/`
}

/** Every host that the console of these regions may need relayed, and no other. */
export function relayRoutes(regions: readonly string[]): RelayRoute[] {
  return regions.flatMap((region) =>
    relayedServices.map((service) => ({ path: relayPath(service, region), host: awsHost(service, region) })),
  )
}
