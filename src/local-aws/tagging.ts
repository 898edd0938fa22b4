import type { AwsError } from './aws-error.ts'
import type { CallContext } from './operation.ts'
import { type InputParser, list, members, required, text, type ValueRule } from './validation.ts'

/** Documented for every taggable resource of Step Functions, and for SWF's domains ("Tagging" in either guide). */
const mostTags = 50

interface Tag {
  readonly key?: string | undefined
  readonly value?: string | undefined
}

/** Adds tags to those present, or replaces their values. Throws what `tooMany` makes of their number, and adds none then. */
export function addTags(
  present: Map<string, string>,
  added: readonly Tag[],
  tooMany: (count: number, most: number) => AwsError,
): void {
  const all = new Map([...present, ...added.map(({ key = '', value = '' }) => [key, value] as const)])
  if (all.size > mostTags) throw tooMany(all.size, mostTags)
  for (const [key, value] of all) present.set(key, value)
}

/** What a service says of its tags. */
export interface Tagging<T extends Tag> {
  readonly arn: ValueRule<string>
  readonly tags: ValueRule<T[]>
  /** The tags of what the ARN names. Throws the service's own error where it names nothing. */
  tagsOf(resourceArn: string, call: CallContext): Map<string, string>
  add(present: Map<string, string>, added: readonly Tag[]): void
}

interface Resource {
  readonly resourceArn: string
}

/** An operation that answers at once, as any service may have it. */
interface Prompt<I, O> {
  readonly parse: InputParser<I>
  resource(input: I): string
  run(input: I, call: CallContext): O
}

/** ListTagsForResource, TagResource and UntagResource, the same in Step Functions and in SWF. */
export function taggingOperations<T extends Tag>({
  arn,
  tags,
  tagsOf,
  add,
}: Tagging<T>): {
  ListTagsForResource: Prompt<Resource, { tags: { key: string; value: string }[] }>
  TagResource: Prompt<Resource & { tags: T[] }, Record<string, never>>
  UntagResource: Prompt<Resource & { tagKeys: string[] }, Record<string, never>>
} {
  const resource = ({ resourceArn }: Resource): string => resourceArn
  return {
    ListTagsForResource: {
      parse: members({ resourceArn: required(arn) }),
      resource,
      run: ({ resourceArn }, call) => ({
        tags: [...tagsOf(resourceArn, call)].map(([key, value]) => ({ key, value })),
      }),
    },
    TagResource: {
      parse: members({ resourceArn: required(arn), tags: required(tags) }),
      resource,
      run({ resourceArn, tags: added }, call) {
        add(tagsOf(resourceArn, call), added)
        return {}
      },
    },
    UntagResource: {
      parse: members({
        resourceArn: required(arn),
        tagKeys: required(list(text({ min: 1, max: 128 }))),
      }),
      resource,
      run({ resourceArn, tagKeys }, call) {
        const present = tagsOf(resourceArn, call)
        for (const key of tagKeys) present.delete(key)
        return {}
      },
    },
  }
}
