import { useConsole } from '../../parts/console-context.tsx'
import type { LoopStatus, ReadLoop } from '../../queries/read-loop.ts'
import { useStores } from '../../ui/use-stores.ts'

/** One line under the title: how complete the list is, and by what it is ordered. */
export function BoardState({ held }: { readonly held: boolean }) {
  const { loops } = useConsole()
  const statuses = useStores(loops.map((loop) => loop.status))
  const reading = readingOf(statuses)
  const { lists, listed, executions, read } = reading
  if (statuses.some(isListingMachines)) return <>Not complete yet: state machines are being listed.</>
  if (statuses.some((status) => status.watched === null))
    return <>Not complete: state machines cannot be listed{inUnlisted(loops)}.</>
  if (listed < lists) return <>Not complete yet: {listingWords(reading)}.</>
  if (read < executions)
    return (
      <>
        Not complete yet: {read} of {executions} executions read.
      </>
    )
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
  readonly executions: number
  readonly read: number
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
    executions: sum(({ executions }) => executions),
    read: sum(({ read }) => read),
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
