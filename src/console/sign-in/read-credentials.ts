import type { AwsCredentials } from '../../aws/credentials.ts'
import { type JsonValue, parseJson } from '../../lib/json.ts'

export type CredentialsProblem =
  | 'empty'
  /** Many times as long as any credentials. */
  | 'tooLarge'
  /** Nothing in it looks like credentials. */
  | 'unknownForm'
  | 'noAccessKeyId'
  | 'noSecretAccessKey'
  /** A key without a session token lasts until somebody deletes it: no key for a page. */
  | 'noSessionToken'
  /** An access key id of a user, which has no session token: AKIA, where temporary ones begin with ASIA (IAM User Guide, "IAM identifiers"). */
  | 'longLived'
  /** Two sets, such as of two profiles: nobody said which. */
  | 'several'
  /** Something in it is no plain character, as where quotes were made typographic, and could be sent to nobody. */
  | 'oddCharacters'

export type ReadCredentials =
  | { readonly kind: 'ok'; readonly credentials: AwsCredentials }
  | { readonly kind: 'problem'; readonly problem: CredentialsProblem }

/** A set of credentials has one to four thousand characters; a file of profiles has several. */
const LONGEST_PASTE = 100_000

/**
 * Reads temporary credentials in the forms in which people have them: lines of a shell (`export`, `set`, `set -gx`, `$Env:`, or bare), of a
 * profile (`aws_access_key_id = …`), or the JSON of `aws sts`, `aws sso get-role-credentials`, `aws configure export-credentials` and other
 * programs that AWS calls a credential process. The time is linear in the length.
 */
export function readCredentials(text: string): ReadCredentials {
  if (text.length > LONGEST_PASTE) return { kind: 'problem', problem: 'tooLarge' }
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'problem', problem: 'empty' }
  const found = trimmed.startsWith('{') ? namesInJson(trimmed) : namesInLines(trimmed)
  const named = new Map(found)
  if (found.some(([name, value]) => OF_ONE_SET.has(name) && named.get(name) !== value))
    return { kind: 'problem', problem: 'several' }
  const accessKeyId = named.get('accesskeyid')
  const secretAccessKey = named.get('secretaccesskey') ?? named.get('secretkey')
  const sessionToken = named.get('sessiontoken') ?? named.get('securitytoken')
  if (accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined)
    return { kind: 'problem', problem: 'unknownForm' }
  if (accessKeyId === undefined) return { kind: 'problem', problem: 'noAccessKeyId' }
  if (secretAccessKey === undefined) return { kind: 'problem', problem: 'noSecretAccessKey' }
  if (sessionToken === undefined) return { kind: 'problem', problem: 'noSessionToken' }
  if (accessKeyId.startsWith('AKIA')) return { kind: 'problem', problem: 'longLived' }
  if (![accessKeyId, secretAccessKey, sessionToken].every((value) => /^[!-~]+$/.test(value)))
    return { kind: 'problem', problem: 'oddCharacters' }
  const expiration = momentOf(named.get('expiration') ?? named.get('credentialexpiration'))
  return {
    kind: 'ok',
    credentials: {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      ...(expiration === undefined ? {} : { expiration }),
    },
  }
}

type Named = readonly (readonly [name: string, value: string])[]

/** Each of these stands in one set of credentials once. */
const OF_ONE_SET = new Set(['accesskeyid', 'secretaccesskey', 'secretkey', 'sessiontoken', 'securitytoken'])

/** Names without what the forms write differently: `AWS_ACCESS_KEY_ID`, `AccessKeyId`, `accessKeyId`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/^aws_/, '').replaceAll('_', '')
}

const LINE =
  /^(?:export\s+|setenv\s+|setx?\s+(?:-\S+\s+)*|\$env:)?["']?(?<name>aws_\w+)(?:\s*=\s*|\s+)(?<value>.*?)["']?\s*;?$/i

/** Between two commands, or before another assignment of the same one: no key and no token holds a separator. */
const BETWEEN = /[\r\n;&]+|\s+(?=aws_\w+=)/i

/** One space for each run of them: otherwise the patterns would read a long run again from each of its characters. */
function namesInLines(text: string): Named {
  return text
    .replaceAll(/[^\S\r\n]+/g, ' ')
    .split(BETWEEN)
    .flatMap((line) => {
      const { name = '', value = '' } = LINE.exec(line.trim())?.groups ?? {}
      const bare = value.replace(/^["']/, '')
      return name === '' || bare === '' ? [] : [[plain(name), bare] as const]
    })
}

function namesInJson(text: string): Named {
  return membersOf(parseJson(text)).map(([name, value]) => [plain(name), value] as const)
}

/** Those of the object and of objects in it: `{"Credentials": {…}}`, `{"roleCredentials": {…}}`. */
function membersOf(value: JsonValue | undefined): Named {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]: [string, JsonValue]) => {
    if (typeof member === 'string') return member === '' ? [] : [[name, member] as const]
    if (typeof member === 'number') return [[name, String(member)] as const]
    return membersOf(member)
  })
}

/** ISO 8601 as most write it; seconds or milliseconds since the epoch as Cognito and IAM Identity Center do. */
function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (Number.isNaN(number)) return Number.isNaN(Date.parse(text)) ? undefined : new Date(Date.parse(text))
  return new Date(number < 1e11 ? number * 1000 : number)
}
