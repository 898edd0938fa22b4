import { AppFailure } from '../domain/app-error.ts'
import { HistoryPages, type LastKnown, type NumberedEvent, type Page } from './history-pages.ts'
import { type AnswerSource, unreadable } from './read-members.ts'

/** The most that Step Functions and SWF give in one page. */
export const FULL_PAGE = 1000
/** Enough for what happened to one execution between two reads. */
const SHORT_PAGE = 100

/**
 * Most pages of one list: 100,000 items in full pages. A list with more takes as many requests again each time, which other reads wait for.
 */
const MOST_LIST_PAGES = 100
/** Pages of a list in a row that bring nothing new. AWS filters some lists after it has cut them into pages, so a few may be empty. */
const MOST_IDLE_PAGES = 10

/** A list that could be read in part: `items` are good, and others are missing. */
export class PartOfList extends AppFailure {
  readonly items: readonly unknown[]

  constructor({ error }: AppFailure, items: readonly unknown[]) {
    super(error)
    this.items = items
  }
}

/**
 * The items of all pages of a list, each once by its `keyOf`. `beforePage` is awaited before every request after the first. An item that
 * cannot be named comes as null. Rejects with `PartOfList` where there is one, or where the pages do not end.
 */
export async function allPages<T>(
  source: AnswerSource,
  beforePage: () => Promise<void>,
  page: (nextToken: string | undefined) => Promise<Page<T | null>>,
  keyOf: (item: T) => string,
): Promise<readonly T[]> {
  const all = new Map<string, T>()
  const tokens = new Set<string>()
  let unnamed = false
  let idlePages = 0
  let nextToken: string | undefined
  for (let pages = 1; ; pages += 1) {
    const { items, nextToken: following } = await page(nextToken)
    const before = all.size
    for (const item of items) {
      if (item === null) unnamed = true
      else if (!all.has(keyOf(item))) all.set(keyOf(item), item)
    }
    idlePages = all.size === before ? idlePages + 1 : 0
    if (following === undefined) break
    if (pages >= MOST_LIST_PAGES || idlePages >= MOST_IDLE_PAGES || tokens.has(following))
      throw new PartOfList(unreadable(source, 'endless'), [...all.values()])
    tokens.add(following)
    nextToken = following
    await beforePage()
  }
  if (unnamed) throw new PartOfList(unreadable(source, 'noName'), [...all.values()])
  return [...all.values()]
}

/**
 * The events of a history after the last known one, in rising order. Asked for newest first, so that no page is asked for that holds
 * known events only; an endpoint that answers oldest first is read to its last page. `page` is told how many events to ask for. Rejects
 * with `AppFailure` (`unreadable`) where the pages contradict themselves or what is known.
 */
export async function eventsAfter<T extends NumberedEvent>(
  source: AnswerSource,
  known: LastKnown,
  beforePage: () => Promise<void>,
  page: (request: { readonly nextToken: string | undefined; readonly pageSize: number }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const pageSize = known.id === 0 ? FULL_PAGE : SHORT_PAGE
  const history = new HistoryPages<T>(source, known)
  let nextToken: string | undefined
  for (;;) {
    nextToken = history.take(await page({ nextToken, pageSize }))
    if (nextToken === undefined) return history.fresh()
    await beforePage()
  }
}
