import { type LocalSignIn, localConfig } from '../../src/local-aws/local-config.ts'

/** The rate changes nothing but how long a test waits for the first reading. */
const readsPerSecond = 20

/** /config.json of a page whose AWS is a test's own, with other values for single fields where they are named. */
export function testConfig(
  localAwsUrl: string,
  signIn?: LocalSignIn,
  fields: Readonly<Record<string, unknown>> = {},
): unknown {
  return localConfig(localAwsUrl, signIn, { readsPerSecond, ...fields })
}
