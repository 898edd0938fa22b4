import { beforeEach, describe, expect, it } from 'vitest'
import {
  createMachine,
  definitions,
  openEmptyAccount,
  roleArn,
  startMachine,
  statesArn,
} from './testing-account.ts'
import { testAwsCli } from './testing-aws-cli.ts'
import { keysOf, testPlace } from './testing-place.ts'

// Every operation of Step Functions that Debian's AWS CLI knows, as a person types it, by it and by a later one.

const place = testPlace()
const { control } = place

/** How version 2 and version 1 end. */
const refused = expect.toSatisfy((code) => code === 254 || code === 255, 'a refusal')
const misused = expect.toSatisfy((code) => code === 252 || code === 2 || code === 255, 'a mistake of usage')

/** A moment of the world as version 2 writes it, and as version 1 does. */
function at(time: string): unknown {
  const ms = Date.parse(`2026-03-01T${time}Z`)
  return expect.toSatisfy(
    (value) => (typeof value === 'number' ? value * 1000 : Date.parse(String(value))) === ms,
    time,
  )
}

beforeEach(() => openEmptyAccount(place))

describe.each(['awsCli', 'newAwsCli'] as const)('aws stepfunctions of %s', (which) => {
  const aws = testAwsCli(place, which)
  /** Options as an object: `{stateMachineArn: 'x'}` is `--state-machine-arn x`. */
  const line = (command: string, options: Readonly<Record<string, string>> = {}): string[] => [
    'stepfunctions',
    command,
    ...Object.entries(options).flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`,
      value,
    ]),
  ]
  const json = (command: string, options?: Readonly<Record<string, string>>): Promise<unknown> =>
    aws.json(line(command, options))
  /** Of what answers nothing. */
  const done = async (command: string, options: Readonly<Record<string, string>>): Promise<void> => {
    expect(await aws.text(line(command, options))).toBe('')
  }

  it('makes, changes and deletes a state machine', async () => {
    const stateMachineArn = statesArn('stateMachine:M')
    const made = { name: 'M', definition: definitions.hold, roleArn }
    expect(await json('create-state-machine', made)).toMatchObject({
      stateMachineArn,
      creationDate: at('12:00:00'),
    })
    await control.step(60)
    const change = { stateMachineArn, definition: definitions.done }
    expect(await json('update-state-machine', change)).toMatchObject({ updateDate: at('12:01:00') })
    expect(
      await Promise.all([
        json('describe-state-machine', { stateMachineArn, query: '[name, status, type, definition]' }),
        json('list-state-machines', { query: 'stateMachines[].name' }),
      ]),
    ).toEqual([['M', 'ACTIVE', 'STANDARD', definitions.done], ['M']])
    await done('delete-state-machine', { stateMachineArn })
    expect(await json('list-state-machines')).toEqual({ stateMachines: [] })
  })

  it('makes, tags and deletes an activity', async () => {
    const made = await json('create-activity', { name: 'work', tags: 'key=a,value=1' })
    expect(made).toEqual({ activityArn: statesArn('activity:work'), creationDate: at('12:00:00') })
    const resourceArn = statesArn('activity:work')
    await done('tag-resource', { resourceArn, tags: 'key=b,value=2' })
    await done('untag-resource', { resourceArn, tagKeys: 'a' })
    expect(
      await Promise.all([
        json('list-tags-for-resource', { resourceArn }),
        json('describe-activity', { activityArn: resourceArn, query: 'name' }),
        json('list-activities', { query: 'activities[?name==`work`].activityArn' }),
      ]),
    ).toEqual([{ tags: [{ key: 'b', value: '2' }] }, 'work', [resourceArn]])
    await done('delete-activity', { activityArn: resourceArn })
    expect(await json('list-activities')).toEqual({ activities: [] })
  })

  it('follows an execution, its Map Run and its end', async () => {
    await createMachine(place, 'Maps', definitions.each)
    await startMachine(place, 'Maps', 'one', '{"items":[1,2,3]}')
    await control.step(1)
    const executionArn = statesArn('execution:Maps:one')
    const mapRunArn = await json('list-map-runs', { executionArn, query: 'mapRuns[0].mapRunArn' })
    expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:123456789012:mapRun:Maps\/Each:/)
    const named = { mapRunArn: String(mapRunArn) }
    await done('update-map-run', { ...named, maxConcurrency: '2', toleratedFailureCount: '1' })
    expect(
      await Promise.all([
        json('describe-map-run', { ...named, query: '[status, maxConcurrency, itemCounts.running]' }),
        json('list-executions', { ...named, query: 'length(executions)' }),
        json('describe-state-machine-for-execution', { executionArn, query: '[name, stateMachineArn]' }),
        json('describe-execution', { executionArn, query: '[status, input]' }),
      ]),
    ).toEqual([
      ['RUNNING', 2, 3],
      3,
      ['Maps', statesArn('stateMachine:Maps')],
      ['RUNNING', '{"items":[1,2,3]}'],
    ])
    await control.step(60)
    const stopped = await json('stop-execution', { executionArn, error: 'Stop', cause: 'Enough.' })
    expect(stopped).toEqual({ stopDate: at('12:01:01') })
    expect(
      await Promise.all([
        json('describe-map-run', { ...named, query: 'status' }),
        json('describe-execution', { executionArn, query: '[status, error, cause]' }),
        json('get-execution-history', {
          executionArn,
          query: 'events[-1].[type, executionAbortedEventDetails]',
        }),
      ]),
    ).toEqual([
      'ABORTED',
      ['ABORTED', 'Stop', 'Enough.'],
      ['ExecutionAborted', { error: 'Stop', cause: 'Enough.' }],
    ])
  })

  it('fails a task of a callback by hand', async () => {
    await createMachine(place, 'Ask', definitions.ask)
    await startMachine(place, 'Ask', 'one')
    await control.step(1)
    const executionArn = statesArn('execution:Ask:one')
    const query = 'events[?type==`TaskScheduled`].taskScheduledEventDetails.parameters | [0]'
    const parameters = String(await json('get-execution-history', { executionArn, query }))
    // The definition put it there.
    const { MessageBody } = JSON.parse(parameters) as { MessageBody: { taskToken: string } }
    await done('send-task-failure', { taskToken: MessageBody.taskToken, error: 'No', cause: 'Not today.' })
    expect(await json('describe-execution', { executionArn, query: '[status, error]' })).toEqual([
      'FAILED',
      'No',
    ])
    const again = line('send-task-failure', { taskToken: MessageBody.taskToken })
    expect(await aws.refusal(again)).toEqual({
      code: 'TaskTimedOut',
      operation: 'SendTaskFailure',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    })
  })

  it('lists page by page, from where it stopped', async () => {
    await createMachine(place, 'M', definitions.hold)
    for (const run of ['a', 'b', 'c', 'd', 'e']) {
      await startMachine(place, 'M', run)
      await control.step(1)
    }
    const list = { stateMachineArn: statesArn('stateMachine:M'), pageSize: '2' }
    const first = (await json('list-executions', { ...list, maxItems: '3' })) as {
      executions: { name: string }[]
      NextToken: string // the CLI's own, because there are more than three
    }
    expect(first.executions.map(({ name }) => name)).toEqual(['e', 'd', 'c'])
    const names = { query: 'executions[].name' }
    const [rest, all, running] = await Promise.all([
      json('list-executions', { ...list, ...names, startingToken: first.NextToken }),
      json('list-executions', { ...list, ...names }),
      json('list-executions', { ...list, ...names, statusFilter: 'SUCCEEDED' }),
    ])
    expect(rest).toEqual(['b', 'a'])
    expect(all).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(running).toEqual([])
  })

  it('says how it was refused, and ends with the number of a refusal', async () => {
    const executionArn = statesArn('execution:None:one')
    const history = line('get-execution-history', { executionArn })
    const result = await aws.run(history)
    expect(result).toEqual({
      exitCode: refused,
      stdout: '',
      stderr: expect.stringMatching(
        /^\s*An error occurred \(ExecutionDoesNotExist\) when calling the GetExecutionHistory /,
      ),
    })
    const [notFound, invalid, denied, token] = await Promise.all([
      aws.refusal(line('describe-map-run', { mapRunArn: statesArn('mapRun:None/Each:1') })),
      aws.refusal(line('describe-activity', { activityArn: 'work' })),
      aws.refusal(line('update-state-machine', { stateMachineArn: statesArn('stateMachine:M'), roleArn }), {
        keys: await keysOf(place, 'ana'),
      }),
      aws.refusal(line('list-activities', { nextToken: 'forged' })),
    ])
    expect(notFound).toMatchObject({ code: 'ResourceNotFound', operation: 'DescribeMapRun' })
    expect(invalid).toMatchObject({ code: 'InvalidArn', operation: 'DescribeActivity' })
    expect(denied).toEqual({
      code: 'AccessDeniedException',
      operation: 'UpdateStateMachine',
      message: `User: arn:aws:sts::123456789012:assumed-role/HeartbeatOperator/CognitoIdentityCredentials is not authorized to perform: states:UpdateStateMachine on resource: ${statesArn('stateMachine:M')} because no identity-based policy allows the states:UpdateStateMachine action`,
    })
    expect(token).toEqual({
      code: 'InvalidToken',
      operation: 'ListActivities',
      message: "Invalid Token: 'Invalid token'",
    })
  })

  it('is not sent what it knows to be wrong', async () => {
    const before = control.calls().next
    const wrong = [
      line('describe-execution'),
      line('list-executions', { statusFilter: 'OPEN', nothing: 'x' }),
    ]
    for (const result of await Promise.all(wrong.map((args) => aws.run(args)))) {
      expect(result).toMatchObject({ exitCode: misused, stdout: '' })
    }
    expect(control.calls(before).calls).toEqual([])
  })
})
