import { AwsError } from '../aws-error.ts'
import type { StatesStore } from './store.ts'

/** Documented for every taggable resource of Step Functions. */
const mostTags = 50

/** The tags of a state machine or an activity. Throws `ResourceNotFound`. */
export function tagsOf(store: StatesStore, arn: string): Map<string, string> {
  const tags = (store.stateMachines.get(arn) ?? store.activities.get(arn))?.tags
  if (tags === undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
  return tags
}

/** Throws `TooManyTags`. */
export function addTags(
  present: Map<string, string>,
  added: readonly { key?: string | undefined; value?: string | undefined }[],
): void {
  const all = new Map([...present, ...added.map(({ key = '', value = '' }) => [key, value] as const)])
  if (all.size > mostTags)
    throw new AwsError('TooManyTags', `Too many tags: ${all.size}, at most ${mostTags}`)
  for (const [key, value] of all) present.set(key, value)
}
