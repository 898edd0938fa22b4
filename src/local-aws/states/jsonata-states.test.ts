import { describe, expect, it } from 'vitest'
import { outcomeOf, runMachine } from './test-runs.ts'
import { callbackResource, startMs, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const jsonata = { QueryLanguage: 'JSONata' }
const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:f'

function failed(state: string, id: number, reason: string): object {
  const cause = `An error occurred while executing the state '${state}' (entered at the event id #${id}). ${reason}`
  return { error: 'States.QueryEvaluationError', cause }
}

describe('a state of JSONata', () => {
  it.each<[string, object, unknown, unknown]>([
    ['hands its input on', {}, { a: 1 }, { a: 1 }],
    [
      'hands its Output on',
      { Output: { b: ['{% $states.input.a %}', ' {% 1 %}'] } },
      { a: 1 },
      { b: [1, ' {% 1 %}'] },
    ],
    ['can hand nothing but a text on', { Output: 'plain' }, {}, 'plain'],
    [
      'knows the context object and the time of the world',
      { Output: '{% [$states.context.State.Name, $now()] %}' },
      {},
      ['A', new Date(startMs).toISOString()],
    ],
    // Recorded, all of them.
    [
      'fails where an expression gives nothing',
      { Output: '{% $doesNotExist %}' },
      {},
      failed(
        'A',
        2,
        "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
      ),
    ],
    [
      'names the place in a field',
      { Assign: { result: '{%  $doesNotExist %}' } },
      {},
      failed(
        'A',
        2,
        "The JSONata expression '$doesNotExist' specified for the field 'Assign/result' returned nothing (undefined).",
      ),
    ],
    [
      'tells what an expression threw',
      { Output: { FunctionResult: '{% $randomSeeded($states.input.fst) %}' } },
      { fst: 1 },
      failed(
        'A',
        2,
        "The JSONata expression '$randomSeeded($states.input.fst)' specified for the field 'Output/FunctionResult' threw an error during evaluation. T1006: Attempted to invoke a non-function",
      ),
    ],
    [
      'fails where an expression gives a function',
      { Output: '{% $fn := function($x){$x} %}' },
      {},
      failed(
        'A',
        2,
        "The JSONata expression '$fn := function($x){$x}' specified for the field 'Output' returned an unsupported result type.",
      ),
    ],
  ])('%s', async (_what, fields, input, expected) => {
    expect(await runMachine({ A: { Type: 'Pass', End: true, ...fields } }, input, jsonata)).toEqual(expected)
  })

  it('has an event of its own for an expression that fails, before what it is entered after (recorded)', async () => {
    const aws = steppedWorld()
    const B = { Type: 'Pass', Output: { result: '{% $gone %}' }, End: true }
    const machine = await aws.stateMachine('M', { A: { Type: 'Pass', Next: 'B' }, B }, jsonata)
    const events = await aws.history(await aws.start(machine))
    expect(chain(events)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 PassStateEntered',
      '5<3 EvaluationFailed',
      '6<5 ExecutionFailed',
    ])
    expect(events[4]?.evaluationFailedEventDetails).toEqual({
      ...failed(
        'B',
        4,
        "The JSONata expression '$gone' specified for the field 'Output/result' returned nothing (undefined).",
      ),
      location: 'Output/result',
      state: 'B',
    })
  })

  it('can be caught where an expression fails, also one that only ends it', async () => {
    const caught = {
      ErrorEquals: ['States.QueryEvaluationError'],
      Next: 'Caught',
      Output: '{% $states.errorOutput.Error %}',
    }
    const Caught = { Type: 'Succeed' }
    const A = { Type: 'Task', Resource: lambda, Catch: [caught], End: true }
    for (const fields of [
      { Arguments: '{% $gone %}' },
      { Output: '{% $states.result.gone %}' },
      { TimeoutSeconds: '{% -1 %}' },
    ]) {
      expect(await runMachine({ A: { ...A, ...fields }, Caught }, {}, jsonata)).toBe(
        'States.QueryEvaluationError',
      )
    }
    const aws = steppedWorld()
    const machine = await aws.stateMachine('M', { A: { ...A, Output: '{% $gone %}' }, Caught }, jsonata)
    const executionArn = await aws.start(machine)
    await aws.step(60_000)
    expect(chain(await aws.history(executionArn)).slice(2, 7)).toEqual([
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
      '6<5 EvaluationFailed',
      '7<6 TaskStateExited',
    ])
  })

  it('fails in its Catch, too', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $gone %}' }]
    const A = { Type: 'Task', Resource: lambda, Arguments: '{% $gone %}', Catch, End: true }
    expect(await runMachine({ A, Caught: { Type: 'Succeed' } }, {}, jsonata)).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("'Catch/0/Output'") as string,
    })
  })

  it('is retried where an expression fails, with its RetryCount', async () => {
    const A = {
      Type: 'Task',
      Resource: lambda,
      Arguments: '{% $states.context.State.RetryCount < 2 ? $gone : 1 %}',
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 2 }],
      Output: '{% $states.context.State.RetryCount %}',
      End: true,
    }
    expect(await runMachine({ A }, {}, jsonata)).toBe(2)
  })

  it('ends an expression that does not end, and the world goes on', async () => {
    const A = { Type: 'Pass', Output: '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}', End: true }
    expect(await runMachine({ A }, {}, jsonata)).toMatchObject({ error: 'States.QueryEvaluationError' })
  })
})

