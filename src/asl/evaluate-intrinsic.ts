import type { JsonValue } from '../lib/json.ts'
import type { Random } from '../lib/random.ts'
import { formatText, IntrinsicFault, intrinsicFunctions } from './intrinsic-functions.ts'
import { type IntrinsicArgument, type IntrinsicCall, parseIntrinsic, unescaped } from './parse-intrinsic.ts'
import { findAtPath, type Scope } from './scoped-path.ts'

/** A scope in which intrinsic functions can be called. */
export interface CallScope extends Scope {
  /** What States.UUID and States.MathRandom draw on. */
  readonly random: Random
}

/** The call of an intrinsic function that cannot be carried out. */
export class IntrinsicFailure extends Error {
  override readonly name = 'IntrinsicFailure'
  /** The whole text of the call, as its author wrote it. */
  readonly call: string
  readonly reason: string
  /** The path that led nowhere, where that is the reason. */
  readonly path: string | undefined

  constructor(call: string, reason: string, path?: string) {
    super(reason)
    this.call = call
    this.reason = reason
    this.path = path
  }
}

/** What a call gives. Throws `IntrinsicFailure`, also for a text that is no call. */
export function evaluateText(text: string, scope: CallScope): JsonValue {
  const call = parseIntrinsic(text)
  if (call === undefined) throw new IntrinsicFailure(text, 'It is not a valid intrinsic function call.')
  try {
    return evaluate(call, scope)
  } catch (error) {
    if (error instanceof LostPath) throw new IntrinsicFailure(text, error.message, error.path)
    if (error instanceof IntrinsicFault) throw new IntrinsicFailure(text, error.message)
    throw error
  }
}

class LostPath extends Error {
  readonly path: string

  constructor(path: string) {
    super(`Nothing at ${path}`)
    this.path = path
  }
}

function evaluate({ name, args }: IntrinsicCall, scope: CallScope): JsonValue {
  if (name === 'Format') {
    const [template, ...values] = args
    const text = template?.kind === 'text' ? template.raw : template && valueOf(template, scope)
    return formatText(
      text ?? null,
      values.map((argument) => valueOf(argument, scope)),
    )
  }
  return intrinsicFunctions[name](
    args.map((argument) => valueOf(argument, scope)),
    scope.random,
  )
}

function valueOf(argument: IntrinsicArgument, scope: CallScope): JsonValue {
  switch (argument.kind) {
    case 'call':
      return evaluate(argument, scope)
    case 'text':
      return unescaped(argument.raw)
    case 'value':
      return argument.value
    case 'path': {
      const found = findAtPath(argument.path, scope)
      if (found === undefined) throw new LostPath(argument.path)
      return found
    }
  }
}
