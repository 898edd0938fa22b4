import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { EndedRow } from '../queries/in-flight.ts'
import { endingWords } from './ending-words.ts'
import { useWriteMoment } from './use-write-moment.ts'

const TYPE = { good: 'success', bad: 'error', neutral: 'stopped' } as const

/** How a task ended, in words; in a list no more than the beginning of what a worker said at length. */
export function Ending({ row, whole = false }: { readonly row: EndedRow; readonly whole?: boolean }) {
  const write = useWriteMoment()
  const { tone, headline, detail } = endingWords(row.task, row.ending, write)
  return (
    <div>
      <StatusIndicator type={TYPE[tone]}>{headline}</StatusIndicator>
      {detail !== '' && (
        <div className={`deadline-under ${whole ? 'ending-whole' : 'ending-short'}`}>{detail}</div>
      )}
    </div>
  )
}
