import { CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import { boardRow, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

test.use({ scenario: 'quiet' })

test('a token that nothing proves is said to be so, and what to do', async ({ page, world, sfn }) => {
  await world.pause()
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'Signatures',
      roleArn: 'arn:aws:iam::123456789012:role/StepFunctions-Signatures',
      definition: JSON.stringify({
        StartAt: 'Sign',
        States: {
          Sign: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
            HeartbeatSeconds: 600,
            Parameters: {
              QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/signatures',
              // As long as a token, and as new to the history as the task's own.
              MessageBody: { 'TaskToken.$': '$$.Task.Token', Document: 'QUJD'.repeat(60) },
            },
            End: true,
          },
        },
      }),
    }),
  )
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'sig-1' }))
  await world.step(1)
  await page.goto('/')
  await expect(boardRow(page, 'Signatures / Sign').getByText('not proved, paste')).toBeVisible()
  await page.goto(taskPath(await openTaskOf(sfn, 'Signatures')))
  await expect(page.getByText('not proved: it may stand in the history')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Task token' })
  await expect(field).toHaveAccessibleDescription(
    /nothing proves which string it is\. Paste the one that its worker has/,
  )
  await expect(field).toHaveAccessibleDescription(/the guarantee holds only if it is this task's/)
  await expect(page.getByText('not proved by the history')).toBeVisible()
})
