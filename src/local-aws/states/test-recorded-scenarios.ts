import { expect } from 'vitest'
import type { Workloads } from '../workloads.ts'
import { languageScenarios } from './test-recorded-languages.ts'
import { callbackResource, type SteppedWorld } from './test-stepped-world.ts'

// The state machines behind the recorded histories, as far as the local AWS runs them, each driven as it was then.

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
const pass = { Type: 'Pass', End: true }
const nothing = { Name: 'nothing' }
const catchAll = (ResultPath = '$') => [{ ErrorEquals: ['States.ALL'], Next: 'Caught', ResultPath }]
const catchTooMuch = {
  Catch: [
    { ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught' },
    { ErrorEquals: ['States.ALL'], Next: 'General' },
  ],
}
const lambda = (name: string) => ({ Type: 'Task', Resource: `${functionArn}:${name}`, End: true })
const invokes = (FunctionName: string) => ({ ...invoke, Parameters: { FunctionName, Payload: null } })
const request = (call: string, Parameters: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${call}`,
  Parameters,
  End: true,
})

/** What the functions and services did that the recorded executions called. */
export const workloads: Workloads = {
  functions: [
    // Those that time out sleep for longer than the five seconds they have.
    { name: 'slow', workSeconds: [60, 60] },
    { name: 'echoes', workSeconds: [0.1, 0.2], echoes: true },
    { name: 'raises', workSeconds: [0.1, 0.2], failing: 1 },
    {
      name: 'says-too-much',
      workSeconds: [0.1, 0.2],
      failing: 1,
      failure: {
        error: 'States.DataLimitExceeded',
        cause:
          'The state/task returned a result with a size exceeding the maximum number of bytes service limit.',
      },
    },
    {
      name: 'missing',
      workSeconds: [0.1, 0.2],
      failing: 1,
      failure: { error: 'Lambda.ResourceNotFoundException', cause: 'Function not found' },
    },
  ],
  refusals: [{ named: 'nothing', error: 'Service.ServiceException', cause: 'There is no such thing.' }],
}

type Scenario = (aws: SteppedWorld) => Promise<string>

/** By the name of the recorded test, without the name of its part where that is `get_execution_history`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'TestActivities::test_activity_task': (aws) => runActivity(aws, {}, 'worker', succeed),
  'TestActivities::test_activity_task_no_worker_name': (aws) => runActivity(aws, {}, undefined, succeed),
  'TestActivities::test_activity_task_with_heartbeat': (aws) =>
    runActivity(aws, { HeartbeatSeconds: 30, TimeoutSeconds: 60 }, 'worker', succeed),
  'TestActivities::test_activity_task_failure': (aws) =>
    runActivity(aws, {}, 'worker', async (token) => {
      await aws.call('SendTaskFailure', { taskToken: token, error: 'Programmatic Error', cause: '{}' })
    }),
  'TestActivities::test_activity_task_start_timeout': (aws) =>
    runActivity(aws, { TimeoutSeconds: 5 }, 'worker', () => aws.step(7000)),
  'TestCallback::test_sqs_wait_for_task_token': (aws) => runCallback(aws, {}, succeed),
  'TestCallback::test_sqs_wait_for_task_tok_with_heartbeat': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 60, TimeoutSeconds: 600 }, succeed),
  'TestHeartbeats::test_heartbeat_timeout': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 5, TimeoutSeconds: 600 }, () => aws.step(7000)),
  'TestHeartbeats::test_heartbeat_path_timeout': (aws) =>
    runCallback(aws, { HeartbeatSecondsPath: '$.beat', TimeoutSeconds: 600 }, () => aws.step(7000)),
  'TestHeartbeats::test_heartbeat_no_timeout': (aws) =>
    runCallback(aws, { HeartbeatSeconds: 5 }, () => aws.step(7000)),
  'TestTaskServiceSns::test_publish_base[HelloWorld]': async (aws) => {
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
  'TestTaskLambda::test_invoke_pipe': (aws) =>
    runStates(aws, {
      First: { Type: 'Task', Resource: `${functionArn}:first`, Next: 'Second' },
      Second: { Type: 'Task', Resource: `${functionArn}:second`, End: true },
    }),
  'TestTaskLambda::test_invoke_json_values[True]': (aws) =>
    runStates(aws, { Call: { Type: 'Task', Resource: `${functionArn}:first`, End: true } }),
  'TestTimeouts::test_fixed_timeout_lambda': (aws) =>
    runStates(aws, { Call: { Type: 'Task', Resource: `${functionArn}:slow`, TimeoutSeconds: 5, End: true } }),
  'TestTimeouts::test_fixed_timeout_service_lambda': (aws) =>
    runStates(aws, { Call: { ...invoke, TimeoutSeconds: 5 } }),
  'TestTimeouts::test_fixed_timeout_service_lambda_with_path': (aws) =>
    runStates(aws, { Call: { ...invoke, TimeoutSecondsPath: '$.limit' } }),
  'TestCallback::test_start_execution_sync': (aws) =>
    runParent(aws, 'startExecution.sync', { Done: { Type: 'Pass', End: true } }),
  'TestCallback::test_start_execution_sync_delegate_failure': (aws) =>
    runParent(aws, 'startExecution.sync', { Done: { Type: 'Fail', Error: 'SomeFailure' } }),
  'TestCallback::test_start_execution_sync_delegate_timeout': (aws) =>
    runParent(aws, 'startExecution.sync', { Call: { ...invoke, TimeoutSeconds: 5 } }),
  'TestBaseScenarios::test_sfn_start_execution_sync[SFN_SYNC2]': (aws) =>
    runParent(aws, 'startExecution.sync:2', { Done: { Type: 'Pass', End: true } }),
  'TestTaskServiceSfn::test_start_execution_no_such_arn': (aws) =>
    runStates(aws, {
      Start: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Nothing' },
        End: true,
      },
    }),
  'TestCallback::test_multiple_executions_and_heartbeat_notifications/execution_history_3': beating,
  'TestCallback::test_multiple_executions_and_heartbeat_notifications/execution_history_4': beating,
  'TestCallback::test_sqs_wait_for_task_token_call_chain': async (aws) => {
    const tokens = tokensSent(aws)
    const First = { ...callback, Parameters: sendMessage, End: undefined, Next: 'Second' }
    const Second = {
      ...callback,
      Parameters: { ...sendMessage, MessageBody: { 'TaskToken.$': '$$.Task.Token' } },
    }
    const execution = await aws.start(await aws.stateMachine('Chain', { First, Second }), { Message: 'text' })
    for (let index = 0; index < 2; index += 1) {
      await aws.step(1000)
      await succeed(tokens[index] ?? '', aws)
    }
    await aws.step(0)
    return execution
  },
  'TestCallback::test_sqs_failure_in_wait_for_task_tok_no_error_field[SQS_PARALLEL_WAIT_FOR_TASK_TOKEN]':
    async (aws) => {
      const tokens = tokensSent(aws)
      const Branches = [{ StartAt: 'Send', States: { Send: { ...callback, Parameters: sendMessage } } }]
      const execution = await aws.start(
        await aws.stateMachine('Parallel', {
          Fork: { Type: 'Parallel', Branches, End: true, Catch: catchAll('$.error') },
          Caught: pass,
        }),
        { Message: 'text' },
      )
      await aws.step(1000)
      await aws.call('SendTaskFailure', { taskToken: tokens[0] })
      await aws.step(0)
      return execution
    },
  'TestTaskServiceSqs::test_sqs_failure_in_wait_for_task_tok': (aws) =>
    runCallback(
      aws,
      { Catch: catchAll() },
      async (taskToken) => {
        await aws.call('SendTaskFailure', { taskToken, error: 'Failure error', cause: 'Failure cause' })
      },
      { Caught: pass },
    ),
  'TestBaseScenarios::test_sqs_wait_for_task_token': (aws) => runCallback(aws, {}, succeed),
  'TestAwsSdk::test_invalid_secret_name': (aws) =>
    runStates(aws, {
      Call: { ...request('aws-sdk:secretsmanager:createSecret', nothing), Catch: catchAll('$.error') },
      Caught: pass,
    }),
  'TestAwsSdk::test_dynamodb_invalid_param': refused('aws-sdk:dynamodb:putItem'),
  'TestTaskServiceDynamoDB::test_put_item_no_such_table': refused('dynamodb:putItem'),
  'TestTaskServiceDynamoDB::test_put_item_invalid_table_name': refused('dynamodb:putItem'),
  'TestTaskServiceEvents::test_put_events_mixed_malformed_detail': refused('events:putEvents'),
  'TestTaskServiceSns::test_fifo_message_attribute[input_params0-True]': refused('sns:publish'),
  'TestTaskServiceAwsSdk::test_sfn_send_task_outcome_with_no_such_token[state_machine_template0]': refused(
    'aws-sdk:sfn:sendTaskSuccess',
  ),
  'TestTaskServiceAwsSdk::test_sfn_send_task_outcome_with_no_such_token[state_machine_template1]': refused(
    'aws-sdk:sfn:sendTaskFailure',
  ),
  'TestTaskServiceSqs::test_send_message_no_such_queue': (aws) =>
    runStates(aws, { Call: { ...request('sqs:sendMessage', nothing), Catch: catchAll() }, Caught: pass }),
  'TestStatesErrors::test_service_task_lambada_data_limit_exceeded_on_large_utf8_response': saysTooMuch,
  'TestStatesErrors::test_service_task_lambada_catch_state_all_data_limit_exceeded_on_large_utf8_response':
    saysTooMuch,
  'TestStatesErrors::test_task_lambda_data_limit_exceeded_on_large_utf8_response': (aws) =>
    runStates(aws, { Call: { ...lambda('says-too-much'), ...catchTooMuch }, Caught: pass, General: pass }),
  'TestTaskLambda::test_no_such_function_catch': (aws) =>
    runStates(aws, { Call: { ...lambda('raises'), Catch: catchAll() }, Caught: pass }),
  'TestTaskServiceLambda::test_raise_custom_exception': raises({}),
  'TestTaskServiceLambda::test_raise_exception_catch': raises({}),
  'TestTaskServiceLambda::test_raise_exception_catch_output_path[$.Payload]': raises({
    OutputPath: '$.Payload',
  }),
  'TestTaskServiceLambda::test_raise_exception_catch_output_path[$.no.such.path]': raises({
    OutputPath: '$.no.such.path',
  }),
  'TestTaskServiceLambda::test_no_such_function': (aws) => runStates(aws, { Call: invokes('missing') }),
  'TestBaseScenarios::test_lambda_invoke_with_retry_extended_input': (aws) =>
    runStates(aws, {
      Call: {
        ...lambda('raises'),
        Parameters: { 'context.$': '$$', 'tries.$': '$$.State.RetryCount' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }],
        Catch: catchAll(),
      },
      Caught: pass,
    }),
  'TestBaseScenarios::test_catch_empty': (aws) =>
    runStates(aws, { Call: { ...lambda('first'), Catch: [], End: undefined, Next: 'Last' }, Last: pass }),
  'TestBaseScenarios::test_retry_interval_features_max_attempts_zero': (aws) =>
    runStates(aws, {
      Call: {
        ...invokes('raises'),
        Retry: [{ ErrorEquals: ['States.ALL'], MaxDelaySeconds: 1, MaxAttempts: 0, JitterStrategy: 'FULL' }],
      },
    }),
  'TestTimeouts::test_service_lambda_map_timeout': async (aws) => {
    aws.world.settings.timersLateMs = 0
    const call = { ...invoke, Parameters: { 'FunctionName.$': '$' }, TimeoutSeconds: 5 }
    return runStates(
      aws,
      { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Call', States: { Call: call } }, End: true } },
      ['slow', 'slow', 'slow', 'slow'],
    )
  },
  'TestBaseScenarios::test_sqs_send_message': calls('sqs:sendMessage'),
  'TestTaskApiGateway::test_invoke_base': calls('apigateway:invoke'),
  'TestTaskServiceAwsSdk::test_list_secrets': (aws) =>
    runStates(aws, {
      Call: { ...request('aws-sdk:secretsmanager:listSecrets', {}), End: undefined, Next: 'Last' },
      Last: pass,
    }),
  'TestTaskServiceAwsSdk::test_dynamodb_put_delete_item': calls(
    'aws-sdk:dynamodb:putItem',
    'aws-sdk:dynamodb:deleteItem',
  ),
  'TestTaskServiceAwsSdk::test_s3_put_object[list]': calls('aws-sdk:s3:putObject'),
  'TestTaskServiceAwsSdk::test_s3_put_object[bool]': calls('aws-sdk:s3:putObject'),
  'TestTaskServiceDynamoDB::test_base_integrations[DYNAMODB_PUT_QUERY]': calls(
    'dynamodb:putItem',
    'aws-sdk:dynamodb:query',
  ),
  'TestTaskServiceLambda::test_invoke_bytes_payload': invokesAndPasses,
  'TestTaskServiceLambda::test_invoke_json_values[0_0]': invokesAndPasses,
  'TestTaskServiceLambda::test_invoke_json_values[json_value5]': invokesAndPasses,
  'TestTaskServiceSns::test_publish_message_attributes': calls('sns:publish'),
  'TestTaskServiceSns::test_publish_message_attributes[message_value3]': calls('sns:publish'),
  'TestTaskServiceSns::test_fifo_message_attribute[input_params1-False]': calls('sns:publish'),
  'TestTaskServiceSqs::test_send_message_attributes': calls('sqs:sendMessage'),
  ...languageScenarios,
}

/** Runs the states to their end. */
async function runStates(aws: SteppedWorld, states: object, input: unknown = { limit: 5 }): Promise<string> {
  const execution = await aws.start(await aws.stateMachine('Parent', states), input)
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
  more: object,
  end: (token: string, aws: SteppedWorld) => Promise<void>,
  others: object = {},
): Promise<string> {
  const tokens = tokensSent(aws)
  const state = { ...callback, Parameters: sendMessage, ...more }
  const machine = await aws.stateMachine('Callback', { SendMessageWithWait: state, ...others })
  const execution = await aws.start(machine, { Message: 'text', beat: 5 })
  await aws.step(1000)
  expect(tokens).toHaveLength(1)
  await end(tokens[0] ?? '', aws)
  await aws.step(0)
  return execution
}

/** The tokens that go out from now on, in order. */
function tokensSent(aws: SteppedWorld): string[] {
  const tokens: string[] = []
  aws.world.deliveries.subscribe(({ parameters }) => {
    const [, token = ''] = /"TaskToken":"([^"]+)"/.exec(JSON.stringify(parameters)) ?? []
    tokens.push(token)
  })
  return tokens
}

async function beating(aws: SteppedWorld): Promise<string> {
  return runCallback(aws, { HeartbeatSeconds: 60, TimeoutSeconds: 600 }, async (taskToken) => {
    for (let beats = 0; beats < 3; beats += 1) {
      await aws.step(50_000)
      await aws.call('SendTaskHeartbeat', { taskToken })
    }
    await succeed(taskToken, aws)
  })
}

/** Calls services one after the other. */
function calls(...names: readonly string[]): Scenario {
  const states = names.map((call, index) => {
    const next = index + 1 < names.length ? { End: undefined, Next: `Call ${index + 1}` } : {}
    return [`Call ${index}`, { ...request(call, { Name: 'something' }), ...next }]
  })
  return (aws) => runStates(aws, Object.fromEntries(states))
}

function refused(call: string): Scenario {
  return (aws) => runStates(aws, { Call: request(call, nothing) })
}

function raises(more: object): Scenario {
  return (aws) => runStates(aws, { Call: { ...invokes('raises'), Catch: catchAll(), ...more }, Caught: pass })
}

async function saysTooMuch(aws: SteppedWorld): Promise<string> {
  const Call = { ...invokes('says-too-much'), ...catchTooMuch }
  return runStates(aws, { Call, Caught: pass, General: pass })
}

async function invokesAndPasses(aws: SteppedWorld): Promise<string> {
  return runStates(aws, { Call: { ...invokes('first'), End: undefined, Next: 'Last' }, Last: pass })
}
