import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, callerOf, keysOf } from './caller.ts'
import { stillAws } from './still-aws.ts'
import type { Answer } from './tour-guide.ts'

// What AWS's pages say of SendTaskHeartbeat (API reference, and the AWS CLI's send-task-heartbeat), a test for each
// sentence, by signed calls. Their options and outputs are held by the tests with AWS's own clients.

const arn = (rest: string): string => `arn:aws:states:eu-west-1:123456789012:${rest}`
const roleArn = 'arn:aws:iam::123456789012:role/Runner'
const activityArn = arn('activity:work')
const closed = "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'"
/** AWS's timers fire up to so late here. */
const lateS = 1

let caller: Caller

beforeEach(async () => {
  caller = callerOf(await stillAws('quiet'))
  await caller.made('states', 'CreateActivity', { name: 'work' })
  return () => caller.still.aws.close()
})

const step = (seconds: number): Promise<void> => caller.still.aws.control.step(seconds)
const states = (operation: string, input: Readonly<Record<string, unknown>>): Promise<Answer> =>
  caller.made('states', operation, input)
/** `answered`, or how it was refused. */
const beat = async (taskToken: string): Promise<string> =>
  (await caller.call('states', 'SendTaskHeartbeat', { taskToken })).refusal ?? 'answered'

const passedOn = { QueueUrl: 'q', MessageBody: { 'taskToken.$': '$$.Task.Token' } }
/** A task of each kind that has a token. */
const kinds = {
  activity: { Type: 'Task', Resource: activityArn },
  callback: {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: passedOn,
  },
  'job run': {
    Type: 'Task',
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Parameters: { JobName: 'j', ...passedOn },
  },
} as const
type Kind = keyof typeof kinds
const everyKind = ['activity', 'callback', 'job run'] as const

interface Begun {
  readonly executionArn: string
  readonly taskToken: string
}

/** An execution whose first state is a task of that kind, in the hands of its worker. */
async function begun(kind: Kind, more: object, after: Readonly<Record<string, object>> = {}): Promise<Begun> {
  const Work = { ...kinds[kind], ...('Next' in more ? {} : { End: true }), ...more }
  const definition = JSON.stringify({ StartAt: 'Work', States: { Work, ...after } })
  await states('CreateStateMachine', { name: 'M', definition, roleArn })
  const started = await states('StartExecution', { stateMachineArn: arn('stateMachine:M'), name: 'one' })
  await step(0)
  const executionArn = started.text('executionArn')
  return { executionArn, taskToken: await tokenOf(kind, executionArn) }
}

/** A worker of the activity is handed its token; the others' stands in what was sent. */
async function tokenOf(kind: Kind, executionArn: string): Promise<string> {
  if (kind === 'activity') return (await states('GetActivityTask', { activityArn })).text('taskToken')
  const scheduled = (await events(executionArn)).findLast((event) => event.text('type') === 'TaskScheduled')
  return (
    /"taskToken":"([^"]+)"/.exec(
      scheduled?.part('taskScheduledEventDetails').text('parameters') ?? '',
    )?.[1] ?? ''
  )
}

async function events(executionArn: string): Promise<Answer[]> {
  return (await states('GetExecutionHistory', { executionArn, maxResults: 1000 })).list('events')
}
async function types(executionArn: string): Promise<string[]> {
  return (await events(executionArn)).map((event) => event.text('type'))
}
async function status(executionArn: string): Promise<string> {
  return (await states('DescribeExecution', { executionArn })).text('status')
}

