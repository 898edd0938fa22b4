import { beforeEach, describe, expect, it } from 'vitest'
import { type CalledBy, type Caller, callerOf, keysOf } from './caller.ts'
import { stillAws } from './still-aws.ts'
import type { Answer, Input } from './tour-guide.ts'

// What AWS's pages say of RecordActivityTaskHeartbeat (API reference, and the AWS CLI's record-activity-task-heartbeat),
// a test for each sentence, by signed calls. Their options and outputs are held by the tests with AWS's own clients.

const domain = 'orders'
const workflowType = { name: 'Order', version: '1' }
const activityType = { name: 'Pack', version: '1' }
const execution = { domain, workflowId: 'order-1' }
const domainArn = 'arn:aws:swf:eu-west-1:123456789012:/domain/orders'
const unknown = 'UnknownResourceFault: Unknown activity, scheduledEventId = 5'
/** AWS's timers fire up to so late here. */
const lateS = 1

let caller: Caller

beforeEach(async () => {
  caller = callerOf(await stillAws('quiet'))
  // What is asked is asked of the true state.
  caller.still.aws.control.changeSettings({ swfLagMs: 0 })
  return () => caller.still.aws.close()
})

const step = (seconds: number): Promise<void> => caller.still.aws.control.step(seconds)
const swf = (operation: string, input: Input): Promise<Answer> => caller.made('swf', operation, input)
/** What is answered, or how it was refused. */
async function beat(taskToken: string, details?: string, by?: CalledBy): Promise<unknown> {
  const { answer, refusal } = await caller.call(
    'swf',
    'RecordActivityTaskHeartbeat',
    { taskToken, details },
    by,
  )
  return refusal ?? answer.value
}
const going = { cancelRequested: false }

