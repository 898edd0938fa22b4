/** An IAM policy document as JSON has it, as far as it is known here: `readPolicy` refuses the rest. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

type Patterns = string | readonly string[]

type Effect = 'Allow' | 'Deny'

/** Of the two names for actions, and of the two for resources, a statement has one. */
export interface PolicyStatement {
  readonly Sid?: string | undefined
  readonly Effect: Effect
  readonly Action?: Patterns | undefined
  readonly NotAction?: Patterns | undefined
  readonly Resource?: Patterns | undefined
  readonly NotResource?: Patterns | undefined
  readonly Condition?: Condition | undefined
}

/** Of the condition operators only StringEquals is known: each key has to have one of its values. */
export interface Condition {
  readonly StringEquals?: Readonly<Record<string, Patterns | undefined>> | undefined
}

/** The facts of a call besides action and resource, by condition key: a subset of those that `readPolicy` takes. */
export type RequestContext = Readonly<Record<string, string>>

/** What decides about one principal. A session policy can only take away. */
export interface Policies {
  readonly identity: readonly PolicyDocument[]
  readonly session?: PolicyDocument
  readonly serviceControl?: PolicyDocument
}

/** `because` is the end of AWS's sentence, without the action. */
export type Decision = { readonly kind: 'allowed' } | { readonly kind: 'denied'; readonly because: string }

/**
 * Whether the policies allow `action` on `resource`: an explicit Deny wins, then every kind of policy there is must
 * allow. Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(
  policies: Policies,
  action: string,
  resource: string,
  context: RequestContext = {},
): Decision {
  const { identity, session, serviceControl } = policies
  const says = (effect: Effect, documents: readonly PolicyDocument[]): boolean =>
    documents.some((document) =>
      statementsOn(document, action)[effect].some(
        (statement) => concernsResource(statement, resource) && isMet(statement.Condition, context),
      ),
    )
  if (serviceControl !== undefined && says('Deny', [serviceControl])) {
    return { kind: 'denied', because: 'with an explicit deny in a service control policy' }
  }
  if (says('Deny', identity)) {
    return { kind: 'denied', because: 'with an explicit deny in an identity-based policy' }
  }
  if (session !== undefined && says('Deny', [session])) {
    return { kind: 'denied', because: 'with an explicit deny in a session policy' }
  }
  if (session !== undefined && !says('Allow', [session])) {
    return { kind: 'denied', because: `because no session policy allows the ${action} action` }
  }
  if (!says('Allow', identity)) {
    return { kind: 'denied', because: `because no identity-based policy allows the ${action} action` }
  }
  return { kind: 'allowed' }
}

/** Those statements of a document that concern one action. */
type StatementsOn = Readonly<Record<Effect, readonly PolicyStatement[]>>

/** A world asks the same few documents about the same few actions, thousands of times a second. */
const known = new WeakMap<PolicyDocument, Map<string, StatementsOn>>()

function statementsOn(document: PolicyDocument, action: string): StatementsOn {
  let byAction = known.get(document)
  if (byAction === undefined) {
    byAction = new Map()
    known.set(document, byAction)
  }
  let statements = byAction.get(action)
  if (statements === undefined) {
    const concerned = document.Statement.filter((statement) => concernsAction(statement, action))
    statements = {
      Allow: concerned.filter(({ Effect }) => Effect === 'Allow'),
      Deny: concerned.filter(({ Effect }) => Effect === 'Deny'),
    }
    byAction.set(action, statements)
  }
  return statements
}

/** IAM compares actions without case, resources with it. */
function concernsAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const isAction = (pattern: string): boolean => matches(pattern.toLowerCase(), action.toLowerCase())
  return NotAction === undefined ? list(Action).some(isAction) : !list(NotAction).some(isAction)
}

function concernsResource({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  const isResource = (pattern: string): boolean => matches(pattern, resource)
  return NotResource === undefined ? list(Resource).some(isResource) : !list(NotResource).some(isResource)
}

/** A key that a call does not have is equal to nothing (IAM User Guide, "Condition operators"). */
function isMet(condition: Condition | undefined, context: RequestContext): boolean {
  return Object.entries(condition?.StringEquals ?? {}).every(([key, values]) => {
    const value = context[key]
    return value !== undefined && list(values).includes(value)
  })
}

function list(value: Patterns = []): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

/** `*` is any run of characters, `?` any one. Backtracks to the last star only, never exponentially. */
export function matches(pattern: string, text: string): boolean {
  if (pattern === '*') return true
  let p = 0
  let t = 0
  let starAt = -1
  let starText = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      starAt = p
      starText = t
      p += 1
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1
      t += 1
    } else if (starAt >= 0) {
      starText += 1
      p = starAt + 1
      t = starText
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}
