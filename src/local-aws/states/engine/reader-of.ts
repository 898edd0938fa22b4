import type { Visit } from '../model.ts'
import { jsonPathReader } from './json-path-reader.ts'
import { jsonataReader } from './jsonata-reader.ts'
import { languageOf, type StateReader } from './state-reader.ts'

/** What reads the fields of the state. */
export function readerOf({ branch, state }: Visit): StateReader {
  return languageOf(branch, state) === 'JSONata' ? jsonataReader : jsonPathReader
}
