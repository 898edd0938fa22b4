import type { WireResponse } from '../../src/local-aws/wire.ts'

/** An error as AWS answers it. */
export interface AwsRefusal {
  readonly status: number
  /** Without its namespace. */
  readonly code: string
  readonly message: string
}

/** Takes an answer for a refusal of awsJson: a 4xx with a type, a message and a request id. Throws where it is none. */
export function awsRefusal({ status, headers, body }: WireResponse): AwsRefusal {
  if (status < 400 || status > 499) throw new Error(`${status} is no refusal of a client's fault`)
  if (!/^[0-9a-f-]{36}$/.test(headers['x-amzn-requestid'] ?? '')) throw new Error('it has no request id')
  if (!/^application\/x-amz-json-1\.[01]$/.test(headers['content-type'] ?? ''))
    throw new Error('it is not awsJson')
  const parsed: unknown = JSON.parse(Buffer.from(body).toString())
  const { __type: type, message } = Object(parsed) as { __type?: unknown; message?: unknown } // judged below
  if (typeof type !== 'string' || typeof message !== 'string')
    throw new Error('it has no __type, or no message')
  return { status, code: type.slice(type.indexOf('#') + 1), message }
}
