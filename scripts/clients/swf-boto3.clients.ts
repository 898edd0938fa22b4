import type { ActivityTask, DecisionTask, History } from '@aws-sdk/client-swf'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Boto3Options, type Boto3Outcome, testBoto3 } from './testing-boto3.ts'
import { keysOf, rootKeys, testPlace } from './testing-place.ts'
import { activityId, domain, swfSetting } from './testing-swf.ts'

const place = testPlace()
const boto3 = testBoto3(place)
const setting = swfSetting(place)
const { control } = place

beforeEach(async () => {
  await control.openScenario('quiet', { paused: true })
  await setting.register()
})

function beat(taskToken: string, details?: string, options?: Boto3Options): Promise<Boto3Outcome> {
  const parameters = { taskToken, ...(details === undefined ? {} : { details }) }
  return boto3.call('swf', 'record_activity_task_heartbeat', parameters, options)
}

/** A setting of its own, made through boto3. */
async function given(method: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
  return boto3.output('swf', method, parameters)
}

const goOn = { kind: 'answer', output: { cancelRequested: false }, status: 200 }
const cancelled = { kind: 'answer', output: { cancelRequested: true }, status: 200 }
const empty = { kind: 'answer', output: {}, status: 200 }

function unknownResource(message: RegExp): object {
  return {
    kind: 'refusal',
    exception: 'UnknownResourceFault',
    documented: true,
    code: 'UnknownResourceFault',
    message: expect.stringMatching(message),
    status: 400,
  }
}

describe('SWF.Client.record_activity_task_heartbeat of boto3', () => {
  it('has its place in the life of a task, from its types to its end', async () => {
    const fleet = 'fleet'
    const type = { name: 'encode', version: '2' }
    const of = { domain: fleet, ...type }
    await given('register_domain', { name: fleet, workflowExecutionRetentionPeriodInDays: '1' })
    await given('register_workflow_type', {
      ...of,
      defaultTaskStartToCloseTimeout: '30',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultTaskList: { name: 'deciders' },
      defaultChildPolicy: 'TERMINATE',
    })
    await given('register_activity_type', {
      ...of,
      defaultTaskHeartbeatTimeout: '60',
      defaultTaskStartToCloseTimeout: '600',
      defaultTaskScheduleToStartTimeout: '60',
      defaultTaskScheduleToCloseTimeout: 'NONE',
      defaultTaskList: { name: 'encoders' },
    })
    await given('start_workflow_execution', { domain: fleet, workflowId: 'w', workflowType: type })
    const deciders = { domain: fleet, taskList: { name: 'deciders' } }
    // What boto3 answers has the members of the SDK's own output; so below.
    const decision = (await given('poll_for_decision_task', deciders)) as DecisionTask
    const attributes = { activityType: type, activityId: 'a', input: 'film' }
    await given('respond_decision_task_completed', {
      taskToken: decision.taskToken,
      decisions: [
        { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes },
      ],
    })
    const encoders = { domain: fleet, taskList: { name: 'encoders' }, identity: 'boto3' }
    const task = (await given('poll_for_activity_task', encoders)) as ActivityTask
    expect(task.input).toBe('film')
    const taskToken = task.taskToken ?? ''
    for (const details of ['30 %', '60 %']) {
      await control.step(50)
      expect(await beat(taskToken, details)).toEqual(goOn)
    }
    const failed = { taskToken, reason: 'no such film' }
    expect(await boto3.call('swf', 'respond_activity_task_failed', failed)).toEqual(empty)
    expect(await beat(taskToken)).toMatchObject(unknownResource(/^Unknown activity/))
    await control.step(10)
    const read = { domain: fleet, execution: task.workflowExecution, PaginationConfig: { PageSize: 3 } }
    const { events } = (await boto3.output('swf', 'get_workflow_execution_history', read, {
      paginate: true,
    })) as History
    expect(events?.map(({ eventType }) => eventType)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
      'ActivityTaskFailed',
      'DecisionTaskScheduled',
    ])
  })

  it('leaves its last details to ActivityTaskTimedOut and then raises UnknownResourceFault', async () => {
    const { taskToken, workflowId, runId } = await setting.hold()
    expect(await beat(taskToken, '37 %')).toEqual(goOn)
    await control.step(70)
    expect(await beat(taskToken)).toMatchObject(unknownResource(/^Unknown activity/))
    await control.step(10)
    const read = { domain, execution: { workflowId, runId }, reverseOrder: true, maximumPageSize: 2 }
    expect(await boto3.output('swf', 'get_workflow_execution_history', read)).toMatchObject({
      events: [
        { eventType: 'DecisionTaskScheduled' },
        { activityTaskTimedOutEventAttributes: { timeoutType: 'HEARTBEAT', details: '37 %' } },
      ],
    })
  })

  it('tells of a cancellation: a worker that ignores it goes on, one that confirms it is done', async () => {
    const { taskToken } = await setting.hold()
    const attributes = { activityId }
    await boto3.output('swf', 'request_cancel_workflow_execution', { domain, workflowId: 'order-1' })
    expect(await beat(taskToken)).toEqual(goOn)
    await setting.decide([
      { decisionType: 'RequestCancelActivityTask', requestCancelActivityTaskDecisionAttributes: attributes },
    ])
    for (let i = 0; i < 2; i += 1) {
      expect(await beat(taskToken)).toEqual(cancelled)
      await control.step(50)
    }
    expect(await boto3.call('swf', 'respond_activity_task_canceled', { taskToken })).toEqual(empty)
    expect(await beat(taskToken)).toMatchObject(unknownResource(/^Unknown activity/))
  })

  it('raises UnknownResourceFault when the execution is closed', async () => {
    const task = await setting.hold()
    await setting.terminate(task)
    expect(await beat(task.taskToken)).toMatchObject(unknownResource(/^Unknown execution/))
  })

  it('checks its arguments before it sends', async () => {
    const before = control.calls().next
    for (const parameters of [{}, { taskToken: '' }, { taskToken: 'x', details: 7 }, { token: 'x' }]) {
      const outcome = await boto3.call('swf', 'record_activity_task_heartbeat', parameters)
      expect(outcome).toMatchObject({ kind: 'error', exception: 'ParamValidationError' })
    }
    expect(control.calls().next).toBe(before)
  })

  it.each([
    [{}, "'taskToken' failed to satisfy constraint: Member must not be null"],
    [{ taskToken: '' }, "'taskToken' failed to satisfy constraint: Member must have length greater than"],
    [
      { taskToken: 'A'.repeat(1025) },
      "'taskToken' failed to satisfy constraint: Member must have length less",
    ],
    [
      { taskToken: 'any', details: 'd'.repeat(2049) },
      "'details' failed to satisfy constraint: Member must have length less than or equal to 2048",
    ],
    [{ taskToken: 'pasted' }, 'Invalid token'],
  ])('gets a ValidationException when AWS is to check them (%#)', async (parameters, complaint) => {
    const options = { config: { parameter_validation: false } }
    expect(await boto3.call('swf', 'record_activity_task_heartbeat', parameters, options)).toMatchObject({
      kind: 'refusal',
      code: 'ValidationException',
      message: expect.stringContaining(complaint),
      status: 400,
    })
  })
})

