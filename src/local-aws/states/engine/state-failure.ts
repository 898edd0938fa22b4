import { PathNotFound } from '../../../asl/payload-template.ts'
import { parseReferencePath } from '../../../asl/reference-path.ts'
import type { Failure, Visit } from '../model.ts'

/** Ends a state with an error; thrown by whatever prepares or reads its data. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.error)
    this.failure = failure
  }
}

/** `States.Runtime`, in the words AWS uses for every fault of this kind. */
export function runtimeFailure(visit: Visit, reason: string): StateFailure {
  const where = `'${visit.name}' (entered at the event id #${visit.enteredEventId})`
  return new StateFailure({
    error: 'States.Runtime',
    cause: `An error occurred while executing the state ${where}. ${reason}`,
  })
}

/** Runs `read` and turns a path that leads nowhere into the failure AWS makes of it. */
export function readingPaths<T>(visit: Visit, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PathNotFound) throw runtimeFailure(visit, wordsFor(error, visit))
    throw error
  }
}

function wordsFor({ path, field }: PathNotFound, visit: Visit): string {
  if (field !== undefined) {
    // AWS shows the state's input, also where the path points into the context object.
    const input = JSON.stringify(visit.input)
    return `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${input}'`
  }
  const location = parseReferencePath(path.startsWith('$$') ? path.slice(1) : path)
  const normal =
    location === undefined
      ? path
      : `$${location.map((key) => (typeof key === 'number' ? `[${key}]` : `['${key}']`)).join('')}`
  return `Invalid path '${path}' : No results for path: ${normal}`
}
