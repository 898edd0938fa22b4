import { awsHost, type RelayedService, relayedServices } from '../lib/aws-hosts.ts'
import { isConnectUrl } from '../lib/content-security-policy.ts'

/**
 * Every address that a page with this configuration may call, and none that it never calls. Where a connection names no endpoint, these
 * are the hosts of Step Functions, SWF and Cognito Identity in its regions (AWS General Reference, service endpoints), without those of
 * a service that it calls through the page's own host alone, and without Cognito where nobody signs in there. The issuer of a user pool is
 * a name: its login is called instead. What is malformed, or no policy could name, is passed over: the page reports what is wrong with
 * the file, and calls nothing.
 */
export function addressesInUse(config: unknown): string[] {
  const connections = member(config, 'connections')
  if (!Array.isArray(connections)) return []
  return connections.flatMap((connection) => {
    const signIn = member(connection, 'signIn')
    const named = [
      ...['url', 'loginUrl'].map((field) => member(signIn, field)),
      member(connection, 'worldClock'),
    ]
    return [...awsAddresses(connection), ...named].filter(isAddress)
  })
}

function awsAddresses(connection: unknown): unknown[] {
  const direct = relayedServices.filter((service) => !isOnlyRelayed(connection, service))
  const endpoint = member(connection, 'endpoint')
  const usesCognito = !['keys', 'pasted'].includes(String(member(member(connection, 'signIn'), 'kind')))
  if (endpoint !== undefined) return direct.length > 0 || usesCognito ? [endpoint] : []
  const identityPoolId = member(connection, 'identityPoolId')
  const poolRegions =
    usesCognito && typeof identityPoolId === 'string' ? identityPoolId.split(':').slice(0, 1) : []
  return [
    ...regionsOf(connection).flatMap((region) => direct.map((service) => awsHost(service, region))),
    ...poolRegions.filter(isRegion).map((region) => awsHost('cognito-identity', region)),
  ].map((host) => `https://${host}`)
}

function isOnlyRelayed(connection: unknown, service: RelayedService): boolean {
  const transport = member(connection, 'transport')
  return (typeof transport === 'string' ? transport : member(transport, service)) === 'relay'
}

/** The regions that a configuration names, each once: whose hosts its page may want relayed. */
export function regionsInUse(config: unknown): string[] {
  const connections = member(config, 'connections')
  return Array.isArray(connections) ? [...new Set(connections.flatMap(regionsOf))] : []
}

function regionsOf(connection: unknown): string[] {
  const regions = member(connection, 'regions')
  return (Array.isArray(regions) ? regions : []).filter(isRegion)
}

function isRegion(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]+$/.test(value)
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isConnectUrl(value)
}

function member(value: unknown, name: string): unknown {
  // Any object can be read by name; what is missing is undefined.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
