import type { Caller } from '../caller.ts'
import type { Input } from '../tour-guide.ts'
import type { PagedOperation } from './paged-operations.ts'

/** One request of a paged operation, and what asks it. */
export interface PagedRequest {
  readonly operation: PagedOperation
  readonly input: Input
  /** For messages: the operation and what it is asked. */
  readonly title: string
}

export interface Page {
  /** What each item is known by, in the order of the answer. */
  readonly keys: readonly string[]
  readonly token: string | undefined
}

/** A page of at most `size` items; throws where it is refused. */
export async function readPage(
  { made }: Caller,
  { operation: { service, name, token: tokenName, size: sizeName }, input }: PagedRequest,
  { size, token }: { readonly size: number; readonly token?: string | undefined },
): Promise<Page> {
  const answer = await made(service, name, {
    ...input,
    [sizeName]: size,
    ...(token !== undefined && { [tokenName]: token }),
  })
  const lists = Object.values(Object(answer.value) as Record<string, unknown>).filter(Array.isArray)
  const [items] = lists
  if (items === undefined || lists.length > 1) throw new Error(`${name} answers ${lists.length} lists`)
  if (items.length > size) throw new Error(`${name} answers ${items.length} items, asked for ${size}`)
  return { keys: items.map(keyOf), token: answer.text(tokenName) || undefined }
}

/** Members that say what an item is, and that nothing changes. */
const identities = ['id', 'eventId', 'name', 'workflowType', 'activityType', 'execution']

function keyOf(item: unknown): string {
  const members = Object.entries(Object(item)).filter(
    ([name]) => identities.includes(name) || name.endsWith('Arn'),
  )
  // What is nested in it is something that was deprecated, started, and so on; here its name alone counts.
  return JSON.stringify(
    members.map(([name, value]) => [name, Object(value) === value ? value : String(value)]),
  )
}
