/** The part of JSON Schema, draft 7, that docs/config.schema.json is written in. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

type Check = (given: unknown, value: unknown, root: JsonSchema, beside: JsonSchema) => boolean

/** Whether the schema takes the value. Throws at a keyword that is not known here, so that none is passed over. */
export function takes(schema: JsonSchema, value: unknown, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([keyword, given]) => {
    if (SAYS_NOTHING.has(keyword)) return true
    const check = CHECKS[keyword]
    if (check === undefined) throw new Error(`the JSON Schema keyword ${keyword} is not known here`)
    return check(given, value, root, schema)
  })
}

/** `then` is looked at with `if`. */
const SAYS_NOTHING = new Set(['$schema', 'title', 'description', 'default', 'definitions', 'then'])

// What stands under each keyword is taken to be as the standard says it: a test's own file.
const CHECKS: Readonly<Record<string, Check>> = {
  $ref: (given, value, root) => takes(definitionOf(root, String(given)), value, root),
  type: (given, value) => typeOf(value) === given,
  const: (given, value) => value === given,
  enum: (given, value) => (given as unknown[]).includes(value),
  pattern: (given, value) => typeof value !== 'string' || new RegExp(String(given), 'u').test(value),
  minLength: (given, value) => typeof value !== 'string' || Array.from(value).length >= Number(given),
  maxLength: (given, value) => typeof value !== 'string' || Array.from(value).length <= Number(given),
  minimum: (given, value) => typeof value !== 'number' || value >= Number(given),
  maximum: (given, value) => typeof value !== 'number' || value <= Number(given),
  minItems: (given, value) => !Array.isArray(value) || value.length >= Number(given),
  uniqueItems: (given, value) =>
    given !== true ||
    !Array.isArray(value) ||
    new Set(value.map((item) => JSON.stringify(item))).size === value.length,
  items: (given, value, root) =>
    !Array.isArray(value) || value.every((item) => takes(given as JsonSchema, item, root)),
  required: (given, value) =>
    typeOf(value) !== 'object' || (given as string[]).every((name) => Object.hasOwn(value as object, name)),
  properties: (given, value, root) =>
    typeOf(value) !== 'object' ||
    Object.entries(given as Record<string, JsonSchema>).every(
      ([name, schema]) =>
        !Object.hasOwn(value as object, name) || takes(schema, (value as JsonSchema)[name], root),
    ),
  additionalProperties: (given, value, _, beside) =>
    given !== false ||
    typeOf(value) !== 'object' ||
    Object.keys(value as object).every((name) => Object.hasOwn((beside['properties'] ?? {}) as object, name)),
  allOf: (given, value, root) => (given as JsonSchema[]).every((schema) => takes(schema, value, root)),
  oneOf: (given, value, root) =>
    (given as JsonSchema[]).filter((schema) => takes(schema, value, root)).length === 1,
  if: (given, value, root, beside) =>
    !takes(given as JsonSchema, value, root) || takes((beside['then'] ?? {}) as JsonSchema, value, root),
}

function definitionOf(root: JsonSchema, ref: string): JsonSchema {
  const name = /^#\/definitions\/(\w+)$/.exec(ref)?.[1] ?? ''
  const found = (root['definitions'] as Record<string, JsonSchema> | undefined)?.[name]
  if (found === undefined) throw new Error(`${ref} is not defined`)
  return found
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
