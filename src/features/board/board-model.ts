import { type Estimate, estimate } from '../../domain/estimate.ts'
import { sameLimits } from '../../domain/hard-limit.ts'
import { isDue, lostAtMs, triageOrder } from '../../domain/triage.ts'
import { isUnclaimed } from '../../parts/task-kinds.ts'
import type { EndedRow, TaskRow } from '../../queries/in-flight.ts'
import type { Show } from './board-search.ts'

/** A row on the board: a task in flight, or one that ended while the order was held. */
export type BoardRow = TaskRow | EndedRow

export function hasEnded(row: BoardRow): row is EndedRow {
  return 'ending' in row
}

export interface Judged {
  readonly row: TaskRow
  readonly estimate: Estimate
  /** Server time now of its connection, late edge. */
  readonly nowMs: number
}

export function judge(rows: readonly TaskRow[]): Judged[] {
  return rows.map((row) => {
    const now = row.connection.clock.now()
    return { row, estimate: estimate(row.evidence, now), nowMs: now.hi }
  })
}

/** What the quick filters pick. */
export const SHOWS: Readonly<
  Record<Show, { readonly label: string; readonly picks: (judged: Judged) => boolean }>
> = {
  due: { label: 'Due', picks: ({ estimate: estimated }) => isDue(estimated) },
  soon: {
    label: 'Runs out within 1 min',
    picks: ({ estimate: estimated, nowMs }) => {
      const leftMs = lostAtMs(estimated) - nowMs
      return !isDue(estimated) && leftMs <= 60_000
    },
  },
  waiting: { label: 'Nobody working', picks: ({ row }) => isUnclaimed(row.task) },
  unnoticed: {
    label: 'Would never be noticed',
    picks: ({ estimate: estimated, row }) =>
      estimated.kind === 'noHeartbeat' &&
      (row.task.kind === 'activity' || row.task.kind === 'callback') &&
      estimated.limitUnread === null &&
      lostAtMs(estimated) === Number.POSITIVE_INFINITY,
  },
  cancel: {
    label: 'Cancel requested',
    picks: ({ row }) => row.task.swf !== null && row.task.swf.cancelRequest !== null,
  },
}

/** The ids of the rows in triage order. */
export function triaged(judged: readonly Judged[]): string[] {
  return judged
    .map(({ row, estimate: estimated }) => ({ id: row.id, estimate: estimated }))
    .sort(triageOrder)
    .map(({ id }) => id)
}

/**
 * The order on screen. While a person is on the table nothing moves: rows keep their places, new ones come at the end, and a task
 * that ended keeps its row and says so.
 */
export function arranged(
  shown: readonly string[],
  wanted: readonly string[],
  held: boolean,
): readonly string[] {
  const next = held ? [...shown, ...wanted.filter((id) => !shown.includes(id))] : wanted
  return sameOrder(shown, next) ? shown : next
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}

/**
 * Whether a row reads the same on screen but for what ticks by itself: a read that only says "still open" changes nothing else, and
 * a table is dear to render.
 */
export function looksAlike(a: BoardRow, b: BoardRow): boolean {
  return (
    a.task === b.task && hasEnded(a) === hasEnded(b) && sameLimits(a.evidence.execution, b.evidence.execution)
  )
}
