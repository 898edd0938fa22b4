import { createStore, type ReadableStore } from '../lib/store.ts'
import type { Session } from './session.ts'

/** Who uses a connection. */
export interface KnownPerson {
  /** Issuer and `sub` of the ID token: one person's alone. null: the sign-in names nobody, as pasted credentials do. */
  readonly id: string | null
}

/**
 * Who is or was last signed in; null: not known yet, or signed out. Credentials that could not be renewed leave it as it was: the person is
 * still there.
 */
export function watchPerson({ state }: Pick<Session, 'state'>): ReadableStore<KnownPerson | null> {
  const person = createStore<KnownPerson | null>(null)
  const follow = (): void => {
    const now = state.get()
    if (now.kind === 'signedOut') person.set(null)
    else if (now.kind === 'guest') set(null)
    else if (now.kind === 'signedIn') set(now.personId)
  }
  const set = (id: string | null): void => {
    const before = person.get()
    if (before === null || before.id !== id) person.set({ id })
  }
  state.subscribe(follow)
  follow()
  return person
}
