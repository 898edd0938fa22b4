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

/** An object with these fields, of which `together` looks at what they are beside each other. */
function structure(fields: Fields, together: (object: JsonObject, place: Place) => void): Check {
  return (value, place) => {
    if (!isJsonObject(value)) place.report('Expected an object')
    else {
      check.checkFields(value, place, fields)
      together(value, place)
    }
  }
}
