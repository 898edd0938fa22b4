import { uuidOfText } from '../lib/uuid.ts'
import { account, region } from '../local-aws/place.ts'

/** Somebody who can sign in where the local AWS is the AWS. */
export interface Person {
  readonly name: PersonName
  readonly displayName: string
  readonly email: string
  readonly groups: readonly Group[]
}

export type PersonName = 'ana' | 'vic' | 'nora'

/** The groups of the user pool, as the deployment makes them. */
export type Group = 'operator' | 'viewer'

/** `ana` may intervene, `vic` may only look, `nora` is in no group: the identity pool gives her nothing. */
export const people: Readonly<Record<PersonName, Person>> = {
  ana: { name: 'ana', displayName: 'Ana Ortiz', email: 'ana@example.com', groups: ['operator'] },
  vic: { name: 'vic', displayName: 'Vic Bauer', email: 'vic@example.com', groups: ['viewer'] },
  nora: { name: 'nora', displayName: 'Nora Lind', email: 'nora@example.com', groups: [] },
}

/** The user pool that all of them are in. */
export const userPoolId = `${region}_LocalPool`

/** Its app client for the console; the `aud` of ID tokens. */
export const appClientId = 'heartbeatconsolelocal00001'

/** The groups' roles, that of the best precedence first, as in the deployment. */
const roleOfGroup: Readonly<Record<Group, string>> = {
  operator: `arn:aws:iam::${account}:role/HeartbeatOperator`,
  viewer: `arn:aws:iam::${account}:role/HeartbeatViewer`,
}

/** The person of that name; undefined where there is none. */
export function personNamed(name: string): Person | undefined {
  return Object.hasOwn(people, name) ? people[name as PersonName] : undefined // hasOwn proved the name
}

/** The person with that `sub`; undefined where there is none. */
export function personOfSubject(subject: string): Person | undefined {
  return Object.values(people).find((person) => subjectOf(person) === subject)
}

/** The `sub` of a person, the same for ever. */
export function subjectOf({ name }: Person): string {
  return uuidOfText(`subject/${name}`)
}

/**
 * What a user pool's ID token says of the person. Who is in no group has none of the claims of groups and roles. Source: Amazon
 * Cognito Developer Guide, "Understanding the identity (ID) token" and "Adding groups to a user pool".
 */
export function claimsOf(person: Person): Readonly<Record<string, unknown>> {
  const { name, displayName, email, groups } = person
  const roles = (Object.keys(roleOfGroup) as Group[]) // its own keys
    .filter((group) => groups.includes(group))
    .map((group) => roleOfGroup[group])
  return {
    sub: subjectOf(person),
    token_use: 'id',
    'cognito:username': name,
    name: displayName,
    email,
    email_verified: true,
    ...(groups.length > 0 && {
      'cognito:groups': groups,
      'cognito:roles': roles,
      'cognito:preferred_role': roles[0],
    }),
  }
}
