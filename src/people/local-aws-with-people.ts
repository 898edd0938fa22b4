import { createLocalAws, type LocalAws, type LocalAwsOptions } from '../local-aws/local-aws.ts'
import { createNamedSignIn } from './named-sign-in.ts'
import type { PersonName } from './people.ts'
import type { SigningKeys } from './signing-keys.ts'

/** A local AWS, and people who can sign in to it by name. */
export interface LocalAwsWithPeople extends LocalAws {
  /** An ID token for `logins`, under the key `namedProvider`. */
  idTokenOf(person: PersonName): Promise<string>
}

/** Opens a local AWS that trusts a sign-in by name and answers `POST /_local/id-token`. Without `keys` it makes its own. */
export function createLocalAwsWithPeople(
  options: Omit<LocalAwsOptions, 'controlCalls'> & {
    readonly keys?: (() => Promise<SigningKeys>) | undefined
  },
): LocalAwsWithPeople {
  const { keys, ...rest } = options
  const signIn = createNamedSignIn(keys)
  const localAws = createLocalAws({ ...rest, controlCalls: signIn.controlCalls })
  localAws.trust(signIn.issuer)
  return Object.assign(localAws, {
    idTokenOf: (person: PersonName) => signIn.idToken(person, localAws.control.clock().wireMs),
  })
}
