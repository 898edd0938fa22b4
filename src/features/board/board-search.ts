import * as v from 'valibot'
import { tokenLikeStrings } from '../../domain/task-token.ts'

export const SHOW_KEYS = ['due', 'soon', 'waiting', 'unnoticed', 'cancel'] as const

/** The properties that tasks can be filtered by, as the address names them. */
export const FILTER_KEYS = [
  'stateMachine',
  'domain',
  'workflowType',
  'activityId',
  'task',
  'execution',
  'kind',
  'worker',
  'connection',
] as const

/** Far more than anybody sets by hand: a link cannot make the board test thousands of conditions on every row. */
const MAX_FILTER_TOKENS = 100

/**
 * The parts of the board's address. A filter of which only some parts fit is no filter: what is left of it would hide other tasks
 * than the person who made the link saw.
 */
const PARTS = {
  show: v.picklist(SHOW_KEYS),
  filter: v.object({
    operation: v.picklist(['and', 'or']),
    tokens: v.pipe(
      v.array(
        v.object({
          propertyKey: v.optional(v.picklist(FILTER_KEYS)),
          operator: v.picklist(['=', '!=', ':', '!:']),
          value: v.pipe(
            v.string(),
            v.check((value) => tokenLikeStrings(value).length === 0),
          ),
        }),
      ),
      v.minLength(1),
      v.maxLength(MAX_FILTER_TOKENS),
    ),
  }),
  /** From 2 on: the first page has no number in the address. */
  page: v.pipe(v.number(), v.safeInteger(), v.minValue(2)),
}

export interface BoardSearch {
  readonly show?: Show
  readonly filter?: Filter
  readonly page?: number
}
export type Show = v.InferOutput<typeof PARTS.show>
type Filter = v.InferOutput<typeof PARTS.filter>
export type FilterKey = (typeof FILTER_KEYS)[number]

/** The parts of an address that fit. The rest is left out: an address from outside is never an error page. */
export function readBoardSearch(search: Readonly<Record<string, unknown>>): BoardSearch {
  const show = v.safeParse(PARTS.show, search['show'])
  const filter = v.safeParse(PARTS.filter, search['filter'])
  const page = v.safeParse(PARTS.page, search['page'])
  return {
    ...(show.success ? { show: show.output } : {}),
    ...(filter.success ? { filter: filter.output } : {}),
    ...(page.success ? { page: page.output } : {}),
  }
}
