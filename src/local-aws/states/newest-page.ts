import * as rules from './rules.ts'
import type { StatesStore } from './store.ts'

interface PageRequest {
  readonly nextToken?: string | undefined
  readonly maxResults?: number | undefined
}

/**
 * One page of what is numbered in the order of its making, newest first: the next one goes on before the last item shown, whatever has come
 * or gone since. `request` tells the list from others. Throws `InvalidToken`.
 */
export function newestPage<T>(
  { pageTokens }: StatesStore,
  request: readonly string[],
  { nextToken, maxResults }: PageRequest,
  items: readonly T[],
  numberOf: (item: T) => number,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const list = JSON.stringify(request)
  const before = nextToken === undefined ? Number.POSITIVE_INFINITY : Number(pageTokens.read(list, nextToken))
  const rest = items.filter((item) => numberOf(item) < before).toSorted((a, b) => numberOf(b) - numberOf(a))
  const page = rest.slice(0, rules.pageLength(maxResults))
  const last = page.length < rest.length ? page.at(-1) : undefined
  return { items: page, nextToken: last && pageTokens.issue(list, numberOf(last)) }
}
