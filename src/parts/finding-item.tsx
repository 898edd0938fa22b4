import Box from '@cloudscape-design/components/box'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Severity } from '../asl/lint-rules.ts'
import type { Finding } from '../domain/finding.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { findingWords } from './finding-words.ts'
import { useWriteMoment } from './use-write-moment.ts'

const TYPE: Readonly<Record<Severity, StatusIndicatorProps.Type>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
}

interface FindingItemProps {
  readonly finding: Finding
  readonly task: TaskFacts | null
}

/** One finding: what it is, on what evidence, and what to do. */
export function FindingItem({ finding, task }: FindingItemProps) {
  const write = useWriteMoment()
  const { headline, evidence, whatToDo } = findingWords(finding, task, write)
  return (
    <div>
      <StatusIndicator type={TYPE[finding.severity]}>{headline}</StatusIndicator>
      <Box fontSize="body-s">{evidence}</Box>
      <Box fontSize="body-s" color="text-body-secondary">
        {whatToDo}
      </Box>
    </div>
  )
}
