import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll } from 'vitest'
import type { Control } from '../../src/local-aws/control/control.ts'
import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import type { PersonName } from '../../src/people/people.ts'
import { type LocalAwsHost, openLocalAws, startLocalAwsHost } from '../../src/server/local-aws-host.ts'

/** Where the clients of one test file call: a local AWS on a port of its own, and an empty home for their files. */
export interface Place {
  readonly url: string
  readonly port: number
  readonly control: Control
  readonly home: string
  idTokenOf(person: PersonName): Promise<string>
}

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export const region = 'eu-west-1'
export const rootKeys = { accessKeyId: 'test', secretAccessKey: 'test' } satisfies Keys

/** Opens a place for the tests of this file; there is nothing behind it before they run. */
export function testPlace(): Place {
  const localAws = openLocalAws({ scenario: 'quiet' })
  let host: LocalAwsHost | undefined
  let home: string | undefined
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'heartbeat-console-clients-'))
    host = await startLocalAwsHost({ port: 0, localAws })
  })
  afterAll(async () => {
    await host?.close()
    localAws.close()
    if (home !== undefined) rmSync(home, { recursive: true, force: true })
  })
  return {
    get url() {
      return opened(host).url
    },
    get port() {
      return opened(host).port
    },
    get home() {
      return opened(home)
    },
    control: localAws.control,
    idTokenOf: (person) => localAws.idTokenOf(person),
  }
}

/** The credentials that Cognito gives a person; a guest where nobody is named. */
export async function keysOf(place: Place, person?: PersonName): Promise<Keys> {
  return fromCognitoIdentityPool({
    identityPoolId: identityPool.id,
    clientConfig: { endpoint: place.url, region, maxAttempts: 1 },
    ...(person && { logins: { [namedProvider]: () => place.idTokenOf(person) } }),
  })()
}

/**
 * The whole environment of a client: it sees no settings, credentials or proxies of this machine, tries once, and
 * writes no colours and no pages.
 */
export function environmentFor(place: Place, keys: Keys | undefined): Record<string, string> {
  const identity =
    keys === undefined
      ? {}
      : {
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
        }
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: place.home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    AWS_CONFIG_FILE: join(place.home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(place.home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    AWS_DEFAULT_REGION: region,
    ...identity,
  }
}

const secretLike = /[A-Za-z0-9+/=_-]{100,}/g

/** A text for a failed test's output: whatever could be a task token or a session token is gone. */
export function withoutSecrets(text: string): string {
  return text.replace(secretLike, '(secret)')
}

function opened<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the place is open only while tests run')
  return thing
}
