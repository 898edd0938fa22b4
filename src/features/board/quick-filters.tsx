import SpaceBetween from '@cloudscape-design/components/space-between'
import ToggleButton from '@cloudscape-design/components/toggle-button'
import { SHOWS } from './board-model.ts'
import { type BoardSearch, SHOW_KEYS, type Show } from './board-search.ts'

interface QuickFiltersProps {
  readonly counts: Readonly<Record<Show, number>>
  readonly search: BoardSearch
  readonly onSearch: (search: BoardSearch) => void
}

/** What is worth a look, counted; each is a filter. */
export function QuickFilters({ counts, search, onSearch }: QuickFiltersProps) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {SHOW_KEYS.map((key) => (
        <ToggleButton
          key={key}
          pressed={search.show === key}
          onChange={({ detail }) => {
            const { show: _, ...rest } = search
            onSearch(detail.pressed ? { ...rest, show: key } : rest)
          }}
        >
          {`${SHOWS[key].label} ${counts[key]}`}
        </ToggleButton>
      ))}
    </SpaceBetween>
  )
}
