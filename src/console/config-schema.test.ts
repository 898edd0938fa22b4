import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configSchema, readConfig } from './config.ts'
import { type JsonSchema, takes } from './testing-json-schema.ts'

const schema = JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as JsonSchema // written by us

/** What no JSON Schema of this draft can say; its own description names them. */
const BEYOND_A_SCHEMA = ['two connections have the same name', 'is no address that a browser can parse']

const text = fc.constantFrom('prod', 'Orders', 'x')
const urls = fc.constantFrom(
  'http://127.0.0.1:4566',
  'http://localhost',
  'https://localhost/path?query',
  'http://[::1]:4566/',
  'http://127.1.2.3:80#part',
  'https://states.eu-west-1.amazonaws.com',
  'http://localhost.example.com',
  'http://localhost@example.com',
  'http://localhost:80@example.com',
  'http://127.0.0.1.example.com:4566',
)

const transports = fc.constantFrom('auto', 'direct', 'relay')

/** A configuration as it should be, now and then with what a rule between two fields forbids. */
const connections = fc.record(
  {
    name: fc.oneof(text, fc.string({ minLength: 1, maxLength: 4 })),
    regions: fc.uniqueArray(fc.constantFrom('eu-west-1', 'us-gov-west-1', 'ap-southeast-2'), {
      minLength: 1,
    }),
    signIn: fc.oneof(
      fc.record({ kind: fc.constant('localPerson'), person: text, url: urls }),
      fc.record({ kind: fc.constant('userPool'), issuer: urls, clientId: text, loginUrl: urls }),
      fc.constantFrom({ kind: 'guest' }, { kind: 'pasted' }),
      fc.record({ kind: fc.constant('keys'), accessKeyId: text, secretAccessKey: text }),
    ),
    endpoint: urls,
    transport: fc.oneof(transports, fc.record({ states: transports, swf: transports })),
    identityPoolId: fc.constantFrom('eu-west-1:00000000-0000-4000-8000-000000000001', 'EU_1:AbC-0'),
    worldClock: urls,
    readsPerSecond: fc.constantFrom(0.1, 1, 2.5, 50),
    watch: fc.record(
      { prefixes: fc.array(text), include: fc.array(text), exclude: fc.array(text) },
      { requiredKeys: [] },
    ),
    swfDomains: fc.uniqueArray(fc.oneof(text, fc.constant('d'.repeat(256)))),
  },
  { requiredKeys: ['name', 'regions', 'signIn'] },
)
const right = fc.record(
  {
    $schema: text,
    connections: fc.array(connections, { minLength: 1, maxLength: 2 }),
    idleSignOutMinutes: fc.constantFrom(2, 60, 720),
  },
  { requiredKeys: ['connections'] },
)

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'Ireland',
    'pool',
    'ftp://a',
    'http:/a',
    'a http://b',
    'd'.repeat(257),
  ),
  fc.constantFrom<unknown>(0, 0.09, 50.1, -1, 7),
  fc.constantFrom<unknown>([], {}, [''], ['a', 'a'], ['eu-west-1', 'eu-west-1'], [{}], [7], {
    kind: 'password',
  }),
  urls,
  fc.string({ maxLength: 6 }),
)

/** One thing done to one place of a configuration; what is for lists, numbers or texts only, to one of those. */
const change = fc.record({
  place: fc.nat(),
  how: fc.constantFrom('replace', 'drop', 'add', 'empty list', 'item twice', 'other number', 'longer text'),
  what: junk,
  figure: fc.constantFrom(-1, 0, 0.09, 1.9, 7, 50.1, 500, 720.5, 1e6),
})

const given = fc.tuple(right, fc.array(change, { maxLength: 2 })).map(([config, changes]) => {
  const file: Record<PropertyKey, unknown> = { config: structuredClone(config) }
  for (const { place, how, what, figure } of changes) {
    const places = placesIn(file).filter(({ within, key }) => {
      if (how === 'other number') return typeof within[key] === 'number'
      if (how === 'longer text') return typeof within[key] === 'string'
      return Array.isArray(within[key]) || !/list|item/.test(how)
    })
    const at = places[place % Math.max(1, places.length)]
    if (at === undefined) continue
    const { within, key } = at
    const old = within[key]
    if (how === 'replace') within[key] = structuredClone(what)
    else if (how === 'other number') within[key] = figure
    else if (how === 'longer text') within[key] = 'd'.repeat(257)
    else if (how === 'drop') Reflect.deleteProperty(within, key)
    else if (how === 'add') within[Array.isArray(within) ? within.length : 'region'] = structuredClone(what)
    else within[key] = how === 'item twice' && Array.isArray(old) ? [...old, ...old.slice(0, 1)] : []
  }
  // As a file says it: what was dropped from a list leaves null behind.
  return JSON.stringify(file['config'] ?? null)
})

