import type { ServiceName } from '../../../src/local-aws/protocol/services.ts'
import { errorCode } from '../check-recorded.ts'
import { signedCall } from '../signed-call.ts'
import type { StillAws } from '../still-aws.ts'
import { Answer, type Input } from '../tour-guide.ts'

/** What came of one call. */
export interface Called {
  readonly answer: Answer
  /** `InvalidToken: Invalid Token: ...`; undefined where it was answered. */
  readonly refusal: string | undefined
}

export interface Caller {
  readonly still: StillAws
  call(service: ServiceName, operation: string, input: Input, region?: string): Promise<Called>
  /** The answer; throws where it was refused. */
  made(service: ServiceName, operation: string, input: Input): Promise<Answer>
}

/** Calls as the root user, a second of the machine's time between two calls, so that no bucket runs dry. */
export function callerOf(still: StillAws): Caller {
  const caller: Caller = {
    still,
    async call(service, operation, input, region = 'eu-west-1') {
      still.wait(1000)
      const body = JSON.stringify(input)
      const request = signedCall({ service, operation, body, atMs: still.wireNowMs(), region })
      const answered = await still.aws.handle(request)
      const value: unknown = JSON.parse(Buffer.from(answered.body).toString())
      const answer = new Answer(value)
      if (answered.status === 200) return { answer, refusal: undefined }
      return { answer, refusal: `${errorCode(value)}: ${answer.text('message')}` }
    },
    async made(service, operation, input) {
      const { answer, refusal } = await caller.call(service, operation, input)
      if (refusal !== undefined) throw new Error(`${operation} was refused: ${refusal}`)
      return answer
    },
  }
  return caller
}
