import type { ItemReader, MapState, ReaderConfig } from '../../../asl/state-machine.ts'
import type { JsonObject, JsonValue } from '../../../lib/json.ts'
import { isJsonObject } from '../../../lib/json.ts'
import type { MapItem, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { listedObject, objectsUnder, objectText } from '../stored-objects.ts'
import { csvItems, itemReaderFailure, itemsIn, madeUpBodyFor, manifestFiles } from './item-formats.ts'
import { readerOf } from './reader-of.ts'

/** What is to be read, as the state's input has it. */
export interface ReadPlan {
  readonly reader: ItemReader
  readonly parameters: JsonObject
  /** Undefined: all of them. */
  readonly maxItems: number | undefined
}

/** What an ItemReader is to read. Throws `StateFailure` where a path or an expression of it leads nowhere. */
export async function readPlan(
  store: StatesStore,
  visit: Visit<MapState>,
  reader: ItemReader,
): Promise<ReadPlan> {
  const stateReader = readerOf(visit)
  const { ReaderConfig: config = {} } = reader
  const field = reader.Arguments === undefined ? 'Parameters' : 'Arguments'
  const parameters = await stateReader.fill(store, visit, reader[field] ?? {}, `ItemReader/${field}`)
  const maxItems = await stateReader.wholeNumber(store, visit, {
    name: 'MaxItems',
    location: 'ItemReader/ReaderConfig/MaxItems',
    literal: config.MaxItems,
    path: config.MaxItemsPath,
  })
  return { reader, parameters: isJsonObject(parameters) ? parameters : {}, maxItems }
}

/**
 * The items that an ItemReader finds. Throws `States.ItemReaderFailed`, in recorded words for a negative MaxItems, for headers that are
 * there twice and for JSON that is no list; a MaxItems of 0 limits nothing (recorded).
 */
export function readItems(store: StatesStore, { reader, parameters, maxItems = 0 }: ReadPlan): MapItem[] {
  if (maxItems < 0) throw itemReaderFailure('field MaxItems must be positive')
  const found = reader.Resource.endsWith(':listObjectsV2')
    ? listed(store, reader.ReaderConfig ?? {}, parameters)
    : loaded(store, reader.ReaderConfig ?? {}, textOf(parameters, 'Bucket'), textOf(parameters, 'Key'))
  const items = maxItems === 0 ? found : found.slice(0, maxItems)
  return items.map((item, index) => ({ index, ...item }))
}

type FoundItem = Omit<MapItem, 'index'>

function listed(store: StatesStore, config: ReaderConfig, parameters: JsonObject): FoundItem[] {
  const bucket = textOf(parameters, 'Bucket')
  const prefix = parameters.Prefix === undefined ? '' : textOf(parameters, 'Prefix')
  const objects = objectsUnder(store, bucket, prefix)
  if (config.Transformation === 'LOAD_AND_FLATTEN') {
    return objects.flatMap(({ key }) => loaded(store, config, bucket, key))
  }
  return objects.map((object) => ({ value: listedObject(store, object), source: `S3://${bucket}` }))
}

function loaded(store: StatesStore, config: ReaderConfig, bucket: string, key: string): FoundItem[] {
  const text = textAt(store, config, bucket, key)
  const values = config.InputType === 'MANIFEST' ? inventoried(store, text, bucket) : itemsIn(text, config)
  return values.map((value) => ({ value, source: `S3://${bucket}/${key}` }))
}

/** The objects that an inventory of S3 tells of, each with its columns. */
function inventoried(store: StatesStore, manifest: string, bucket: string): JsonValue[] {
  const { files, columns, destination } = manifestFiles(manifest)
  const config: ReaderConfig = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: columns }
  return files.flatMap((key) => csvItems(textAt(store, config, destination ?? bucket, key), config))
}

function textAt(store: StatesStore, config: ReaderConfig, bucket: string, key: string): string {
  const text = objectText(store, bucket, key, madeUpBodyFor(config))
  if (text !== undefined) return text
  throw itemReaderFailure(`The specified key does not exist: s3://${bucket}/${key} (Error Code: NoSuchKey)`)
}

function textOf(parameters: JsonObject, name: string): string {
  const value = parameters[name]
  if (typeof value === 'string' && value !== '') return value
  throw itemReaderFailure(`The parameter ${name} of the ItemReader must be a string.`)
}
