import type { ServiceName } from '../../../src/local-aws/protocol/services.ts'
import { knownOperations } from '../operations.ts'

/** An operation that answers in pages, as its input says. */
export interface PagedOperation {
  readonly service: ServiceName
  readonly name: string
  /** The member by which the next page is asked for; answers have it under the same name. */
  readonly token: 'nextToken' | 'nextPageToken'
  /** The member that says how long a page may be. */
  readonly size: 'maxResults' | 'maximumPageSize'
  /** Every other member: what a token is bound to. */
  readonly members: readonly string[]
}

/** Every operation whose input takes a page token, of all services. */
export function pagedOperations(): PagedOperation[] {
  return knownOperations().flatMap(({ service, name, input }) => {
    const members = Object.keys(input.members)
    const token = (['nextToken', 'nextPageToken'] as const).find((member) => members.includes(member))
    if (token === undefined) return []
    const size = token === 'nextToken' ? 'maxResults' : 'maximumPageSize'
    return [
      {
        service,
        name,
        token,
        size,
        members: members.filter((member) => member !== token && member !== size),
      },
    ]
  })
}

/** The name by which the tables of requests know it. */
export function pagedName({ service, name }: PagedOperation): string {
  return `${service}.${name}`
}
