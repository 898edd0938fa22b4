import { AwsError } from '../aws-error.ts'
import type { CallContext } from '../operation.ts'
import { decide } from './policy.ts'
import { policiesOf } from './roles.ts'

/**
 * Throws `AccessDeniedException` in IAM's words unless the caller may do `action` on `resource`. SWF, too, answers so to
 * who signs directly (recorded for `swf:ListDomains`), although its API reference speaks of `OperationNotPermittedFault`.
 */
export function authorise(
  call: CallContext,
  action: string,
  resource: string,
  deniedActions: readonly string[] = [],
): void {
  const policies = policiesOf(call.principal)
  const decision = decide(
    deniedActions.length === 0
      ? policies
      : {
          ...policies,
          serviceControl: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: deniedActions, Resource: '*' }],
          },
        },
    action,
    resource,
    { 'aws:RequestedRegion': call.region },
  )
  if (decision.kind === 'allowed') return
  throw new AwsError(
    'AccessDeniedException',
    `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${named(call, action, resource)} ${decision.because}`,
  )
}

/** IAM has no resource for lists, but Step Functions and SWF name a wildcard ARN in the refusal. */
function named(call: CallContext, action: string, resource: string): string {
  if (resource !== '*') return resource
  // Recorded for ListDomains.
  if (action.startsWith('swf:')) return `arn:aws:swf:${call.region}:${call.account}:/domain/*`
  const kind = action === 'states:ListActivities' ? 'activity' : 'stateMachine'
  return action.startsWith('states:List')
    ? `arn:aws:states:${call.region}:${call.account}:${kind}:*`
    : resource
}
