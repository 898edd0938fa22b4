import Link from '@cloudscape-design/components/link'
import { useRouter } from '@tanstack/react-router'
import type { ExecutionId } from '../domain/execution-id.ts'
import type { TaskRow } from '../queries/in-flight.ts'

/** `Orders / branch 2 / Charge card`, as plain text. */
export function taskLabel({ workflowName, task }: Pick<TaskRow, 'workflowName' | 'task'>): string {
  const retry = task.attempt !== null && task.attempt > 1 ? ` (try ${task.attempt})` : ''
  return (
    [workflowName, ...task.path.slice(1), task.name ?? `task ${task.scheduledEventId}`].join(' / ') + retry
  )
}

export function taskHref(row: Pick<TaskRow, 'ref'>): string {
  const { connectionId, executionId, scheduledEventId } = row.ref
  return `${executionHref(connectionId, executionId)}/tasks/${scheduledEventId}`
}

export function executionHref(connectionId: string, executionId: ExecutionId): string {
  return `/executions/${encodeURIComponent(connectionId)}/${encodeURIComponent(executionId)}`
}

/** A link of the design system that the router follows. */
export function RouteLink({
  href,
  children,
  fontSize,
}: {
  readonly href: string
  readonly children: React.ReactNode
  readonly fontSize?: 'body-s' | 'heading-m'
}) {
  const router = useRouter()
  return (
    <Link
      href={router.history.createHref(href)}
      {...(fontSize === undefined ? {} : { fontSize })}
      onFollow={(event) => {
        if (event.detail.external === true) return
        event.preventDefault()
        router.history.push(href)
      }}
    >
      {children}
    </Link>
  )
}
