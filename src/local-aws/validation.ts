import { AwsError } from './aws-error.ts'
import type { InputShape, MemberShape, StructureShape } from './input-shape.ts'

const encoder = new TextEncoder()

/**
 * How one member of an input is read. `read` adds what is wrong to `violations`, worded as AWS words it, and throws
 * `SerializationException` for a value of the wrong JSON type.
 */
export interface ValueRule<T> {
  /** What it lets through, as AWS's service model would say it. */
  readonly shape: InputShape
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

/** Reads the input of an operation, and says what it expects. */
export interface InputParser<I> {
  (input: unknown): I
  readonly shape: StructureShape
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
export function members<M extends MemberRules>(rules: M): InputParser<InputOf<M>> {
  const rule = structure(rules)
  const parse = (input: unknown): InputOf<M> => {
    const violations: string[] = []
    const parsed = rule.read(input ?? {}, '', violations)
    if (violations.length > 0) {
      const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
      throw new AwsError('ValidationException', `${count} detected: ${violations.join('; ')}`)
    }
    return parsed
  }
  return Object.assign(parse, { shape: rule.shape })
}

interface StructureRule<M extends MemberRules> extends ValueRule<InputOf<M>> {
  readonly shape: StructureShape
}

/** An object with members of its own. */
export function structure<M extends MemberRules>(rules: M): StructureRule<M> {
  const entries = Object.entries(rules)
  return {
    shape: {
      kind: 'structure',
      members: Object.fromEntries(
        entries.map(([name, { need, rule }]): [string, MemberShape] => [
          name,
          { required: need === 'required', shape: rule.shape },
        ]),
      ),
    },
    read(value, at, violations) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrongType(value, 'Structure')
      const parsed: Record<string, unknown> = {}
      for (const [name, member] of entries) {
        const path = at === '' ? shown(name) : `${at}.${shown(name)}`
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

/** In its messages AWS writes `IdentityPoolId` as `identityPoolId`. */
function shown(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

export interface TextRule {
  readonly min?: number
  readonly max?: number
  /** Lengths count UTF-8 bytes, as for payloads; else UTF-16 units, as the API model has them. */
  readonly bytes?: boolean
  /** Never echo the value: tokens are secrets, and AWS hides payloads too. */
  readonly secret?: boolean
  /** A regular expression of the whole text, written as the service model has it. */
  readonly pattern?: string
}

export function text({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  bytes = false,
  secret = false,
  pattern,
}: TextRule = {}): ValueRule<string> {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u')
  return {
    shape: { kind: 'text', min, max, bytes, secret, ...(pattern !== undefined && { pattern }) },
    read(value, at, violations) {
      if (typeof value !== 'string') throw wrongType(value, 'String')
      const subject = secret ? `Value at '${at}'` : `Value '${value}' at '${at}'`
      const length = bytes ? utf8Length(value) : value.length
      if (length < min) violations.push(`${subject} ${mustHave('length', 'greater', min)}`)
      if (length > max) violations.push(`${subject} ${mustHave('length', 'less', max)}`)
      if (whole?.test(value) === false) violations.push(`${subject} ${mustMatch(pattern ?? '')}`)
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
    shape: { kind: 'integer', ...range },
    read(value, at, violations) {
      if (typeof value !== 'number') throw wrongType(value, 'Integer')
      return inRange(Math.trunc(value), range, at, violations)
    },
  }
}

export function number(range: Range): ValueRule<number> {
  return {
    shape: { kind: 'number', ...range },
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
  shape: { kind: 'flag' },
  read(value) {
    if (typeof value !== 'boolean') throw wrongType(value, 'Boolean')
    return value
  },
}

/** One of a fixed set of names; the message lists them in the order given, as AWS has an order of its own. */
export function oneOf<const T extends string>(names: readonly T[]): ValueRule<T> {
  return {
    shape: { kind: 'enum', names },
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

/** Items of one kind. What is wrong with texts is told of the list, as AWS does; of structures, of each member. */
export function list<T>(
  rule: ValueRule<T>,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {},
): ValueRule<T[]> {
  const ofTexts = rule.shape.kind === 'text' || rule.shape.kind === 'enum'
  return {
    shape: { kind: 'list', of: rule.shape, min, max },
    read(value, at, violations) {
      if (!Array.isArray(value)) throw wrongType(value, 'List')
      const found: string[] = []
      const items = value.map((item, index) => rule.read(item, `${at}.${index + 1}.member`, found))
      // Only what has been read is shown: what was sent may be too deep in itself to be written out.
      const subject = (): string => `Value '[${items.join(', ')}]' at '${at}'`
      if (!ofTexts) violations.push(...found)
      else if (found.length > 0) violations.push(`${subject()} ${everyItemMust(found)}`)
      if (items.length < min) violations.push(`${subject()} ${mustHave('length', 'greater', min)}`)
      if (items.length > max) violations.push(`${subject()} ${mustHave('length', 'less', max)}`)
      return items
    },
  }
}

const failed = 'failed to satisfy constraint: '

function everyItemMust(violations: readonly string[]): string {
  const constraints = violations.map((violation) =>
    violation.slice(violation.indexOf(failed) + failed.length),
  )
  return `${failed}Member must satisfy constraint: [${[...new Set(constraints)].join(', ')}]`
}

function mustMatch(pattern: string): string {
  return `${failed}Member must satisfy regular expression pattern: ${pattern}`
}

function mustHave(what: 'length' | 'value', side: 'less' | 'greater', limit: number): string {
  return `${failed}Member must have ${what} ${side} than or equal to ${limit}`
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
