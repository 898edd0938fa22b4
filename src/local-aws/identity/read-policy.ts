import * as v from 'valibot'
import type { PolicyDocument } from './policy.ts'

const patterns = v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))])

/**
 * The only operator and keys in use. Every call has a region. None to Step Functions or SWF has `kms:ViaService`, which AWS services
 * set where they use keys for a caller.
 */
const condition = v.strictObject({
  StringEquals: v.pipe(
    v.strictObject({ 'aws:RequestedRegion': v.optional(patterns), 'kms:ViaService': v.optional(patterns) }),
    v.check((keys) => Object.keys(keys).length > 0, 'a condition names a key'),
  ),
})

const statement = v.pipe(
  // Strict: what is not known here must not be taken for granted. A condition that is ignored allows too much.
  v.strictObject({
    Sid: v.optional(v.string()),
    Effect: v.picklist(['Allow', 'Deny']),
    Action: v.optional(patterns),
    NotAction: v.optional(patterns),
    Resource: v.optional(patterns),
    NotResource: v.optional(patterns),
    Condition: v.optional(condition),
  }),
  v.check(
    ({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined),
    'a statement has either Action or NotAction',
  ),
  v.check(
    ({ Resource, NotResource }) => (Resource === undefined) !== (NotResource === undefined),
    'a statement has either Resource or NotResource',
  ),
)

const policy = v.strictObject({
  Version: v.literal('2012-10-17'),
  Id: v.optional(v.string()),
  // One statement may stand without a list (IAM User Guide, "Grammar of the IAM JSON policy language").
  Statement: v.union([v.pipe(v.array(statement), v.minLength(1)), statement]),
})

/**
 * An identity-based policy document. Throws an `Error` that names `name` and the place for whatever the local AWS cannot
 * decide by: `Principal`, an unknown condition operator or key, another version, a misspelled element.
 */
export function readPolicy(json: unknown, name: string): PolicyDocument {
  const { Statement } = Object(json) as { Statement?: unknown } // judged below, statement by statement
  for (const one of [Statement].flat()) {
    for (const element of ['Principal', 'NotPrincipal']) {
      if (Object.hasOwn(Object(one), element))
        throw new Error(`${name}: ${element} is not known to the local AWS`)
    }
  }
  const read = v.safeParse(policy, json)
  if (!read.success) {
    const [issue] = read.issues
    throw new Error(`${name}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`)
  }
  return { Version: read.output.Version, Statement: [read.output.Statement].flat() }
}
