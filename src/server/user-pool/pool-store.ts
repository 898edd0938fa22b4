import type { Adapter, StoredPayload } from 'oidc-provider'

interface Row {
  payload: StoredPayload
  /** Epoch milliseconds. */
  dueMs: number
  consumedMs?: number
}

/** What a user pool keeps, in memory: sessions, codes, refresh tokens. Nothing outlives it. */
export class PoolStore {
  readonly #rows = new Map<string, Row>()
  readonly #retryGraceMs: () => number

  /** `retryGraceMs` is how long a refresh token that was rotated out can be used again. */
  constructor(retryGraceMs: () => number) {
    this.#retryGraceMs = retryGraceMs
  }

  /** Makes everything older by so much, as if nobody had come in that time. */
  age(seconds: number): void {
    for (const row of this.#rows.values()) {
      row.dueMs -= seconds * 1000
      if (row.consumedMs !== undefined) row.consumedMs -= seconds * 1000
      if (row.payload.exp !== undefined) row.payload = { ...row.payload, exp: row.payload.exp - seconds }
    }
  }

  adapterFor(model: string): Adapter {
    const rows = this.#rows
    const keyOf = (id: string): string => `${model}/${id}`
    const find = async (id: string): Promise<StoredPayload | undefined> => {
      const row = rows.get(keyOf(id))
      if (row === undefined) return undefined
      if (row.dueMs <= Date.now()) {
        rows.delete(keyOf(id))
        return undefined
      }
      if (row.consumedMs === undefined) return row.payload
      // Cognito invalidates the token that was rotated out, and says of no other one that it does; the library would end them all.
      if (model === 'RefreshToken') {
        return Date.now() < row.consumedMs + this.#retryGraceMs() ? row.payload : undefined
      }
      return { ...row.payload, consumed: Math.floor(row.consumedMs / 1000) }
    }
    return {
      find,
      async findByUid(uid) {
        const key = [...rows].find(([one, { payload }]) => one.startsWith(keyOf('')) && payload.uid === uid)
        return key && find(key[0].slice(keyOf('').length))
      },
      // There are no devices here that show a code.
      findByUserCode: async () => undefined,
      async upsert(id, payload, expiresInSeconds = Number.POSITIVE_INFINITY) {
        rows.set(keyOf(id), { payload, dueMs: Date.now() + expiresInSeconds * 1000 })
      },
      async consume(id) {
        const row = rows.get(keyOf(id))
        if (row !== undefined) row.consumedMs ??= Date.now()
      },
      async destroy(id) {
        rows.delete(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of rows) {
          if (key.startsWith(keyOf('')) && payload.grantId === grantId) rows.delete(key)
        }
      },
    }
  }
}
