export interface Page<T> {
  readonly items: readonly T[]
  /** Asks for the next page; undefined: this is the last one. */
  readonly nextToken: string | undefined
}

/** The most that Step Functions and SWF give in one page. */
export const FULL_PAGE = 1000
/** Enough for what happened to one execution between two reads. */
const SHORT_PAGE = 100

/** The items of all pages. `beforePage` is awaited before every request after the first. */
export async function allPages<T>(
  beforePage: () => Promise<void>,
  page: (nextToken: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = []
  let nextToken: string | undefined
  for (;;) {
    const { items, nextToken: following } = await page(nextToken)
    all.push(...items)
    if (following === undefined) return all
    nextToken = following
    await beforePage()
  }
}

/**
 * The events of a history after `afterEventId`, in rising order, from pages that come newest first: no page is asked for that holds
 * known events only. `page` is told how many events to ask for.
 */
export async function eventsAfter<T extends { readonly id: number }>(
  afterEventId: number,
  beforePage: () => Promise<void>,
  page: (request: { readonly nextToken: string | undefined; readonly pageSize: number }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const pageSize = afterEventId === 0 ? FULL_PAGE : SHORT_PAGE
  const newestFirst = await allPages(beforePage, async (nextToken) => {
    const { items, nextToken: following } = await page({ nextToken, pageSize })
    const reached = (items.at(-1)?.id ?? 0) <= afterEventId + 1
    return { items, nextToken: reached ? undefined : following }
  })
  return newestFirst.filter(({ id }) => id > afterEventId).reverse()
}
