import { AwsError } from '../aws-error.ts'

/** An `Authorization: AWS4-HMAC-SHA256 ...` header taken apart. */
export interface AuthorizationHeader {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const algorithm = 'AWS4-HMAC-SHA256'
const names = ['Credential', 'Signature', 'SignedHeaders']

/** Throws `MissingAuthenticationTokenException` or `IncompleteSignatureException` as AWS words them. */
export function parseAuthorization(value: string | undefined): AuthorizationHeader {
  if (value === undefined || value.trim() === '') {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  if (!value.startsWith(`${algorithm} `)) {
    throw new AwsError(
      'IncompleteSignatureException',
      `Unsupported AWS 'algorithm': only ${algorithm} is known here.`,
    )
  }
  const parts = new Map<string, string>()
  for (const part of value.slice(algorithm.length).split(',')) {
    const mark = part.indexOf('=')
    const name = part.slice(0, Math.max(0, mark)).trim()
    if (mark < 0 || parts.has(name)) throw notAPair(part.trim())
    parts.set(name, part.slice(mark + 1).trim())
  }
  const missing = names.filter((name) => !parts.get(name))
  if (missing.length > 0) {
    const words = missing.map((name) => `Authorization header requires '${name}' parameter.`)
    throw new AwsError('IncompleteSignatureException', words.join(' '))
  }
  const [accessKeyId, date, region, service, terminator, ...rest] = (parts.get('Credential') ?? '').split('/')
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw new AwsError(
      'IncompleteSignatureException',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    )
  }
  const unknown = [...parts.keys()].find((name) => !names.includes(name))
  if (unknown !== undefined) throw notAPair(unknown)
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
    signature: parts.get('Signature') ?? '',
  }
}

/** AWS's words for what has no equal-sign; those for a name that it does not know, or twice, are assumed to be the same. */
function notAPair(part: string): AwsError {
  return new AwsError(
    'IncompleteSignatureException',
    `'${part}' not a valid key=value pair (missing equal-sign) in Authorization header.`,
  )
}
