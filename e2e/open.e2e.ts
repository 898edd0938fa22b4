import { expect, test } from './fixtures.ts'
import { boardRows, executionPath, notices, pageCalls } from './support/page-parts.ts'
import { openTaskOf, openTasks } from './support/second-client.ts'
import { testConfig } from './support/test-config.ts'

const opener = 'Open an execution by ARN, AWS console address, or SWF workflowId and runId'

test.describe('in a working day', () => {
  test.use({ scenario: 'fleet' })

  test('an opened execution is read before any list', async ({ page, world, sfn }) => {
    await world.pause()
    const task = await openTaskOf(sfn, 'Onboarding')
    await page.goto(executionPath(task))
    await expect(page.getByRole('heading', { level: 1, name: task.executionName })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Onboarding / Ask manager', exact: true })).toBeVisible()
    await expect.poll(() => pageCalls(world, 'ListExecutions').length).toBeGreaterThan(0)
    const reads = pageCalls(world).filter(({ service }) => service === 'states')
    expect(reads[0]).toMatchObject({ operation: 'GetExecutionHistory', resource: task.executionArn })
  })

  test('an execution is opened from the middle of the first reading', async ({
    page,
    localAws,
    configure,
    world,
    sfn,
  }) => {
    configure(testConfig(localAws.url, undefined, { readsPerSecond: 2 }))
    await world.pause()
    // The last that the console would come to by itself.
    const task = (await openTasks(sfn)).at(-1)
    if (task === undefined) throw new Error('the fleet has no task')
    await page.goto('/')
    await page.getByRole('searchbox', { name: opener }).fill(task.executionArn)
    await page.getByRole('searchbox', { name: opener }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: task.executionName })).toBeVisible()
    await expect(page.getByRole('table', { name: 'Tasks in flight' })).toContainText(task.name)
    const histories = pageCalls(world, 'GetExecutionHistory').map(({ resource }) => resource)
    expect(new Set(histories).size).toBeLessThan((await openTasks(sfn)).length)
  })
})

test('an execution is opened by its address in the AWS console', async ({ page, world, sfn }) => {
  await world.pause()
  const { executionArn, executionName } = await openTaskOf(sfn, 'Video')
  await page.goto('/')
  const field = page.getByRole('searchbox', { name: opener })
  await field.fill(
    `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${executionArn}`,
  )
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: executionName })).toBeVisible()
  await expect(page).toHaveURL(executionPath({ executionArn }))
  await expect(field).toHaveValue('')
})

test('what cannot be opened is told as what it is', async ({ page, world }) => {
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const field = page.getByRole('searchbox', { name: opener })
  const told: readonly (readonly [string, RegExp])[] = [
    ['', /^Paste an execution's ARN/],
    ['the order that hangs', /^This is no execution ARN/],
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Returns', /^This is a state machine/],
    ['arn:aws:states:eu-west-1:123456789012:express:Orders:a:b', /^This is an Express execution/],
    [
      'arn:aws:states:us-east-1:123456789012:execution:Orders:ord-1',
      /^It is in us-east-1; this console is connected to eu-west-1/,
    ],
  ]
  for (const [text, problem] of told) {
    await field.fill(text)
    await field.press('Enter')
    await expect(page.getByText(problem)).toBeVisible()
  }
  await expect(page).toHaveURL('/')
  await field.fill('another')
  await expect(page.getByText(told.at(-1)?.[1] ?? /./)).toHaveCount(0)
  expect(pageCalls(world).filter(({ error }) => error !== undefined)).toEqual([])
})

test('what people paste is opened, and what is no execution is explained', async ({ page, world, sfn }) => {
  await world.pause()
  const { executionArn, executionName } = await openTaskOf(sfn, 'Video')
  const other = await openTaskOf(sfn, 'Orders')
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const field = page.getByRole('searchbox', { name: opener })
  const open = page.getByRole('button', { name: 'Open', exact: true })

  await field.fill(`“${executionArn}\u200b”`)
  await open.click()
  await expect(page).toHaveURL(executionPath({ executionArn }))
  await expect(page.getByRole('heading', { level: 1, name: executionName })).toBeVisible()

  // A name alone is looked for among what has been read.
  await field.fill(other.executionName)
  await open.click()
  await expect(page.getByRole('heading', { level: 1, name: other.executionName })).toBeVisible()

  await field.fill(
    'arn:aws:states:eu-west-1:123456789012:mapRun:Labels/Each:6a1f4c1e-1b1c-4a0e-9d2b-5b6c7d8e9f00',
  )
  await open.click()
  await expect(page.getByText(/^This is a Map Run of state machine Labels, not an execution/)).toBeVisible()

  await field.fill(`${executionArn} ${other.executionArn}`)
  await open.click()
  const choices = page.getByRole('list', { name: 'Executions to choose from' })
  await expect(choices.getByRole('link')).toHaveCount(2)
  await choices.getByRole('link', { name: executionName }).click()
  await expect(page).toHaveURL(executionPath({ executionArn }))
  await expect(choices).toHaveCount(0)
  await expect(field).toHaveValue('')

  await field.fill('arn:aws:states:eu-west-1:123456789012:stateMachine:Video')
  await open.click()
  await expect(page.getByText(/^This is a state machine, not an execution. The board shows/)).toBeVisible()
  await expect(boardRows(page)).toHaveCount(1)
})

test("a mistyped ARN is its page's error, not the connection's", async ({ page, guard, world }) => {
  guard.expectErrors(/status of 400/)
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  const status = page.getByText(/^live · /).first()
  await expect(status).toBeVisible()
  await page
    .getByRole('searchbox', { name: opener })
    .fill('arn:aws:states:eu-west-1:123456789012:execution:Ordres:ord-1')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByText('There is no such execution')).toBeVisible()
  await expect
    .poll(() => pageCalls(world).filter(({ error }) => error !== undefined).length)
    .toBeGreaterThan(1)
  await expect(status).toBeVisible()
  await expect(notices(page).getByRole('alert')).toHaveCount(0)

  await page.goto(executionPath({ executionArn: 'no execution at all' }))
  await expect(page.getByText('This address names no execution')).toBeVisible()
  await expect(status).toBeVisible()
})

test('an execution that is not there is told, and hides none that is', async ({ page, guard }) => {
  guard.expectErrors(/status of 400/)
  await page.goto(
    executionPath({ executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-never' }),
  )
  await expect(page.getByText('There is no such execution').first()).toBeVisible()
  await expect(page.getByText(/AWS keeps histories for 90 days after/).first()).toBeVisible()
  await page.getByRole('link', { name: 'Heartbeat console' }).click()
  await expect(boardRows(page)).toHaveCount(3)
  await expect(notices(page).getByText('There is no such execution')).toHaveCount(0)
})

test('a connection that is not configured is told', async ({ page, sfn, world }) => {
  await world.pause()
  const task = await openTaskOf(sfn, 'Video')
  await page.goto(executionPath(task).replace('local', 'elsewhere'))
  await expect(page.getByText('No connection is called elsewhere/eu-west-1')).toBeVisible()
  await expect(page.getByRole('link', { name: 'In flight' })).toBeVisible()
})
