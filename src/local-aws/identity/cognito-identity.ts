import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { members, optional, required, text, type ValueRule } from '../validation.ts'
import { identityPool } from './identity-pool.ts'
import type { LocalIdentity } from './local-identity.ts'
import { type RoleName, roleForPeople, roleSession } from './roles.ts'
import { type Login, unsupportedProvider } from './verify-id-token.ts'

interface Credentials {
  readonly AccessKeyId: string
  readonly SecretKey: string
  readonly SessionToken: string
  readonly Expiration: Date
}

// Lengths and patterns from the API model of Cognito Identity (2014-06-30).
const provider = text({ min: 1, max: 128 })
const loginToken = text({ min: 1, max: 50_000, secret: true })
const pool = text({ min: 1, max: 55, pattern: String.raw`[\w-]+:[0-9a-f-]+` })
const mostLogins = 10

const logins: ValueRule<Readonly<Record<string, string>>> = {
  shape: { kind: 'map', key: provider.shape, of: loginToken.shape, max: mostLogins },
  read(value, at, violations) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AwsError('SerializationException', 'Start of structure or map found where not expected.')
    }
    const entries = Object.entries(value).map(([key, token]): [string, string] => {
      provider.read(key, `${at}.key`, violations)
      return [key, loginToken.read(token, `${at}.value`, violations)]
    })
    if (entries.length > mostLogins) {
      violations.push(
        `Value at '${at}' failed to satisfy constraint: Member must have length less than or equal to ${mostLogins}`,
      )
    }
    return Object.fromEntries(entries)
  },
}

const parseGetId = members({
  AccountId: optional(text({ min: 1, max: 15, pattern: String.raw`\d+` })),
  IdentityPoolId: required(pool),
  Logins: optional(logins),
})

const parseGetCredentials = members({
  IdentityId: required(pool),
  Logins: optional(logins),
  CustomRoleArn: optional(text({ min: 20, max: 2048 })),
})

type GetIdInput = ReturnType<typeof parseGetId>
type GetCredentialsInput = ReturnType<typeof parseGetCredentials>

export interface CognitoIdentityOperations {
  readonly GetId: Operation<GetIdInput, { IdentityId: string }>
  readonly GetCredentialsForIdentity: Operation<
    GetCredentialsInput,
    { IdentityId: string; Credentials: Credentials }
  >
}

/**
 * Cognito Identity's enhanced flow for one pool. Who shows an ID token gets the role that the token prefers, as the deployment's role
 * mapping has it (type `Token`, ambiguous ones denied); who shows none is a guest, whose session policy has neither states nor swf in it.
 */
export function cognitoIdentityOperations(identity: LocalIdentity): CognitoIdentityOperations {
  return {
    GetId: {
      parse: parseGetId,
      resource: () => '*',
      async run({ IdentityPoolId, Logins }) {
        if (IdentityPoolId !== identityPool.id) {
          throw notFound(`IdentityPool '${IdentityPoolId}' not found.`)
        }
        const login = await loginOf(Logins)
        return { IdentityId: login === undefined ? identity.newGuestId() : identity.identityIdOf(login) }
      },
    },
    GetCredentialsForIdentity: {
      parse: parseGetCredentials,
      resource: () => '*',
      async run({ IdentityId, Logins, CustomRoleArn }) {
        const kind = identity.kindOf(IdentityId)
        if (kind === undefined) throw notFound(`Identity '${IdentityId}' not found.`)
        if (CustomRoleArn !== undefined) {
          throw new AwsError('InvalidParameterException', 'CustomRoleArn is not supported by the local AWS.')
        }
        const login = await loginOf(Logins)
        if (login === undefined) {
          if (kind === 'guest') return { IdentityId, Credentials: issue('HeartbeatGuest') }
          throw new AwsError('NotAuthorizedException', `Access to Identity '${IdentityId}' is forbidden.`)
        }
        const own = identity.identityIdOf(login)
        if (kind === 'person' && own !== IdentityId) {
          throw new AwsError(
            'NotAuthorizedException',
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
          )
        }
        // A guest who signs in becomes the person's own identity.
        return { IdentityId: own, Credentials: issue(preferredRoleOf(login)) }
      },
    },
  }

  async function loginOf(given: GetIdInput['Logins']): Promise<Login | undefined> {
    const [first, ...others] = Object.entries(given ?? {})
    if (first === undefined) return undefined
    if (others.length > 0) throw unsupportedProvider()
    return identity.loginOf(...first)
  }

  function issue(role: RoleName): Credentials {
    const issued = identity.credentials.issue(
      roleSession(identity.account, role),
      identity.wireNowMs,
      identity.credentialLifetimeSeconds,
    )
    return {
      AccessKeyId: issued.accessKeyId,
      SecretKey: issued.secretKey,
      SessionToken: issued.sessionToken,
      Expiration: new Date(issued.expiresAtMs),
    }
  }
}

/** Source of the first refusal's words: reports of people whose role mapping denies what is ambiguous. */
function preferredRoleOf(login: Login): RoleName {
  if (login.preferredRole === undefined) {
    throw new AwsError(
      'NotAuthorizedException',
      `The ambiguous role mapping rules for: ${login.provider} denied this request.`,
    )
  }
  const role = roleForPeople(login.preferredRole)
  if (role !== undefined) return role
  throw new AwsError(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  )
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message)
}
