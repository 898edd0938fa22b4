import type { RelayedService } from '../lib/aws-hosts.ts'
import { createTransport, type Transport, type TransportOptions } from './transport.ts'

/** The way of tests: straight to an endpoint of theirs. */
export function directTransport(
  service: RelayedService,
  endpoint: string | undefined,
  change: Partial<TransportOptions> = {},
): Transport {
  return createTransport({
    service,
    region: 'eu-west-1',
    mode: 'direct',
    endpoint,
    fetch,
    nowMs: () => Date.now(),
    passed: () => performance.now(),
    ...change,
  })
}
