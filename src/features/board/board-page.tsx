import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Cards from '@cloudscape-design/components/cards'
import Header from '@cloudscape-design/components/header'
import Modal from '@cloudscape-design/components/modal'
import Pagination from '@cloudscape-design/components/pagination'
import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import ToggleButton from '@cloudscape-design/components/toggle-button'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useConsole } from '../../parts/console-context.tsx'
import { HeartbeatPanel } from '../../parts/heartbeat-panel.tsx'
import { taskLabel } from '../../parts/task-name.tsx'
import { useNarrow } from '../../ui/use-media-query.ts'
import { useStore } from '../../ui/use-store.ts'
import { boardColumns, DeadlineColumn, HeartbeatButton, TaskColumn } from './board-columns.tsx'
import { BoardEmpty } from './board-empty.tsx'
import { FILTERING_PROPERTIES, filteringOptions, matches } from './board-filter.ts'
import { type BoardRow, SHOW_KEYS, SHOWS } from './board-model.ts'
import type { BoardSearch, Show } from './board-search.ts'
import { BoardState } from './board-state.tsx'
import { RecentlyEnded } from './recently-ended.tsx'
import { useBoardOrder } from './use-board-order.ts'
import './board.css'

/** Beyond this the table is paged: each row costs the browser a few milliseconds whenever something was read. */
const PAGE_SIZE = 100

const NO_FILTER: PropertyFilterProps.Query = { tokens: [], operation: 'and' }

export function BoardPage() {
  const { inFlight, vault } = useConsole()
  const search = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const all = useStore(inFlight)
  const { rows, counts, held, hold } = useBoardOrder(all, search.show)
  const [beating, setBeating] = useState<BoardRow | null>(null)
  const narrow = useNarrow()
  const query = queryOf(search)
  const matching = useMemo(() => rows.filter((row) => matches(row, queryOf(search))), [rows, search])
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE))
  const [wantedPage, setPage] = useState(1)
  const page = Math.min(wantedPage, pages)
  const shown = matching.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)

  const columns = useMemo(
    () => boardColumns({ onHeartbeat: setBeating, hasPasted: (row) => vault.get(row.ref) !== undefined }),
    [vault],
  )
  const setSearch = (next: BoardSearch): void => void navigate({ search: next, replace: true })

  const header = (
    <Header
      variant="h1"
      counter={`(${all.rows.length})`}
      description={<BoardState held={held} />}
      actions={<QuickFilters counts={counts} search={search} setSearch={setSearch} />}
    >
      In flight
    </Header>
  )
  const filter = (
    <PropertyFilter
      query={query}
      onChange={({ detail }) => setSearch(withFilter(search, detail))}
      filteringProperties={FILTERING_PROPERTIES}
      filteringOptions={filteringOptions(rows)}
      filteringPlaceholder="Filter by state machine, task, worker …"
      filteringAriaLabel="Filter tasks"
      countText={`${matching.length} of ${all.rows.length}`}
      expandToViewport
    />
  )
  const pagination = pages > 1 && (
    <Pagination
      currentPageIndex={page}
      pagesCount={pages}
      onChange={({ detail }) => setPage(detail.currentPageIndex)}
    />
  )
  const empty = (
    <BoardEmpty filtered={all.rows.length > 0} onClear={() => void navigate({ search: {}, replace: true })} />
  )

  return (
    <SpaceBetween size="l">
      {/* While the pointer or the keyboard is on the rows, nothing moves beneath it. */}
      <div
        onPointerOver={(event) => hold(isOnRows(event.target))}
        onPointerLeave={() => hold(false)}
        onFocus={(event) => hold(isOnRows(event.target))}
        onBlur={() => hold(false)}
      >
        {narrow ? (
          <Cards
            items={shown}
            trackBy="id"
            header={header}
            filter={filter}
            pagination={pagination}
            empty={empty}
            ariaLabels={{ itemSelectionLabel: () => '', selectionGroupLabel: '' }}
            cardDefinition={{
              header: (row) => <DeadlineColumn row={row} />,
              sections: [
                { id: 'task', content: (row) => <TaskColumn row={row} /> },
                ...columns
                  .filter(({ id }) => id === 'worker' || id === 'running' || id === 'interval')
                  .map(({ id, header: label, cell }) => ({
                    id: id ?? '',
                    header: label,
                    content: cell,
                    width: 33,
                  })),
                {
                  id: 'action',
                  content: (row) => <HeartbeatButton row={row} onHeartbeat={setBeating} />,
                },
              ],
            }}
          />
        ) : (
          <Table
            variant="container"
            items={shown}
            trackBy="id"
            columnDefinitions={columns}
            header={header}
            filter={filter}
            pagination={pagination}
            empty={empty}
            contentDensity="compact"
            stickyHeader
            wrapLines
            enableKeyboardNavigation
            ariaLabels={{ tableLabel: 'Tasks in flight' }}
          />
        )}
      </div>
      <RecentlyEnded rows={all.ended} />
      {beating !== null && (
        <Modal
          visible
          size="medium"
          header={`Send a heartbeat to ${taskLabel(beating)}?`}
          onDismiss={() => setBeating(null)}
          footer={
            <Box float="right">
              <Button onClick={() => setBeating(null)}>Close</Button>
            </Box>
          }
        >
          <HeartbeatPanel row={all.rows.find(({ id }) => id === beating.id) ?? beating} />
        </Modal>
      )}
    </SpaceBetween>
  )
}

function isOnRows(target: EventTarget): boolean {
  return target instanceof Element && target.closest('tbody, li') !== null
}

function QuickFilters({
  counts,
  search,
  setSearch,
}: {
  readonly counts: Readonly<Record<Show, number>>
  readonly search: BoardSearch
  readonly setSearch: (search: BoardSearch) => void
}) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {SHOW_KEYS.map((key) => (
        <ToggleButton
          key={key}
          pressed={search.show === key}
          onChange={({ detail }) => {
            const { show: _, ...rest } = search
            setSearch(detail.pressed ? { ...rest, show: key } : rest)
          }}
        >
          {`${SHOWS[key].label} ${counts[key]}`}
        </ToggleButton>
      ))}
    </SpaceBetween>
  )
}

function queryOf({ filter }: BoardSearch): PropertyFilterProps.Query {
  if (filter === undefined) return NO_FILTER
  return {
    operation: filter.operation,
    tokens: filter.tokens.map(({ propertyKey, operator, value }) => ({
      operator,
      value,
      ...(propertyKey === undefined ? {} : { propertyKey }),
    })),
  }
}

function withFilter({ filter: _, ...rest }: BoardSearch, query: PropertyFilterProps.Query): BoardSearch {
  if (query.tokens.length === 0) return rest
  const tokens = query.tokens.map(({ propertyKey, operator, value }) => ({
    propertyKey,
    operator: operator as ':' | '=' | '!=' | '!:', // the only operators the properties offer
    value: String(value),
  }))
  return { ...rest, filter: { operation: query.operation, tokens } }
}
