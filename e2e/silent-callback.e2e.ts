import { CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import { boardRow, deadlineOf, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

test.use({ scenario: 'quiet' })

test('a callback whose message has no token can only time out: the board, its page and a finding say so', async ({
  page,
  world,
  sfn,
}) => {
  await world.pause()
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'Silent',
      roleArn: 'arn:aws:iam::123456789012:role/StepFunctions-Silent',
      definition: JSON.stringify({
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
            HeartbeatSeconds: 900,
            TimeoutSeconds: 7200,
            Parameters: {
              QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/labels',
              // An id that looks like the token of an emulator: the definition tells that it is none.
              MessageBody: { parcel: '6a1f4c1e-1b1c-4a0e-9d2b-5b6c7d8e9f00' },
            },
            End: true,
          },
        },
      }),
    }),
  )
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }))
  await world.step(1)
  await page.goto('/')
  const row = boardRow(page, 'Silent / Ask')
  await expect(deadlineOf(row)).toHaveAccessibleName(/then it times out: nobody has its token$/)
  await expect(row).toContainText('passed to nobody')
  await expect(row.getByRole('button', { name: /^Send heartbeat/ })).toHaveCount(0)

  await page.goto(taskPath(await openTaskOf(sfn, 'Silent')))
  await expect(page.getByText(/There is no token to paste, and no operator can get one\.$/)).toBeVisible()
  await expect(page.getByText('message it was sent')).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Task token' })).toHaveCount(0)
  await expect(page.getByText('Task token passed to nobody')).toBeVisible()

  await page.getByRole('link', { name: 'Findings (1)' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Silent / Ask' })).toBeVisible()
  await expect(
    page.getByText(
      'The state passes its task token to nobody: no heartbeat or answer can arrive, so it can only time out. HeartbeatSeconds 900 ends it.',
    ),
  ).toBeVisible()
  await expect(page.getByText('No heartbeat configured')).toHaveCount(0)
})
