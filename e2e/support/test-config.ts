import { type LocalSignIn, localConfig } from '../../src/server/console-config.ts'

/** The rate changes nothing but how long a test waits for the first reading. */
const readsPerSecond = 20

/** /config.json of a page whose AWS is a test's own, with other values for single fields where they are named. */
export function testConfig(
  localAwsUrl: string,
  signIn?: LocalSignIn,
  fields: Readonly<Record<string, unknown>> = {},
): unknown {
  // The local configuration is one connection; what its fields hold is of no interest here.
  const { connections } = localConfig(localAwsUrl, signIn) as { connections: readonly object[] }
  // A field that is undefined is left out of the JSON.
  return { connections: connections.map((connection) => ({ ...connection, readsPerSecond, ...fields })) }
}
