/**
 * The one Trusted Types policy that a page may create: `lib/worker-starter` makes it, for the URLs of the build's own workers. Nothing else
 * may turn a text into markup, a script or a script's URL.
 */
export const trustedTypesPolicyName = 'heartbeat-console-worker'

/** What a development server adds: its own nonce for the tags it injects, and its socket for hot reload. */
interface DevelopmentAdditions {
  readonly nonce: string
  readonly socketOrigins: readonly string[]
}

/**
 * The console's Content-Security-Policy. `connectUrls` are the addresses the page may call besides its own
 * origin: endpoints, Cognito's hosts, token endpoints; only their origins count. Throws a TypeError for an
 * address that is not absolute http(s): a policy with a stray `*`, `;` or space would allow what nobody meant.
 */
export function contentSecurityPolicy(
  connectUrls: readonly string[],
  development?: DevelopmentAdditions,
): string {
  const origins = [...new Set(connectUrls.map((url) => originOf(url, ['http:', 'https:'])))].sort()
  const sockets = (development?.socketOrigins ?? []).map((url) => originOf(url, ['ws:', 'wss:']))
  const nonce = development === undefined ? [] : [nonceSource(development.nonce)]
  return policyOf([
    ...pageDirectives(nonce, ["'self'", ...origins, ...sockets]),
    // Counts only where it comes as a header.
    ['frame-ancestors', "'none'"],
  ])
}

/**
 * The policy that a page without a network carries in itself, in a `<meta>` tag, whatever the host it lies on sends: its
 * own files, and no call to anybody.
 */
export function policyWithoutNetwork(): string {
  return policyOf(pageDirectives([], ["'none'"]))
}

/** At least one source: a browser takes a directive without any for another thing than its writer may have meant. */
type Sources = readonly [string, ...string[]]
type Directive = readonly [name: string, ...sources: Sources]

function pageDirectives(nonce: readonly string[], connect: Sources): Directive[] {
  return [
    ['default-src', "'none'"],
    ['script-src', "'self'", ...nonce],
    ['style-src', "'self'", ...nonce],
    ['img-src', "'self'", 'data:'],
    ['font-src', "'self'"],
    ['worker-src', "'self'"],
    ['connect-src', ...connect],
    ['base-uri', "'none'"],
    ['form-action', "'none'"],
    ['require-trusted-types-for', "'script'"],
    ['trusted-types', trustedTypesPolicyName],
  ]
}

function policyOf(directives: readonly Directive[]): string {
  return directives.map((directive) => directive.join(' ')).join('; ')
}

/** Whether an address can stand in `connectUrls`. */
export function isConnectUrl(url: string): boolean {
  return isAddressOf(url, ['http:', 'https:'])
}

function isAddressOf(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, host } = new URL(text)
  return protocols.includes(protocol) && /^[\w.:[\]-]+$/.test(host)
}

function originOf(text: string, protocols: readonly string[]): string {
  if (!isAddressOf(text, protocols)) {
    throw new TypeError(`not an absolute ${protocols.join(' or ')} address: ${text}`)
  }
  const url = new URL(text)
  // URL.origin is 'null' for some schemes in some engines; protocol and host are not.
  return `${url.protocol}//${url.host}`
}

function nonceSource(nonce: string): string {
  if (!/^[\w+/-]{16,}={0,2}$/.test(nonce)) throw new TypeError('a nonce is at least 16 base64 characters')
  return `'nonce-${nonce}'`
}
