import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as sfn from '@aws-sdk/client-sfn'
import * as swf from '@aws-sdk/client-swf'
import type { InputShape, MemberShape } from '../../src/local-aws/input-shape.ts'
import { type ServiceName, serviceFronts } from '../../src/local-aws/protocol/services.ts'
import { newerThanDebian } from './beyond-the-model.ts'
import { errorCode } from './check-recorded.ts'
import { type KnownOperation, knownOperations } from './operations.ts'
import type { RecordedCall } from './tour-guide.ts'

const titles: Readonly<Record<ServiceName, string>> = {
  states: 'Step Functions',
  swf: 'SWF',
  'cognito-identity': 'Cognito Identity',
}

/**
 * The conformance tables in Markdown, a line each operation: what it reads, the errors that it raised on the tour, and
 * who holds it to AWS. `clientsDirectory` is where the tests with AWS's own clients lie.
 */
export function conformanceTables(recorded: readonly RecordedCall[], clientsDirectory: string): string {
  const errors = errorsRaised(recorded)
  const tests = readClientTests(clientsDirectory)
  const tables = (['states', 'swf', 'cognito-identity'] as const).map((service) => {
    const operations = knownOperations().filter((operation) => operation.service === service)
    const rows = operations.map((operation) =>
      row([
        operation.name,
        membersOf(operation),
        (errors.get(`${service}.${operation.name}`) ?? []).join(', '),
        checkedBy(operation, tests),
      ]),
    )
    const head = [
      row(['operation', 'reads', 'refuses with', 'checked by']),
      row(['---', '---', '---', '---']),
    ]
    const missing = missingFrom(service, operations)
    return [
      `### ${titles[service]}`,
      '',
      ...head,
      ...rows,
      ...(missing.length > 0 ? ['', `Not there: ${missing.join(', ')}.`] : []),
    ].join('\n')
  })
  return tables.join('\n\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function membersOf({ input }: KnownOperation): string {
  return Object.entries(input.members)
    .toSorted(([, a], [, b]) => Number(b.required) - Number(a.required))
    .map(([name, member]) => memberText(name, member))
    .join(', ')
}

function memberText(name: string, { required, shape }: MemberShape): string {
  const limits = limitsOf(shape)
  return (required ? `**${name}**` : name) + (limits === '' ? '' : ` ${limits}`)
}

/** Lengths in brackets, ranges without; what is below a structure counts, too, but has no room here. */
function limitsOf(shape: InputShape): string {
  switch (shape.kind) {
    case 'text':
      return shape.max === Number.POSITIVE_INFINITY
        ? ''
        : `(${shape.min}–${shape.max}${shape.bytes ? ' bytes' : ''})`
    case 'integer':
    case 'number':
      return shape.max > 1e9 ? `≥ ${shape.min}` : `${shape.min}–${shape.max}`
    case 'enum':
      return `one of ${shape.names.length}`
    case 'list':
      return shape.max === Number.POSITIVE_INFINITY ? '[ ]' : `[${shape.min}–${shape.max}]`
    case 'structure':
    case 'map':
      return '{ }'
    case 'flag':
    case 'timestamp':
      return ''
  }
}

/** What every operation may refuse with is said once above the tables. */
const everywhere = new Set(['ValidationException'])

function errorsRaised(recorded: readonly RecordedCall[]): ReadonlyMap<string, readonly string[]> {
  const raised = new Map<string, string[]>()
  for (const { service, operation, status, answer } of recorded) {
    if (status === 200) continue
    const key = `${service}.${operation}`
    const codes = raised.get(key) ?? []
    const code = errorCode(answer)
    if (!codes.includes(code) && !everywhere.has(code)) raised.set(key, [...codes, code].sort())
  }
  return raised
}

interface ClientTest {
  readonly file: string
  readonly text: string
}

function readClientTests(directory: string): ClientTest[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.clients.ts'))
    .map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }))
}

/** How the clients call a service, and the names of their tests begin. */
const clientPrefix: Readonly<Record<ServiceName, string>> = {
  states: 'stepfunctions',
  swf: 'swf',
  'cognito-identity': 'cognito-identity',
}

/**
 * AWS's clients whose tests name the operation as they spell it, and the service model: `stepfunctions-cli*.clients.ts`
 * are the AWS CLI's, whatever its version.
 */
function checkedBy({ service, name }: KnownOperation, tests: readonly ClientTest[]): string {
  const words = name.replace(/(?!^)[A-Z]/g, (capital) => `-${capital}`).toLowerCase()
  const tested = (suffix: string, spelled: string): boolean =>
    tests.some(
      ({ file, text }) => file.startsWith(`${clientPrefix[service]}-${suffix}`) && text.includes(spelled),
    )
  const target = `${serviceFronts[service].targetPrefix}.${name}'`
  const checks = [
    ...(newerThanDebian.includes(`${service}.${name}`) ? [] : ['model']),
    ...(tested('cli', `'${words}'`) ? ['AWS CLI'] : []),
    ...(tested('boto3', `'${words.replaceAll('-', '_')}'`) ? ['boto3'] : []),
    ...(tests.some(({ file, text }) => file.startsWith('curl') && text.includes(target)) ? ['curl'] : []),
  ]
  return checks.length === 0 ? 'own tests' : checks.join(', ')
}

/** The SDK's operations that are not there; that of Cognito Identity is not installed. */
function missingFrom(service: ServiceName, operations: readonly KnownOperation[]): string[] {
  const sdk = { states: sfn, swf, 'cognito-identity': {} }[service]
  const known = new Set(operations.map(({ name }) => name))
  return Object.keys(sdk)
    .flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? [])
    .filter((name) => !known.has(name))
    .sort()
}
