import type { UserPool } from '../../console/sign-in/user-pool.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { useTicked } from '../../parts/use-ticking.ts'
import { useWriteZonedMoment } from '../../parts/use-write-moment.ts'
import { useStores } from '../../ui/use-stores.ts'

/** Until when the AWS credentials of a user pool's sign-in are good that nobody renews any more, in a sentence. */
export function useEndOfCredentials(pool: UserPool): string {
  const { connections } = useConsole()
  const mine = connections.filter(({ signInKey }) => signInKey === pool.key)
  const states = useStores(mine.map(({ session }) => session.state))
  const write = useWriteZonedMoment()
  return useTicked(() => {
    const ends = states.flatMap((state, index) => {
      const nowMs = mine[index]?.clock.wireNow().hi ?? 0
      return state.kind === 'signedIn' && state.untilMs !== null && state.untilMs > nowMs
        ? [state.untilMs]
        : []
    })
    if (ends.length === 0) return 'The AWS credentials have ended, too.'
    return `The AWS credentials at hand are good until ${write(Math.max(...ends))}.`
  })
}
