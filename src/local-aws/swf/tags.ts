import { AwsError } from '../aws-error.ts'
import { addTags } from '../tagging.ts'

/** Adds tags to those of a domain, or replaces their values, and gives them all. Throws `TooManyTagsFault`. */
export function withTags(
  present: Map<string, string>,
  added: Parameters<typeof addTags>[1],
): Map<string, string> {
  addTags(
    present,
    added,
    (_count, most) => new AwsError('TooManyTagsFault', `Exceeded the limit of ${most} tags`),
  )
  return present
}
