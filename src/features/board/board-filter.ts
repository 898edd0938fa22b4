import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import { holdsTokenPiece } from '../../domain/masked-tokens.ts'
import { kindWords } from '../../parts/kind-words.ts'
import { workerWords } from '../../parts/task-facts.tsx'
import { taskLabel } from '../../parts/task-name.tsx'
import type { BoardRow } from './board-model.ts'
import { type BoardSearch, FILTER_KEYS, type FilterKey, readBoardSearch } from './board-search.ts'

/** The text of a row that each property filters by. */
const TEXT_OF: Readonly<Record<FilterKey, (row: BoardRow) => string>> = {
  stateMachine: (row) => (row.execution.service === 'states' ? row.workflowName : ''),
  domain: (row) => (row.execution.service === 'swf' ? row.execution.domain : ''),
  workflowType: (row) => (row.execution.service === 'swf' ? row.workflowName : ''),
  activityId: (row) => row.task.swf?.activityId ?? '',
  task: (row) => taskLabel(row),
  execution: (row) => row.executionName,
  kind: (row) => kindWords(row.task),
  worker: (row) => workerWords(row.task),
  connection: (row) => row.connection.id,
}

const property = (key: FilterKey, propertyLabel: string, groupValuesLabel: string) => ({
  key,
  propertyLabel,
  groupValuesLabel,
  operators: ['=', '!=', ':', '!:'],
})

export const FILTERING_PROPERTIES: PropertyFilterProps.FilteringProperty[] = [
  property('stateMachine', 'State machine', 'State machines'),
  property('domain', 'SWF domain', 'SWF domains'),
  property('workflowType', 'Workflow type', 'Workflow types'),
  property('activityId', 'activityId', 'activityIds'),
  property('task', 'Task', 'Tasks'),
  property('execution', 'Execution', 'Executions'),
  property('kind', 'Kind', 'Kinds'),
  property('worker', 'Working on it', 'Workers'),
  property('connection', 'Connection', 'Connections'),
]

export function filteringOptions(rows: readonly BoardRow[]): PropertyFilterProps.FilteringOption[] {
  return FILTER_KEYS.flatMap((key) => {
    const values = new Set(rows.map(TEXT_OF[key]))
    values.delete('') // a row of the other service
    return [...values].sort().map((value) => ({ propertyKey: key, value }))
  })
}

export function matches(row: BoardRow, { tokens, operation }: PropertyFilterProps.Query): boolean {
  if (tokens.length === 0) return true
  const hits = (token: PropertyFilterProps.Token): boolean => tokenMatches(row, token)
  return operation === 'or' ? tokens.some(hits) : tokens.every(hits)
}

function tokenMatches(row: BoardRow, { propertyKey, operator, value }: PropertyFilterProps.Token): boolean {
  const wanted = String(value).toLowerCase()
  const readers = propertyKey === undefined ? Object.values(TEXT_OF) : readersOf(propertyKey)
  const texts = readers.map((read) => read(row).toLowerCase())
  switch (operator) {
    case '=':
      return texts.includes(wanted)
    case '!=':
      return !texts.includes(wanted)
    case '!:':
      return !texts.some((text) => text.includes(wanted))
    default:
      return texts.some((text) => text.includes(wanted))
  }
}

/** The design system's property names are plain strings; one that is not ours has no text. */
function readersOf(propertyKey: string): readonly ((row: BoardRow) => string)[] {
  const key = FILTER_KEYS.find((known) => known === propertyKey)
  return key === undefined ? [] : [TEXT_OF[key]]
}

/** The filter of the address as the design system's query, and back. */
export function queryOf({ filter }: BoardSearch): PropertyFilterProps.Query {
  if (filter === undefined) return { tokens: [], operation: 'and' }
  return {
    operation: filter.operation,
    tokens: filter.tokens.map(({ propertyKey, operator, value }) => ({
      operator,
      value,
      ...(propertyKey === undefined ? {} : { propertyKey }),
    })),
  }
}

/**
 * The filter stands in the address: a task token pasted here by mistake, or a piece of one, must not. What a row says, such as a long name
 * that a program has made, is none.
 */
export function looksLikeToken({ value }: PropertyFilterProps.Token, rows: readonly BoardRow[]): boolean {
  const text = String(value)
  if (!holdsTokenPiece(text)) return false
  const small = text.toLowerCase()
  const isSaid = rows.some((row) =>
    Object.values(TEXT_OF).some((read) => read(row).toLowerCase().includes(small)),
  )
  return !isSaid
}

/** The search with that filter, without what `looksLikeToken` and without anything else that an address cannot hold. */
export function withQuery(
  search: BoardSearch,
  query: PropertyFilterProps.Query,
  rows: readonly BoardRow[],
): BoardSearch {
  const { filter: _, ...rest } = search
  const tokens = query.tokens
    .filter((token) => !looksLikeToken(token, rows))
    .map(({ propertyKey, operator, value }) => ({ propertyKey, operator, value: String(value) }))
  return { ...rest, ...readBoardSearch({ filter: { operation: query.operation, tokens } }) }
}

/** The tasks of one state machine alone. */
export function tasksOfStateMachine(name: string): BoardSearch {
  return {
    filter: { operation: 'and', tokens: [{ propertyKey: 'stateMachine', operator: '=', value: name }] },
  }
}
