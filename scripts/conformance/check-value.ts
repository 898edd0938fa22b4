import { type ModelShape, type ServiceModel, shapeIn } from './service-model.ts'

/** What a value has that its model does not allow, and what the model does not know of: a newer AWS may. */
export interface Findings {
  readonly wrong: string[]
  /** `DescribeExecutionOutput.redriveCount`, `HistoryEventType=MapRunRedriven`. */
  readonly unknown: Set<string>
}

export function noFindings(): Findings {
  return { wrong: [], unknown: new Set() }
}

/** Holds a decoded JSON value to the shape of that name: members, types, lengths, ranges, patterns, enums. */
export function checkValue(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  at: string,
  findings: Findings,
): void {
  const shape = shapeIn(model, shapeName)
  const wrong = (what: string): void => void findings.wrong.push(`${at}: ${what}`)
  switch (shape.type) {
    case 'structure':
      return isRecord(value) ? checkMembers(model, shapeName, value, at, findings) : wrong('is no object')
    case 'list': {
      const { member } = shape
      if (!Array.isArray(value) || member === undefined) return wrong('is no list')
      checkSize(shape, value.length, wrong)
      for (const [index, item] of value.entries()) {
        checkValue(model, member.shape, item, `${at}[${index}]`, findings)
      }
      return
    }
    case 'map': {
      if (!isRecord(value)) return wrong('is no map')
      checkSize(shape, Object.keys(value).length, wrong)
      for (const [key, item] of Object.entries(value)) {
        checkValue(model, shape.key?.shape ?? '', key, `${at}.key`, findings)
        checkValue(model, shape.value?.shape ?? '', item, `${at}.${key}`, findings)
      }
      return
    }
    case 'string':
      if (typeof value !== 'string') return wrong('is no string')
      if (shape.enum === undefined) checkText(shape, value, wrong)
      else if (!shape.enum.includes(value)) findings.unknown.add(`${shapeName}=${value}`)
      return
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong('is no boolean')
    case 'integer':
    case 'long':
      if (!Number.isSafeInteger(value)) return wrong('is no integer')
      return checkRange(shape, value, wrong)
    case 'float':
    case 'double':
    case 'timestamp':
      if (typeof value !== 'number' || !Number.isFinite(value)) return wrong('is no number')
      return checkRange(shape, value, wrong)
    default:
      return wrong(`is of the type ${shape.type}, which nobody expected`)
  }
}

function checkMembers(
  model: ServiceModel,
  shapeName: string,
  value: Readonly<Record<string, unknown>>,
  at: string,
  findings: Findings,
): void {
  const { members = {}, required = [] } = shapeIn(model, shapeName)
  for (const name of required) {
    if (value[name] === undefined) findings.wrong.push(`${at}.${name}: is required and not there`)
  }
  for (const [name, member] of Object.entries(value)) {
    const known = members[name]
    if (known === undefined) findings.unknown.add(`${shapeName}.${name}`)
    else checkValue(model, known.shape, member, `${at}.${name}`, findings)
  }
}

function checkText(shape: ModelShape, value: string, wrong: (what: string) => void): void {
  checkSize(shape, value.length, wrong)
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(value)) {
    wrong(`does not match ${shape.pattern}`)
  }
}

function checkSize({ min = 0, max }: ModelShape, size: number, wrong: (what: string) => void): void {
  if (size < min) wrong(`has the length ${size}, at least ${min} are needed`)
  if (max !== undefined && size > max) wrong(`has the length ${size}, at most ${max} are allowed`)
}

function checkRange({ min, max }: ModelShape, value: unknown, wrong: (what: string) => void): void {
  if (min !== undefined && Number(value) < min) wrong(`is less than ${min}`)
  if (max !== undefined && Number(value) > max) wrong(`is more than ${max}`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
