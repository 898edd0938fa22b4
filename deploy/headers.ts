import { contentSecurityPolicy } from '../src/lib/content-security-policy.ts'
import { addressesInUse } from '../src/server/console-config.ts'
import { securityHeaders } from '../src/server/console-host.ts'
import { consoleConfig, placeholderIds } from './console-config.ts'
import type { Settings } from './settings.ts'

const twoYearsSeconds = 63_072_000

/**
 * The headers of every answer: those of the console's own server, with the policy it makes of the same config.json, and
 * HSTS, which a server on 127.0.0.1 has no use for. Known in full when the template is made, so that a review sees them.
 */
export function deployedHeaders(settings: Settings): Readonly<Record<string, string>> {
  const config = consoleConfig(settings, placeholderIds(settings))
  return {
    ...securityHeaders(contentSecurityPolicy(addressesInUse(config))),
    'Strict-Transport-Security': `max-age=${twoYearsSeconds}; includeSubDomains`,
  }
}
