import type { SteppedWorld } from './test-stepped-world.ts'

// The recorded executions that reach into the whole of the language: Choice, variables, JSONata, intrinsic functions, Credentials.

type Scenario = (aws: SteppedWorld) => Promise<string>

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function'
const roleArn = 'arn:aws:iam::210987654321:role/Trusting'
const input = { input_value: 'string literal', input_values: [1, 2, 3] }
const echo = { Type: 'Task', Resource: `${functionArn}:echoes` }
const invoke = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' }
const machineLanguage = { QueryLanguage: 'JSONata' }

/** A Parallel whose one branch fails and that catches it. */
const caughtInParallel = (task: object, catcher: object, output: object): Scenario =>
  run(
    {
      ParallelState: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'ExecuteLambdaTask',
            States: {
              ExecuteLambdaTask: {
                ...invoke,
                Arguments: { FunctionName: 'raises', Payload: { foo: 'foobar' } },
                End: true,
                ...task,
              },
            },
          },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Fallback', ...catcher }],
        End: true,
      },
      Fallback: { Type: 'Pass', Output: output, End: true },
    },
    { inputData: 'dummy' },
    machineLanguage,
  )

/** Runs an execution in another account: here another state machine, for a role is named and not checked. */
const underRole =
  (before: object, role: object): Scenario =>
  async (aws) => {
    const StateMachineArn = await aws.stateMachine('Child', { Done: { Type: 'Pass', End: true } })
    const StartExecution = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { 'StateMachineArn.$': '$.StateMachineArn', 'Input.$': '$.Input', 'Name.$': '$.Name' },
      Credentials: role,
      End: true,
    }
    const start = { StateMachineArn, Input: '"text"', Name: 'Target', CredentialsRoleArn: roleArn }
    return run({ ...before, StartExecution }, start)(aws)
  }

