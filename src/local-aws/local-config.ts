import { identityPool } from './identity/identity-pool.ts'
import { swfDomain } from './place.ts'

/** Who signs in to the local AWS: somebody by name, whoever signs in at a user pool, nobody, or its root user with fixed keys. */
export type LocalSignIn = { readonly person: string } | UserPoolSignIn | 'guest' | 'keys'

interface UserPoolSignIn {
  readonly kind: 'userPool'
  readonly issuer: string
  readonly clientId: string
  readonly loginUrl: string
}

/**
 * /config.json of a page whose AWS is the local one; `fields` take the place of the connection's own, and one that is
 * undefined is left out of the JSON.
 */
export function localConfig(
  localAwsUrl: string,
  signIn: LocalSignIn = { person: 'ana' },
  fields: Readonly<Record<string, unknown>> = {},
): unknown {
  const endpoint = localAwsUrl.replace(/\/$/, '')
  return {
    connections: [
      {
        name: 'local',
        regions: [identityPool.region],
        endpoint,
        signIn: signInOf(signIn, endpoint),
        identityPoolId: identityPool.id,
        worldClock: `${endpoint}/_local/clock`,
        readsPerSecond: 10,
        watch: {},
        swfDomains: [swfDomain],
        ...fields,
      },
    ],
  }
}

function signInOf(signIn: LocalSignIn, endpoint: string): unknown {
  if (signIn === 'guest') return { kind: 'guest' }
  if (signIn === 'keys') return { kind: 'keys', accessKeyId: 'test', secretAccessKey: 'test' }
  if ('kind' in signIn) return signIn
  return { kind: 'localPerson', person: signIn.person, url: `${endpoint}/_local/id-token` }
}
