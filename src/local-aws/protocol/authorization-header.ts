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
    if (mark > 0) parts.set(part.slice(0, mark).trim(), part.slice(mark + 1).trim())
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name))
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
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
    signature: parts.get('Signature') ?? '',
  }
}
