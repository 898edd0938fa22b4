import { hashText } from '../../asl/hash-text.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Random } from '../../lib/random.ts'
import { utf8Length } from '../validation.ts'
import type { Bucket, StoredObject } from '../workloads.ts'
import type { StatesStore } from './store.ts'

/** How the text of an object is read that nobody has told of. */
export type MadeUpBody =
  | { readonly kind: 'jsonLines' | 'manifest' }
  /** `path`: the members in which the list lies. */
  | { readonly kind: 'json'; readonly path: readonly string[] }
  | { readonly kind: 'csv'; readonly delimiter: string; readonly columns: readonly string[] | undefined }

/** The objects of a bucket whose keys begin so, in order of their keys. A bucket nobody has told of has a few, by chance of the world. */
export function objectsUnder(store: StatesStore, bucketName: string, prefix: string): StoredObject[] {
  const bucket = bucketNamed(store, bucketName)
  if (bucket === undefined) return madeUpObjects(store, bucketName, prefix)
  return bucket.objects
    .filter(({ key }) => key.startsWith(prefix))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** The text of an object; undefined where there is none of that key. In a bucket nobody has told of every key has one, of the kind asked for. */
export function objectText(
  store: StatesStore,
  bucketName: string,
  key: string,
  madeUp: MadeUpBody,
): string | undefined {
  const bucket = bucketNamed(store, bucketName)
  if (bucket === undefined) return madeUpText(store, bucketName, key, madeUp)
  return bucket.objects.find((object) => object.key === key)?.body
}

/** An object as Step Functions lists it (recorded). */
export function listedObject({ openedMs }: StatesStore, { key, body }: StoredObject): JsonObject {
  return {
    Etag: `"${hashText(body, 'MD5') ?? ''}"`,
    // Whole seconds, as of a day before the world began.
    LastModified: Math.floor(openedMs / 1000) - 86_400,
    Key: key,
    Size: utf8Length(body),
    StorageClass: 'STANDARD',
  }
}

function bucketNamed({ workloads }: StatesStore, name: string): Bucket | undefined {
  return workloads.buckets?.find((bucket) => bucket.name === name)
}

function madeUpObjects(store: StatesStore, bucket: string, prefix: string): StoredObject[] {
  const random = store.world.random.fork(`bucket/${bucket}/${prefix}`)
  return Array.from({ length: random.integer(3, 9) }, (_, index) => ({
    key: `${prefix}item-${numbered(index)}.json`,
    body: JSON.stringify([madeUpRow(random, index)]),
  }))
}

function madeUpText(store: StatesStore, bucket: string, key: string, madeUp: MadeUpBody): string {
  const random = store.world.random.fork(`object/${bucket}/${key}`)
  const rows = Array.from({ length: random.integer(3, 9) }, (_, index) => madeUpRow(random, index))
  switch (madeUp.kind) {
    case 'json':
      return JSON.stringify(madeUp.path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), rows))
    case 'jsonLines':
      return rows.map((row) => JSON.stringify(row)).join('\n')
    case 'csv': {
      const { columns, delimiter } = madeUp
      const line = (row: MadeUpRow, index: number): string[] =>
        columns === undefined ? Object.values(row) : cells(row, columns, inventoryLine(bucket, index))
      const header = columns === undefined ? [Object.keys(rows[0] ?? {})] : []
      return [...header, ...rows.map(line)].map((fields) => fields.join(delimiter)).join('\n')
    }
    case 'manifest':
      return JSON.stringify({
        sourceBucket: bucket,
        destinationBucket: `arn:aws:s3:::${bucket}`,
        fileFormat: 'CSV',
        fileSchema: 'Bucket, Key, Size',
        files: [{ key: `${key}.data.csv` }],
      })
  }
}

type MadeUpRow = Readonly<Record<string, string>>

function madeUpRow(random: Random, index: number): MadeUpRow {
  return { id: `item-${numbered(index)}`, quantity: String(random.integer(1, 20)) }
}

/** What an inventory would say of an object. */
function inventoryLine(Bucket: string, index: number): MadeUpRow {
  return { Bucket, Key: `item-${numbered(index)}.json`, Size: String(64 + index) }
}

/** A row with the columns of its author, whatever they are. */
function cells(row: MadeUpRow, columns: readonly string[], more: MadeUpRow): string[] {
  const known = new Map(Object.entries({ ...more, ...row }))
  return columns.map((name, at) => known.get(name) ?? Object.values(row)[at] ?? `${name}-${at + 1}`)
}

function numbered(index: number): string {
  return String(index + 1).padStart(4, '0')
}
