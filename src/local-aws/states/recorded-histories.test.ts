import { readFileSync } from 'node:fs'
import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { recordedHistoriesFile } from '../../../scripts/test/recorded-histories-file.ts'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

const file = recordedHistoriesFile()
const recordings = file === undefined ? undefined : readRecordings(file)

interface Recording {
  readonly test: string
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

function readRecordings(path: string): readonly Recording[] {
  // The file's shape is described in the README beside it.
  return JSON.parse(readFileSync(path, 'utf8')) as readonly Recording[]
}

/** What must agree: the order of types, the chain, and which details there are. */
function shape(events: readonly object[]): unknown[] {
  return events.map((event) => {
    const { id, previousEventId, type, ...rest } = event as Partial<HistoryEvent>
    const details = Object.entries(rest).filter(([name]) => name.endsWith('EventDetails'))
    return {
      id,
      previousEventId,
      type,
      details: details.map(([name, value]) => [name, Object.keys(Object(value)).sort()]),
    }
  })
}

const callback = { Type: 'Task', Resource: callbackResource, End: true }
const sendMessage = {
  QueueUrl: 'queue',
  MessageBody: { 'Message.$': '$.Message', 'TaskToken.$': '$$.Task.Token' },
}

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function'
const invoke = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'slow', Payload: null },
  End: true,
}
/** The recorded functions that time out sleep for longer than the five seconds they have. */
const workloads = { functions: [{ name: 'slow', workSeconds: [60, 60] as const }] }

type Scenario = (aws: SteppedWorld) => Promise<string>

const scenarios: Readonly<Record<string, Scenario>> = {
  'TestActivities::test_activity_task/get_execution_history': (aws) =>
    runActivity(aws, {}, 'worker', succeed),
  'TestActivities::test_activity_task_no_worker_name/get_execution_history': (aws) =>
    runActivity(aws, {}, undefined, succeed),
  'TestActivities::test_activity_task_with_heartbeat/get_execution_history': (aws) =>
    runActivity(aws, { HeartbeatSeconds: 30, TimeoutSeconds: 60 }, 'worker', succeed),
  'TestActivities::test_activity_task_failure/get_execution_history': (aws) =>
    runActivity(aws, {}, 'worker', async (token) => {
      await aws.call('SendTaskFailure', { taskToken: token, error: 'Programmatic Error', cause: '{}' })
    }),
  'TestActivities::test_activity_task_start_timeout/get_execution_history': (aws) =>
    runActivity(aws, { TimeoutSeconds: 5 }, 'worker', () => aws.step(7000)),
  'TestCallback::test_sqs_wait_for_task_token/get_execution_history': (aws) => runCallback(aws, {}, succeed),
  'TestCallback::test_sqs_wait_for_task_tok_with_heartbeat/get_execution_history': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 60, TimeoutSeconds: 600 }, succeed),
  'TestHeartbeats::test_heartbeat_timeout/get_execution_history': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 5, TimeoutSeconds: 600 }, () => aws.step(7000)),
  'TestHeartbeats::test_heartbeat_path_timeout/get_execution_history': (aws) =>
    runCallback(aws, { HeartbeatSecondsPath: '$.beat', TimeoutSeconds: 600 }, () => aws.step(7000)),
  'TestHeartbeats::test_heartbeat_no_timeout/get_execution_history': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 5 }, () => aws.step(7000)),
  'TestTaskServiceSns::test_publish_base[HelloWorld]/get_execution_history': async (aws) => {
    const publish = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: { 'Message.$': '$.m' },
      End: true,
    }
    const execution = await aws.start(await aws.stateMachine('Publish', { Publish: publish }), { m: 'hello' })
    await aws.step(1000)
    return execution
  },
  'TestTaskLambda::test_invoke_pipe/get_execution_history': (aws) =>
    runStates(aws, {
      First: { Type: 'Task', Resource: `${functionArn}:first`, Next: 'Second' },
      Second: { Type: 'Task', Resource: `${functionArn}:second`, End: true },
    }),
  'TestTaskLambda::test_invoke_json_values[True]/get_execution_history': (aws) =>
    runStates(aws, { Call: { Type: 'Task', Resource: `${functionArn}:first`, End: true } }),
  'TestTimeouts::test_fixed_timeout_lambda/get_execution_history': (aws) =>
    runStates(aws, { Call: { Type: 'Task', Resource: `${functionArn}:slow`, TimeoutSeconds: 5, End: true } }),
  'TestTimeouts::test_fixed_timeout_service_lambda/get_execution_history': (aws) =>
    runStates(aws, { Call: { ...invoke, TimeoutSeconds: 5 } }),
  'TestTimeouts::test_fixed_timeout_service_lambda_with_path/get_execution_history': (aws) =>
    runStates(aws, { Call: { ...invoke, TimeoutSecondsPath: '$.limit' } }),
  'TestCallback::test_start_execution_sync/get_execution_history': (aws) =>
    runParent(aws, 'startExecution.sync', { Done: { Type: 'Pass', End: true } }),
  'TestCallback::test_start_execution_sync_delegate_failure/get_execution_history': (aws) =>
    runParent(aws, 'startExecution.sync', { Done: { Type: 'Fail', Error: 'SomeFailure' } }),
  'TestCallback::test_start_execution_sync_delegate_timeout/get_execution_history': (aws) =>
    runParent(aws, 'startExecution.sync', { Call: { ...invoke, TimeoutSeconds: 5 } }),
  'TestBaseScenarios::test_sfn_start_execution_sync[SFN_SYNC2]/get_execution_history': (aws) =>
    runParent(aws, 'startExecution.sync:2', { Done: { Type: 'Pass', End: true } }),
  'TestTaskServiceSfn::test_start_execution_no_such_arn/get_execution_history': (aws) =>
    runStates(aws, {
      Start: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Nothing' },
        End: true,
      },
    }),
}

