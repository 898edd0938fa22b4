import { CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { secondClient } from '../../e2e/support/second-client.ts'
import type { Place } from './testing-place.ts'

// What the tests of single operations start from: an empty account at a moment that is always the same.

export const startMs = Date.parse('2026-03-01T12:00:00Z')
/** As boto3's answers are written down; the AWS CLI says it in its own forms. */
export const startDate = '2026-03-01T12:00:00.000+00:00'
export const roleArn = 'arn:aws:iam::123456789012:role/Runner'

export function statesArn(rest: string): string {
  return `arn:aws:states:eu-west-1:123456789012:${rest}`
}

/** The world stands still, so every date in it is known. */
export function openEmptyAccount({ control }: Place): Promise<void> {
  return control.openScenario('quiet', { paused: true, startMs, seed: 'clients' })
}

/** A state machine, by the SDK of JavaScript: the setting, not what is under test. */
export async function createMachine(place: Place, name: string, definition: string): Promise<void> {
  await secondClient(place.url).send(new CreateStateMachineCommand({ name, definition, roleArn }))
}

/** An execution of it, in the same way. */
export async function startMachine(place: Place, machine: string, name: string, input = '{}'): Promise<void> {
  const stateMachineArn = statesArn(`stateMachine:${machine}`)
  await secondClient(place.url).send(new StartExecutionCommand({ stateMachineArn, name, input }))
}

export const definitions = {
  hold: flow({ Hold: { Type: 'Wait', Seconds: 600, End: true } }),
  done: flow({ Done: { Type: 'Succeed' } }),
  fail: flow({ Fail: { Type: 'Fail', Error: 'Bad', Cause: 'It is bad.' } }),
  ask: flow({
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'q', MessageBody: { 'taskToken.$': '$$.Task.Token' } },
      HeartbeatSeconds: 60,
      End: true,
    },
  }),
  each: flow({
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      Label: 'Each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Hold',
        States: { Hold: { Type: 'Wait', Seconds: 600, End: true } },
      },
      End: true,
    },
  }),
} as const

function flow(States: Readonly<Record<string, object>>): string {
  return JSON.stringify({ StartAt: Object.keys(States)[0], States })
}
