import Box from '@cloudscape-design/components/box'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Severity } from '../asl/lint-rules.ts'
import type { Finding } from '../domain/finding.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { type FindingWords, findingWords } from './finding-words.ts'
import { useWriteMoment } from './use-write-moment.ts'

export const SEVERITY_ICON: Readonly<Record<Severity, StatusIndicatorProps.Type>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
}

interface FindingItemProps {
  readonly finding: Finding
  readonly task: TaskFacts | null
}

/** One finding of a task or an execution. */
export function FindingItem({ finding, task }: FindingItemProps) {
  const write = useWriteMoment()
  return <FindingText severity={finding.severity} words={findingWords(finding, task, write)} />
}

interface FindingTextProps {
  readonly severity: Severity
  readonly words: FindingWords
}

/** What it is, on what evidence, and what to do. */
export function FindingText({ severity, words: { headline, evidence, whatToDo } }: FindingTextProps) {
  return (
    <div>
      <StatusIndicator type={SEVERITY_ICON[severity]}>{headline}</StatusIndicator>
      <Box fontSize="body-s">{evidence}</Box>
      <Box fontSize="body-s" color="text-body-secondary">
        {whatToDo}
      </Box>
    </div>
  )
}
