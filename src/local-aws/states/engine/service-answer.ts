import type { JsonObject } from '../../../lib/json.ts'
import type { Random } from '../../../lib/random.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import type { ServiceTask } from '../model.ts'

/** What a service answers to a call it took: enough to look like one, for services this world does not have. */
export function serviceAnswer(task: ServiceTask, random: Random): JsonObject {
  const requestId = uuidOf(random.bytes(16))
  const metadata: JsonObject = {
    SdkHttpMetadata: { HttpHeaders: { 'x-amzn-RequestId': requestId }, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  }
  switch (task.resourceType) {
    case 'lambda':
      return { ExecutedVersion: '$LATEST', Payload: {}, ...metadata, StatusCode: 200 }
    case 'sns':
    case 'sqs':
      return { MessageId: uuidOf(random.bytes(16)), ...metadata }
    default:
      return metadata
  }
}
