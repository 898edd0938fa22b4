import type { UserPool } from '../../console/sign-in/user-pool.ts'
import { useConsole } from '../../parts/console-context.tsx'

/** Signs in to a user pool: by leaving the page where that costs nothing, otherwise in a window of its own. */
export function useSignIn(pool: UserPool): () => void {
  const { connections, vault, journal } = useConsole()
  return () => {
    // Whoever was signed in may have pasted tokens, or have a write under way: leaving would lose them.
    const kept =
      pool.state.get().kind === 'lapsed' ||
      connections.some(({ session }) => session.state.get().kind === 'signedIn') ||
      vault.held.get().length > 0 ||
      journal.entries.get().some(({ outcome }) => outcome === null)
    void pool.signIn(kept ? 'window' : 'here')
  }
}
