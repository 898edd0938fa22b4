import type { InputShape, StructureShape } from '../../src/local-aws/input-shape.ts'

/** An input that breaks one constraint of one member, and what AWS says to that. */
export interface BrokenInput {
  /** What is broken, and where: `taskToken is too long`. */
  readonly title: string
  readonly input: unknown
  readonly code: 'ValidationException' | 'SerializationException'
  /** The end of AWS's sentence about it, from the member's path on. */
  readonly sentence: string
  /** A text that no message may show. */
  readonly secret?: string
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

interface Fault {
  readonly what: string
  readonly value: Json
  readonly wrongType?: true
  readonly sentence?: string
  readonly secret?: string
}

/** One input for each constraint of each member, the others as they should be. */
export function brokenInputs(shape: StructureShape): BrokenInput[] {
  const whole = sound(shape)
  return faultsOf(shape, '').map(({ place, what, value, wrongType, sentence = '', secret }) => ({
    title: `${place.join('.')} ${what}`,
    input: replaced(whole, shape, place, value),
    code: wrongType === true ? 'SerializationException' : 'ValidationException',
    sentence,
    ...(secret !== undefined && { secret }),
  }))
}

interface PlacedFault extends Fault {
  readonly place: readonly string[]
}

function faultsOf(shape: StructureShape, at: string): PlacedFault[] {
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const path = at === '' ? shown(name) : `${at}.${shown(name)}`
    const found: PlacedFault[] = faultsOfValue(member.shape, path).map((fault) => ({
      ...fault,
      place: [name],
    }))
    if (member.required) {
      found.push({
        place: [name],
        what: 'is not there',
        value: null,
        sentence: `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
      })
    }
    return [
      ...found,
      ...below(member.shape, path).map((fault) => ({ ...fault, place: [name, ...fault.place] })),
    ]
  })
}

/** What can be wrong inside a member: in its own members, or in those of the first item of its list. */
function below(shape: InputShape, path: string): PlacedFault[] {
  if (shape.kind === 'structure') return faultsOf(shape, path)
  if (shape.kind !== 'list' || shape.of.kind !== 'structure') return []
  return faultsOf(shape.of, `${path}.1.member`).map((fault) => ({ ...fault, place: ['0', ...fault.place] }))
}

function faultsOfValue(shape: InputShape, path: string): Fault[] {
  const ends = (words: string): string => `at '${path}' failed to satisfy constraint: Member must ${words}`
  switch (shape.kind) {
    case 'text':
      return [
        { what: 'is no text', value: 5, wrongType: true },
        { what: 'is a list', value: [], wrongType: true },
        ...textFaults(shape).map((fault) => ({ ...fault, sentence: ends(fault.sentence) })),
      ]
    case 'enum':
      return [
        { what: 'is no text', value: false, wrongType: true },
        {
          what: 'is none of its values',
          value: 'NOBODY_KNOWS',
          sentence: `Value 'NOBODY_KNOWS' ${ends(`satisfy enum value set: [${shape.names.join(', ')}]`)}`,
        },
      ]
    case 'integer':
    case 'number':
      return [
        { what: 'is no number', value: '5', wrongType: true },
        ...outOfRange(shape.min, -1, 'greater', ends),
        ...outOfRange(shape.max, 1, 'less', ends),
      ]
    case 'flag':
      return [{ what: 'is no boolean', value: 'true', wrongType: true }]
    case 'timestamp':
      return [{ what: 'is no timestamp', value: 'yesterday', wrongType: true }]
    case 'structure':
      return [
        { what: 'is no structure', value: 'text', wrongType: true },
        { what: 'is a list', value: [], wrongType: true },
      ]
    case 'map':
      return [{ what: 'is a list', value: [], wrongType: true }]
    case 'list':
      return listFaults(shape, ends)
  }
}

type TextFault = Fault & { readonly sentence: string }

/** `sentence` is what the member must. */
function textFaults({
  min,
  max,
  bytes,
  secret,
  pattern,
}: Extract<InputShape, { kind: 'text' }>): TextFault[] {
  const found: TextFault[] = []
  if (min > 0) {
    found.push({ what: 'is too short', value: '', sentence: `have length greater than or equal to ${min}` })
  }
  if (max < Number.POSITIVE_INFINITY) {
    // Of two bytes each, a text that is short enough in characters is too long in bytes.
    const value = bytes ? 'ä'.repeat(max / 2 + 1) : 'x'.repeat(max + 1)
    const hidden = secret ? { secret: value.slice(0, 40) } : {}
    found.push({
      what: 'is too long',
      value,
      sentence: `have length less than or equal to ${max}`,
      ...hidden,
    })
  }
  if (pattern !== undefined) {
    const value = '\u00e9 \u00e9'
    found.push({
      what: 'does not match',
      value,
      sentence: `satisfy regular expression pattern: ${pattern}`,
      ...(secret && { secret: value }),
    })
  }
  return found
}

function outOfRange(
  limit: number,
  beyond: number,
  side: 'greater' | 'less',
  ends: (words: string) => string,
): Fault[] {
  const value = limit + beyond
  if (!Number.isSafeInteger(value)) return []
  const sentence = `Value '${value}' ${ends(`have value ${side} than or equal to ${limit}`)}`
  return [{ what: side === 'less' ? 'is too much' : 'is too little', value, sentence }]
}

function listFaults(
  { of, min, max }: Extract<InputShape, { kind: 'list' }>,
  ends: (words: string) => string,
): Fault[] {
  const found: Fault[] = [{ what: 'is no list', value: {}, wrongType: true }]
  if (of.kind === 'text') {
    found.push({ what: 'has a number in it', value: [5], wrongType: true })
    for (const fault of textFaults(of)) {
      const sentence = ends(`satisfy constraint: [Member must ${fault.sentence}]`)
      found.push({ what: `has a text in it that ${fault.what}`, value: [fault.value], sentence })
    }
  }
  if (min > 0)
    found.push({ what: 'is empty', value: [], sentence: ends(`have length greater than or equal to ${min}`) })
  if (max < Number.POSITIVE_INFINITY) {
    const value = Array.from({ length: max + 1 }, () => sound(of))
    found.push({
      what: 'has too many items',
      value,
      sentence: ends(`have length less than or equal to ${max}`),
    })
  }
  return found
}

/** The least that a shape lets through: required members only. */
function sound(shape: InputShape): Json {
  switch (shape.kind) {
    case 'text':
      return samples.find((sample) => isSound(shape, sample)) ?? 'x'.repeat(shape.min)
    case 'enum':
      return shape.names[0] ?? ''
    case 'integer':
    case 'number':
      return Math.max(0, shape.min)
    case 'flag':
      return true
    case 'timestamp':
      return 1_772_366_400
    case 'list':
      return Array.from({ length: Math.max(1, shape.min) }, () => sound(shape.of))
    case 'map':
      return {}
    case 'structure':
      return soundInput(shape)
  }
}

/** The least input that breaks no constraint: the members that are required. */
export function soundInput({ members }: StructureShape): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, { required }]) => required)
      .map(([name, member]) => [name, sound(member.shape)]),
  )
}

/** Seconds, a name, an id of Cognito. */
const samples = ['10', 'one', 'eu-west-1:00000000-0000-4000-8000-000000000001']

function isSound({ min, max, pattern }: Extract<InputShape, { kind: 'text' }>, sample: string): boolean {
  const fits = sample.length >= min && sample.length <= max
  return fits && (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(sample))
}

/** The input with another value at a place; what lies on the way there is made as it should be. */
function replaced(input: Json, shape: InputShape, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value
  if (shape.kind === 'list') return [replaced(sound(shape.of), shape.of, rest, value)]
  if (shape.kind !== 'structure') throw new Error(`nothing lies below a ${shape.kind}`)
  const member = shape.members[name]
  if (member === undefined) throw new Error(`there is no member ${name}`)
  const before = Object(input) as { [name: string]: Json } // a structure's sound input is an object
  return { ...before, [name]: replaced(before[name] ?? sound(member.shape), member.shape, rest, value) }
}

/** In its messages AWS writes `IdentityPoolId` as `identityPoolId`. */
function shown(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
