import { region } from '../place.ts'
import type { RoleName } from './roles.ts'

/** Somebody who can sign in at the local AWS. */
export interface Person {
  readonly name: PersonName
  readonly displayName: string
  readonly email: string
  readonly groups: readonly string[]
  readonly role: RoleName
}

export type PersonName = 'ana' | 'vic'

/** `ana` may intervene, `vic` may only look. */
export const people: Readonly<Record<PersonName, Person>> = {
  ana: {
    name: 'ana',
    displayName: 'Ana Ortiz',
    email: 'ana@example.com',
    groups: ['operator'],
    role: 'HeartbeatOperator',
  },
  vic: {
    name: 'vic',
    displayName: 'Vic Bauer',
    email: 'vic@example.com',
    groups: ['viewer'],
    role: 'HeartbeatViewer',
  },
}

/** The local Cognito: one identity pool that trusts one user pool and lets guests in. */
export const identityPool = {
  id: `${region}:00000000-0000-4000-8000-000000000001`,
  region,
  /** The `logins` key, and with `https://` before it the issuer of ID tokens. */
  provider: `cognito-idp.${region}.amazonaws.com/${region}_LocalPool`,
  clientId: 'heartbeatconsolelocal00001',
} as const

export function personNamed(name: string): Person | undefined {
  return Object.hasOwn(people, name) ? people[name as PersonName] : undefined // hasOwn proved the name
}
