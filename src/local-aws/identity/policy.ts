/** An IAM policy document as JSON has it; `Condition` and `NotAction` are not known here. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
}

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
export function decide(policies: Policies, action: string, resource: string): Decision {
  const { identity, session, serviceControl } = policies
  const says = (effect: 'Allow' | 'Deny', documents: readonly PolicyDocument[]): boolean =>
    documents.some((document) => document.Statement.some((one) => applies(one, effect, action, resource)))
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

function applies(
  statement: PolicyStatement,
  effect: 'Allow' | 'Deny',
  action: string,
  resource: string,
): boolean {
  return (
    statement.Effect === effect &&
    // IAM compares actions without case, resources with it.
    list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some((pattern) => matches(pattern, resource))
  )
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

/** `*` is any run of characters, `?` any one. Backtracks to the last star only, never exponentially. */
export function matches(pattern: string, text: string): boolean {
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
