import { beforeEach, describe, expect, it } from 'vitest'
import { definitions, openEmptyAccount, roleArn, startDate, statesArn } from './testing-account.ts'
import { type Boto3Outcome, testBoto3 } from './testing-boto3.ts'
import { keysOf, testPlace } from './testing-place.ts'

// Every operation of Step Functions that Debian's boto3 knows, by it and by a later one: what it answers, and how it is refused.

const place = testPlace()
const { control } = place
type Parameters = Readonly<Record<string, unknown>>

beforeEach(() => openEmptyAccount(place))

describe.each(['boto3', 'newBoto3'] as const)('SFN.Client of %s', (which) => {
  const boto3 = testBoto3(place, which)
  const sfn = (method: string, parameters: Parameters = {}): Promise<unknown> =>
    boto3.output('stepfunctions', method, parameters)
  const create = (name: string, definition: string = definitions.hold): Promise<unknown> =>
    sfn('create_state_machine', { name, definition, roleArn })
  /** The answers to one question in pages, put together as botocore does it. */
  const paged = (method: string, parameters: Parameters, PaginationConfig: object): Promise<unknown> =>
    boto3.output('stepfunctions', method, { ...parameters, PaginationConfig }, { paginate: true })

  it('creates, describes, changes and deletes a state machine', async () => {
    const stateMachineArn = statesArn('stateMachine:M')
    const tags = [{ key: 'team', value: 'on call' }]
    const made = { name: 'M', definition: definitions.hold, roleArn, tags }
    expect(await sfn('create_state_machine', made)).toEqual({ stateMachineArn, creationDate: startDate })
    const described = {
      stateMachineArn,
      name: 'M',
      status: 'ACTIVE',
      definition: definitions.hold,
      roleArn,
      type: 'STANDARD',
      creationDate: startDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    }
    expect(await sfn('describe_state_machine', { stateMachineArn })).toMatchObject(described)
    await control.step(60)
    const change = { stateMachineArn, definition: definitions.done, roleArn: `${roleArn}-2` }
    expect(await sfn('update_state_machine', change)).toMatchObject({
      updateDate: '2026-03-01T12:01:00.000+00:00',
    })
    expect(await sfn('describe_state_machine', { stateMachineArn })).toMatchObject({
      ...described,
      ...change,
    })
    expect(await sfn('list_tags_for_resource', { resourceArn: stateMachineArn })).toEqual({ tags })
    expect(await sfn('delete_state_machine', { stateMachineArn })).toEqual({})
    expect(await sfn('list_state_machines')).toEqual({ stateMachines: [] })
  })

  it('tags and untags what has an ARN', async () => {
    await create('M')
    await sfn('create_activity', { name: 'work', tags: [{ key: 'a', value: '1' }] })
    for (const resourceArn of [statesArn('stateMachine:M'), statesArn('activity:work')]) {
      const more = {
        resourceArn,
        tags: [
          { key: 'a', value: '2' },
          { key: 'b', value: '' },
        ],
      }
      expect(await sfn('tag_resource', more)).toEqual({})
      expect(await sfn('list_tags_for_resource', { resourceArn })).toEqual({ tags: more.tags })
      expect(await sfn('untag_resource', { resourceArn, tagKeys: ['a', 'none'] })).toEqual({})
      expect(await sfn('list_tags_for_resource', { resourceArn })).toEqual({
        tags: [{ key: 'b', value: '' }],
      })
    }
  })

  it('creates, describes, lists and deletes an activity', async () => {
    const activity = { activityArn: statesArn('activity:work'), creationDate: startDate }
    expect(await sfn('create_activity', { name: 'work' })).toEqual(activity)
    // The same name again is the same activity (API reference: CreateActivity is idempotent).
    expect(await sfn('create_activity', { name: 'work' })).toEqual(activity)
    const { activityArn } = activity
    expect(await sfn('describe_activity', { activityArn })).toEqual({ ...activity, name: 'work' })
    expect(await sfn('list_activities')).toEqual({ activities: [{ ...activity, name: 'work' }] })
    expect(await sfn('delete_activity', { activityArn })).toEqual({})
    expect(await sfn('delete_activity', { activityArn })).toEqual({})
    expect(await sfn('list_activities')).toEqual({ activities: [] })
  })

  it('starts, describes, stops an execution, and reads the history of that', async () => {
    await create('M')
    const [stateMachineArn, executionArn] = [statesArn('stateMachine:M'), statesArn('execution:M:one')]
    const start = { stateMachineArn, name: 'one', input: '{"a":1}' }
    expect(await sfn('start_execution', start)).toEqual({ executionArn, startDate })
    // The same name and input: the same execution (API reference).
    expect(await sfn('start_execution', start)).toEqual({ executionArn, startDate })
    const running = { executionArn, stateMachineArn, name: 'one', status: 'RUNNING', startDate }
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({
      ...running,
      input: '{"a":1}',
      inputDetails: { included: true },
    })
    expect(await sfn('describe_state_machine_for_execution', { executionArn })).toMatchObject({
      stateMachineArn,
      name: 'M',
      definition: definitions.hold,
      roleArn,
      updateDate: startDate,
    })
    await control.step(30)
    const stopDate = '2026-03-01T12:00:30.000+00:00'
    const why = { error: 'Stop', cause: 'Enough.' }
    expect(await sfn('stop_execution', { executionArn, ...why })).toEqual({ stopDate })
    const aborted = { ...running, status: 'ABORTED', stopDate }
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({ ...aborted, ...why })
    expect(await sfn('list_executions', { stateMachineArn, statusFilter: 'ABORTED' })).toMatchObject({
      executions: [aborted],
    })
    expect(await sfn('list_executions', { stateMachineArn, statusFilter: 'RUNNING' })).toEqual({
      executions: [],
    })
    const newest = { executionArn, reverseOrder: true, maxResults: 1, includeExecutionData: true }
    expect(await sfn('get_execution_history', newest)).toMatchObject({
      events: [
        {
          type: 'ExecutionAborted',
          id: 3,
          previousEventId: 0,
          timestamp: stopDate,
          executionAbortedEventDetails: why,
        },
      ],
      nextToken: expect.any(String),
    })
  })

  it('reads pages: as many as asked for, from where it stopped, all of them', async () => {
    await create('M')
    const stateMachineArn = statesArn('stateMachine:M')
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    for (const name of names) {
      await create(`M-${name}`)
      await sfn('create_activity', { name })
      await sfn('start_execution', { stateMachineArn, name })
      await control.step(1)
    }
    const expected = {
      list_activities: { member: 'activities', parameters: {}, names },
      list_state_machines: {
        member: 'stateMachines',
        parameters: {},
        names: ['M', ...names.map((name) => `M-${name}`)],
      },
      list_executions: { member: 'executions', parameters: { stateMachineArn }, names: names.toReversed() },
    }
    for (const [method, { member, parameters, names: all }] of Object.entries(expected)) {
      const namesIn = (output: unknown): unknown =>
        // Each of these three answers a list whose items have a name.
        ((output as Record<string, { name: string }[]>)[member] ?? []).map(({ name }) => name)
      expect(namesIn(await paged(method, parameters, { PageSize: 2 })), method).toEqual(all)
      const first = await paged(method, parameters, { PageSize: 2, MaxItems: 3 })
      expect(namesIn(first), method).toEqual(all.slice(0, 3))
      // botocore's own token, which has AWS's in it.
      const { NextToken } = first as { NextToken: string }
      const rest = await paged(method, parameters, { PageSize: 4, StartingToken: NextToken })
      expect(namesIn(rest), method).toEqual(all.slice(3))
      const forged = { ...parameters, nextToken: NextToken }
      expect(await boto3.call('stepfunctions', method, forged), method).toMatchObject({
        code: 'InvalidToken',
        documented: true,
        message: "Invalid Token: 'Invalid token'",
      })
    }
  })

  it('follows the Map Runs of an execution to their children', async () => {
    await create('Maps', definitions.each)
    const executionArn = statesArn('execution:Maps:one')
    const input = '{"items":[1,2,3]}'
    await sfn('start_execution', { stateMachineArn: statesArn('stateMachine:Maps'), name: 'one', input })
    await control.step(1)
    const listed = await sfn('list_map_runs', { executionArn })
    expect(listed).toEqual({
      mapRuns: [
        {
          executionArn,
          mapRunArn: expect.stringMatching(
            /^arn:aws:states:eu-west-1:123456789012:mapRun:Maps\/Each:[0-9a-f-]{36}$/,
          ),
          stateMachineArn: statesArn('stateMachine:Maps/Each'),
          startDate,
        },
      ],
    })
    expect(await paged('list_map_runs', { executionArn }, { PageSize: 1 })).toEqual(listed)
    const [{ mapRunArn } = { mapRunArn: '' }] = (listed as { mapRuns: { mapRunArn: string }[] }).mapRuns // as just seen
    const counts = {
      pending: 0,
      running: 3,
      succeeded: 0,
      failed: 0,
      timedOut: 0,
      aborted: 0,
      total: 3,
      resultsWritten: 0,
    }
    expect(await sfn('describe_map_run', { mapRunArn })).toMatchObject({
      mapRunArn,
      executionArn,
      status: 'RUNNING',
      startDate,
      maxConcurrency: 0,
      toleratedFailurePercentage: 0,
      toleratedFailureCount: 0,
      itemCounts: counts,
      executionCounts: counts,
    })
    const limits = { maxConcurrency: 2, toleratedFailureCount: 1, toleratedFailurePercentage: 12.5 }
    expect(await sfn('update_map_run', { mapRunArn, ...limits })).toEqual({})
    expect(await sfn('describe_map_run', { mapRunArn })).toMatchObject(limits)
    const children = await paged('list_executions', { mapRunArn }, { PageSize: 2 })
    expect(children).toMatchObject({
      executions: [1, 2, 3].map(() => ({ mapRunArn, itemCount: 1, status: 'RUNNING' })),
    })
    await sfn('stop_execution', { executionArn })
    expect(await sfn('describe_map_run', { mapRunArn })).toMatchObject({
      status: 'ABORTED',
      executionCounts: { running: 0, aborted: 3, total: 3 },
    })
  })

  it("fails a worker's task by its error and cause", async () => {
    const Work = { Type: 'Task', Resource: statesArn('activity:work'), End: true }
    await sfn('create_activity', { name: 'work' })
    await create('M', JSON.stringify({ StartAt: 'Work', States: { Work } }))
    const executionArn = statesArn('execution:M:one')
    await sfn('start_execution', { stateMachineArn: statesArn('stateMachine:M'), name: 'one' })
    const poll = { activityArn: statesArn('activity:work'), workerName: 'w' }
    const { taskToken } = (await sfn('get_activity_task', poll)) as { taskToken: string } // one is waiting
    const failure = { error: 'Broken', cause: 'It broke.' }
    expect(await sfn('send_task_failure', { taskToken, ...failure })).toEqual({})
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({ status: 'FAILED', ...failure })
    expect(await boto3.call('stepfunctions', 'send_task_failure', { taskToken })).toMatchObject({
      code: 'TaskTimedOut',
      documented: true,
    })
  })

  const nowhere = { stateMachineArn: statesArn('stateMachine:None') }
  const nothing = { executionArn: statesArn('execution:None:one') }
  const noActivity = { activityArn: statesArn('activity:none') }
  const noMapRun = { mapRunArn: statesArn('mapRun:None/Each:00000000-0000-4000-8000-000000000000') }
  const noResource = { resourceArn: statesArn('activity:none') }
  const bad = { name: 'M', roleArn }

  it.each<[string, Parameters, string, string]>([
    [
      'describe_state_machine',
      nowhere,
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${nowhere.stateMachineArn}'`,
    ],
    [
      'update_state_machine',
      { ...nowhere, roleArn },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${nowhere.stateMachineArn}'`,
    ],
    [
      'start_execution',
      nowhere,
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${nowhere.stateMachineArn}'`,
    ],
    [
      'list_executions',
      nowhere,
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${nowhere.stateMachineArn}'`,
    ],
    [
      'describe_execution',
      nothing,
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: '${nothing.executionArn}'`,
    ],
    [
      'describe_state_machine_for_execution',
      nothing,
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: '${nothing.executionArn}'`,
    ],
    [
      'get_execution_history',
      nothing,
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: '${nothing.executionArn}'`,
    ],
    [
      'stop_execution',
      nothing,
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: '${nothing.executionArn}'`,
    ],
    [
      'list_map_runs',
      nothing,
      'ExecutionDoesNotExist',
      `Execution Does Not Exist: '${nothing.executionArn}'`,
    ],
    [
      'describe_activity',
      noActivity,
      'ActivityDoesNotExist',
      `Activity Does Not Exist: '${noActivity.activityArn}'`,
    ],
    [
      'get_activity_task',
      noActivity,
      'ActivityDoesNotExist',
      `Activity Does Not Exist: '${noActivity.activityArn}'`,
    ],
    ['describe_map_run', noMapRun, 'ResourceNotFound', `Resource not found: '${noMapRun.mapRunArn}'`],
    ['update_map_run', noMapRun, 'ResourceNotFound', `Resource not found: '${noMapRun.mapRunArn}'`],
    [
      'list_tags_for_resource',
      noResource,
      'ResourceNotFound',
      `Resource not found: '${noResource.resourceArn}'`,
    ],
    [
      'tag_resource',
      { ...noResource, tags: [] },
      'ResourceNotFound',
      `Resource not found: '${noResource.resourceArn}'`,
    ],
    [
      'untag_resource',
      { ...noResource, tagKeys: [] },
      'ResourceNotFound',
      `Resource not found: '${noResource.resourceArn}'`,
    ],
    ['describe_execution', { executionArn: 'one' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: one'"],
    ['delete_state_machine', { stateMachineArn: 'M' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: M'"],
    ['delete_activity', { activityArn: 'work' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: work'"],
    ['create_activity', { name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [
      'create_state_machine',
      { ...bad, definition: '{' },
      'InvalidDefinition',
      'Invalid State Machine Definition: ',
    ],
    [
      'send_task_success',
      { taskToken: 'pasted', output: '{}' },
      'InvalidToken',
      "Invalid Token: 'Invalid token'",
    ],
    ['send_task_failure', { taskToken: 'pasted' }, 'InvalidToken', "Invalid Token: 'Invalid token'"],
  ])('%s %j raises client.exceptions.%s', async (method, parameters, code, words) => {
    expect(await boto3.call('stepfunctions', method, parameters)).toEqual({
      kind: 'refusal',
      exception: code,
      documented: true,
      code,
      message: expect.stringContaining(words),
      status: 400,
    } satisfies Boto3Outcome)
  })

  it('is denied by name what its role may not do', async () => {
    await create('M')
    const keys = await keysOf(place, 'vic')
    const stateMachineArn = statesArn('stateMachine:M')
    expect(await boto3.call('stepfunctions', 'list_executions', { stateMachineArn }, { keys })).toMatchObject(
      {
        kind: 'answer',
      },
    )
    const denied: readonly (readonly [string, string, Parameters, string])[] = [
      ['describe_state_machine', 'DescribeStateMachine', { stateMachineArn }, stateMachineArn],
      ['delete_state_machine', 'DeleteStateMachine', { stateMachineArn }, stateMachineArn],
      ['start_execution', 'StartExecution', { stateMachineArn }, stateMachineArn],
      ['create_activity', 'CreateActivity', { name: 'work' }, statesArn('activity:work')],
    ]
    for (const [method, action, parameters, resource] of denied) {
      expect(await boto3.call('stepfunctions', method, parameters, { keys })).toEqual({
        kind: 'refusal',
        exception: 'ClientError',
        documented: false,
        code: 'AccessDeniedException',
        message: `User: arn:aws:sts::123456789012:assumed-role/HeartbeatViewer/CognitoIdentityCredentials is not authorized to perform: states:${action} on resource: ${resource} because no identity-based policy allows the states:${action} action`,
        status: 400,
      })
    }
  })
})
