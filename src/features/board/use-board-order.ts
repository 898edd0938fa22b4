import { useMemo, useRef, useState } from 'react'
import { useTicked } from '../../parts/use-ticking.ts'
import type { InFlight, TaskRow } from '../../queries/in-flight.ts'
import { arranged, type BoardRow, judge, SHOW_KEYS, SHOWS, triaged } from './board-model.ts'
import type { Show } from './board-search.ts'

export interface BoardOrder {
  readonly rows: readonly BoardRow[]
  readonly counts: Readonly<Record<Show, number>>
  readonly held: boolean
  readonly hold: (held: boolean) => void
}

/** The board's rows in triage order, worked out at each tick; the order stands still while it is held. */
export function useBoardOrder(inFlight: InFlight, show: Show | undefined): BoardOrder {
  const [held, hold] = useState(false)
  const shown = useRef<readonly string[]>([])

  const { order, counts } = useTicked(
    () => {
      const judged = judge(inFlight.rows)
      const picked = show === undefined ? judged : judged.filter(SHOWS[show].picks)
      shown.current = arranged(shown.current, triaged(picked), held)
      return {
        order: shown.current,
        counts: Object.fromEntries(
          SHOW_KEYS.map((key) => [key, judged.filter(SHOWS[key].picks).length]),
        ) as Record<Show, number>, // every key is in SHOW_KEYS
      }
    },
    (a, b) => a.order === b.order && SHOW_KEYS.every((key) => a.counts[key] === b.counts[key]),
  )

  const rows = useMemo(() => {
    const open = new Map<string, TaskRow>(inFlight.rows.map((row) => [row.id, row]))
    const ended = new Map(inFlight.ended.map((row) => [row.id, row]))
    return order.flatMap((id): BoardRow[] => {
      const row = open.get(id) ?? ended.get(id)
      return row === undefined ? [] : [row]
    })
  }, [order, inFlight])

  return { rows, counts, held, hold }
}
