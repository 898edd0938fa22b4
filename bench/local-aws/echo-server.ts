// The least that HTTP costs in Node: reads a request and answers always the same bytes, which the parent says.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

let answer = Buffer.alloc(0)

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': answer.length })
    response.end(answer)
  })
})
process.on('message', (text) => {
  answer = Buffer.from(String(text))
  process.send?.('ready')
})
process.on('disconnect', () => process.exit())
// A server on a TCP port has an AddressInfo; only pipes have a string.
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
