/** The codes AWS gives for a bad definition. */
export type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'

/** What is wrong with a definition, and where: `path` as AWS writes it, such as `/States/Pay/Next`. */
export interface Problem {
  readonly code: ProblemCode
  readonly path: string
  readonly message: string
  /** The names and indexes of which `path` is made; a name may have slashes of its own. `definitionProblems` finds them in the text. */
  readonly pointer: readonly string[]
}

/** Collects problems under a place in the definition. */
export class Place {
  readonly #problems: { code: ProblemCode; pointer: readonly string[]; message: string }[]
  readonly pointer: readonly string[]

  constructor(
    problems: { code: ProblemCode; pointer: readonly string[]; message: string }[] = [],
    pointer: readonly string[] = [],
  ) {
    this.#problems = problems
    this.pointer = pointer
  }

  at(...keys: readonly (string | number)[]): Place {
    return new Place(this.#problems, [...this.pointer, ...keys.map(String)])
  }

  /** All that was reported, here and elsewhere in the definition. */
  told(): Problem[] {
    return this.#problems.map(({ code, pointer, message }) => ({
      code,
      path: pathOf(pointer),
      message,
      pointer,
    }))
  }

  report(message: string, code: ProblemCode = 'SCHEMA_VALIDATION_FAILED'): void {
    this.#problems.push({ code, pointer: this.pointer, message })
  }
}

/** `/States/Pay/Next`; the definition itself is `/`. */
function pathOf(pointer: readonly string[]): string {
  return `/${pointer.join('/')}`
}
