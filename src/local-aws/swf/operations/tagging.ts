import { taggingOperations as tagging } from '../../tagging.ts'
import * as fields from '../fields.ts'
import { unknownResource } from '../lookups.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { withTags } from '../tags.ts'

type Names = 'ListTagsForResource' | 'TagResource' | 'UntagResource'

/** Tags of domains: nothing else of SWF has an ARN. */
export function taggingOperations(store: SwfStore): Pick<SwfOperations, Names> {
  return tagging({
    arn: fields.arn,
    tags: fields.resourceTags,
    tagsOf(arn, { region }) {
      for (const domain of store.domainsIn(region).values()) if (domain.arn === arn) return domain.tags
      throw unknownResource(`Unknown resource: ${arn}`)
    },
    add: withTags,
  })
}