describe('SendTaskHeartbeat', () => {
  it.each(everyKind)(
    '"resets the Heartbeat clock", whose threshold is HeartbeatSeconds: %s',
    async (kind) => {
      // A job ends by itself after twenty seconds and more.
      const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 6, TimeoutSeconds: 3600 })
      for (let count = 0; count < 2; count += 1) {
        await step(5)
        expect(await beat(taskToken)).toBe('answered')
      }
      await step(5)
      expect(await status(executionArn)).toBe('RUNNING')
      await step(1 + lateS)
      expect(await status(executionArn)).toBe('FAILED')
      expect(await beat(taskToken)).toBe(closed)
    },
  )

  it.each(everyKind)('"does not in itself create an event in the execution history": %s', async (kind) => {
    const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 10 })
    await step(2)
    const before = (await events(executionArn)).map(({ value }) => value)
    for (let count = 0; count < 5; count += 1) await beat(taskToken)
    expect((await events(executionArn)).map(({ value }) => value)).toEqual(before)
  })

  it.each([
    ['activity', 'ActivityTimedOut'],
    ['callback', 'TaskTimedOut'],
    ['job run', 'TaskTimedOut'],
  ] as const)('"if the task times out", the history of a %s has %s', async (kind, type) => {
    const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 10 })
    await step(5)
    await beat(taskToken)
    await step(10 + lateS)
    expect((await types(executionArn)).slice(-2)).toEqual([type, 'ExecutionFailed'])
    const [timedOut] = (await events(executionArn)).slice(-2)
    const details = timedOut?.part(
      type === 'TaskTimedOut' ? 'taskTimedOutEventDetails' : 'activityTimedOutEventDetails',
    )
    expect(details?.text('error')).toBe('States.Timeout')
    expect(details?.value).not.toHaveProperty('cause')
  })

  it.each(everyKind)(
    '"The Timeout of a task is its maximum allowed duration, regardless of the number of requests": %s',
    async (kind) => {
      const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 4, TimeoutSeconds: 12 })
      for (let count = 0; count < 3; count += 1) {
        await step(3)
        expect(await beat(taskToken)).toBe('answered')
      }
      await step(3 + lateS)
      expect(await beat(taskToken)).toBe(closed)
      expect(await status(executionArn)).toBe('FAILED')
    },
  )

  it.each(everyKind)(
    'is accepted and has no effect where no HeartbeatSeconds is declared: %s',
    async (kind) => {
      const { executionArn, taskToken } = await begun(kind, { TimeoutSeconds: 15 })
      const before = await types(executionArn)
      await step(14)
      expect(await beat(taskToken)).toBe('answered')
      expect((await types(executionArn)).slice(0, before.length)).toEqual(before)
      await step(1 + lateS)
      expect(await beat(taskToken)).toBe(closed)
    },
  )

  it.each(everyKind)('answers InvalidToken for what AWS never made: %s', async (kind) => {
    const { taskToken } = await begun(kind, { HeartbeatSeconds: 10 })
    for (const pasted of ['pasted', taskToken.slice(1), `${taskToken} `, taskToken.toLowerCase()]) {
      expect(await beat(pasted)).toBe("InvalidToken: Invalid Token: 'Invalid token'")
    }
  })

  it.each(everyKind)('answers TaskDoesNotExist for a token that is not of this region: %s', async (kind) => {
    const { taskToken } = await begun(kind, { HeartbeatSeconds: 10 })
    const elsewhere = await caller.call('states', 'SendTaskHeartbeat', { taskToken }, { region: 'us-east-1' })
    expect(elsewhere.refusal).toBe("TaskDoesNotExist: Task does not exist: 'Provided task does not exist'")
  })

  const endings: Readonly<Record<string, (task: Begun) => Promise<unknown>>> = {
    SendTaskSuccess: ({ taskToken }) => states('SendTaskSuccess', { taskToken, output: '{}' }),
    SendTaskFailure: ({ taskToken }) => states('SendTaskFailure', { taskToken }),
    StopExecution: ({ executionArn }) => states('StopExecution', { executionArn }),
    'its heartbeat': () => step(10 + lateS),
  }
  it.each(
    everyKind.flatMap((kind) => Object.entries(endings).map(([how, end]) => [kind, how, end] as const)),
  )('answers TaskTimedOut once the task is over: %s, by %s', async (kind, _how, end) => {
    const task = await begun(kind, { HeartbeatSeconds: 10 })
    await step(2)
    await end(task)
    expect(await beat(task.taskToken)).toBe(closed)
  })

  it.each(everyKind)('answers TaskTimedOut also while Catch goes on with the execution: %s', async (kind) => {
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Wait' }]
    const after = { Wait: { Type: 'Wait', Seconds: 600, End: true }, End: { Type: 'Succeed' } }
    const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 10, Catch, Next: 'End' }, after)
    await step(10 + lateS)
    expect(await status(executionArn)).toBe('RUNNING')
    expect(await types(executionArn)).toContain('WaitStateEntered')
    expect(await beat(taskToken)).toBe(closed)
  })

  it.each(everyKind)('knows the token of each attempt from the others: Retry, %s', async (kind) => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 2 }]
    const { executionArn, taskToken } = await begun(kind, { HeartbeatSeconds: 10, Retry })
    await step(10 + lateS)
    // Between two attempts there is no task.
    expect(await beat(taskToken)).toBe(closed)
    await step(5)
    const second = await tokenOf(kind, executionArn)
    expect(second).not.toBe(taskToken)
    expect(await beat(taskToken)).toBe(closed)
    expect(await beat(second)).toBe('answered')
    // A beat with the old token does not count for the new task.
    await step(8)
    expect(await beat(taskToken)).toBe(closed)
    await step(2 + lateS)
    expect(await beat(second)).toBe(closed)
  })

  it.each([
    ['vic', arn('stateMachine:M'), 'callback', /HeartbeatViewer\/CognitoIdentityCredentials/],
    ['vic', activityArn, 'activity', /HeartbeatViewer\/CognitoIdentityCredentials/],
  ] as const)('is denied to %s on %s', async (person, resource, kind, who) => {
    const { taskToken } = await begun(kind, { HeartbeatSeconds: 10 })
    const by = await keysOf(caller, person)
    const { refusal } = await caller.call('states', 'SendTaskHeartbeat', { taskToken }, by)
    expect(refusal).toMatch(who)
    expect(refusal).toMatch(/^AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role\//)
    expect(refusal).toContain(
      `is not authorized to perform: states:SendTaskHeartbeat on resource: ${resource} because no identity-based policy allows the states:SendTaskHeartbeat action`,
    )
    const operator = await keysOf(caller, 'ana')
    expect(
      (await caller.call('states', 'SendTaskHeartbeat', { taskToken }, operator)).refusal,
    ).toBeUndefined()
  })

  it('is denied to everybody by an explicit Deny, and a denied beat does not count', async () => {
    const { executionArn, taskToken } = await begun('callback', { HeartbeatSeconds: 10 })
    await step(8)
    caller.still.aws.control.changeSettings({ deny: ['states:SendTask*'] })
    const operator = await keysOf(caller, 'ana')
    for (const by of [undefined, operator]) {
      const { refusal } = await caller.call('states', 'SendTaskHeartbeat', { taskToken }, by)
      expect(refusal).toMatch(
        /^AccessDeniedException: User: \S+ is not authorized to perform: states:SendTaskHeartbeat on resource: \S+ with an explicit deny in a service control policy$/,
      )
    }
    await step(2 + lateS)
    expect(await status(executionArn)).toBe('FAILED')
  })
})
