import type { InputShape } from '../../src/local-aws/input-shape.ts'
import { type ServiceModel, shapeIn } from './service-model.ts'

/**
 * Where what the local AWS reads differs from what the model says: a sentence each, and under `unknown` what the model
 * does not have, as `check-value.ts` names it.
 */
export interface InputDifferences {
  readonly wrong: string[]
  readonly unknown: Set<string>
}

/** What the wire can carry, where the model says nothing. */
const largest: Readonly<Record<string, number>> = { integer: 2_147_483_647, long: Number.MAX_SAFE_INTEGER }

/** Compares an input with the model's shape of that name, to its last member. */
export function compareInput(
  model: ServiceModel,
  shapeName: string,
  ours: InputShape,
  at: string,
  differences: InputDifferences,
): void {
  const theirs = shapeIn(model, shapeName)
  const differ = (what: string, one: unknown, other: unknown): void => {
    if (one !== other)
      differences.wrong.push(`${at}: ${what} is ${String(one)}, in the model ${String(other)}`)
  }
  const none = Number.POSITIVE_INFINITY
  switch (ours.kind) {
    case 'structure': {
      differ('type', 'structure', theirs.type)
      const members = theirs.members ?? {}
      for (const [name, member] of Object.entries(ours.members)) {
        const known = members[name]
        if (known === undefined) {
          differences.unknown.add(`${shapeName}.${name}`)
          continue
        }
        differ(`whether ${name} is required`, member.required, theirs.required?.includes(name) ?? false)
        compareInput(model, known.shape, member.shape, `${at}.${name}`, differences)
      }
      for (const name of Object.keys(members)) {
        if (ours.members[name] === undefined) differences.wrong.push(`${at}: ${name} is never read`)
      }
      return
    }
    case 'text':
      differ('type', 'string', theirs.type)
      differ('least length', ours.min, theirs.min ?? 0)
      differ('most length', ours.max, theirs.max ?? none)
      differ('pattern', ours.pattern, theirs.pattern)
      if (theirs.sensitive === true) differ('whether it is hidden', ours.secret, true)
      return
    case 'enum':
      differ('type', 'string', theirs.type)
      for (const name of theirs.enum ?? []) {
        if (!ours.names.includes(name)) differences.wrong.push(`${at}: ${name} is refused`)
      }
      for (const name of ours.names) {
        if (theirs.enum?.includes(name) !== true) differences.unknown.add(`${shapeName}=${name}`)
      }
      return
    case 'integer':
    case 'number':
      differ('least value', ours.min, theirs.min ?? -none)
      differ('most value', ours.max, theirs.max ?? largest[theirs.type] ?? none)
      return
    case 'flag':
      return differ('type', 'boolean', theirs.type)
    case 'timestamp':
      return differ('type', 'timestamp', theirs.type)
    case 'list':
      differ('type', 'list', theirs.type)
      differ('least length', ours.min, theirs.min ?? 0)
      differ('most length', ours.max, theirs.max ?? none)
      return compareInput(model, theirs.member?.shape ?? '', ours.of, `${at}[]`, differences)
    case 'map':
      differ('type', 'map', theirs.type)
      differ('most length', ours.max, theirs.max ?? none)
      compareInput(model, theirs.key?.shape ?? '', ours.key, `${at}.key`, differences)
      return compareInput(model, theirs.value?.shape ?? '', ours.of, `${at}.value`, differences)
  }
}
