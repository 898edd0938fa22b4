/** The library has no types of its own: those of what is used here, from its documentation of version 9. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Context {
    readonly path: string
    readonly cookies: {
      set(name: string, value: null, options: { readonly httpOnly: boolean; readonly sameSite: 'lax' }): void
    }
    readonly oidc: {
      readonly provider: Provider
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string }
      readonly entities: { readonly RotatedRefreshToken?: { readonly remainingTTL: number } }
    }
    readonly response: { get(header: string): string | undefined }
    set(header: string, value: string): void
    remove(header: string): void
    type: string
    status: number
    body: unknown
  }

  export interface Adapter {
    upsert(id: string, payload: StoredPayload, expiresInSeconds?: number): Promise<void>
    find(id: string): Promise<StoredPayload | undefined>
    findByUid(uid: string): Promise<StoredPayload | undefined>
    findByUserCode(userCode: string): Promise<StoredPayload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }

  /** What the library keeps of a session, a code, a token or an interaction. */
  export interface StoredPayload {
    readonly [member: string]: unknown
    readonly exp?: number
    readonly uid?: string
    readonly grantId?: string
    readonly consumed?: number
  }

  export interface Account {
    readonly accountId: string
    claims(use: 'id_token' | 'userinfo'): Readonly<Record<string, unknown>>
  }

  export class Grant {
    constructor(of: { readonly clientId: string; readonly accountId: string })
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export class Provider {
    constructor(issuer: string, configuration: object)
    readonly Grant: typeof Grant
    readonly Session: {
      get(ctx: Context): Promise<{ readonly accountId?: string; destroy(): Promise<void> }>
    }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): this
    on(event: 'server_error', listener: (ctx: Context, error: unknown) => void): this
    createContext(request: IncomingMessage, response: ServerResponse): Context
    cookieName(of: 'session'): string
    /** Rejects with `errors.SessionNotFound` where the request has no login under way. */
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ readonly uid: string }>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } },
    ): Promise<void>
  }

  /** The module as a whole, for who loads it late. */
  export interface Library {
    readonly Provider: typeof Provider
    readonly errors: typeof errors
  }

  export const errors: {
    readonly SessionNotFound: new () => Error
    readonly CustomOIDCProviderError: new (error: string, description?: string) => Error
  }
}
