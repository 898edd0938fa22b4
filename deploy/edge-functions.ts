import { type RelayMarker, relayMarkerHeader } from '../src/lib/relay-marker.ts'

// Code that CloudFront runs at its edge, before a request goes anywhere. It is JavaScript of the runtime
// cloudfront-js-2.0: no modules, no network, 10 kB. The tests run it as it is.

const refused: RelayMarker = 'refused'

/**
 * For the relay: lets a POST to exactly one of `paths` pass, as POST to `/`, which is what was signed. CloudFront takes a
 * behaviour for POST only together with PUT, PATCH and DELETE; they end here, as does whatever is no call of ours. Cookies
 * are no part of a call to AWS. What ends here is marked as refused; whatever CloudFront itself answers further on has no marker.
 */
export function relayFunction(paths: readonly string[]): string {
  return `const paths = ${JSON.stringify(paths)}

function handler(event) {
  const request = event.request
  if (!paths.includes(request.uri)) return refusal(404, 'Not Found')
  if (request.method !== 'POST') return refusal(405, 'Method Not Allowed')
  if (Object.keys(request.querystring).length > 0) return refusal(400, 'Bad Request')
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && (site.value !== 'same-origin' || site.multiValue !== undefined)) return refusal(403, 'Forbidden')
  request.uri = '/'
  request.cookies = {}
  return request
}

function refusal(statusCode, statusDescription) {
  const headers = { 'cache-control': { value: 'no-store' }, '${relayMarkerHeader}': { value: '${refused}' } }
  if (statusCode === 405) headers.allow = { value: 'POST' }
  return { statusCode: statusCode, statusDescription: statusDescription, headers: headers }
}
`
}

/**
 * For the page: an address inside the console, asked for by a person, is answered with index.html, whose router knows it.
 * `files` are the built files outside /assets/. The same rule as the console's own server has.
 */
export function pageFunction(files: readonly string[]): string {
  return `const files = ${JSON.stringify(files)}

function handler(event) {
  const request = event.request
  if (!files.includes(request.uri) && isNavigation(request.headers)) request.uri = '/index.html'
  return request
}

function isNavigation(headers) {
  if (headers['sec-fetch-mode'] !== undefined) return headers['sec-fetch-mode'].value === 'navigate'
  return headers.accept !== undefined && headers.accept.value.includes('text/html')
}
`
}
