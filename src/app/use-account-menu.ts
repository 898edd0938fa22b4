import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation'
import { useConsole } from '../parts/console-context.tsx'
import { useWriteZonedMoment } from '../parts/use-write-moment.ts'
import { useStores } from '../ui/use-stores.ts'

/** Who is signed in, until when, and the way out; null where there is nothing to sign out of. */
export function useAccountMenu(): TopNavigationProps.MenuDropdownUtility | null {
  const { signIns, connections } = useConsole()
  const pools = useStores(signIns.pools.map(({ state }) => state))
  const pasted = useStores(signIns.pasted.map(({ state }) => state))
  const sessions = useStores(connections.map(({ session }) => session.state))
  const write = useWriteZonedMoment()

  const people = pools.flatMap((pool) => ('person' in pool ? [pool.person] : []))
  const names = people.map(({ name, groups }) => [name, ...groups].join(' · '))
  if (pasted.some(({ kind }) => kind === 'held')) names.push('pasted credentials')
  if (names.length === 0) return null

  const ends = sessions.flatMap((state) => (state.kind === 'signedIn' ? [state.untilMs] : []))
  const known = ends.filter((end) => end !== null)
  const firstMs = Math.min(...known)
  const renewed =
    pools.some(({ kind }) => kind === 'signedIn') && !pools.some(({ kind }) => kind === 'lapsed')
  const end = Number.isFinite(firstMs)
    ? `AWS credentials until ${write(firstMs)}${renewed && pasted.length === 0 ? ', renewed by themselves' : ''}`
    : ends.length > 0
      ? 'When the credentials end is not known'
      : 'No AWS credentials yet'
  return {
    type: 'menu-dropdown',
    iconName: 'user-profile',
    text: names.join(', '),
    description: end,
    items: [{ id: 'sign-out', text: 'Sign out' }],
    onItemClick: ({ detail: { id } }) => {
      if (id === 'sign-out') void signIns.signOut('person')
    },
  }
}
