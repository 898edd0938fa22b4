import type { IncomingMessage } from 'node:http'

/** AWS's own limit for both services is far below; this one only protects the process. */
const bodyLimitBytes = 1024 * 1024

/** The whole body of a request, unless it is larger than 1 MiB; then the rest of it stays unread. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | 'too large'> {
  const chunks: Uint8Array[] = []
  let size = 0
  // The connection has to outlive a body that is too large, for the answer.
  const body: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > bodyLimitBytes) return 'too large'
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}
