import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer of a scripted AWS: what it says, or a connection that breaks without saying anything. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly body?: unknown
  /** Sent as it is, instead of JSON. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly breaks?: boolean
}

export interface ScriptedAws {
  readonly url: string
  /** The decoded inputs, in order of arrival. */
  readonly asked: readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

/** Answers over real HTTP what `script` says: for what AWS does and the local AWS cannot be made to do. */
export async function startScriptedAws(
  script: (input: Readonly<Record<string, unknown>>, index: number) => ScriptedAnswer,
): Promise<ScriptedAws> {
  const asked: Record<string, unknown>[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const input = JSON.parse(await bodyOf(request)) as Record<string, unknown> // awsJson inputs are objects
    asked.push(input)
    const { status = 200, body = {}, text, headers, breaks } = script(input, asked.length - 1)
    if (breaks === true) {
      request.socket.destroy()
      return
    }
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers })
    response.end(text ?? JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo // a TCP server has this kind of address
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set, so they are buffers
  return Buffer.concat(chunks).toString()
}
