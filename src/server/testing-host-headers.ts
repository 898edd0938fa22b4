import { request as httpRequest } from 'node:http'

/** Hosts that a page of another site can have, once its name resolves to this machine. */
export const foreignHosts = [
  'evil.example',
  'evil.example:5173',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'sync-evil.example',
  'states.eu-west-1.amazonaws.com.evil.example',
  '192.168.0.1',
]

/** Hosts that always mean this machine. */
export const ownHosts = ['127.0.0.1', '127.0.0.1:9', 'localhost:5173', 'LOCALHOST', 'a.localhost', '[::1]:1']

/** The answer to a request with that Host; its connection goes to `url` whatever the Host says. */
export function askWithHost(
  url: string,
  host: string,
  { method = 'GET', headers = {}, body = '' } = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method, headers: { ...headers, host } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
