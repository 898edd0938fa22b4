import { useConsole } from '../../parts/console-context.tsx'
import type { LoopStatus } from '../../queries/loop-status.ts'
import type { ReadLoop } from '../../queries/read-loop.ts'
import { useStores } from '../../ui/use-stores.ts'

/** One line under the title: how complete the list is, and by what it is ordered. */
export function BoardState({ held }: { readonly held: boolean }) {
  const { loops } = useConsole()
  const statuses = useStores(loops.map((loop) => loop.status))
  const reading = readingOf(statuses)
  const { unlisted, executions, read, unread } = reading
  if (statuses.some(isListingMachines)) return <>Not complete yet: state machines are being listed.</>
  if (statuses.some((status) => status.watched === null))
    return <>Not complete: state machines cannot be listed{inUnlisted(loops)}.</>
  if (isListing(reading)) return <>Not complete yet: {listingWords(reading)}.</>
  if (isReading(reading))
    return (
      <>
        Not complete yet: {read} of {executions} executions read.
      </>
    )
  if (unlisted + unread > 0) return <>Not complete: {unreadableWords(reading)}.</>
  return held ? <>Order held while you are on the list.</> : <>What is lost first comes first.</>
}

/** The list of state machines is still to come; where reading it failed, that is told above. */
export function isListingMachines({ watched, troubles }: LoopStatus): boolean {
  return watched === null && !troubles.some(({ read }) => read.kind === 'stateMachines')
}

/** ` in prod/eu-west-1`: where there are several connections, those whose state machines are not listed. */
export function inUnlisted(loops: readonly ReadLoop[]): string {
  if (loops.length === 1) return ''
  const names = loops.filter(({ status }) => status.get().watched === null).map((loop) => loop.connection.id)
  return ` in ${names.join(', ')}`
}

export interface Reading {
  /** State machines watched. */
  readonly watched: number
  /** SWF domains named in config.json. */
  readonly domains: number
  /** Both: each has its own list of what runs. */
  readonly lists: number
  readonly listed: number
  /** Of the others, those that failed. */
  readonly unlisted: number
  readonly executions: number
  readonly read: number
  readonly unread: number
}

/** Whether some list is still to come. */
export function isListing({ lists, listed, unlisted }: Reading): boolean {
  return listed + unlisted < lists
}

/** Whether some execution is still to be read for the first time. */
export function isReading({ executions, read, unread }: Reading): boolean {
  return read + unread < executions
}

/** `1 of 4 lists and 3 of 3 executions could not be read`: what failed, and is not merely still to come. */
export function unreadableWords({ lists, unlisted, executions, unread }: Reading): string {
  const parts = [
    ...(unlisted === 0 ? [] : [`${unlisted} of ${lists} lists`]),
    ...(unread === 0 ? [] : [`${unread} of ${executions} executions`]),
  ]
  return `${parts.join(' and ')} could not be read`
}

/** How far reading has come, over all connections. */
export function readingOf(statuses: readonly LoopStatus[]): Reading {
  const sum = (count: (status: LoopStatus) => number): number =>
    statuses.reduce((total, status) => total + count(status), 0)
  const watched = sum((status) => status.watched ?? 0)
  const domains = sum((status) => status.domains)
  return {
    watched,
    domains,
    lists: watched + domains,
    listed: sum(({ listed }) => listed),
    unlisted: sum(({ unlisted }) => unlisted),
    executions: sum(({ executions }) => executions),
    read: sum(({ read }) => read),
    unread: sum(({ unread }) => unread),
  }
}

/** `3 of 13 lists read (12 state machines and 1 SWF domain)`. */
export function listingWords(reading: Pick<Reading, 'watched' | 'domains' | 'lists' | 'listed'>): string {
  return `${reading.listed} of ${reading.lists} lists read (${listWords(reading)})`
}

/** `12 state machines and 1 SWF domain`. */
export function listWords({ watched, domains }: Pick<Reading, 'watched' | 'domains'>): string {
  const machines = `${watched} state machine${watched === 1 ? '' : 's'}`
  const ofSwf = `${domains} SWF domain${domains === 1 ? '' : 's'}`
  if (domains === 0) return machines
  return watched === 0 ? ofSwf : `${machines} and ${ofSwf}`
}
