import type { IncomingMessage, ServerResponse } from 'node:http'
import { ownServer } from '../../src/server/testing-own-server.ts'

/** What a call is answered with: a JSON value, sent as a success. */
export type StandInAnswer = (input: Readonly<Record<string, unknown>>) => unknown

/** An endpoint of a test's own that speaks awsJson, and need not keep to anything else that AWS promises. */
export interface StandIn {
  readonly url: string
  /** The names of the calls, in order of arrival. */
  readonly calls: readonly string[]
  /** Answers a call, such as `ListExecutions`, like this from now on; others are refused as denied. */
  answer(operation: string, answer: StandInAnswer): void
  close(): Promise<void>
}

export async function startStandIn(answers: Readonly<Record<string, StandInAnswer>>): Promise<StandIn> {
  const known = new Map(Object.entries(answers))
  const calls: string[] = []
  const server = await ownServer((request, response) => {
    void serve(request, response, known, calls)
  })
  return {
    ...server,
    calls,
    answer: (operation, answer) => known.set(operation, answer),
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answers: ReadonlyMap<string, StandInAnswer>,
  calls: string[],
): Promise<void> {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
  response.setHeader('access-control-expose-headers', 'date, x-amzn-requestid')
  if (request.method === 'OPTIONS') {
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? '*',
    )
    response.writeHead(204).end()
    return
  }
  let body = ''
  request.setEncoding('utf8')
  for await (const chunk of request) body += String(chunk)
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '')
  calls.push(operation)
  const answer = answers.get(operation)
  const given =
    answer === undefined
      ? { __type: 'AccessDeniedException', message: `not authorized to perform: ${operation}` }
      : answer(JSON.parse(body || '{}') as Readonly<Record<string, unknown>>) // awsJson inputs are objects
  response.writeHead(answer === undefined ? 400 : 200, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': `stand-in-${calls.length}`,
  })
  response.end(JSON.stringify(given))
}

/** Answers in pages of `size` items; the token is the index of the next one. */
export function inPages(
  member: string,
  size: number,
  itemsOf: (input: Readonly<Record<string, unknown>>) => readonly unknown[],
): StandInAnswer {
  return (input) => {
    const items = itemsOf(input)
    const token = input['nextToken'] ?? input['nextPageToken']
    const from = typeof token === 'string' ? Number(token) : 0
    const next = from + size < items.length ? String(from + size) : undefined
    return { [member]: items.slice(from, from + size), nextToken: next, nextPageToken: next }
  }
}
