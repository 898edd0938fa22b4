import type { BrowserContext, Request, Response } from 'playwright/test'
import { signedInPath } from '../../src/lib/sign-in-paths.ts'
import type { KnownSecrets } from './known-secrets.ts'

/** Learns every secret that the pages of a context are given or make, from what goes over the wire. */
export class SecretCatch {
  readonly #secrets: KnownSecrets
  readonly #pending = new Set<Promise<void>>()

  constructor(context: BrowserContext, secrets: KnownSecrets) {
    this.#secrets = secrets
    context.on('request', (request) => this.#fromRequest(request))
    context.on('response', (response) => {
      const reading = this.#fromResponse(response)
        // The page may be gone before its answer was read.
        .catch(() => undefined)
        .finally(() => this.#pending.delete(reading))
      this.#pending.add(reading)
    })
  }

  /** Resolves when all that has come so far is known. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending)
  }

  #fromRequest(request: Request): void {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === signedInPath || pathname.endsWith('/oauth2/authorize')) {
      this.#secrets.add('state', searchParams.get('state') ?? '')
      this.#secrets.add('code', searchParams.get('code') ?? '')
    }
    if (pathname.endsWith('/oauth2/token')) {
      const sent = new URLSearchParams(request.postData() ?? '')
      this.#secrets.add('verifier', sent.get('code_verifier') ?? '')
    }
  }

  async #fromResponse(response: Response): Promise<void> {
    const request = response.request()
    const operation = request.headers()['x-amz-target']?.split('.').at(-1)
    if (new URL(request.url()).pathname.endsWith('/oauth2/token') && response.ok()) {
      const tokens = (await response.json()) as Readonly<Record<string, string | undefined>> // RFC 6749's answer
      this.#secrets.add('ID token', tokens['id_token'] ?? '')
      this.#secrets.add('refresh token', tokens['refresh_token'] ?? '')
      this.#secrets.add('access token', tokens['access_token'] ?? '')
    }
    if (operation === 'GetCredentialsForIdentity' && response.ok()) {
      // Cognito's answer, by its API reference.
      const { Credentials } = (await response.json()) as {
        readonly Credentials: Readonly<Record<'AccessKeyId' | 'SecretKey' | 'SessionToken', string>>
      }
      const { AccessKeyId, SecretKey, SessionToken } = Credentials
      for (const part of [AccessKeyId, SecretKey, SessionToken]) this.#secrets.add('AWS credential', part)
    }
    if (operation === 'GetExecutionHistory' && response.ok()) {
      // In parameters it is JSON in JSON, and its quotes are escaped.
      for (const [, token = ''] of (await response.text()).matchAll(/taskToken\\*":\\*"([^"\\]+)/gi))
        this.#secrets.add('task token', token)
    }
  }
}
