import Link from '@cloudscape-design/components/link'
import { useRouter } from '@tanstack/react-router'
import { addressableId, type ExecutionId, executionNameOf, executionRefOf } from '../domain/execution-id.ts'
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
  return `/executions/${encodeURIComponent(connectionId)}/${encodeURIComponent(addressableId(executionId))}`
}

/** `Orders / ord-7`: what runs, in SWF the domain, and the execution's name. */
export function executionLabel(executionId: ExecutionId): string {
  const ref = executionRefOf(executionId)
  if (ref === null) return 'Execution'
  return `${ref.service === 'states' ? ref.stateMachineName : ref.domain} / ${executionNameOf(ref)}`
}

/** A link of the design system that the router follows. */
export function RouteLink({
  href,
  children,
  fontSize,
  onFollow,
}: {
  readonly href: string
  readonly children: React.ReactNode
  readonly fontSize?: 'body-s' | 'heading-m'
  readonly onFollow?: () => void
}) {
  const router = useRouter()
  return (
    <Link
      href={router.history.createHref(href)}
      {...(fontSize === undefined ? {} : { fontSize })}
      onFollow={(event) => {
        if (event.detail.external === true) return
        event.preventDefault()
        onFollow?.()
        router.history.push(href)
      }}
    >
      {children}
    </Link>
  )
}
