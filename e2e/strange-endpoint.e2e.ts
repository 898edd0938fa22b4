import type { Locator, Page } from 'playwright/test'
import { test as base, expect } from './fixtures.ts'
import { boardRow, boardRows, deadlineOf, notices, statusLine } from './support/page-parts.ts'
import { inPages, type StandIn, startStandIn } from './support/stand-in.ts'
import { testConfig } from './support/test-config.ts'

const ARN = 'arn:aws:states:eu-west-1:123456789012'
const RUN = { workflowId: 'parcel-1', runId: '22vH=' }

/** Closed when their pages are: a page that finds its endpoint gone has an error to log. */
const opened: StandIn[] = []

/** Two executions and a workflow with a task each, whose histories come oldest first whatever is asked for: so does moto. */
const test = base.extend<{ readonly standIn: StandIn }>({
  standIn: async ({ configure }, provide) => {
    const startedAt = Date.now() / 1000 - 20
    const standIn = await startStandIn({
      ListStateMachines: () => ({ stateMachines: [machine('Orders'), machine('Returns')] }),
      ListExecutions: ({ stateMachineArn }) => ({
        executions: [execution(String(stateMachineArn), startedAt)],
      }),
      GetExecutionHistory: inPages('events', 2, () => statesHistory(startedAt)),
      DescribeStateMachineForExecution: () => ({ definition: '{"StartAt":"Pack","States":{}}' }),
      ListOpenWorkflowExecutions: () => ({ executionInfos: [{ execution: RUN, startTimestamp: startedAt }] }),
      GetWorkflowExecutionHistory: inPages('events', 2, () => swfHistory(startedAt)),
    })
    configure(testConfig(standIn.url, 'keys', { swfDomains: ['parcels'], worldClock: undefined }))
    await provide(standIn)
    opened.push(standIn)
  },
})

test.afterAll(async () => {
  for (const standIn of opened.splice(0)) await standIn.close()
})

/** What the board says where everything was read and nothing is in flight. */
function allClear(page: Page): Locator {
  return page.getByText(/^Nothing in flight/)
}

function machine(name: string) {
  return {
    name,
    stateMachineArn: `${ARN}:stateMachine:${name}`,
    type: 'STANDARD',
    creationDate: 1_795_000_000,
  }
}

function execution(stateMachineArn: string, startDate: number) {
  const name = stateMachineArn.split(':').at(-1)
  return {
    name: 'one',
    executionArn: `${ARN}:execution:${name}:one`,
    stateMachineArn,
    status: 'RUNNING',
    startDate,
  }
}

/** Oldest first. */
function statesHistory(timestamp: number) {
  const resource = `${ARN}:activity:pack`
  return [
    { type: 'ExecutionStarted', executionStartedEventDetails: { input: '{}' } },
    { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Pack', input: '{}' } },
    { type: 'ActivityScheduled', activityScheduledEventDetails: { resource, heartbeatInSeconds: 600 } },
    { type: 'ActivityStarted', activityStartedEventDetails: { workerName: 'packer-1' } },
  ].map((event, index) => ({
    ...event,
    id: index + 1,
    previousEventId: Math.max(0, index - (index === 1 ? 1 : 0)),
    timestamp,
  }))
}

/** Oldest first. Its task has no heartbeatTimeout at all, where AWS would say NONE. */
function swfHistory(eventTimestamp: number) {
  const activityType = { name: 'Weigh', version: '1' }
  return [
    {
      eventType: 'WorkflowExecutionStarted',
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: 'Parcel', version: '1' },
        executionStartToCloseTimeout: 'NONE',
      },
    },
    {
      eventType: 'ActivityTaskScheduled',
      activityTaskScheduledEventAttributes: {
        activityId: 'weigh-1',
        activityType,
        taskList: { name: 'scales' },
        startToCloseTimeout: 'NONE',
        scheduleToStartTimeout: 'NONE',
        scheduleToCloseTimeout: 'NONE',
      },
    },
    {
      eventType: 'ActivityTaskStarted',
      activityTaskStartedEventAttributes: { scheduledEventId: 2, identity: 'scale-1' },
    },
  ].map((event, index) => ({ ...event, eventId: index + 1, eventTimestamp }))
}

test('an endpoint that answers oldest first is read to its end: every task is shown', async ({
  page,
  standIn,
}) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  for (const name of ['Orders', 'Returns'])
    await expect(deadlineOf(boardRow(page, `${name} / Pack`))).toHaveAccessibleName(/^9:\d\d guaranteed/)
  // What its history leaves out is unknown, and not none.
  const weigh = boardRow(page, 'Parcel / Weigh')
  await expect(deadlineOf(weigh)).toHaveAccessibleName(/^heartbeat timeout unknown/)
  await expect(weigh).not.toContainText('no heartbeat')
  await expect(allClear(page)).toHaveCount(0)
  await expect(notices(page).getByRole('alert')).toHaveCount(0)
  await expect(statusLine(page)).toContainText('live')
  // Read again and again, it stays so.
  const reads = standIn.calls.length
  await expect.poll(() => standIn.calls.length).toBeGreaterThan(reads + 20)
  await expect(boardRows(page)).toHaveCount(3)
})

