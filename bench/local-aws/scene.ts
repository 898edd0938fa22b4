import { region } from './signed-calls.ts'

export const EXECUTIONS = 4000

const account = '123456789012'
export const stateMachineName = 'Approvals'
export const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:${stateMachineName}`

/** One task each: a callback whose token stands in the history, as it does where a person's decision is waited for. */
export const stateMachine = {
  name: stateMachineName,
  roleArn: `arn:aws:iam::${account}:role/Approvals`,
  definition: JSON.stringify({
    StartAt: 'Ask manager',
    States: {
      'Ask manager': {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/approvals`,
          MessageBody: { 'orderId.$': '$.orderId', 'taskToken.$': '$$.Task.Token' },
        },
        HeartbeatSeconds: 3600,
        End: true,
      },
    },
  }),
}

const names = Array.from({ length: EXECUTIONS }, (_, index) => `order-${index}`)

/** Inputs of StartExecution. */
export const starts = names.map((name) => ({
  stateMachineArn,
  name,
  input: JSON.stringify({ orderId: name }),
}))

/** Inputs of GetExecutionHistory, one for each execution. */
export const histories = names.map((name) => ({
  executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
}))

/** The token in an answer of GetExecutionHistory. */
export function tokenIn(history: string): string {
  const [, token] = /\\"taskToken\\":\\"([^"\\]+)/.exec(history) ?? []
  if (token === undefined) throw new Error('a history shows no task token: its task has not begun')
  return token
}
