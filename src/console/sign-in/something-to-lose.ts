import type { Connection } from '../connection.ts'
import type { Journal } from '../journal.ts'
import type { TokenVault } from '../token-vault.ts'

/**
 * Whether leaving the page would lose anything of a person's: what was read, a token that is held or still stands in a field, a write under
 * way. It counts from the first credentials that any connection had, whatever became of them since: from there on things are on screen.
 */
export function watchSomethingToLose(
  connections: readonly { readonly session: Pick<Connection['session'], 'state'> }[],
  vault: Pick<TokenVault, 'held'>,
  journal: Pick<Journal, 'isUnderWay'>,
): () => boolean {
  let hadCredentials = false
  for (const { session } of connections) {
    const look = (): void => {
      const { kind } = session.state.get()
      hadCredentials ||= kind === 'signedIn' || kind === 'guest'
    }
    session.state.subscribe(look)
    look()
  }
  return () => hadCredentials || vault.held.get().length > 0 || journal.isUnderWay()
}
