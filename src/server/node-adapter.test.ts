import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AnswerLost, type WireHandler, type WireRequest } from '../local-aws/wire.ts'
import { nodeListener } from './node-adapter.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(handle: WireHandler): Promise<string> {
  const server = createServer(nodeListener(handle))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // A server on a TCP port has an AddressInfo; only pipes have a string.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ok = { status: 200, headers: {}, body: new Uint8Array() }

describe('nodeListener', () => {
  it('hands over what was sent, byte by byte, and answers with nothing of its own', async () => {
    const seen: WireRequest[] = []
    const url = await serve(async (call) => {
      seen.push(call)
      return { status: 418, headers: { date: 'a date of its own', 'x-one': '1' }, body: call.body }
    })
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const answer = await fetch(`${url}/a//b?c=%2F`, {
      method: 'POST',
      body,
      headers: { 'X-Amz-Target': 'T' },
    })
    expect(seen).toMatchObject([
      { method: 'POST', url: '/a//b?c=%2F', headers: { 'x-amz-target': 'T', host: new URL(url).host } },
    ])
    expect(answer.status).toBe(418)
    expect(answer.headers.get('date')).toBe('a date of its own')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body)
  })

  it('hands over every value of a header that comes twice, as it is signed', async () => {
    const seen: WireRequest[] = []
    const url = await serve(async (call) => {
      seen.push(call)
      return ok
    })
    // Of Content-Type, unlike others, Node itself would keep the first alone.
    const headers = { 'X-One': ['a', 'b'], 'Content-Type': ['one', 'other'] }
    await new Promise<void>((resolve, reject) => {
      request(url, { method: 'POST', headers }, (answer) => answer.resume().on('end', resolve))
        .on('error', reject)
        .end()
    })
    expect(seen).toMatchObject([{ headers: { 'x-one': 'a,b', 'content-type': 'one,other' } }])
  })

  it.each(['__proto__', 'constructor', 'tostring'])('hands over a header called %s', async (name) => {
    const seen: WireRequest[] = []
    const url = await serve(async (call) => {
      seen.push(call)
      return ok
    })
    // Not an object, which fetch would take apart by its own rules.
    await new Promise<void>((resolve, reject) => {
      request(url, (answer) => answer.resume().on('end', resolve))
        .setHeader(name, 'one')
        .on('error', reject)
        .end()
    })
    expect(seen.map(({ headers }) => Object.hasOwn(headers, name) && headers[name])).toEqual(['one'])
  })

  it('breaks the connection when the answer is lost', async () => {
    const url = await serve(() => Promise.reject(new AnswerLost()))
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
  })

  it('goes on with the work of a client that has gone away', async () => {
    let arrived: () => void = () => undefined
    let release: () => void = () => undefined
    let finished: (what: string) => void = () => undefined
    const arrival = new Promise<void>((resolve) => (arrived = resolve))
    const gate = new Promise<void>((resolve) => (release = resolve))
    const end = new Promise<string>((resolve) => (finished = resolve))
    const url = await serve(async ({ method }) => {
      if (method === 'GET') return ok
      arrived()
      await gate
      finished('carried out')
      return ok
    })
    const leaving = new AbortController()
    const call = fetch(url, { method: 'POST', signal: leaving.signal })
    await arrival
    leaving.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    release()
    expect(await end).toBe('carried out')
    expect((await fetch(url)).status).toBe(200)
  })

  it('takes a body of one mebibyte, and not a byte more', async () => {
    const url = await serve(() => Promise.resolve(ok))
    const post = async (size: number) =>
      (await fetch(url, { method: 'POST', body: new Uint8Array(size) })).status
    expect(await post(1024 * 1024)).toBe(200)
    expect(await post(1024 * 1024 + 1)).toBe(413)
  })
})
