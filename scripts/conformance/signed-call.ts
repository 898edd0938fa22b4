import { createHash, createHmac } from 'node:crypto'
import { type ServiceName, serviceFronts } from '../../src/local-aws/protocol/services.ts'
import type { WireRequest } from '../../src/local-aws/wire.ts'

export interface CallToSign {
  readonly service: ServiceName
  readonly operation: string
  readonly body: Uint8Array | string
  /** When it is signed; epoch milliseconds. */
  readonly atMs: number
  readonly region?: string
  readonly accessKeyId?: string
  readonly secretKey?: string
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined
}

/** A call with Signature Version 4 of Node's own crypto: nothing of it is shared with what verifies it. */
export function signedCall({
  service,
  operation,
  body,
  atMs,
  region = 'eu-west-1',
  accessKeyId = 'test',
  secretKey = 'test',
  sessionToken,
}: CallToSign): WireRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
  const front = serviceFronts[service]
  const stamp = new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers = {
    'content-type': front.contentType,
    host: '127.0.0.1:4566',
    'x-amz-date': stamp,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
    'x-amz-target': `${front.targetPrefix}.${operation}`,
  }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`)
  const request = ['POST', '/', '', ...lines, '', names, sha256(bytes)].join('\n')
  const scope = [stamp.slice(0, 8), region, service, 'aws4_request']
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretKey}`))
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope.join('/'), sha256(request)].join('\n'))
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`
  return { method: 'POST', url: '/', headers: { ...headers, authorization }, body: new Uint8Array(bytes) }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
