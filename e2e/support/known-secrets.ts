export type SecretKind =
  | 'task token'
  | 'AWS credential'
  | 'ID token'
  | 'refresh token'
  | 'access token'
  | 'code'
  | 'state'
  | 'verifier'

const PIECE_LENGTH = 24
/** What secrets, and their encoded forms, are made of. */
const runs = /[\w+/=%.~-]{24,}/g
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Secrets that are looked for in texts: as they are, URL-encoded, in base64, taken out of base64, and by any 24 characters in a row of
 * those. Says only which kind it found, never the secret.
 */
export class KnownSecrets {
  readonly #kinds = new Map<string, SecretKind>()
  /** Whose piece it is; two JSON Web Tokens begin alike. */
  readonly #pieces = new Map<string, Set<SecretKind>>()
  readonly #wholes = new Map<string, SecretKind>()

  add(kind: SecretKind, secret: string): void {
    if (secret === '' || this.#kinds.has(secret)) return
    this.#kinds.set(secret, kind)
    for (const form of encodedForms(secret)) {
      if (form.length < PIECE_LENGTH) this.#wholes.set(form, kind)
      for (let at = 0; at + PIECE_LENGTH <= form.length; at += 1) {
        const piece = form.slice(at, at + PIECE_LENGTH)
        this.#pieces.set(piece, (this.#pieces.get(piece) ?? new Set()).add(kind))
      }
    }
    // What comes out of base64 has no alphabet, and of a token may be told in part: its claims are the person's name.
    for (const form of decodedForms(secret)) this.#wholes.set(form, kind)
  }

  /** How many of a kind are known. */
  count(kind: SecretKind): number {
    return [...this.#kinds.values()].filter((some) => some === kind).length
  }

  /** What a text holds: each time the kinds that it may be. */
  kindsIn(text: string): readonly ReadonlySet<SecretKind>[] {
    const found: ReadonlySet<SecretKind>[] = []
    for (const [run] of text.matchAll(runs)) {
      for (let at = 0; at + PIECE_LENGTH <= run.length; at += 1) {
        const kinds = this.#pieces.get(run.slice(at, at + PIECE_LENGTH))
        if (kinds !== undefined) found.push(kinds)
      }
    }
    for (const [whole, kind] of this.#wholes) if (text.includes(whole)) found.push(new Set([kind]))
    return found
  }
}

function encodedForms(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret)
  const opaque = jwt.test(secret) ? [] : [Buffer.from(secret, 'base64').toString('hex')]
  return new Set([
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...opaque,
  ])
}

function decodedForms(secret: string): readonly string[] {
  const parts = jwt.test(secret) ? secret.split('.').slice(1) : [secret]
  const decoded = parts.flatMap((part) => {
    const bytes = Buffer.from(part, 'base64')
    return [bytes.toString('latin1'), bytes.toString('utf8')]
  })
  // Of a few bytes there may be the like anywhere.
  return decoded.filter(({ length }) => length >= PIECE_LENGTH / 2)
}
