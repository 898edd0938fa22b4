import type { SFNClientConfig } from '@aws-sdk/client-sfn'

/** What the SDK sends its requests with; its clients of all services take the same. */
export type RequestHandler = NonNullable<SFNClientConfig['requestHandler']>
