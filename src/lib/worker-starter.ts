import { trustedTypesPolicyName } from './content-security-policy.ts'

/** The parts of a page's global scope that starting a worker needs. */
export interface WorkerPage {
  readonly location: { readonly href: string }
  /** Absent in a browser without Trusted Types. */
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { readonly createScriptURL: (url: string) => string },
    ): { createScriptURL(url: string): unknown }
  }
  readonly Worker: new (url: string, options: { readonly type: 'module' }) => Worker
}

/**
 * Creates the page's one Trusted Types policy and returns the function that starts a worker under it. `workerUrls` are those that the
 * build gives, by `import url from './x.ts?worker&url'`; only they ever become a script. A page calls this once: its
 * Content-Security-Policy refuses a second policy.
 *
 * Throws a TypeError for a URL of another origin; the returned function throws one for a URL that is not among `workerUrls`.
 */
export function createWorkerStarter(
  workerUrls: readonly string[],
  // The browser's own global has all of it; TypeScript does not know Trusted Types.
  page: WorkerPage = globalThis as unknown as WorkerPage,
): (url: string) => Worker {
  const { href } = page.location
  const known = new Set(workerUrls.map((url) => ownUrl(url, href)))
  const createScriptURL = (url: string): string => {
    const own = ownUrl(url, href)
    if (!known.has(own)) throw new TypeError(`no worker of this build: ${own}`)
    return own
  }
  const policy = page.trustedTypes?.createPolicy(trustedTypesPolicyName, { createScriptURL }) ?? {
    createScriptURL,
  }
  // A TrustedScriptURL, which `Worker` takes in the place of a text.
  return (url) => new page.Worker(policy.createScriptURL(url) as string, { type: 'module' })
}

function ownUrl(url: string, pageUrl: string): string {
  const absolute = new URL(url, pageUrl)
  if (absolute.origin !== new URL(pageUrl).origin) throw new TypeError(`not of this origin: ${absolute.href}`)
  return absolute.href
}
