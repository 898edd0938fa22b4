import { IntrinsicFailure } from '../../../asl/evaluate-intrinsic.ts'
import { parseReferencePath } from '../../../asl/reference-path.ts'
import { PathNotFound } from '../../../asl/scoped-path.ts'
import type { Failure, Visit } from '../model.ts'

/** Ends a state with an error; thrown by whatever prepares or reads its data. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure'
  readonly failure: Failure
  /** Of an expression of JSONata, which gets an event of its own: where it stands, if it has a place. */
  readonly evaluation: { readonly location: string | undefined } | undefined

  constructor(failure: Failure, evaluation?: { readonly location: string | undefined }) {
    super(failure.error)
    this.failure = failure
    this.evaluation = evaluation
  }
}

/** `States.Runtime`, in the words AWS uses for every fault of this kind. */
export function runtimeFailure(visit: Visit, reason: string): StateFailure {
  return new StateFailure({ error: 'States.Runtime', cause: causeOf(visit, reason) })
}

/** What the failing of a JSONata expression is for its state. */
export function evaluationFailure(
  visit: Visit,
  { location, reason }: { readonly location: string | undefined; readonly reason: string },
): StateFailure {
  const failure = { error: 'States.QueryEvaluationError', cause: causeOf(visit, reason) }
  return new StateFailure(failure, { location })
}

/** Runs `read` and turns a path that leads nowhere, or a call that fails, into the failure AWS makes of it. */
export function readingPaths<T>(visit: Visit, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PathNotFound) throw runtimeFailure(visit, wordsFor(error, visit))
    if (error instanceof IntrinsicFailure) throw callFailure(error, visit)
    throw error
  }
}

function causeOf(visit: Visit, reason: string): string {
  const where = `'${visit.name}' (entered at the event id #${visit.enteredEventId})`
  return `An error occurred while executing the state ${where}. ${reason}`
}

/** Words from public records of AWS's; a path that leads nowhere is States.Runtime there, too. */
function callFailure({ call, reason, path }: IntrinsicFailure, visit: Visit): StateFailure {
  const words = (fault: string): string => `The function '${call}' had the following error: ${fault}`
  if (path === undefined) {
    return new StateFailure({ error: 'States.IntrinsicFailure', cause: causeOf(visit, words(reason)) })
  }
  const input = JSON.stringify(visit.input)
  return runtimeFailure(
    visit,
    words(`The JsonPath argument for the field '${path}' could not be found in the input '${input}'`),
  )
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
