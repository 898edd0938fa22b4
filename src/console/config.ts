import * as v from 'valibot'
import type { TransportMode } from '../aws/transport.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'

// docs/config.schema.json says the same for editors; a test holds the two together.

const url = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/\S+$/, 'must be an address that begins with http:// or https://'),
  v.check((text) => URL.canParse(text), 'is no address that a browser can parse'),
)

/** Where codes and refresh tokens go: never in clear over a network. Paths are put behind it, so there is nothing behind its own. */
const loginUrl = v.pipe(
  v.string(),
  v.regex(
    /^(?:https:\/\/[^\s?#@]+|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/[^\s?#@]*)?)$/,
    'must be an address that begins with https://, or is on this machine, without a query',
  ),
  v.check((text) => URL.canParse(text), 'is no address that a browser can parse'),
)

const region = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1'),
)

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

const signIn = v.variant(
  'kind',
  [
    /** The local AWS mints an ID token for a named person, as a user pool would. */
    v.strictObject({ kind: v.literal('localPerson'), person: text, url }),
    /** A Cognito user pool's managed login at `loginUrl`: authorization code with PKCE. */
    v.strictObject({ kind: v.literal('userPool'), issuer: url, clientId: text, loginUrl }),
    /** No ID token: Cognito gives a guest's credentials, which Step Functions and SWF refuse. */
    v.strictObject({ kind: v.literal('guest') }),
    /** Temporary credentials that a person pastes into the page. */
    v.strictObject({ kind: v.literal('pasted') }),
    /** Fixed keys of an emulator on this machine. */
    v.strictObject({ kind: v.literal('keys'), accessKeyId: text, secretAccessKey: text }),
  ],
  'must be an object whose kind is userPool, pasted, localPerson, guest or keys',
)

const names = v.array(text)

const transportMode = v.picklist(['auto', 'direct', 'relay'])
const transport = v.union(
  [transportMode, v.strictObject({ states: transportMode, swf: transportMode })],
  'must be auto, direct or relay, or an object that says one of them for each of states and swf',
)

const swfDomains = v.pipe(
  v.array(v.pipe(text, v.maxLength(256, 'must have at most 256 characters'))),
  v.check((all) => new Set(all).size === all.length, 'names a domain twice'),
)

const connection = v.pipe(
  v.strictObject({
    name: text,
    regions: v.pipe(
      v.array(region),
      v.minLength(1, 'must name at least one region'),
      v.check((all) => new Set(all).size === all.length, 'names a region twice'),
    ),
    endpoint: v.optional(url),
    /** How calls get to Step Functions and SWF; `transportModeOf` knows what it is where absent. */
    transport: v.optional(transport),
    signIn,
    identityPoolId: v.optional(
      v.pipe(v.string(), v.regex(/^[\w-]+:[0-9a-f-]+$/i, 'must look like eu-west-1:00000000-0000-…')),
    ),
    /** Where a simulated AWS tells its own time; absent for the real one. */
    worldClock: v.optional(url),
    readsPerSecond: v.optional(
      v.pipe(v.number(), v.minValue(0.1, 'must be at least 0.1'), v.maxValue(50, 'must be at most 50')),
      2,
    ),
    watch: v.optional(
      v.pipe(
        // A strict object of optional fields alone would take an empty array.
        v.custom<object>((value) => !Array.isArray(value), 'must be an object'),
        v.strictObject({
          prefixes: v.optional(names),
          include: v.optional(names),
          exclude: v.optional(names),
        }),
      ),
      {},
    ),
    /** SWF domains whose open workflow executions are listed; none where absent. */
    swfDomains: v.optional(swfDomains, []),
  }),
  v.forward(
    v.check(
      ({ signIn: { kind }, identityPoolId }) =>
        kind === 'keys' || kind === 'pasted' || identityPoolId !== undefined,
      'is needed for this kind of sign-in',
    ),
    ['identityPoolId'],
  ),
  v.forward(
    v.check(
      ({ signIn: { kind }, endpoint }) => kind !== 'keys' || isLoopback(endpoint),
      'fixed keys are for an endpoint on this machine only: a key in this file is no secret',
    ),
    ['signIn'],
  ),
)

const config = v.pipe(
  v.strictObject({
    /** For editors. */
    $schema: v.optional(v.string()),
    connections: v.pipe(v.array(connection), v.minLength(1, 'must hold at least one connection')),
    /**
     * Whoever does nothing for so long is signed out. An hour is the most that NIST SP 800-63B-4 (AAL2) recommends; a board that is
     * only looked at wants more.
     */
    idleSignOutMinutes: v.optional(
      v.pipe(v.number(), v.minValue(2, 'must be at least 2'), v.maxValue(720, 'must be at most 720')),
      60,
    ),
  }),
  v.check(
    ({ connections }) => new Set(connections.map(({ name }) => name)).size === connections.length,
    'two connections have the same name',
  ),
)

/** What a `config.json` has to be. */
export const configSchema = config

export type Config = v.InferOutput<typeof config>
export type ConnectionConfig = Config['connections'][number]

/**
 * How calls of a connection get to a service. Where it does not say: to AWS's host as can be found out, for it may refuse browsers; to
 * another endpoint directly.
 */
export function transportModeOf(
  { transport: mode, endpoint }: Pick<ConnectionConfig, 'transport' | 'endpoint'>,
  service: RelayedService,
): TransportMode {
  if (mode === undefined) return endpoint === undefined ? 'auto' : 'direct'
  return typeof mode === 'string' ? mode : mode[service]
}

export interface ConfigProblem {
  /** Where in the file, such as `connections[0].regions`; empty: the file as a whole. */
  readonly field: string
  readonly message: string
}

export type ReadConfig =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'malformed'; readonly problems: readonly ConfigProblem[] }

/** Reads `config.json`: which AWS accounts and regions to connect to. Unknown fields are refused, so that a typo is seen. */
export function readConfig(json: string): ReadConfig {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch (cause) {
    return { kind: 'malformed', problems: [{ field: '', message: `is not JSON: ${String(cause)}` }] }
  }
  const result = v.safeParse(config, parsed)
  if (result.success) return { kind: 'ok', config: result.output }
  return {
    kind: 'malformed',
    problems: result.issues.map((issue) => ({ field: fieldOf(issue.path ?? []), message: issue.message })),
  }
}

function fieldOf(path: readonly { readonly key: unknown }[]): string {
  return path
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && LOOPBACK.test(endpoint)
}

/** By the text, as the JSON Schema does it: nothing that a browser would take for another host matches. */
const LOOPBACK = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:[/?#]\S*)?$/