export const languageScenarios: Readonly<Record<string, Scenario>> = {
  'TestArgumentsBase::test_base_cases[BASE_LAMBDA_EMPTY]': run(
    { State0: { ...echo, QueryLanguage: 'JSONata', Arguments: {}, End: true } },
    input,
  ),
  'TestArgumentsBase::test_base_cases[BASE_LAMBDA_EXPRESSION]': run(
    {
      Init: {
        Type: 'Pass',
        Assign: { 'var_input_value.$': '$.input_value', var_constant_1: 1 },
        Next: 'State0',
      },
      State0: {
        ...echo,
        QueryLanguage: 'JSONata',
        Arguments: {
          ja_states_input: '{% $states.input %}',
          ja_var_access: '{% $var_input_value %}',
          ja_expr: '{% $sum($states.input.input_values) + $var_constant_1 %}',
        },
        Assign: {
          ja_var_access: '{% $states.result.ja_var_access %}',
          ja_expr: '{% $states.result.ja_expr %}',
        },
        End: true,
      },
    },
    input,
  ),
  'TestArgumentsBase::test_base_task_lambda[BASE_TASK_LAMBDA]': run(
    {
      State0: {
        ...invoke,
        QueryLanguage: 'JSONata',
        Arguments: { FunctionName: 'echoes', Payload: '{% $states.input %}' },
        End: true,
      },
    },
    input,
  ),
  'TestMixedQueryLanguageFlow::test_lambda_task_resource_data_flow[TASK_LAMBDA_LEGACY_RESOURCE_JSONPATH_TO_JSONATA]':
    run({
      JsonPathState: {
        ...echo,
        QueryLanguage: 'JSONPath',
        Parameters: { Payload: { foo: 'foo-1' } },
        Assign: { 'resultsVar.$': '$' },
        OutputPath: '$',
        Next: 'JsonataState',
      },
      JsonataState: { Type: 'Pass', QueryLanguage: 'JSONata', End: true },
    }),
  'TestStateVariablesTemplate::test_parallel_catch_error[PARALLEL_CATCH_ERROR_OUTPUT]': caughtInParallel(
    { Output: { InnerStateInput: '{% $states.input %}', InnerStateResult: '{% $states.result %}' } },
    { Output: { stateInput: '{% $states.input %}', stateError: '{% $states.errorOutput %}' } },
    { result: '{% $states.input %}' },
  ),
  'TestStateVariablesTemplate::test_parallel_catch_error[PARALLEL_CATCH_ERROR_VARIABLE_SAMPLING]':
    caughtInParallel(
      { Assign: { inputVar: '{% $states.input %}', resultVar: '{% $states.result %}' } },
      { Assign: { inputVar: '{% $states.input %}', errorVar: '{% $states.errorOutput %}' } },
      { error: '{% $errorVar %}' },
    ),
  'TestAssignReferenceVariables::test_variables_in_lambda_task[BASE_ASSIGN_FROM_LAMBDA_TASK_RESULT]': run(
    {
      Pass: {
        Type: 'Pass',
        Assign: {
          'functionName.$': '$.FunctionName',
          inputData: { foo: 'oof', bar: 'rab' },
          timeout: 300,
        },
        Next: 'Task',
      },
      Task: {
        ...invoke,
        TimeoutSecondsPath: '$timeout',
        Parameters: { 'Payload.$': '$inputData', 'FunctionName.$': '$functionName' },
        Assign: { 'result.$': '$.Payload' },
        OutputPath: '$.Payload',
        Next: 'End',
      },
      End: { Type: 'Pass', Assign: { 'previousResult.$': '$result', timeout: 150 }, End: true },
    },
    { FunctionName: 'echoes', AccountID: '111111111111' },
  ),
  'TestBaseScenarios::test_numbered_mock_responses_multiple_success_invocations': run(
    {
      LambdaState: {
        ...invoke,
        QueryLanguage: 'JSONata',
        Arguments: {
          FunctionName: 'echoes',
          Payload: { status: "{% $exists($status) ? 'completed' : 'running' %}" },
        },
        Assign: { status: '{% $states.result.Payload.status %}' },
        Next: 'CheckStatus',
      },
      CheckStatus: {
        Type: 'Choice',
        Choices: [{ Variable: '$status', StringEquals: 'completed', Next: 'Done' }],
        Default: 'LambdaState',
      },
      Done: { Type: 'Succeed' },
    },
    {},
  ),
  'TestComments::test_comments_as_per_docs': run({
    SetupInitialCondition: {
      Type: 'Pass',
      Result: { status: 'incomplete' },
      ResultPath: '$',
      Next: 'TaskStateCatchRetry',
    },
    TaskStateCatchRetry: {
      ...echo,
      Comment: 'answers with its input',
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, Comment: 'once more' }],
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'FailState', Comment: 'no' }],
      Next: 'IsComplete',
    },
    IsComplete: {
      Type: 'Choice',
      Choices: [
        {
          And: [{ Variable: '$.status', StringEquals: 'complete', Comment: 'inner' }],
          Comment: 'outer',
          Next: 'SuccessState',
        },
      ],
      Default: 'WaitState',
    },
    WaitState: { Type: 'Wait', Seconds: 5, Next: 'CorrectCondition' },
    CorrectCondition: {
      Type: 'Pass',
      Result: { status: 'complete' },
      ResultPath: '$',
      Next: 'TaskStateCatchRetry',
    },
    SuccessState: { Type: 'Succeed' },
    FailState: { Type: 'Fail', Error: 'TaskFailed', Cause: 'The function failed.' },
  }),
  'TestCredentialsBase::test_cross_account_states_start_sync_execution[SFN_START_EXECUTION_SYNC_ROLE_ARN_PATH_CONTEXT]':
    underRole(
      {
        Keep: { Type: 'Pass', Assign: { 'roleArn.$': '$.CredentialsRoleArn' }, Next: 'StartExecution' },
      },
      { 'RoleArn.$': '$$.Execution.Input.CredentialsRoleArn' },
    ),
  'TestCredentialsBase::test_cross_account_states_start_sync_execution[SFN_START_EXECUTION_SYNC_ROLE_ARN_INTRINSIC]':
    underRole({}, { 'RoleArn.$': "States.Format('{}', $.CredentialsRoleArn)" }),
}

/** Runs the states to their end. */
function run(states: object, start: unknown = {}, more: object = {}): Scenario {
  return async (aws) => {
    const execution = await aws.start(await aws.stateMachine('Recorded', states, more), start)
    await aws.step(20_000)
    return execution
  }
}
