import { pageLength } from '../fields.ts'
import type { SwfStore } from '../store.ts'

/** What orders a list: compared part by part, and no two items have all parts alike. */
type SortKey = readonly (string | number)[]

interface PageRequest {
  readonly nextPageToken?: string | undefined
  readonly maximumPageSize?: number | undefined
  readonly reverseOrder?: boolean | undefined
}

/**
 * One page of a list, ascending by `keyOf` unless `descending`; `reverseOrder` turns that round. `from` tells the list
 * from other lists. The next page goes on after the last item shown, also when items have come or gone since. Throws
 * `ValidationException` for a token that is forged, expired, or from a list with other arguments.
 */
export function listPage<T>(
  store: SwfStore,
  from: readonly string[],
  { nextPageToken, maximumPageSize, reverseOrder = false, ...filters }: PageRequest,
  items: readonly T[],
  keyOf: (item: T) => SortKey,
  { descending = false }: { descending?: boolean } = {},
): { items: T[]; nextPageToken: string | undefined } {
  const sign = descending === reverseOrder ? 1 : -1
  const request = JSON.stringify([...from, reverseOrder, filters])
  const after = nextPageToken === undefined ? undefined : readKey(store, request, nextPageToken)
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || sign * compareKeys(key, after) > 0)
    .toSorted((a, b) => sign * compareKeys(a.key, b.key))
  const length = pageLength(maximumPageSize)
  const last = rest.length > length ? rest[length - 1] : undefined
  return {
    items: rest.slice(0, length).map(({ item }) => item),
    nextPageToken: last && store.pageTokens.issue(request, JSON.stringify(last.key)),
  }
}

function readKey(store: SwfStore, request: string, token: string): SortKey {
  // Sound: the token is sealed, so what is in it is what was issued above.
  return JSON.parse(String(store.pageTokens.read(request, token))) as SortKey
}

function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined || part === other) continue
    return part < other ? -1 : 1
  }
  return 0
}