test('events in no order are a trouble that names the endpoint, and no all-clear', async ({
  page,
  standIn,
}) => {
  const mixed = (events: readonly unknown[]) => [events[1], events[0], ...events.slice(2)]
  standIn.answer('GetExecutionHistory', () => ({ events: mixed(statesHistory(1_795_000_000)) }))
  standIn.answer('GetWorkflowExecutionHistory', () => ({ events: mixed(swfHistory(1_795_000_000)) }))
  await page.goto('/')
  await expect(notices(page)).toContainText(`Unusable answer from ${standIn.url}`)
  await expect(notices(page)).toContainText('GetExecutionHistory returned events in no order')
  await expect(notices(page)).toContainText('GetWorkflowExecutionHistory returned events in no order')
  await expect(page.getByText('Not everything could be read')).toBeVisible()
  await expect(allClear(page)).toHaveCount(0)
  await expect(statusLine(page)).toContainText('not everything can be read')
})

test('an empty history is no sight of a task: what was known stays and ages', async ({ page, standIn }) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  standIn.answer('GetExecutionHistory', () => ({}))
  standIn.answer('GetWorkflowExecutionHistory', () => ({}))
  await expect(notices(page)).toContainText('GetExecutionHistory returned no list at all')
  await expect(notices(page)).toContainText('GetWorkflowExecutionHistory returned no list at all')
  const orders = boardRow(page, 'Orders / Pack')
  await expect(orders).toContainText(/0:(?:0[6-9]|[1-5]\d) ago/, { timeout: 20_000 })
  await expect(statusLine(page)).not.toContainText('live')

  standIn.answer('GetExecutionHistory', () => ({
    events: statesHistory(Date.now() / 1000)
      .toReversed()
      .slice(0, 0),
  }))
  await expect(notices(page)).toContainText('GetExecutionHistory returned a history without events')
  await expect(boardRows(page)).toHaveCount(3)
})

test('nothing but empty answers is never an all-clear', async ({ page, standIn }) => {
  for (const operation of ['ListStateMachines', 'ListExecutions', 'ListOpenWorkflowExecutions'])
    standIn.answer(operation, () => ({}))
  await page.goto('/')
  await expect(notices(page)).toContainText(`Unusable answer from ${standIn.url}`)
  await expect(notices(page)).toContainText('ListStateMachines returned no list at all')
  await expect(notices(page)).toContainText('ListOpenWorkflowExecutions returned no list at all')
  await expect(allClear(page)).toHaveCount(0)
})

test('an all-clear ends with the answers it stands on', async ({ page, standIn, guard }) => {
  standIn.answer('ListExecutions', () => ({ executions: [] }))
  standIn.answer('ListOpenWorkflowExecutions', () => ({ executionInfos: [] }))
  await page.goto('/')
  await expect(allClear(page)).toBeVisible()
  standIn.answer('ListExecutions', () => ({ executions: null }))
  await expect(page.getByText('Not everything could be read')).toBeVisible({ timeout: 20_000 })
  await expect(allClear(page)).toHaveCount(0)

  standIn.answer('ListExecutions', () => ({ executions: [] }))
  await notices(page).getByRole('button', { name: 'Try now' }).click()
  await expect(allClear(page)).toBeVisible({ timeout: 20_000 })
  guard.expectErrors(/^console error: Failed to load resource: net::ERR_/)
  await standIn.close()
  await expect(page.getByText('Not everything can be read any more')).toBeVisible({ timeout: 20_000 })
  await expect(allClear(page)).toHaveCount(0)
})

test('a list without an end has its turn, and the tasks of others are shown', async ({ page, standIn }) => {
  let pages = 0
  standIn.answer('ListExecutions', ({ stateMachineArn }) => {
    if (String(stateMachineArn).endsWith(':Orders')) {
      pages += 1
      return { executions: [], nextToken: `page-${pages}` }
    }
    return { executions: [execution(String(stateMachineArn), Date.now() / 1000 - 20)] }
  })
  await page.goto('/')
  await expect(notices(page)).toContainText('ListExecutions keeps returning pages without an end')
  await expect(boardRow(page, 'Returns / Pack')).toBeVisible()
  await expect(boardRow(page, 'Parcel / Weigh')).toBeVisible()
  await expect(page.getByText(/^Not complete: 1 of 3 lists could not be read/)).toBeVisible()
  const asked = pages
  const reads = standIn.calls.filter((call) => call === 'GetExecutionHistory').length
  await expect
    .poll(() => standIn.calls.filter((call) => call === 'GetExecutionHistory').length)
    .toBeGreaterThan(reads + 8)
  expect(pages).toBe(asked)
})