interface Place {
  readonly within: Record<PropertyKey, unknown>
  readonly key: string
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const within = value as Record<PropertyKey, unknown> // objects and lists alike are read by key here
  return Object.keys(within).flatMap((key) => [{ within, key }, ...placesIn(within[key])])
}

/** Whether the console takes it, and whether it would but for what no schema can say. */
function judged(json: string): { readonly isTaken: boolean; readonly isBeyond: boolean } {
  const read = readConfig(json)
  if (read.kind === 'ok') return { isTaken: true, isBeyond: false }
  const isBeyond = read.problems.every(({ message }) => BEYOND_A_SCHEMA.includes(message))
  return { isTaken: false, isBeyond }
}

function agrees(by: JsonSchema, json: string): boolean {
  const { isTaken, isBeyond } = judged(json)
  return isBeyond || takes(by, JSON.parse(json)) === isTaken
}

describe('docs/config.schema.json', () => {
  it('takes what the console takes, and refuses what it refuses', () => {
    fc.assert(
      fc.property(given, (json) => {
        expect(agrees(schema, json), json).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('has the fields that the console knows, and no other', () => {
    expect([...new Set(fieldsOfSchema(schema))].sort()).toEqual([...new Set(fieldsOf(configSchema))].sort())
  })

  it('has no rule that could be left out: each is noticed', () => {
    const sure = fc
      .sample(given, { seed: 1, numRuns: 12_000 })
      .map((json) => ({ value: JSON.parse(json) as unknown, ...judged(json) }))
      .filter(({ isBeyond }) => !isBeyond)
      // Those that a rule refuses tell first that it is missing.
      .sort((a, b) => Number(a.isTaken) - Number(b.isTaken))
    expect(sure.filter(({ isTaken }) => isTaken).length).toBeGreaterThan(1000)
    const unnoticed = rulesIn(schema).filter(({ without }) =>
      sure.every(({ value, isTaken }) => takes(without, value) === isTaken),
    )
    expect(unnoticed.map(({ where }) => where)).toEqual([])
  })

  it('is explained field by field, with an example that it takes', () => {
    const words = readFileSync('docs/configuration.md', 'utf8')
    const example = /```json\n(.*?)```/s.exec(words)?.[1] ?? ''
    expect([readConfig(example).kind, takes(schema, JSON.parse(example))]).toEqual(['ok', true])
    const missing = [...new Set(fieldsOf(configSchema))].filter((name) => !words.includes(name))
    expect(missing).toEqual([])
  })
})

/** The schema without one of its rules, for each of them. */
function rulesIn(whole: JsonSchema): readonly { readonly where: string; readonly without: JsonSchema }[] {
  const isRule = (key: string): boolean =>
    /^(?:type|const|enum|pattern|m(?:in|ax).*|uniqueItems|required|additionalProperties|if)$/.test(key)
  const found: { where: string; without: JsonSchema }[] = []
  const walk = (path: readonly string[], value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const isSchema = !['properties', 'definitions'].includes(path.at(-1) ?? '')
    for (const [key, inner] of Object.entries(value)) {
      if (isSchema && isRule(key))
        found.push({ where: [...path, key].join('/'), without: lacking([...path, key]) })
      // What stands under `if` says when, not what.
      if (key !== 'if') walk([...path, key], inner)
    }
  }
  const lacking = (path: readonly string[]): JsonSchema => {
    const copy = structuredClone(whole)
    let at = copy as Record<string, unknown>
    for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
    Reflect.deleteProperty(at, path.at(-1) ?? '')
    return copy
  }
  walk([], whole)
  return found
}

/** The names of fields, however deep. */
function fieldsOfSchema(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'properties'
      ? [...Object.keys(inner as object), ...Object.values(inner as object).flatMap(fieldsOfSchema)]
      : fieldsOfSchema(inner),
  )
}

/** The same of valibot's: its objects hold `entries`, and what holds others says so by these members. */
function fieldsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { entries, ...holder } = value as Record<string, unknown>
  const own = typeof entries === 'object' && entries !== null ? entries : {}
  const inner = ['pipe', 'options', 'item', 'wrapped'].flatMap((name) => {
    const held = holder[name]
    return Array.isArray(held) ? held : [held]
  })
  return [
    ...Object.keys(own),
    ...[...Object.values(own), ...inner.filter((one) => one !== value)].flatMap(fieldsOf),
  ]
}