describe('a task of JSONata', () => {
  it('is given its Arguments and its limits, and makes its output of the result', async () => {
    const aws = steppedWorld()
    const activityArn = await aws.activity()
    const A = {
      Type: 'Task',
      Resource: activityArn,
      Arguments: { id: '{% $states.input.id %}' },
      TimeoutSeconds: '{% $states.input.beat * 10 %}',
      HeartbeatSeconds: '{% $states.input.beat %}',
      Output: { did: '{% $states.result.did %}', of: '{% $states.input.id %}' },
      End: true,
    }
    const executionArn = await aws.start(await aws.stateMachine('M', { A }, jsonata), { id: 7, beat: 30 })
    const events = await aws.history(executionArn)
    expect(events[2]?.activityScheduledEventDetails).toMatchObject({
      input: '{"id":7}',
      timeoutInSeconds: 300,
      heartbeatInSeconds: 30,
    })
    const { taskToken } = await aws.call('GetActivityTask', { activityArn })
    await aws.call('SendTaskSuccess', { taskToken, output: '{"did":"it","more":1}' })
    await aws.step(0)
    expect(await outcomeOf(aws, executionArn)).toEqual({ did: 'it', of: 7 })
  })

  it('has a token in the context object that its Output no longer sees', async () => {
    const aws = steppedWorld()
    const tokens: unknown[] = []
    aws.world.deliveries.subscribe(({ parameters }) => tokens.push(parameters))
    const A = {
      Type: 'Task',
      Resource: callbackResource,
      Arguments: '{% $states.context.Task.Token %}',
      Output: "{% $exists($states.context.Task) ? 'seen' : 'hidden' %}",
      End: true,
    }
    const executionArn = await aws.start(await aws.stateMachine('M', { A }, jsonata))
    await aws.step(1000)
    await aws.call('SendTaskSuccess', { taskToken: String(tokens[0]), output: '1' })
    await aws.step(0)
    expect(await outcomeOf(aws, executionArn)).toBe('hidden')
  })

  it.each<[string, object, string]>([
    [
      'a limit of no number',
      { TimeoutSeconds: "{% 'x' %}" },
      `The JSONata expression ''x'' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "x"`,
    ],
    [
      'half a second',
      { TimeoutSeconds: '{% 0.5 %}' },
      "The value of the field 'TimeoutSeconds' is out of range: 0.5",
    ],
    [
      'no second',
      { TimeoutSeconds: '{% 0 %}' },
      "The value of the field 'TimeoutSeconds' is out of range: 0",
    ],
  ])('fails for %s', async (_what, fields, reason) => {
    expect(
      await runMachine({ A: { Type: 'Task', Resource: lambda, End: true, ...fields } }, {}, jsonata),
    ).toEqual(failed('A', 2, reason))
  })

  it('names the role of its Credentials in its event', async () => {
    const aws = steppedWorld()
    const RoleArn = 'arn:aws:iam::210987654321:role/Trusting'
    const A = { Type: 'Task', Resource: lambda, Credentials: { RoleArn: '{% $states.input %}' }, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { A }, jsonata), RoleArn)
    const events = await aws.history(executionArn)
    expect(events[2]?.lambdaFunctionScheduledEventDetails?.taskCredentials).toEqual({ roleArn: RoleArn })
  })
})

