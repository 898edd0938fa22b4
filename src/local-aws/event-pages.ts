/** One page of a history, and where the next one goes on; undefined on the last page. */
export interface EventPage<E> {
  readonly events: E[]
  readonly next: number | undefined
}

/**
 * A page of a history whose ids count from 1 without a gap, so that a place between two events is the number of events
 * before it. `from` is the `next` of the page before. Newer events do not shift what is read newest first.
 */
export function eventPage<E>(
  all: readonly E[],
  { from, length, reverseOrder }: { from: number | undefined; length: number; reverseOrder: boolean },
): EventPage<E> {
  if (reverseOrder) {
    const end = from ?? all.length
    const start = Math.max(0, end - length)
    return { events: all.slice(start, end).reverse(), next: start > 0 ? start : undefined }
  }
  const end = (from ?? 0) + length
  return { events: all.slice(from ?? 0, end), next: end < all.length ? end : undefined }
}
