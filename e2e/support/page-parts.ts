import type { Locator, Page } from 'playwright/test'
import type { RecordedCall } from '../../src/local-aws/control/call-record.ts'
import type { SeenTask } from './second-client.ts'
import type { TakenTask } from './swf-worker.ts'
import type { WorldControl } from './world-control.ts'

/** The rows of the board, without its head. */
export function boardRows(page: Page): Locator {
  return page
    .getByRole('grid', { name: 'Tasks in flight' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
}

/** One task's row, by its name such as `Orders / Charge card`. */
export function boardRow(page: Page, taskName: string): Locator {
  return boardRows(page).filter({ has: page.getByRole('link', { name: taskName, exact: true }) })
}

/** The cell that tells of a row's end; its accessible name is the figure and all the words. */
export function deadlineOf(row: Locator): Locator {
  return row.getByRole('gridcell').first().getByRole('button')
}

/** What is in the deadline cells, from top to bottom: the task each stands for. */
export function boardOrder(page: Page): Promise<string[]> {
  return boardRows(page)
    .getByRole('rowheader')
    .getByRole('link')
    .and(page.locator('[href*="/tasks/"]'))
    .allInnerTexts()
}

export function endedRow(page: Page, taskName: string): Locator {
  return page
    .getByRole('table', { name: 'Recently ended tasks' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: taskName, exact: true }) })
}

/** The status line of the one connection: whose eyes, which clock, how old. */
export function statusLine(page: Page): Locator {
  return page.getByRole('region', { name: 'Connections' })
}

/** What keeps the console from reading, on top of every screen. */
export function notices(page: Page): Locator {
  return page.getByRole('region', { name: 'Notifications' })
}

export function executionPath({ executionArn }: Pick<SeenTask, 'executionArn'>): string {
  return pathOf(executionArn)
}

/** The page of an SWF workflow execution, which has no ARN. */
export function workflowPath({ domain, workflowId, runId }: Omit<TakenTask, 'taskToken'>): string {
  return pathOf(`swf:${[domain, workflowId, runId].map(encodeURIComponent).join('/')}`)
}

export function swfTaskPath(task: TakenTask): string {
  return `${workflowPath(task)}/tasks/${task.scheduledEventId}`
}

function pathOf(executionId: string): string {
  return `/executions/${encodeURIComponent('local/eu-west-1')}/${encodeURIComponent(executionId)}`
}

export function taskPath(task: Pick<SeenTask, 'executionArn' | 'scheduledEventId'>): string {
  return `${executionPath(task)}/tasks/${task.scheduledEventId}`
}

/** The alert that tells how a write went, by what it begins with. */
export function outcome(page: Page, headline: string | RegExp): Locator {
  return page.getByRole('group').filter({ has: page.getByText(headline) })
}

/** `0:42`, as a countdown of less than an hour reads. */
export function countdown(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `14:02:31` where the browser of these tests is. */
export function localTime(ms: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'Europe/Berlin' }).format(ms)
}

/** The calls of the page alone: those of the second client are root's. */
export function pageCalls(world: WorldControl, operation?: string): readonly RecordedCall[] {
  return world.calls(operation).filter(({ principal }) => principal?.endsWith(':root') !== true)
}
