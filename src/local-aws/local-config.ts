import { identityPool } from './identity/identity-pool.ts'
import { swfDomain } from './place.ts'

/** Who signs in to the local AWS: one of its people by name, nobody, or its root user with fixed keys. */
export type LocalSignIn = { readonly person: string } | 'guest' | 'keys'

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
  return { kind: 'localPerson', person: signIn.person, url: `${endpoint}/_local/id-token` }
}
