import type { FoldedHistory } from './folded-history.ts'

/** How a service's history folds: `foldExecution` or `foldWorkflow`. */
export type FoldOf<Folded, Event> = (known: Folded, events: readonly Event[]) => Folded

/** A history whose pages come newest first, as far as they have come. A value: taking a page returns a new one. */
export interface NewestFirst<Folded, Event> {
  /** What was folded before. */
  readonly known: Folded
  /** Events that came since, in rising order of id, without gaps of their own unless a page left one. */
  readonly held: readonly Event[]
  /** Nothing is missing between what was known and the newest event that has come. */
  readonly complete: boolean
}

/** Begins to read on, from the newest event back to the last one known. */
export function newestFirst<Folded extends FoldedHistory, Event extends { readonly id: number }>(
  known: Folded,
): NewestFirst<Folded, Event> {
  return { known, held: [], complete: true }
}

/**
 * Takes the next page, of whatever order within; events that are known or held already are passed over, and where nothing is new the same
 * object comes back.
 */
export function olderPage<Folded extends FoldedHistory, Event extends { readonly id: number }>(
  reading: NewestFirst<Folded, Event>,
  page: readonly Event[],
): NewestFirst<Folded, Event> {
  const { known } = reading
  const byId = new Map(reading.held.map((event) => [event.id, event]))
  for (const event of page) if (event.id > known.lastEventId && !byId.has(event.id)) byId.set(event.id, event)
  if (byId.size === reading.held.length) return reading
  const held = [...byId.values()].sort((a, b) => a.id - b.id)
  const newest = held.at(-1)?.id ?? known.lastEventId
  return { known, held, complete: newest - known.lastEventId === held.length }
}

/**
 * What is known so far. Once the reading is complete, the same as folding everything at once in rising order. Before, `whole` is false: a
 * task of the pages that came is there, without what the missing ones say of it (its name, its attempt), and one that was open before the gap is still
 * there, though the gap may have ended it. So this is to show early, and no sight of a task before it is complete.
 */
export function foldReading<Folded extends FoldedHistory, Event extends { readonly id: number }>(
  { known, held }: NewestFirst<Folded, Event>,
  fold: FoldOf<Folded, Event>,
): Folded {
  return fold(known, held)
}
