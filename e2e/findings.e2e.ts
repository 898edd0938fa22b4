import { CreateActivityCommand, CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import { boardRows, pageCalls } from './support/page-parts.ts'

test('findings are counted in the navigation and told by state, each with its evidence', async ({
  page,
  world,
}) => {
  await world.pause()
  await page.goto('/')
  await expect(boardRows(page)).toHaveCount(3)
  // Neither Onboarding nor Orders declares any timeout.
  await page.getByRole('link', { name: 'Findings (2)' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Findings (2)' })).toBeVisible()
  for (const state of ['Onboarding / Ask manager', 'Orders / Charge card'])
    await expect(page.getByRole('heading', { level: 2, name: state })).toBeVisible()
  await expect(page.getByText('No timeout at all')).toHaveCount(2)
  await expect(
    page.getByText(/^Neither TimeoutSeconds nor the state machine's TimeoutSeconds limits it/),
  ).toHaveCount(2)

  await page.getByRole('link', { name: /^ord-/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Orders / Charge card' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Findings (1)' })).toBeVisible()
  expect(pageCalls(world).filter(({ operation }) => operation.startsWith('Send'))).toEqual([])
})

test.describe('in SWF', () => {
  test.use({ scenario: 'activities' })

  test('a cancellation that a worker ignores is found once that is proved', async ({ page, world }) => {
    await world.pause()
    await page.goto('/findings')
    await expect(page.getByRole('heading', { level: 1, name: /^Findings/ })).toBeVisible()
    await expect(page.getByText('Cancel ignored')).toHaveCount(0)
    await world.step(300)
    await expect(page.getByText('Cancel ignored')).toBeVisible()
    await expect(page.getByText(/^Asked to cancel at .* somebody beat again after/)).toBeVisible()
  })
})

test.describe('an account in which nothing runs at first', () => {
  test.use({ scenario: 'quiet' })

  test('a state that has not run yet is judged by the definition alone', async ({
    page,
    world,
    sfn,
    checkPage,
  }) => {
    const { activityArn } = await sfn.send(new CreateActivityCommand({ name: 'unpack' }))
    const create = async (name: string): Promise<string> => {
      const Parameters = {
        QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/ask',
        MessageBody: { 'Token.$': '$$.Task.Token' },
      }
      const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
      const { stateMachineArn = '' } = await sfn.send(
        new CreateStateMachineCommand({
          name,
          roleArn: `arn:aws:iam::123456789012:role/StepFunctions-${name}`,
          definition: JSON.stringify({
            StartAt: 'Unpack',
            States: {
              Unpack: {
                Type: 'Task',
                Resource: activityArn,
                HeartbeatSeconds: 60,
                TimeoutSeconds: 600,
                Next: 'Each part',
              },
              'Each part': {
                Type: 'Map',
                ItemProcessor: {
                  StartAt: 'Ask customer',
                  States: { 'Ask customer': { Type: 'Task', Resource, Parameters, End: true } },
                },
                End: true,
              },
            },
          }),
        }),
      )
      return stateMachineArn
    }
    const stateMachineArn = await create('Returns')
    await create('Shelved')
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'ret-1' }))
    await world.step(1)
    await page.goto('/findings')
    await expect(page.getByRole('heading', { level: 1, name: 'Findings (1)' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Findings (1)' })).toBeVisible()
    await expect(page.getByRole('heading', { level: 2, name: 'Returns / Ask customer' })).toBeVisible()
    await expect(page.getByText('in the definition only: no task in flight has shown it')).toBeVisible()
    await expect(page.getByText('No heartbeat configured')).toBeVisible()
    await expect(page.getByText('No timeout at all')).toBeVisible()
    const place = '/States/Each part/ItemProcessor/States/Ask customer'
    await expect(
      page.getByText(`At ${place} in the newest definition that was read, in force since`),
    ).toHaveCount(2)
    await expect(
      page.getByText(/^Definitions read of 1 of 2 state machines; .* Not read: Shelved\.$/),
    ).toBeVisible()
    await checkPage()
    // One definition was read, as without the findings.
    expect(pageCalls(world, 'DescribeStateMachineForExecution')).toHaveLength(1)
    await page.getByRole('link', { name: 'ret-1' }).first().click()
    await expect(page.getByRole('link', { name: 'Returns / Unpack', exact: true })).toBeVisible()
  })

  test('an empty account has nothing wrong with it', async ({ page }) => {
    await page.goto('/findings')
    await expect(page.getByText(/^Nothing is wrong with the 0 tasks in flight/)).toBeVisible()
  })
})
