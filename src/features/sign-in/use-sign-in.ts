import type { UserPool } from '../../console/sign-in/user-pool.ts'
import { useConsole } from '../../parts/console-context.tsx'

/** Signs in to a user pool: by leaving the page where that costs nothing, otherwise in a window of its own. */
export function useSignIn(pool: UserPool): () => void {
  const { somethingToLose } = useConsole()
  return () => void pool.signIn(somethingToLose() ? 'window' : 'here')
}
