import * as v from 'valibot'

/** The board's filters as they stand in the address. Whatever does not fit is dropped, never an error page. */
const schema = v.object({
  show: v.optional(
    v.fallback(v.optional(v.picklist(['due', 'soon', 'waiting', 'unnoticed', 'cancel'])), undefined),
  ),
  filter: v.optional(
    v.fallback(
      v.optional(
        v.object({
          operation: v.picklist(['and', 'or']),
          tokens: v.array(
            v.object({
              propertyKey: v.optional(v.string()),
              operator: v.picklist(['=', '!=', ':', '!:']),
              value: v.string(),
            }),
          ),
        }),
      ),
      undefined,
    ),
  ),
})

export type BoardSearch = v.InferOutput<typeof schema>
export type Show = NonNullable<BoardSearch['show']>

export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  const { show, filter } = v.parse(schema, search)
  return { ...(show === undefined ? {} : { show }), ...(filter === undefined ? {} : { filter }) }
}
