import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { awsHost } from '../lib/aws-hosts.ts'
import { provesNotSent, relayMarkerOf } from '../lib/relay-marker.ts'
import { type RelayCase, relayCases } from './testing-relay-cases.ts'

const example = /```nginx\n(.*?)```/s.exec(
  readFileSync(new URL('../../docs/relay.md', import.meta.url), 'utf8'),
)?.[1]
if (example === undefined) throw new Error('docs/relay.md has no example of nginx')

/** The lines of `map $request_uri $aws`: the first expression that matches says the host. */
const hosts = [...example.matchAll(/^ +"~(\^\S+)" +([\w.-]+);$/gm)].map(
  ([, expression = '', host = '']) => [new RegExp(expression), host] as const,
)

/** The lines `if (…) { return …; }` in their order, each as what it asks of a request. */
const refusals = [...example.matchAll(/if \((\$\w+) (!?=|!~) (\S+)\) \{ return (\d+); \}/g)].map(
  ([, variable = '', operator = '', operand = '', status = '']) => {
    const text = operand.replace(/^"|"$/g, '')
    const holds = (value: string): boolean => {
      if (operator === '!~') return !new RegExp(text).test(value)
      return (value === text) === (operator === '=')
    }
    return { variable, holds, status: Number(status) }
  },
)

/** What nginx makes of it: `$request_uri` is the target as it was sent, and a header sent twice is joined by commas. */
function madeOf({ method, target, site = [] }: RelayCase): { becomes: RelayCase['becomes']; host: string } {
  const host = hosts.find(([expression]) => expression.test(target))?.[1] ?? ''
  const [, ...query] = target.split('?')
  const variables: Readonly<Record<string, string>> = {
    $aws: host,
    $request_method: method,
    $args: query.join('?'),
    $http_sec_fetch_site: site.join(', '),
  }
  const refusal = refusals.find(({ variable, holds }) => holds(variables[variable] ?? ''))
  // The statuses of the example are the statuses of the table, or the test fails.
  return { becomes: (refusal?.status ?? 'passes') as RelayCase['becomes'], host }
}

describe('the example of nginx', () => {
  it('has four refusals and two hosts, as AWS calls them', () => {
    expect(refusals.map(({ variable }) => variable)).toEqual([
      '$aws',
      '$request_method',
      '$args',
      '$http_sec_fetch_site',
    ])
    expect(hosts.map(([, host]) => host)).toEqual([
      awsHost('states', 'eu-west-1'),
      awsHost('swf', 'eu-west-1'),
    ])
  })

  it('marks only what was not sent, and what a browser would act on, and lets nobody else do so', () => {
    const [, map = ''] = /map \$upstream_connect_time \$relay_marker \{(.*?)\}/s.exec(example) ?? []
    const marked = [...map.matchAll(/("\S*"|default) +(\S+);/g)].map(([, time, value]) => [time, value])
    expect(marked).toEqual([
      ['""', 'refused'],
      ['"-"', 'unreachable'],
      ['default', '""'],
    ])
    for (const [, value] of marked.slice(0, 2)) expect(provesNotSent(relayMarkerOf(value))).toBe(true)
    expect(
      [...example.matchAll(/add_header X-Heartbeat-Relay (\S+) always;/g)].map(([, value]) => value),
    ).toEqual(['$relay_marker', 'unusable'])
    expect(example).toContain('proxy_hide_header X-Heartbeat-Relay;')
    expect(example).toContain('proxy_next_upstream off;')
    // Not 408, for which nginx breaks the connection.
    expect(/error_page ([\d ]+) =502 @unusable;/.exec(example)?.[1]?.split(' ').map(Number)).toEqual([
      300, 301, 302, 303, 304, 305, 306, 307, 308, 407, 421, 425,
    ])
  })

  // It knows one region.
  it.each(relayCases.filter(({ target }) => !target.includes('cn-north-1')))(
    'makes of $name: $becomes',
    (one) => {
      expect(madeOf(one).becomes).toBe(one.becomes)
    },
  )
})