/** Runs the states to their end. */
async function runStates(aws: SteppedWorld, states: object): Promise<string> {
  const execution = await aws.start(await aws.stateMachine('Parent', states), { limit: 5 })
  await aws.step(20_000)
  return execution
}

async function runParent(aws: SteppedWorld, resource: string, child: object): Promise<string> {
  const StateMachineArn = await aws.stateMachine('Child', child)
  return runStates(aws, {
    StartExecution: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:${resource}`,
      Parameters: { StateMachineArn, Input: null, Name: 'TestStartTarget' },
      End: true,
    },
  })
}

async function succeed(taskToken: string, aws: SteppedWorld): Promise<void> {
  await aws.call('SendTaskSuccess', { taskToken, output: '{"done":true}' })
}

async function runActivity(
  aws: SteppedWorld,
  intervals: object,
  workerName: string | undefined,
  end: (token: string, aws: SteppedWorld) => Promise<void>,
): Promise<string> {
  const activityArn = await aws.activity()
  const state = { Type: 'Task', Resource: activityArn, End: true, ...intervals }
  const execution = await aws.start(await aws.stateMachine('Activity', { ActivityTask: state }), {
    Value1: 'Hello',
  })
  const { taskToken = '' } = await aws.call('GetActivityTask', { activityArn, workerName })
  await end(taskToken, aws)
  return execution
}

async function runCallback(
  aws: SteppedWorld,
  intervals: object,
  end: (token: string, aws: SteppedWorld) => Promise<void>,
): Promise<string> {
  const messages: { token: string }[] = []
  aws.world.deliveries.subscribe(({ parameters }) => {
    const [, token = ''] = /"TaskToken":"([^"]+)"/.exec(JSON.stringify(parameters)) ?? []
    messages.push({ token })
  })
  const state = { ...callback, Parameters: sendMessage, ...intervals }
  const machine = await aws.stateMachine('Callback', { SendMessageWithWait: state })
  const execution = await aws.start(machine, { Message: 'text', beat: 5 })
  await aws.step(1000)
  expect(messages).toHaveLength(1)
  await end(messages[0]?.token ?? '', aws)
  return execution
}

describe.skipIf(recordings === undefined)('a history here has the shape of the one AWS wrote', () => {
  it.each(Object.entries(scenarios))('%s', async (name, run) => {
    const recorded = recordings?.find(({ test }) => test === name)
    if (recorded === undefined) throw new Error(`no recording of ${name}`)
    const aws = steppedWorld({ workloads })
    const events = await aws.history(await run(aws))
    expect(shape(events)).toEqual(shape(recorded.events))
  })
})
