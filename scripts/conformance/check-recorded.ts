import type { ServiceName } from '../../src/local-aws/protocol/services.ts'
import { checkValue, noFindings } from './check-value.ts'
import type { ServiceModel } from './service-model.ts'
import type { RecordedCall } from './tour-guide.ts'

/** How recorded calls agree with AWS's service models. */
export interface Verdict {
  /** Requests and answers that were held to a model, and the calls of operations that it does not have. */
  readonly checked: number
  readonly unchecked: number
  /** What contradicts a model, a line each. */
  readonly wrong: readonly string[]
  /** What no model knows: operations, members, values of enums, and errors of an operation. */
  readonly unknown: readonly string[]
}

/** What every operation may answer, whatever its model lists (Step Functions and SWF API references, common errors). */
const commonErrors = new Set(['ValidationException', 'SerializationException'])

/** Holds each request that was accepted, each answer and each refusal to the models. */
export function checkRecorded(
  models: Readonly<Record<ServiceName, ServiceModel>>,
  recorded: readonly RecordedCall[],
): Verdict {
  const findings = noFindings()
  let unchecked = 0
  for (const { service, operation, request, status, answer } of recorded) {
    const model = models[service]
    const known = model.operations[operation]
    if (known === undefined) {
      unchecked += 1
      findings.unknown.add(`${service}.${operation}`)
      continue
    }
    if (status !== 200) {
      const code = errorCode(answer)
      const listed = known.errors?.some(({ shape }) => shape === code) === true || commonErrors.has(code)
      if (!listed) findings.unknown.add(`${operation}!${code}`)
      continue
    }
    if (known.input) checkValue(model, known.input.shape, request, `${operation} request`, findings)
    if (known.output) checkValue(model, known.output.shape, answer, `${operation} answer`, findings)
    else if (Object.keys(Object(answer)).length > 0) findings.wrong.push(`${operation} answers something`)
  }
  return {
    checked: recorded.length - unchecked,
    unchecked,
    wrong: [...new Set(findings.wrong)],
    unknown: [...findings.unknown].sort(),
  }
}

/** The code of a refusal, without its namespace. */
export function errorCode(answer: unknown): string {
  const { __type: type } = Object(answer) as { __type?: unknown } // of a body that may hold anything
  return String(type).replace(/^.*#/, '')
}
