import { AwsError } from './aws-error.ts'

const encoder = new TextEncoder()

/**
 * How one member of an input is read. `read` adds what is wrong to `violations`, worded as AWS words it, and throws
 * `SerializationException` for a value of the wrong JSON type.
 */
export interface ValueRule<T> {
  read(value: unknown, at: string, violations: string[]): T
}

interface RequiredMember<T> {
  readonly need: 'required'
  readonly rule: ValueRule<T>
}

interface OptionalMember<T> {
  readonly need: 'optional'
  readonly rule: ValueRule<T>
}

type MemberRules = Readonly<Record<string, RequiredMember<unknown> | OptionalMember<unknown>>>

/** The input that passes these rules. */
export type InputOf<M extends MemberRules> = {
  [Name in keyof M as M[Name] extends RequiredMember<unknown> ? Name : never]: M[Name] extends RequiredMember<
    infer T
  >
    ? T
    : never
} & {
  [Name in keyof M as M[Name] extends OptionalMember<unknown>
    ? Name
    : never]?: M[Name] extends OptionalMember<infer T> ? T : never
}

/** A member that must be there and not null. */
export function required<T>(rule: ValueRule<T>): RequiredMember<T> {
  return { need: 'required', rule }
}

/** A member that may be absent; null counts as absent, as in AWS. */
export function optional<T>(rule: ValueRule<T>): OptionalMember<T> {
  return { need: 'optional', rule }
}

/**
 * The `parse` of an operation. Unknown members are ignored, as AWS ignores them. Throws `ValidationException` with
 * every violation, or `SerializationException` where a value has the wrong JSON type.
 */
export function members<M extends MemberRules>(rules: M): (input: unknown) => InputOf<M> {
  const rule = structure(rules)
  return (input) => {
    const violations: string[] = []
    const parsed = rule.read(input ?? {}, '', violations)
    if (violations.length > 0) {
      const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
      throw new AwsError('ValidationException', `${count} detected: ${violations.join('; ')}`)
    }
    return parsed
  }
}

/** An object with members of its own. */
export function structure<M extends MemberRules>(rules: M): ValueRule<InputOf<M>> {
  const entries = Object.entries(rules)
  return {
    read(value, at, violations) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrongType(value, 'Structure')
      const parsed: Record<string, unknown> = {}
      for (const [name, member] of entries) {
        const path = at === '' ? name : `${at}.${name}`
        // Sound: only own members are read, so nothing inherited can pass for input.
        const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
        if (given !== undefined && given !== null) parsed[name] = member.rule.read(given, path, violations)
        else if (member.need === 'required') {
          violations.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`)
        }
      }
      // Sound: every required member is there, or a violation keeps the object from being used.
      return parsed as InputOf<M>
    },
  }
}

export interface TextRule {
  readonly min?: number
  readonly max?: number
  /** Lengths count UTF-8 bytes, as for payloads; else UTF-16 units, as the API model has them. */
  readonly bytes?: boolean
  /** Never echo the value: tokens are secrets, and AWS hides payloads too. */
  readonly secret?: boolean
}

export function text({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  bytes = false,
  secret = false,
}: TextRule = {}): ValueRule<string> {
  return {
    read(value, at, violations) {
      if (typeof value !== 'string') throw wrongType(value, 'String')
      const subject = secret ? `Value at '${at}'` : `Value '${value}' at '${at}'`
      const length = bytes ? utf8Length(value) : value.length
      if (length < min) violations.push(`${subject} ${mustHave('length', 'greater', min)}`)
      if (length > max) violations.push(`${subject} ${mustHave('length', 'less', max)}`)
      return value
    },
  }
}

/** UTF-8 bytes of a text. */
export function utf8Length(value: string): number {
  return encoder.encode(value).byteLength
}

interface Range {
  readonly min: number
  readonly max: number
}

export function integer(range: Range): ValueRule<number> {
  return {
    read(value, at, violations) {
      if (typeof value !== 'number') throw wrongType(value, 'Integer')
      return inRange(Math.trunc(value), range, at, violations)
    },
  }
}

export function number(range: Range): ValueRule<number> {
  return {
    read(value, at, violations) {
      if (typeof value !== 'number') throw wrongType(value, 'Float')
      return inRange(value, range, at, violations)
    },
  }
}

function inRange(value: number, { min, max }: Range, at: string, violations: string[]): number {
  if (value < min) violations.push(`Value '${value}' at '${at}' ${mustHave('value', 'greater', min)}`)
  if (value > max) violations.push(`Value '${value}' at '${at}' ${mustHave('value', 'less', max)}`)
  return value
}

export const flag: ValueRule<boolean> = {
  read(value) {
    if (typeof value !== 'boolean') throw wrongType(value, 'Boolean')
    return value
  },
}

/** One of a fixed set of names; the message lists them in the order given, as AWS has an order of its own. */
export function oneOf<const T extends string>(names: readonly T[]): ValueRule<T> {
  return {
    read(value, at, violations) {
      if (typeof value !== 'string') throw wrongType(value, 'String')
      const name = names.find((candidate) => candidate === value)
      if (name !== undefined) return name
      violations.push(
        `Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${names.join(', ')}]`,
      )
      // Sound: the violation keeps the value from being used.
      return value as T
    },
  }
}

export function list<T>(
  rule: ValueRule<T>,
  { max = Number.POSITIVE_INFINITY }: { max?: number } = {},
): ValueRule<T[]> {
  return {
    read(value, at, violations) {
      if (!Array.isArray(value)) throw wrongType(value, 'List')
      const items = value.map((item, index) => rule.read(item, `${at}.${index + 1}.member`, violations))
      // Only what has been read is shown: what was sent may be too deep in itself to be written out.
      if (items.length > max)
        violations.push(`Value '[${items.join(', ')}]' at '${at}' ${mustHave('length', 'less', max)}`)
      return items
    },
  }
}

function mustHave(what: 'length' | 'value', side: 'less' | 'greater', limit: number): string {
  return `failed to satisfy constraint: Member must have ${what} ${side} than or equal to ${limit}`
}

function wrongType(value: unknown, expected: string): AwsError {
  return new AwsError('SerializationException', wrongTypeWords(value, expected))
}

function wrongTypeWords(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected'
  switch (typeof value) {
    case 'object':
      return value === null
        ? `NULL_VALUE cannot be converted to ${expected}`
        : 'Start of structure or map found where not expected.'
    case 'boolean':
      return `${value ? 'TRUE' : 'FALSE'}_VALUE cannot be converted to ${expected}`
    case 'number':
      return `NUMBER_VALUE cannot be converted to ${expected}`
    default:
      return `STRING_VALUE cannot be converted to ${expected}`
  }
}
