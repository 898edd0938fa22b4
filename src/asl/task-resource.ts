/** What a Task state's `Resource` asks for. */
export type TaskResource =
  | { readonly kind: 'activity'; readonly activityArn: string }
  | {
      readonly kind: 'service'
      /** `sqs`, `aws-sdk:dynamodb`: what history calls `resourceType`. */
      readonly resourceType: string
      /** `sendMessage.waitForTaskToken`: what history calls `resource`. */
      readonly resource: string
      /** `sendMessage` */
      readonly action: string
      readonly pattern: 'request' | 'callback' | 'job'
    }
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 'unknown' }

const activity = /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d+:activity:.+$/
const service =
  /^arn:aws[a-z-]*:states:::((?:aws-sdk:)?[a-zA-Z0-9-]+):(([a-zA-Z0-9]+)(\.waitForTaskToken|\.sync(?::\d+)?)?)$/
const lambda = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d+:function:.+$/

export function taskResource(arn: string): TaskResource {
  if (activity.test(arn)) return { kind: 'activity', activityArn: arn }
  if (lambda.test(arn)) return { kind: 'lambda', functionArn: arn }
  const [, resourceType, resource, action, suffix] = service.exec(arn) ?? []
  if (resourceType === undefined || resource === undefined || action === undefined) return { kind: 'unknown' }
  const pattern = suffix === undefined ? 'request' : suffix === '.waitForTaskToken' ? 'callback' : 'job'
  return { kind: 'service', resourceType, resource, action, pattern }
}
