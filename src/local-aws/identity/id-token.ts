import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64Url, toBase64Url } from '../../lib/base64.ts'
import { uuidOfText } from '../../lib/uuid.ts'
import { AwsError } from '../aws-error.ts'
import { identityPool, type Person, personNamed } from './people.ts'

const lifetimeSeconds = 3600
const header = toBase64Url(utf8ToBytes(JSON.stringify({ alg: 'HS256', typ: 'JWT' })))
const issuer = `https://${identityPool.provider}`

/** An ID token as a Cognito user pool issues it, but HS256 with a key of the world's. Valid one hour of wire time. */
export function mintIdToken(person: Person, key: Uint8Array, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1000)
  const claims = {
    sub: subjectOf(person),
    iss: issuer,
    aud: identityPool.clientId,
    token_use: 'id',
    'cognito:username': person.name,
    'cognito:groups': person.groups,
    name: person.displayName,
    email: person.email,
    email_verified: true,
    auth_time: issuedAt,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  }
  const signed = `${header}.${toBase64Url(utf8ToBytes(JSON.stringify(claims)))}`
  return `${signed}.${signature(signed, key)}`
}

/** Whose token it is. Throws `NotAuthorizedException` as Cognito Identity words it; never echoes the token. */
export function personOfIdToken(token: string, key: Uint8Array, nowMs: number): Person {
  const [head, body, sign, ...rest] = token.split('.')
  const claims = body === undefined ? undefined : readClaims(body)
  if (head === undefined || sign === undefined || rest.length > 0 || claims === undefined) {
    throw refused('Invalid login token. Not a valid OpenId Connect identity token.')
  }
  if (signature(`${head}.${body}`, key) !== sign)
    throw refused('Invalid login token. Token signature invalid.')
  if (claims.iss !== issuer) throw refused("Invalid login token. Issuer doesn't match providerName")
  const now = Math.floor(nowMs / 1000)
  if (claims.exp <= now) throw refused(`Invalid login token. Token expired: ${now} >= ${claims.exp}`)
  const person = personNamed(claims.username)
  if (claims.aud !== identityPool.clientId || person === undefined) {
    throw refused('Token is not from a supported provider of this identity pool.')
  }
  return person
}

interface Claims {
  readonly iss: unknown
  readonly aud: unknown
  readonly exp: number
  readonly username: string
}

function readClaims(part: string): Claims | undefined {
  const bytes = fromBase64Url(part)
  if (bytes === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof claims !== 'object' || claims === null) return undefined
    const { iss, aud, exp, 'cognito:username': username } = claims as Record<string, unknown> // an object, checked above
    if (typeof exp !== 'number') return undefined
    return { iss, aud, exp, username: typeof username === 'string' ? username : '' }
  } catch {
    return undefined
  }
}

function signature(signed: string, key: Uint8Array): string {
  return toBase64Url(hmac(sha256, key, utf8ToBytes(signed)))
}

function subjectOf(person: Person): string {
  return uuidOfText(`subject/${person.name}`)
}

function refused(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message)
}
