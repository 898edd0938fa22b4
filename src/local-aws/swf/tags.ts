import { AwsError } from '../aws-error.ts'

/** Amazon SWF Developer Guide, "Tagging": of a domain. */
const mostTags = 50

/** Adds tags to those of a domain, or replaces their values, and gives them all. Throws `TooManyTagsFault`. */
export function withTags(
  present: Map<string, string>,
  added: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[],
): Map<string, string> {
  const all = new Map([...present, ...added.map(({ key = '', value = '' }) => [key, value] as const)])
  if (all.size > mostTags) {
    throw new AwsError('TooManyTagsFault', `Exceeded the limit of ${mostTags} tags`)
  }
  for (const [key, value] of all) present.set(key, value)
  return present
}
