export { type RelayRoute as Relay, relayRoutes as relays } from '../src/lib/aws-hosts.ts'
