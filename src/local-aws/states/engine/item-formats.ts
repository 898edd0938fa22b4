import type { ReaderConfig } from '../../../asl/state-machine.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, setMember } from '../../../lib/json.ts'
import { utf8Length } from '../../validation.ts'
import { csvRows } from '../csv-rows.ts'
import type { MadeUpBody } from '../stored-objects.ts'
import { StateFailure } from './state-failure.ts'

// What a distributed Map reads (Developer Guide, ItemReader).

const delimiters = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const

/** Bytes of the headers of a CSV file at most. */
const longestHeaders = 10_240

/** The failure of an ItemReader; Retry and Catch may name it. */
export function itemReaderFailure(cause: string): StateFailure {
  return new StateFailure({ error: 'States.ItemReaderFailed', cause })
}

/** The items in the text of an object. Throws `States.ItemReaderFailed`. */
export function itemsIn(text: string, config: ReaderConfig): JsonValue[] {
  switch (config.InputType) {
    case 'CSV':
      return csvItems(text, config)
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => jsonIn(line))
    default: {
      const list = pointed(jsonIn(text), config.ItemsPointer)
      if (Array.isArray(list)) return list
      throw itemReaderFailure('Attempting to map over non-iterable node.')
    }
  }
}

/** An object for each row. A field that is missing is empty, one without a header is left out (recorded). Throws `States.ItemReaderFailed`. */
export function csvItems(
  text: string,
  { CSVDelimiter = 'COMMA', CSVHeaderLocation, CSVHeaders = [] }: ReaderConfig,
): JsonValue[] {
  const rows = csvRows(text, delimiters[CSVDelimiter])
  const [first = [], ...rest] = rows
  const given = CSVHeaderLocation === 'GIVEN'
  const headers = given ? CSVHeaders : first
  if (new Set(headers).size < headers.length) {
    throw itemReaderFailure('CSV headers cannot contain duplicates.')
  }
  if (utf8Length(headers.join('')) > longestHeaders) {
    throw itemReaderFailure('CSV headers must not be longer than 10 KiB.')
  }
  return (given ? rows : rest).map((row) => {
    const item: JsonObject = {}
    for (const [at, header] of headers.entries()) setMember(item, header, row[at] ?? '')
    return item
  })
}

/** What the manifest of an inventory of S3 says: its files, what their columns are, and in which bucket they lie. */
export function manifestFiles(text: string): {
  readonly files: string[]
  readonly columns: string[]
  readonly destination: string | undefined
} {
  const manifest = jsonIn(text)
  const { files, fileSchema, destinationBucket } = isJsonObject(manifest) ? manifest : {}
  if (!Array.isArray(files) || typeof fileSchema !== 'string') {
    throw itemReaderFailure('The manifest is not one of an Amazon S3 inventory.')
  }
  const keys = files.flatMap((file) => (isJsonObject(file) && typeof file.key === 'string' ? [file.key] : []))
  return {
    files: keys,
    columns: fileSchema.split(',').map((column) => column.trim()),
    destination: typeof destinationBucket === 'string' ? destinationBucket.split(':::').at(-1) : undefined,
  }
}

/** What the text of an object that nobody has told of must look like to be read so. */
export function madeUpBodyFor(config: ReaderConfig): MadeUpBody {
  switch (config.InputType) {
    case 'CSV': {
      const columns = config.CSVHeaderLocation === 'GIVEN' ? config.CSVHeaders : undefined
      return { kind: 'csv', delimiter: delimiters[config.CSVDelimiter ?? 'COMMA'], columns }
    }
    case 'JSONL':
      return { kind: 'jsonLines' }
    case 'MANIFEST':
      return { kind: 'manifest' }
    default:
      return { kind: 'json', path: pointerNames(config.ItemsPointer) }
  }
}

function jsonIn(text: string): JsonValue {
  const value = parseJson(text)
  if (value === undefined) throw itemReaderFailure('The object is not valid JSON.')
  return value
}

function pointed(value: JsonValue, pointer: string | undefined): JsonValue | undefined {
  let found: JsonValue | undefined = value
  for (const name of pointerNames(pointer)) {
    if (Array.isArray(found)) found = found[Number(name)]
    else found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  return found
}

/** The names in a JSON pointer. */
function pointerNames(pointer = ''): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}
