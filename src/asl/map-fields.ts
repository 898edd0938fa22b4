import { isJsonObject, type JsonObject } from '../lib/json.ts'
import type { Check, Fields } from './field-checks.ts'
import * as check from './field-checks.ts'
import type { Place } from './problem.ts'
import type { QueryLanguage } from './state-machine.ts'

// What lies in the fields of a distributed Map (Developer Guide, "Map state input and output fields").

/** Bytes of a child's input at most (Developer Guide, ItemBatcher). */
const mostBytes = 262_144

/** Only a Map whose iterations are executions of their own has them. */
const distributedFields = ['ItemReader', 'ItemBatcher', 'ResultWriter']

/** Looks at the fields of a Map state beside each other. AWS documents of some that an inline Map has none, not how it refuses them. */
export function checkMap(state: JsonObject, place: Place): void {
  const flow = state.ItemProcessor ?? state.Iterator
  const config = isJsonObject(flow) ? flow.ProcessorConfig : undefined
  if (isJsonObject(config) && config.Mode === 'DISTRIBUTED') return
  for (const name of distributedFields) {
    if (state[name] !== undefined) place.at(name).report('Field is not supported in an inline Map state')
  }
}

/** What an ItemProcessor says of how it is run. */
export const processorConfig: Check = structure({
  Mode: check.oneOf('INLINE', 'DISTRIBUTED'),
  ExecutionType: check.oneOf('STANDARD', 'EXPRESS'),
})

/** Which calls of S3 read items. */
const readers = /^arn:aws[a-z-]*:states:::s3:(getObject|listObjectsV2)$/
/** And which one writes results. */
const writers = /^arn:aws[a-z-]*:states:::s3:putObject$/

/** Items of one Map at most (recorded as the largest MaxItems that says something). */
const mostItems = 100_000_000

const readerConfig: Fields = {
  InputType: check.oneOf('CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'),
  CSVHeaderLocation: check.oneOf('FIRST_ROW', 'GIVEN'),
  CSVHeaders: check.texts,
  CSVDelimiter: check.oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'),
  ItemsPointer: check.jsonPointer,
  Transformation: check.oneOf('NONE', 'LOAD_AND_FLATTEN'),
  ManifestType: check.oneOf('S3_INVENTORY', 'ATHENA_DATA'),
}

export const itemReader: Readonly<Record<QueryLanguage, Check>> = {
  JSONPath: structure(
    {
      Resource: resource(readers),
      Parameters: check.templateObject,
      ReaderConfig: structure({
        ...readerConfig,
        MaxItems: check.wholeNumber(0, mostItems),
        MaxItemsPath: check.referencePath,
      }),
    },
    checkReader('Parameters'),
  ),
  JSONata: structure(
    {
      Resource: resource(readers),
      Arguments: check.anything,
      ReaderConfig: structure({
        ...readerConfig,
        MaxItems: check.orExpression(check.wholeNumber(0, mostItems)),
      }),
    },
    checkReader('Arguments'),
  ),
}

type Given = 'Parameters' | 'Arguments'
type Together = (object: JsonObject, place: Place) => void

function checkReader(given: Given): Together {
  return (reader, place) => {
    const { Resource, ReaderConfig: config = {} } = reader
    requireFields(reader, place, ['Resource', given])
    if (!isJsonObject(config)) return
    const configPlace = place.at('ReaderConfig')
    checkPaths(config, configPlace, ['MaxItems'])
    // What is listed without being loaded is of no type.
    const lists = typeof Resource === 'string' && Resource.endsWith(':listObjectsV2')
    const reads = !lists || config.Transformation === 'LOAD_AND_FLATTEN'
    if (reads) requireFields(config, configPlace, ['InputType'])
    if (config.InputType === 'CSV' && reads) requireFields(config, configPlace, ['CSVHeaderLocation'])
    if (config.CSVHeaderLocation === 'GIVEN') requireFields(config, configPlace, ['CSVHeaders'])
  }
}

const writerConfig = structure(
  {
    Transformation: check.oneOf('NONE', 'COMPACT', 'FLATTEN'),
    OutputType: check.oneOf('JSON', 'JSONL'),
  },
  (config, place) => requireFields(config, place, ['OutputType']),
)

export const resultWriter: Readonly<Record<QueryLanguage, Check>> = {
  JSONPath: structure(
    { Resource: resource(writers), Parameters: check.templateObject, WriterConfig: writerConfig },
    checkWriter('Parameters'),
  ),
  JSONata: structure(
    { Resource: resource(writers), Arguments: check.anything, WriterConfig: writerConfig },
    checkWriter('Arguments'),
  ),
}

/** "The ResultWriter field cannot be empty": it says where to, or how, or both. */
function checkWriter(given: Given): Together {
  return (writer, place) => {
    check.checkAtLeastOne(writer, place, ['Resource', 'WriterConfig'])
    if (writer.Resource !== undefined || writer[given] !== undefined) {
      requireFields(writer, place, ['Resource', given])
    }
  }
}

function requireFields(object: JsonObject, place: Place, names: readonly string[]): void {
  const missing = names.filter((name) => object[name] === undefined)
  if (missing.length > 0) place.report(`These fields are required: [${missing.join(', ')}]`)
}

function resource(pattern: RegExp): Check {
  return (value, place) => {
    if (typeof value !== 'string') place.report('Expected a string')
    else if (!pattern.test(value)) place.report(`The resource provided ${value} is not recognized.`)
  }
}

const batchSize = check.wholeNumber(1)
const batchBytes = check.wholeNumber(1, mostBytes)

export const itemBatcher: Readonly<Record<QueryLanguage, Check>> = {
  JSONPath: structure(
    {
      MaxItemsPerBatch: batchSize,
      MaxItemsPerBatchPath: check.referencePath,
      MaxInputBytesPerBatch: batchBytes,
      MaxInputBytesPerBatchPath: check.referencePath,
      BatchInput: check.template,
    },
    checkBatcher,
  ),
  JSONata: structure(
    {
      MaxItemsPerBatch: check.orExpression(batchSize),
      MaxInputBytesPerBatch: check.orExpression(batchBytes),
      BatchInput: check.anything,
    },
    checkBatcher,
  ),
}

function checkBatcher(batcher: JsonObject, place: Place): void {
  const limits = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch']
  checkPaths(batcher, place, limits)
  // "You must specify one of these values to batch items."
  check.checkAtLeastOne(
    batcher,
    place,
    limits.flatMap((name) => [name, `${name}Path`]),
  )
}

/** A number stands there itself or by its path, not both. */
function checkPaths(object: JsonObject, place: Place, names: readonly string[]): void {
  for (const name of names) check.checkAtMostOne(object, place, [name, `${name}Path`])
}

/** An object with these fields; `together` looks at them beside each other. */
function structure(fields: Fields, together?: Together): Check {
  return (value, place) => {
    if (!isJsonObject(value)) place.report('Expected an object')
    else {
      check.checkFields(value, place, fields)
      together?.(value, place)
    }
  }
}
