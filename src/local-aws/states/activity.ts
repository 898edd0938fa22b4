import type { EncryptionConfiguration, GetActivityTaskOutput } from '@aws-sdk/client-sfn'
import type { Later } from '../operation.ts'
import type { ActivityTask } from './model.ts'

export interface Poller {
  readonly workerName: string | undefined
  readonly answer: Later<GetActivityTaskOutput>
}

/** A queue of tasks, and of workers that wait for one. Sets, because they keep order and forget in O(1). */
export interface Activity {
  readonly arn: string
  readonly name: string
  readonly region: string
  readonly createdMs: number
  readonly encryption: EncryptionConfiguration | undefined
  readonly tags: Map<string, string>
  readonly waiting: Set<ActivityTask>
  readonly pollers: Set<Poller>
}
