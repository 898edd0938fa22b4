import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'

/** An activity task that a worker in Node has taken, with the token that only it was given. */
export async function takeActivityTask(
  sfn: SFNClient,
): Promise<{ readonly executionArn: string; readonly taskToken: string }> {
  const { activityArn } = await sfn.send(new CreateActivityCommand({ name: 'check-books' }))
  const definition = JSON.stringify({
    StartAt: 'Check books',
    States: { 'Check books': { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 60, End: true } },
  })
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'Audit',
      definition,
      roleArn: 'arn:aws:iam::123456789012:role/StepFunctions-Audit',
    }),
  )
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: 'audit-1' }),
  )
  const { taskToken = '' } = await sfn.send(
    new GetActivityTaskCommand({ activityArn, workerName: 'auditor' }),
  )
  if (taskToken === '') throw new Error('no worker has taken the activity task')
  return { executionArn, taskToken }
}
