import type { Denied, PolicyKind } from '../domain/app-error.ts'
import { policyStatement } from '../domain/permission.ts'

export interface ErrorWords {
  readonly headline: string
  readonly detail: string
  /** What to do next. */
  readonly next: string
  /** An IAM policy statement that would allow it. */
  readonly policy?: string
}

/** Who can change a policy that is none of the identity's own. */
const KEPT_BY: Readonly<
  Record<Exclude<PolicyKind, 'identity-based policy' | 'permissions boundary'>, string>
> = {
  'session policy':
    'It came with these credentials and ends with them: get others, made without it or with one that allows this.',
  'resource-based policy': 'Ask whoever keeps the policy of that resource, such as of the KMS key.',
  'service control policy': "Ask whoever keeps the organisation's policies: no policy of this account helps.",
  'resource control policy':
    "Ask whoever keeps the organisation's policies: no policy of this account helps.",
  'VPC endpoint policy': 'Ask whoever keeps the VPC endpoint through which this call went.',
}

/** What IAM refused, and what would help: a statement only where it would. */
export function deniedWords(denied: Denied): ErrorWords {
  const { action, guest, explicit, policy: kind } = denied
  const named = action ?? 'this action'
  if (guest)
    return {
      headline: 'AWS refuses guests',
      detail: `${named} was denied: credentials that Cognito gives without a sign-in never include Step Functions or SWF.`,
      next: 'Sign in. In config.json, this connection has no sign-in.',
    }
  const policy = policyStatement([denied])
  const missing = policy !== undefined && kind !== 'permissions boundary'
  return {
    headline: `You may not do this: ${named} is ${missing ? 'missing' : 'denied'}`,
    detail: missing
      ? `IAM denied ${named}${onResource(denied)}.`
      : `${whyDenied(denied)}${explicit ? ' No Allow will help as long as it does.' : ''}`,
    next: whatHelps(kind, policy),
    ...(policy === undefined ? {} : { policy }),
  }
}

/** Why a button is disabled, in a sentence or two. */
export function denialReason(denied: Denied): string {
  const { action, guest, explicit, policy } = denied
  if (guest) return `AWS refuses ${action ?? 'this'} to guests. Sign in.`
  if (explicit || (policy !== undefined && policy !== 'identity-based policy')) return whyDenied(denied)
  return `${action ?? 'A permission'}${onResource(denied)} is missing, as IAM answered.`
}

/** What would change it, as a sentence that goes before `statement` where there is one. */
function whatHelps(kind: PolicyKind | undefined, statement: string | undefined): string {
  if (kind !== undefined && kind !== 'identity-based policy' && kind !== 'permissions boundary')
    return KEPT_BY[kind]
  if (statement === undefined) return 'Ask whoever keeps the policies of this account.'
  return kind === 'permissions boundary'
    ? 'A policy of the identity alone will not help. The boundary needs this statement:'
    : 'Ask for this permission:'
}

function whyDenied(denied: Denied): string {
  const { action, explicit, policy } = denied
  const what = `${action ?? 'this'}${onResource(denied)}`
  if (explicit) return `${policy === undefined ? 'A policy' : withArticle(policy)} explicitly denies ${what}.`
  if (policy === undefined) return 'IAM denied it without naming the action.'
  return policy === 'permissions boundary'
    ? `The permissions boundary of this identity does not allow ${what}.`
    : `No ${policy} allows ${what}.`
}

function onResource({ resource }: Denied): string {
  return resource === null ? '' : ` on ${resource}`
}

function withArticle(policy: PolicyKind): string {
  return `${policy === 'identity-based policy' ? 'An' : 'A'} ${policy}`
}
