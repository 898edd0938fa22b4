import type { AwsCredentials } from '../../src/aws/credentials.ts'
import { readCredentials } from '../../src/console/sign-in/read-credentials.ts'

/** The credentials of the environment, as every AWS tool takes them; undefined where there are none. Throws where one half is missing. */
export function credentialsOf(env: Readonly<Record<string, string | undefined>>): AwsCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env
  const expiration = Date.parse(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')
  if (!accessKeyId && !secretAccessKey) return undefined
  if (!accessKeyId || !secretAccessKey)
    throw new Error('Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY one is missing.')
  return {
    accessKeyId,
    secretAccessKey,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    ...(Number.isNaN(expiration) ? {} : { expiration: new Date(expiration) }),
  }
}

/** Temporary credentials in any form in which people have them. Throws with a sentence that repeats nothing of the text. */
export function credentialsIn(text: string): AwsCredentials {
  const read = readCredentials(text)
  if (read.kind === 'ok') return read.credentials
  throw new Error(`Standard input holds no temporary credentials (${read.problem}).`)
}
