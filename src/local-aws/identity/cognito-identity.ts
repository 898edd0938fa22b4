import { uuidOfText } from '../../lib/uuid.ts'
import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { members, optional, required, text, type ValueRule } from '../validation.ts'
import type { LocalIdentity } from './local-identity.ts'
import { identityPool, type Person, people } from './people.ts'
import { roleSession } from './roles.ts'

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
 * Cognito Identity's enhanced flow for one pool. Who shows an ID token gets the role of that person; who shows none
 * is a guest, whose session policy has neither states nor swf in it.
 */
export function cognitoIdentityOperations(identity: LocalIdentity): CognitoIdentityOperations {
  return {
    GetId: {
      parse: parseGetId,
      resource: () => '*',
      run({ IdentityPoolId, Logins }) {
        if (IdentityPoolId !== identityPool.id) {
          throw notFound(`IdentityPool '${IdentityPoolId}' not found.`)
        }
        const person = personOf(Logins)
        if (person !== undefined) return { IdentityId: identityIdOf(person) }
        return { IdentityId: identity.newGuestId() }
      },
    },
    GetCredentialsForIdentity: {
      parse: parseGetCredentials,
      resource: () => '*',
      run({ IdentityId, Logins, CustomRoleArn }) {
        const isGuest = identity.isGuestId(IdentityId)
        if (!isGuest && !isOfSomebody(IdentityId)) {
          throw notFound(`Identity '${IdentityId}' not found.`)
        }
        if (CustomRoleArn !== undefined) {
          throw new AwsError('InvalidParameterException', 'CustomRoleArn is not supported by the local AWS.')
        }
        const person = personOf(Logins)
        if (person === undefined && !isGuest) {
          throw new AwsError('NotAuthorizedException', `Access to Identity '${IdentityId}' is forbidden.`)
        }
        if (person !== undefined && !isGuest && identityIdOf(person) !== IdentityId) {
          throw new AwsError(
            'NotAuthorizedException',
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
          )
        }
        return {
          // A guest who signs in becomes the person's own identity.
          IdentityId: person === undefined ? IdentityId : identityIdOf(person),
          Credentials: issue(person),
        }
      },
    },
  }

  function personOf(given: GetIdInput['Logins']): Person | undefined {
    const entries = Object.entries(given ?? {})
    const idToken = given?.[identityPool.provider]
    if (entries.length === 0) return undefined
    if (idToken === undefined || entries.length > 1) {
      throw new AwsError(
        'NotAuthorizedException',
        'Token is not from a supported provider of this identity pool.',
      )
    }
    return identity.personOf(idToken)
  }

  function issue(person: Person | undefined): Credentials {
    const principal = roleSession(identity.account, person?.role ?? 'HeartbeatGuest')
    const issued = identity.credentials.issue(
      principal,
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

function identityIdOf(person: Person): string {
  return `${identityPool.region}:${uuidOfText(`${identityPool.id}/${person.name}`)}`
}

function isOfSomebody(identityId: string): boolean {
  return Object.values(people).some((person) => identityIdOf(person) === identityId)
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message)
}
