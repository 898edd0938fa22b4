import type { CallContext } from '../../operation.ts'
import { list, members, required, text } from '../../validation.ts'
import * as fields from '../fields.ts'
import { unknownResource } from '../lookups.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { withTags } from '../tags.ts'

type Names = 'ListTagsForResource' | 'TagResource' | 'UntagResource'

/** Tags of domains: nothing else of SWF has an ARN. */
export function taggingOperations(store: SwfStore): Pick<SwfOperations, Names> {
  const resource = ({ resourceArn = '' }: { resourceArn: string | undefined }): string => resourceArn
  const tagsOf = (arn: string, { region }: CallContext): Map<string, string> => {
    for (const domain of store.domainsIn(region).values()) if (domain.arn === arn) return domain.tags
    throw unknownResource(`Unknown resource: ${arn}`)
  }
  return {
    ListTagsForResource: {
      parse: members({ resourceArn: required(fields.arn) }),
      resource,
      run: ({ resourceArn = '' }, call) => ({
        tags: [...tagsOf(resourceArn, call)].map(([key, value]) => ({ key, value })),
      }),
    },
    TagResource: {
      parse: members({ resourceArn: required(fields.arn), tags: required(fields.resourceTags) }),
      resource,
      run({ resourceArn = '', tags = [] }, call) {
        withTags(tagsOf(resourceArn, call), tags)
        return {}
      },
    },
    UntagResource: {
      parse: members({
        resourceArn: required(fields.arn),
        tagKeys: required(list(text({ min: 1, max: 128 }))),
      }),
      resource,
      run({ resourceArn = '', tagKeys = [] }, call) {
        const tags = tagsOf(resourceArn, call)
        for (const key of tagKeys) tags.delete(key)
        return {}
      },
    },
  }
}