describe('other states of JSONata', () => {
  it.each<[object, unknown, number]>([
    [{ Seconds: '{% $states.input.s %}' }, { s: 7 }, 7000],
    [{ Timestamp: '{% $fromMillis($millis() + 9000) %}' }, {}, 9000],
  ])('Wait: %j', async (fields, input, ms) => {
    const aws = steppedWorld()
    const machine = await aws.stateMachine('M', { A: { Type: 'Wait', End: true, ...fields } }, jsonata)
    const executionArn = await aws.start(machine, input)
    await aws.step(60_000)
    const { stopDate } = await aws.call('DescribeExecution', { executionArn })
    expect(stopDate?.getTime()).toBe(startMs + ms)
  })

  it('Wait fails for what is no moment (recorded)', async () => {
    const A = { Type: 'Wait', Timestamp: '{% $states.input %}', End: true }
    expect(await runMachine({ A }, '2016-12-05 21:29:29Z', jsonata)).toEqual(
      failed(
        'A',
        2,
        'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05 21:29:29Z',
      ),
    )
  })

  it('Fail tells what its expressions give', async () => {
    const A = { Type: 'Fail', Error: "{% 'E' & $states.input %}", Cause: 'plain' }
    expect(await runMachine({ A }, '1', jsonata)).toEqual({ error: 'E1', cause: 'plain' })
  })

  it('Map takes its items and its limits from expressions, each item with a chance of its own', async () => {
    const Each = {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemSelector: {
        n: '{% $states.context.Map.Item.Value * 10 %}',
        all: '{% $count($states.input.list) %}',
        id: '{% $uuid() %}',
      },
      MaxConcurrency: '{% 1 + 1 %}',
      ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
      Output: '{% [$states.result.n, $states.result[0].all, $count($distinct($states.result.id))] %}',
      End: true,
    }
    expect(await runMachine({ Each }, { list: [1, 2, 3] }, jsonata)).toEqual([10, 20, 30, 3, 3])
  })

  it.each<[object, unknown, string]>([
    [
      { Items: '{% 1 %}' },
      [],
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    ],
    [{}, { foo: 'bar' }, 'Map state input must be an array but was: {"foo":"bar"}'],
  ])('Map fails for what is no list (recorded): %j', async (fields, input, reason) => {
    const aws = steppedWorld()
    const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }
    const Each = { Type: 'Map', ItemProcessor, End: true, ...fields }
    const executionArn = await aws.start(await aws.stateMachine('M', { Each }, jsonata), input)
    expect(await outcomeOf(aws, executionArn)).toEqual(failed('Each', 2, reason))
    expect(chain(await aws.history(executionArn))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<0 EvaluationFailed',
      '4<3 MapStateFailed',
      '5<4 ExecutionFailed',
    ])
  })

  it('a state says its language itself; those inside it go by the state machine', async () => {
    const I = { Type: 'Pass', Result: { in: 'JSONPath' }, End: true }
    const Fork = {
      Type: 'Parallel',
      QueryLanguage: 'JSONata',
      Branches: [{ StartAt: 'I', States: { I } }],
      Output: '{% $states.result[0].in %}',
      End: true,
    }
    expect(await runMachine({ Fork })).toBe('JSONPath')
  })

  it('the children of a distributed Map go by it, too, and their definition says so', async () => {
    const aws = steppedWorld()
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'I',
      States: { I: { Type: 'Pass', Output: '{% $states.input + 1 %}', End: true } },
    }
    const Each = { Type: 'Map', Items: [1, 2], ToleratedFailureCount: '{% 0 %}', ItemProcessor, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Each }, jsonata))
    await aws.step(1000)
    expect(await outcomeOf(aws, executionArn)).toEqual([2, 3])
    const { mapRuns } = await aws.call('ListMapRuns', { executionArn })
    const { executions } = await aws.call('ListExecutions', { mapRunArn: mapRuns?.[0]?.mapRunArn })
    const { definition } = await aws.call('DescribeStateMachineForExecution', {
      executionArn: executions?.[0]?.executionArn,
    })
    expect(JSON.parse(definition ?? '')).toMatchObject(jsonata)
  })
})

describe('an intrinsic function', () => {
  it.each<[object, unknown]>([
    [
      { 'x.$': "States.Format('{}', $.nope)" },
      {
        error: 'States.Runtime',
        cause: `An error occurred while executing the state 'A' (entered at the event id #2). The function 'States.Format('{}', $.nope)' had the following error: The JsonPath argument for the field '$.nope' could not be found in the input '{"list":[1]}'`,
      },
    ],
    [
      { deep: [{ 'x.$': 'States.ArrayGetItem($.list, 1)' }] },
      {
        error: 'States.IntrinsicFailure',
        cause: `An error occurred while executing the state 'A' (entered at the event id #2). The function 'States.ArrayGetItem($.list, 1)' had the following error: The index is outside of the array.`,
      },
    ],
    [{ 'x.$': 'States.ArrayLength($.list)' }, { x: 1 }],
  ])('in Parameters: %j', async (Parameters, expected) => {
    expect(await runMachine({ A: { Type: 'Pass', Parameters, End: true } }, { list: [1] })).toEqual(expected)
  })

  it('gives another UUID at each place, and the same ones for the same seed', async () => {
    const Parameters = { 'a.$': 'States.UUID()', 'b.$': 'States.Array(States.UUID(), States.UUID())' }
    const A = { Type: 'Pass', Parameters, Assign: { 'c.$': 'States.UUID()' }, Next: 'B' }
    const B = { Type: 'Pass', Parameters: { 'in.$': '$', 'c.$': '$c', 'd.$': 'States.UUID()' }, End: true }
    const run = (seed: number): Promise<unknown> => runMachine({ A, B }, {}, {}, steppedWorld({ seed }))
    const text = JSON.stringify(await run(1))
    expect(new Set(text.match(/[0-9a-f-]{36}/g)).size).toBe(5)
    expect(JSON.stringify(await run(1))).toBe(text)
    expect(JSON.stringify(await run(2))).not.toBe(text)
  })

  it('works for Fail and for Catch, too', async () => {
    const A = { Type: 'Fail', ErrorPath: "States.Format('E{}', $.n)", CausePath: '$.why' }
    expect(await runMachine({ A }, { n: 1, why: 'so' })).toEqual({ error: 'E1', cause: 'so' })
  })
})
