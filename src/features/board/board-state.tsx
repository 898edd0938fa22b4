import { useConsole } from '../../parts/console-context.tsx'
import type { LoopStatus } from '../../queries/read-loop.ts'
import { useStores } from '../../ui/use-stores.ts'

/** One line under the title: how complete the list is, and by what it is ordered. */
export function BoardState({ held }: { readonly held: boolean }) {
  const { loops } = useConsole()
  const statuses = useStores(loops.map((loop) => loop.status))
  const { watched, listed, executions, read } = readingOf(statuses)
  if (statuses.some((status) => status.watched === null))
    return <>Not complete yet: state machines are being listed.</>
  if (listed < watched)
    return (
      <>
        Not complete yet: {listed} of {watched} state machines listed.
      </>
    )
  if (read < executions)
    return (
      <>
        Not complete yet: {read} of {executions} executions read.
      </>
    )
  return held ? <>Order held while you are on the list.</> : <>What is lost first comes first.</>
}

export interface Reading {
  readonly watched: number
  readonly listed: number
  readonly executions: number
  readonly read: number
}

/** How far reading has come, over all connections. */
export function readingOf(statuses: readonly LoopStatus[]): Reading {
  const sum = (count: (status: LoopStatus) => number): number =>
    statuses.reduce((total, status) => total + count(status), 0)
  return {
    watched: sum(({ watched }) => watched ?? 0),
    listed: sum(({ listed }) => listed),
    executions: sum(({ executions }) => executions),
    read: sum(({ read }) => read),
  }
}
