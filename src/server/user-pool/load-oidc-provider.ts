import type { Library } from 'oidc-provider'

/**
 * Loads the library when there is a user pool, and not before. It is written for Node 22, and we run on Node 20, too: what it needs beyond
 * that is `URL.parse`, which is put in its place where it is missing. So the sentence that it writes to the terminal at loading, that
 * the runtime is not supported, tells nobody anything; this one is held back, and nothing else.
 */
export async function loadOidcProvider(): Promise<Library> {
  // Node 20 has `URL.canParse`, but no `parse` (URL Standard); the types say that there is one.
  if (!('parse' in URL)) {
    Object.defineProperty(URL, 'parse', {
      configurable: true,
      writable: true,
      value: (url: string, base?: string) => (URL.canParse(url, base) ? new URL(url, base) : null),
    })
  }
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