async function decide(decisionType: string, attributes: object): Promise<void> {
  const task = await swf('PollForDecisionTask', { domain, taskList: { name: 'deciders' } })
  const name = `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  const decisions = [{ decisionType, [name]: attributes }]
  await swf('RespondDecisionTaskCompleted', { taskToken: task.text('taskToken'), decisions })
}

/** A task in the hands of a worker, whose limits are its type's. */
async function taken(limits: Readonly<Record<string, string>>): Promise<string> {
  await swf('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf('RegisterWorkflowType', { domain, ...workflowType })
  await swf('RegisterActivityType', {
    domain,
    ...activityType,
    defaultTaskHeartbeatTimeout: 'NONE',
    defaultTaskStartToCloseTimeout: 'NONE',
    defaultTaskScheduleToStartTimeout: 'NONE',
    defaultTaskScheduleToCloseTimeout: 'NONE',
    ...limits,
  })
  await swf('StartWorkflowExecution', {
    ...execution,
    workflowType,
    taskList: { name: 'deciders' },
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  })
  const taskList = { name: 'packers' }
  await decide('ScheduleActivityTask', { activityType, activityId: 'pack-1', taskList })
  return (await swf('PollForActivityTask', { domain, taskList, identity: 'worker-1' })).text('taskToken')
}

async function requestCancel(): Promise<void> {
  await swf('SignalWorkflowExecution', { ...execution, signalName: 'stop' })
  await decide('RequestCancelActivityTask', { activityId: 'pack-1' })
}

async function events(): Promise<Answer[]> {
  const listed = await swf('ListOpenWorkflowExecutions', { domain, startTimeFilter: { oldestDate: 0 } })
  const [open] = listed.list('executionInfos')
  const named = { domain, execution: open?.part('execution').value }
  return (await swf('GetWorkflowExecutionHistory', named)).list('events')
}
async function ended(): Promise<unknown> {
  const end = (await events()).find((event) =>
    /^ActivityTask(TimedOut|Canceled|Completed)$/.test(event.text('eventType')),
  )
  const type = end?.text('eventType') ?? ''
  return { type, ...Object(end?.part(`a${type.slice(1)}EventAttributes`).value) }
}
const place = { scheduledEventId: 5, startedEventId: 6 }

describe('RecordActivityTaskHeartbeat', () => {
  it('"resets the taskHeartbeatTimeout clock", which "is specified in RegisterActivityType"', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    for (let count = 0; count < 5; count += 1) {
      await step(9)
      expect(await beat(taskToken)).toEqual(going)
    }
    await step(10 + lateS)
    expect(await beat(taskToken)).toBe(unknown)
    expect(await ended()).toEqual({ type: 'ActivityTaskTimedOut', timeoutType: 'HEARTBEAT', ...place })
  })

  it('"doesn\'t in itself create an event in the workflow execution history"', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    const before = (await events()).map(({ value }) => value)
    for (let count = 0; count < 5; count += 1) await beat(taskToken, `${count} of 5`)
    expect((await events()).map(({ value }) => value)).toEqual(before)
  })

  it('"if the task times out", its event "contains the information from the last heartbeat"', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    await beat(taskToken, '10 %')
    await step(5)
    await beat(taskToken, '20 %')
    await step(10 + lateS)
    expect(await ended()).toEqual({
      type: 'ActivityTaskTimedOut',
      timeoutType: 'HEARTBEAT',
      details: '20 %',
      ...place,
    })
  })

  it('"taskStartToCloseTimeout is the maximum duration, regardless of the number of requests"', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10', defaultTaskStartToCloseTimeout: '20' })
    for (let count = 0; count < 3; count += 1) {
      await step(6)
      expect(await beat(taskToken, 'on it')).toEqual(going)
    }
    await step(2 + lateS)
    expect(await beat(taskToken)).toBe(unknown)
    expect(await ended()).toMatchObject({ timeoutType: 'START_TO_CLOSE', details: 'on it' })
  })

  it('is accepted and has no effect where there is no heartbeat timeout', async () => {
    const taskToken = await taken({ defaultTaskStartToCloseTimeout: '100' })
    await step(90)
    expect(await beat(taskToken)).toEqual(going)
    await step(10 + lateS)
    expect(await ended()).toMatchObject({ timeoutType: 'START_TO_CLOSE' })
  })

  it('"If a cancellation is being attempted, cancelRequested is set to true"; it says so at every beat', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    expect(await beat(taskToken)).toEqual(going)
    await requestCancel()
    for (let count = 0; count < 2; count += 1)
      expect(await beat(taskToken)).toEqual({ cancelRequested: true })
  })

  it('"If the worker can cancel the activity, it should respond with RespondActivityTaskCanceled"', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    await requestCancel()
    await swf('RespondActivityTaskCanceled', { taskToken, details: 'at 20 %' })
    expect(await ended()).toMatchObject({ type: 'ActivityTaskCanceled', details: 'at 20 %', ...place })
    expect(await beat(taskToken)).toBe(unknown)
  })

  it('"Otherwise, it should ignore the cancellation request": the task goes on as any other', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    await requestCancel()
    for (let count = 0; count < 3; count += 1) {
      await step(9)
      expect(await beat(taskToken)).toEqual({ cancelRequested: true })
    }
    await swf('RespondActivityTaskCompleted', { taskToken, result: 'all the same' })
    expect(await ended()).toMatchObject({ type: 'ActivityTaskCompleted', result: 'all the same' })
  })

  it('"If the task is passed to another process, its taskToken must also be passed": whoever has it, may beat', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    const operator = await keysOf(caller, 'ana')
    for (let count = 0; count < 3; count += 1) {
      await step(9)
      expect(await beat(taskToken, undefined, operator)).toEqual(going)
    }
  })

  it('"An opaque value": any other text is no token', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    for (const other of ['pasted', taskToken.slice(1), `${taskToken}=`, taskToken.toLowerCase()]) {
      expect(await beat(other)).toBe('ValidationException: Invalid token')
    }
    expect(await beat(taskToken, undefined, { region: 'us-east-1' })).toBe(
      'UnknownResourceFault: Unknown execution',
    )
  })

  it('"Use an Action element to allow or deny permission", on the domain of the task', async () => {
    const taskToken = await taken({ defaultTaskHeartbeatTimeout: '10' })
    await step(8)
    const action = 'swf:RecordActivityTaskHeartbeat'
    const denied = 'is not authorized to perform'
    expect(await beat(taskToken, 'denied', await keysOf(caller, 'vic'))).toBe(
      `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/HeartbeatViewer/CognitoIdentityCredentials ${denied}: ${action} on resource: ${domainArn} because no identity-based policy allows the ${action} action`,
    )
    expect(await beat(taskToken, 'denied', await keysOf(caller))).toMatch(
      /HeartbeatGuest.*because no session policy allows/,
    )
    caller.still.aws.control.changeSettings({ deny: [action] })
    expect(await beat(taskToken, 'denied')).toBe(
      `AccessDeniedException: User: arn:aws:iam::123456789012:root ${denied}: ${action} on resource: ${domainArn} with an explicit deny in a service control policy`,
    )
    // A denied beat is none.
    await step(2 + lateS)
    expect(await ended()).toEqual({ type: 'ActivityTaskTimedOut', timeoutType: 'HEARTBEAT', ...place })
  })
})
