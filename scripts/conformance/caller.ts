import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import type { ServiceName } from '../../src/local-aws/protocol/services.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import type { PersonName } from '../../src/people/people.ts'
import { errorCode } from './check-recorded.ts'
import { type CallToSign, signedCall } from './signed-call.ts'
import type { StillAws } from './still-aws.ts'
import { Answer, type Input } from './tour-guide.ts'

/** What came of one call. */
export interface Called {
  readonly answer: Answer
  /** `InvalidToken: Invalid Token: ...`; undefined where it was answered. */
  readonly refusal: string | undefined
}

/** Who signs, for which region, when; by default the root user, now. */
export type CalledBy = Partial<
  Pick<CallToSign, 'region' | 'accessKeyId' | 'secretKey' | 'sessionToken' | 'atMs'>
>

export interface Caller {
  readonly still: StillAws
  call(service: ServiceName, operation: string, input: Input, by?: CalledBy): Promise<Called>
  /** The answer; throws where it was refused. */
  made(service: ServiceName, operation: string, input: Input): Promise<Answer>
}

/** Calls with a second of the machine's time between two of them, so that no bucket runs dry. */
export function callerOf(still: StillAws): Caller {
  const caller: Caller = {
    still,
    async call(service, operation, input, by) {
      still.wait(1000)
      const body = JSON.stringify(input)
      const request = signedCall({ service, operation, body, atMs: still.wireNowMs(), ...by })
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

/** The keys that Cognito gives a person who signs in, or a guest. */
export async function keysOf({ still, made }: Caller, person?: PersonName): Promise<CalledBy> {
  const Logins = person && { [namedProvider]: await still.aws.idTokenOf(person) }
  const id = await made('cognito-identity', 'GetId', { IdentityPoolId: identityPool.id, Logins })
  const asked = { IdentityId: id.text('IdentityId'), Logins }
  const issued = await made('cognito-identity', 'GetCredentialsForIdentity', asked)
  const credentials = issued.part('Credentials')
  return {
    accessKeyId: credentials.text('AccessKeyId'),
    secretKey: credentials.text('SecretKey'),
    sessionToken: credentials.text('SessionToken'),
  }
}
