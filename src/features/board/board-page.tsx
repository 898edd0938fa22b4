import Header from '@cloudscape-design/components/header'
import LiveRegion from '@cloudscape-design/components/live-region'
import Pagination from '@cloudscape-design/components/pagination'
import PropertyFilter from '@cloudscape-design/components/property-filter'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Between } from './between.tsx'
import { BoardEmpty } from './board-empty.tsx'
import {
  FILTERING_PROPERTIES,
  filteringOptions,
  looksLikeToken,
  matches,
  queryOf,
  withQuery,
} from './board-filter.ts'
import type { BoardRow } from './board-model.ts'
import type { BoardSearch } from './board-search.ts'
import { BoardState } from './board-state.tsx'
import { BoardTable } from './board-table.tsx'
import { HeartbeatDialog } from './heartbeat-dialog.tsx'
import { QuickFilters } from './quick-filters.tsx'
import { RecentlyEnded } from './recently-ended.tsx'
import { useBoardOrder } from './use-board-order.ts'
import './board.css'

/** Beyond this the table is paged: each row costs the browser a few milliseconds whenever the list changes. */
const PAGE_SIZE = 50

/** Every task in flight, what is lost first at the top. */
export function BoardPage() {
  const search = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const { rows, counts, total, held, hold } = useBoardOrder(search.show)
  const [beating, setBeating] = useState<BoardRow | null>(null)
  const [leftOut, setLeftOut] = useState(false)

  const query = useMemo(() => queryOf(search), [search])
  const matching = useMemo(() => rows.filter((row) => matches(row, query)), [rows, query])
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE))
  const page = Math.min(search.page ?? 1, pages)
  const shown = useMemo(() => matching.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), [matching, page])
  const opener = useRef<Element | null>(null)
  const openDialog = useCallback((row: BoardRow): void => {
    opener.current = document.activeElement
    setBeating(row)
  }, [])
  const closeDialog = (): void => {
    // The focus goes back to its row at once, and the rows are held: a row that moves in that same moment would lose it again.
    flushSync(() => {
      hold('focus', true)
      setBeating(null)
    })
    if (opener.current instanceof HTMLElement) opener.current.focus()
    hold('focus', isOnRows(document.activeElement))
  }
  const setSearch = (next: BoardSearch): void => {
    void navigate({ search: next, replace: true, resetScroll: false })
  }
  /** Another filter is another list, which begins at its first page. */
  const setFilters = ({ page: _, ...filters }: BoardSearch, left = false): void => {
    setLeftOut(left)
    setSearch(filters)
  }
  const setPage = (number: number): void => {
    const { page: _, ...filters } = search
    setSearch(number === 1 ? filters : { ...filters, page: number })
  }

  return (
    <SpaceBetween size="l">
      {/* While the pointer or the keyboard is on the rows, nothing moves beneath it. */}
      <div
        onPointerMove={(event) => hold('pointer', isOnRows(event.target))}
        onPointerLeave={() => hold('pointer', false)}
        onFocus={(event) => hold('focus', isOnRows(event.target))}
        onBlur={() => hold('focus', false)}
      >
        <BoardTable
          rows={shown}
          onHeartbeat={openDialog}
          header={
            <Header
              variant="h1"
              counter={`(${total})`}
              description={<BoardState held={held} />}
              actions={<QuickFilters counts={counts} search={search} onSearch={setFilters} />}
            >
              In flight
            </Header>
          }
          filter={
            <PropertyFilter
              query={query}
              onChange={({ detail }) =>
                setFilters(
                  withQuery(search, detail, rows),
                  detail.tokens.some((token) => looksLikeToken(token, rows)),
                )
              }
              filteringProperties={FILTERING_PROPERTIES}
              filteringOptions={filteringOptions(rows)}
              filteringPlaceholder="Filter by state machine, task, worker …"
              filteringAriaLabel="Filter tasks"
              filteringConstraintText={
                leftOut && (
                  <LiveRegion>
                    Left out: this looks like a task token, and filters stand in the address.
                  </LiveRegion>
                )
              }
              countText={`${matching.length} of ${total}`}
              expandToViewport
            />
          }
          pagination={
            pages > 1 && (
              <Pagination
                currentPageIndex={page}
                pagesCount={pages}
                ariaLabels={{
                  previousPageLabel: 'Previous page',
                  nextPageLabel: 'Next page',
                  pageLabel: (number) => `Page ${number}`,
                }}
                onChange={({ detail }) => setPage(detail.currentPageIndex)}
              />
            )
          }
          empty={<BoardEmpty filtered={total > 0} onClear={() => setFilters({})} />}
        />
      </div>
      <Between />
      <RecentlyEnded />
      {beating !== null && <HeartbeatDialog row={beating} onClose={closeDialog} />}
    </SpaceBetween>
  )
}

function isOnRows(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('tbody, li') !== null
}
