import { taggingOperations as tagging } from '../../tagging.ts'
import { checkArn } from '../arn.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { addTags, tagsOf } from '../tags.ts'

type Names = 'ListTagsForResource' | 'TagResource' | 'UntagResource'

/** Tags of state machines and activities. */
export function taggingOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  return tagging({
    arn: rules.arn,
    tags: rules.tags,
    tagsOf(resourceArn) {
      checkArn(resourceArn, 'stateMachine', 'activity')
      return tagsOf(store, resourceArn)
    },
    add: addTags,
  })
}
