/** A request to a relay as it stands on the line, and what has to become of it wherever the relay runs. */
export interface RelayCase {
  readonly name: string
  readonly method: string
  /** The request target, as it was sent: nothing of it is decoded or mended. */
  readonly target: string
  /** Every value of `Sec-Fetch-Site`; absent where a client sends none. */
  readonly site?: readonly string[]
  /** The status with which it is refused; `passes`: it goes on to AWS, as POST to `/`. */
  readonly becomes: 'passes' | 400 | 403 | 404 | 405
}

/** The regions that the relays of the table know. */
export const relayCaseRegions = ['eu-west-1', 'cn-north-1'] as const

const known = '/aws/states/eu-west-1/'

function post(name: string, target: string, becomes: RelayCase['becomes']): RelayCase {
  return { name, method: 'POST', target, becomes }
}

/** One table for the own server, for CloudFront's edge and for the example of nginx: they keep the same rules. */
export const relayCases: readonly RelayCase[] = [
  post('Step Functions', known, 'passes'),
  post('SWF', '/aws/swf/eu-west-1/', 'passes'),
  post('another region', '/aws/swf/cn-north-1/', 'passes'),
  post('a question mark without a query', `${known}?`, 'passes'),
  { name: "the page's own call", method: 'POST', target: known, site: ['same-origin'], becomes: 'passes' },

  ...[
    '/aws/',
    '/aws/states/',
    '/aws/states/eu-west-1',
    '/aws/states/eu-west-1/x',
    '/aws/states/eu-west-1//',
    '//aws/states/eu-west-1/',
    '/aws//states/eu-west-1/',
    '/aws/./states/eu-west-1/',
    '/aws/states/eu-west-1/.',
    '/aws/states/eu-west-1/../../swf/eu-west-1/',
    '/x/../aws/states/eu-west-1/',
    '/aws/states/us-east-1/',
    '/aws/sts/eu-west-1/',
    '/aws/cognito-identity/eu-west-1/',
    '/aws/states/eu-west-1%2f',
    '/aws%2fstates%2feu-west-1%2f',
    '/aws/%73tates/eu-west-1/',
    '/aws/states/eu-west-1/%2e%2e/',
    '/aws/states/eu-west-1/%00',
    '/aws/states/eu-west-1/%0d%0aHost:%20evil.example',
    '/aws/states\\eu-west-1\\',
    '/aws/states/eu-west-1\\',
    '/AWS/states/eu-west-1/',
    '/aws/States/eu-west-1/',
    '/aws/states/EU-WEST-1/',
    '/aws/states/eu-west-1./',
    '/aws/states/eu-west-1;a=1/',
    '/aws/states/eu-west-1/;a=1',
    '/aws/states/eu-west-1.evil.example/',
    '/aws/states/evil.example/',
    '/aws/states/@evil.example/',
    '/aws/states/eu-west-1/#a',
    '/aws/constructor/eu-west-1/',
    '/aws/__proto__/',
  ].map((target) => post(`the path ${target}`, target, 404)),

  ...['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map(
    (method): RelayCase => ({ name: method, method, target: known, becomes: 405 }),
  ),

  ...['?a=1', '?a', '?=', '??', '??a=1', '?a=1?', '?%00', '?/../', '?X-Amz-Signature=0'].map((query) =>
    post(`the query ${query}`, `${known}${query}`, 400),
  ),

  ...[['cross-site'], ['same-site'], ['none'], ['SAME-ORIGIN'], ['same-origin', 'cross-site']].map(
    (site): RelayCase => ({
      name: `a call that its browser calls ${site.join(' and ')}`,
      method: 'POST',
      target: known,
      site,
      becomes: 403,
    }),
  ),

  // What is wrong in two ways is refused for the same reason everywhere.
  { name: 'another method on no known path', method: 'GET', target: '/aws/sts/eu-west-1/', becomes: 404 },
  {
    name: 'another method with a query',
    method: 'GET',
    target: `${known}?a=1`,
    site: ['cross-site'],
    becomes: 405,
  },
  {
    name: "a query from another site's page",
    method: 'POST',
    target: `${known}?a=1`,
    site: ['cross-site'],
    becomes: 400,
  },
]
