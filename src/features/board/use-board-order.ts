import { useCallback, useRef, useState } from 'react'
import { useConsole } from '../../parts/console-context.tsx'
import { useTicked, useTicking } from '../../parts/use-ticking.ts'
import type { InFlight } from '../../queries/in-flight.ts'
import { arranged, type BoardRow, judge, looksAlike, SHOWS, triaged } from './board-model.ts'
import { SHOW_KEYS, type Show } from './board-search.ts'

export interface BoardOrder {
  readonly rows: readonly BoardRow[]
  /** Tasks in flight, whatever the filter. */
  readonly total: number
  readonly counts: Readonly<Record<Show, number>>
  readonly held: boolean
  /** Somebody is on the rows, by pointer or keyboard; null: no longer. */
  readonly hold: (by: Holder, on: boolean) => void
}

export type Holder = 'pointer' | 'focus'

/** A pointer or focus that rests so long without moving is forgotten: what is dying must not wait at the end. */
const HOLD_MS = 20_000

/** The board's rows in triage order, worked out once a second; the order stands still while it is held. */
export function useBoardOrder(show: Show | undefined): BoardOrder {
  const { inFlight: store } = useConsole()
  const holders = useRef(new Map<Holder, number>())
  const [held, setHeld] = useState(false)
  const hold = useCallback((by: Holder, on: boolean) => {
    if (on) holders.current.set(by, performance.now())
    else holders.current.delete(by)
    setHeld(holders.current.size > 0)
  }, [])
  useTicking(() => {
    for (const [by, sinceMs] of holders.current)
      if (performance.now() - sinceMs > HOLD_MS) holders.current.delete(by)
    setHeld(holders.current.size > 0)
  })
  const shown = useRef<readonly BoardRow[]>([])
  const last = useRef<{
    readonly from: readonly unknown[]
    readonly made: Omit<BoardOrder, 'held' | 'hold'>
  } | null>(null)

  const { rows, counts, total } = useTicked(
    () => {
      const inFlight = store.get()
      const from = [inFlight, show, held, Math.floor(performance.now() / 1000)]
      if (last.current?.from.every((part, index) => Object.is(part, from[index])) === true)
        return last.current.made
      const judged = judge(inFlight.rows)
      const picked = show === undefined ? judged : judged.filter(SHOWS[show].picks)
      const order = arranged(
        shown.current.map(({ id }) => id),
        triaged(picked),
        held,
      )
      shown.current = settled(shown.current, rowsOf(order, inFlight))
      const made = { rows: shown.current, counts: countsOf(judged), total: judged.length }
      last.current = { from, made }
      return made
    },
    (a, b) =>
      a.rows === b.rows && a.total === b.total && SHOW_KEYS.every((key) => a.counts[key] === b.counts[key]),
  )
  return { rows, counts, total, held, hold }
}

function rowsOf(order: readonly string[], inFlight: InFlight): BoardRow[] {
  const ended = new Map(inFlight.ended.map((row) => [row.id, row]))
  return order.flatMap((id) => inFlight.byId.get(id) ?? ended.get(id) ?? [])
}

/** The rows as they were where they look alike, and the whole list as it was where all of them do. */
function settled(before: readonly BoardRow[], next: readonly BoardRow[]): readonly BoardRow[] {
  const known = new Map(before.map((row) => [row.id, row]))
  const kept = next.map((row) => {
    const old = known.get(row.id)
    return old !== undefined && looksAlike(old, row) ? old : row
  })
  return kept.length === before.length && kept.every((row, index) => row === before[index]) ? before : kept
}

function countsOf(judged: ReturnType<typeof judge>): Record<Show, number> {
  const count = (key: Show): number => judged.filter(SHOWS[key].picks).length
  return {
    due: count('due'),
    soon: count('soon'),
    waiting: count('waiting'),
    unnoticed: count('unnoticed'),
    cancel: count('cancel'),
  }
}