const denied =
  /is not authorized to perform: swf:RecordActivityTaskHeartbeat on resource: arn:aws:swf:eu-west-1:123456789012:\/domain\/shop because/

describe('who may call SWF.Client.record_activity_task_heartbeat', () => {
  it('the operator may; the viewer and a guest may not', async () => {
    const { taskToken } = await setting.hold()
    expect(await beat(taskToken, '5 %', { keys: await keysOf(place, 'ana') })).toEqual(goOn)
    for (const keys of [await keysOf(place, 'vic'), await keysOf(place)]) {
      const outcome = await beat(taskToken, '5 %', { keys })
      expect(outcome).toMatchObject({
        exception: 'ClientError',
        code: 'AccessDeniedException',
        message: expect.stringMatching(denied),
      })
    }
  })

  it.each([
    [{ accessKeyId: 'AKIDNOBODY', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    [{ ...rootKeys, secretAccessKey: 'toast' }, 'InvalidSignatureException'],
  ])('a wrong key is refused by its name (%#)', async (keys, code) => {
    expect(await beat('pasted', undefined, { keys })).toMatchObject({ kind: 'refusal', code })
  })

  it('an expired session is refused', async () => {
    control.changeSettings({ credentialLifetimeSeconds: 1 })
    const keys = await keysOf(place, 'ana')
    control.changeSettings({ wireSkewSeconds: 120 })
    expect(await beat('pasted', undefined, { keys })).toMatchObject({ code: 'ExpiredTokenException' })
  })
})

describe('an AWS that fails SWF.Client.record_activity_task_heartbeat', () => {
  it('throttles it, or loses the answer of a beat that counts', async () => {
    const { taskToken } = await setting.hold()
    control.changeSettings({ throttle: ['RecordActivityTaskHeartbeat'] })
    expect(await beat(taskToken)).toMatchObject({ code: 'ThrottlingException' })
    control.changeSettings({ throttle: [], loseAnswers: ['RecordActivityTaskHeartbeat'] })
    await control.step(50)
    expect(await beat(taskToken)).toMatchObject({ kind: 'error', exception: 'ConnectionClosedError' })
    await control.step(50)
    control.changeSettings({ loseAnswers: [] })
    expect(await beat(taskToken)).toEqual(goOn)
  })

  it('keeps a poll waiting longer than the client waits', async () => {
    const poll = { domain, taskList: { name: 'nobody' } }
    const options = { config: { read_timeout: 1 } }
    expect(await boto3.call('swf', 'poll_for_activity_task', poll, options)).toMatchObject({
      kind: 'error',
      exception: 'ReadTimeoutError',
    })
  })
})
