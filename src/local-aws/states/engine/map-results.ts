import type { MapState } from '../../../asl/state-machine.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../lib/json.ts'
import { describeExecution } from '../describe-execution.ts'
import type { Execution, MapRun, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { pascal } from './child-execution.ts'
import { readerOf } from './reader-of.ts'
import { StateFailure } from './state-failure.ts'

/**
 * What a distributed Map that has succeeded leaves as its result. A ResultWriter that exports writes nothing here; its result is where AWS
 * would have written (recorded). Throws `StateFailure`.
 */
export async function mapResult(store: StatesStore, visit: Visit<MapState>, run: MapRun): Promise<JsonValue> {
  const { ResultWriter: writer } = visit.state
  const children = run.children.flatMap(({ execution }) => execution ?? [])
  if (writer === undefined) return children.flatMap((child) => outputOf(child))
  if (writer.Resource !== undefined) {
    const field = writer.Arguments === undefined ? 'Parameters' : 'Arguments'
    const place = await readerOf(visit).fill(store, visit, writer[field] ?? {}, `ResultWriter/${field}`)
    return exported(run, isJsonObject(place) ? place : {})
  }
  const { Transformation = 'COMPACT', OutputType } = writer.WriterConfig ?? {}
  const results = children.flatMap((child) => transformed(child, Transformation))
  return OutputType === 'JSONL' ? results.map((result) => JSON.stringify(result)).join('\n') : results
}

function exported({ arn }: MapRun, { Bucket = null, Prefix = '' }: JsonObject): JsonObject {
  if (typeof Bucket !== 'string' || typeof Prefix !== 'string') {
    throw new StateFailure({
      error: 'States.ResultWriterFailed',
      cause: 'The parameters Bucket and Prefix of the ResultWriter must be strings.',
    })
  }
  const folder = [Prefix.replace(/\/$/, ''), arn.split(':').at(-1)].filter((part) => part !== '').join('/')
  return { MapRunArn: arn, ResultWriterDetails: { Bucket, Key: `${folder}/manifest.json` } }
}

/** Of a child that succeeded; AWS does not document what stands for the others. */
function outputOf({ status, output = 'null' }: Execution): JsonValue[] {
  return status === 'SUCCEEDED' ? [parseJson(output) ?? null] : []
}

/** "If a child workflow execution fails, Step Functions returns its execution result unchanged" (Developer Guide, ResultWriter). */
function transformed(child: Execution, transformation: 'NONE' | 'COMPACT' | 'FLATTEN'): JsonValue[] {
  const [output] = outputOf(child)
  if (transformation === 'NONE' || output === undefined) return [describedResult(child)]
  return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output]
}

function describedResult(child: Execution): JsonValue {
  // Sound: the description holds texts, numbers, flags and dates, and JSON writes the dates as texts.
  return pascal(JSON.parse(JSON.stringify(describeExecution(child))) as JsonObject)
}
