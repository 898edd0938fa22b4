import { selectPath } from '../../../asl/payload-template.ts'
import type { FailState, PassState, SucceedState } from '../../../asl/state-machine.ts'
import type { Finish, Visit } from '../model.ts'
import { contextObject } from './context-object.ts'
import { effectiveInput, filledParameters, outputWithResult, throughOutputPath } from './data-flow.ts'
import { readingPaths, runtimeFailure } from './state-failure.ts'

export function runPass(visit: Visit<PassState>, finish: Finish): void {
  finish.exit(() => {
    const parameters = filledParameters(visit)
    return outputWithResult(visit, visit.state.Result ?? parameters)
  })
}

export function runSucceed(visit: Visit<SucceedState>, finish: Finish): void {
  finish.exit(() => throughOutputPath(visit, effectiveInput(visit)))
}

export function runFail(visit: Visit<FailState>, finish: Finish): void {
  const { state } = visit
  finish.fail({
    error: state.Error ?? textAt(visit, 'ErrorPath', state.ErrorPath),
    cause: state.Cause ?? textAt(visit, 'CausePath', state.CausePath),
  })
}

function textAt(visit: Visit<FailState>, field: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const scope = { input: visit.input, context: contextObject(visit) }
  const value = readingPaths(visit, () => selectPath(path, scope, field))
  if (typeof value !== 'string')
    throw runtimeFailure(visit, `The ${field} field must point at a string: ${path}`)
  return value
}
