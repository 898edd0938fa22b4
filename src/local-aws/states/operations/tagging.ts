import { list, members, required, text } from '../../validation.ts'
import { checkArn } from '../arn.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { addTags, tagsOf } from '../tags.ts'

type Names = 'ListTagsForResource' | 'TagResource' | 'UntagResource'

export function taggingOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const resource = ({ resourceArn = '' }: { resourceArn?: string | undefined }): string => resourceArn
  const tagsFor = (resourceArn: string): Map<string, string> => {
    checkArn(resourceArn, 'stateMachine', 'activity')
    return tagsOf(store, resourceArn)
  }
  return {
    ListTagsForResource: {
      parse: members({ resourceArn: required(rules.arn) }),
      resource,
      run: ({ resourceArn = '' }) => ({
        tags: [...tagsFor(resourceArn)].map(([key, value]) => ({ key, value })),
      }),
    },
    TagResource: {
      parse: members({ resourceArn: required(rules.arn), tags: required(rules.tags) }),
      resource,
      run({ resourceArn = '', tags = [] }) {
        addTags(tagsFor(resourceArn), tags)
        return {}
      },
    },
    UntagResource: {
      parse: members({
        resourceArn: required(rules.arn),
        tagKeys: required(list(text({ min: 1, max: 128 }))),
      }),
      resource,
      run({ resourceArn = '', tagKeys = [] }) {
        const tags = tagsFor(resourceArn)
        for (const key of tagKeys) tags.delete(key)
        return {}
      },
    },
  }
}
