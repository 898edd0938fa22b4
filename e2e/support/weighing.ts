import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'

export interface Weighing {
  readonly activityArn: string
  readonly executionArn: string
}

/**
 * Creates the state machine Weighing with an activity of its own, and starts it. `flow` writes its states around the task Weigh, which has
 * an interval of 60 s.
 */
export async function startWeighing(
  sfn: SFNClient,
  flow: (weigh: object) => object,
  start: { readonly name: string; readonly input?: string },
): Promise<Weighing> {
  const { activityArn = '' } = await sfn.send(new CreateActivityCommand({ name: 'weigh' }))
  const weigh = { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 60, End: true }
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'Weighing',
      roleArn: 'arn:aws:iam::123456789012:role/StepFunctions-Weighing',
      definition: JSON.stringify(flow(weigh)),
    }),
  )
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, ...start }))
  return { activityArn, executionArn }
}
