import { AwsError } from '../aws-error.ts'
import { addTags as add } from '../tagging.ts'
import type { StatesStore } from './store.ts'

/** The tags of a state machine or an activity. Throws `ResourceNotFound`. */
export function tagsOf(store: StatesStore, arn: string): Map<string, string> {
  const tags = (store.stateMachines.get(arn) ?? store.activities.get(arn))?.tags
  if (tags === undefined) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`)
  return tags
}

/** Throws `TooManyTags`. */
export function addTags(present: Map<string, string>, added: Parameters<typeof add>[1]): void {
  add(
    present,
    added,
    (count, most) => new AwsError('TooManyTags', `Too many tags: ${count}, at most ${most}`),
  )
}
