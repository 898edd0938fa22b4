import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  ActivityTask,
  DecisionTask,
  GetWorkflowExecutionHistoryCommandOutput,
  HistoryEvent,
} from '@aws-sdk/client-swf'
import { beforeEach, describe, expect, it } from 'vitest'
import { exitCodes, needsVersion2, testAwsCli } from './testing-aws-cli.ts'
import { keysOf, rootKeys, testPlace } from './testing-place.ts'
import { activityId, domain, type HeldTask, swfSetting, workflowType } from './testing-swf.ts'

const place = testPlace()
const aws = testAwsCli(place)
const setting = swfSetting(place)
const { control } = place

beforeEach(async () => {
  await control.openScenario('quiet', { paused: true })
  await setting.register()
})

const heartbeat = ['swf', 'record-activity-task-heartbeat']
const beat = (taskToken: string, ...more: string[]): string[] => [
  ...heartbeat,
  '--task-token',
  taskToken,
  ...more,
]
const goOn = { cancelRequested: false }

/** The history, newest first, after ten seconds: what SWF shows lags behind what is. */
async function newestEvents({ workflowId, runId }: HeldTask): Promise<readonly HistoryEvent[]> {
  await control.step(10)
  const execution = `workflowId=${workflowId},runId=${runId}`
  const history = ['swf', 'get-workflow-execution-history', '--domain', domain, '--execution', execution]
  // What the CLI prints is the operation's output.
  const { events } = (await aws.json([
    ...history,
    '--reverse-order',
  ])) as GetWorkflowExecutionHistoryCommandOutput
  return events ?? []
}

describe('aws swf record-activity-task-heartbeat', () => {
  it('has its place in the life of a task, from its types to its result', async () => {
    const fleet = 'fleet'
    const type = ['--name', 'encode', '--workflow-version', '2']
    const retention = ['--workflow-execution-retention-period-in-days', '1']
    expect(await aws.text(['swf', 'register-domain', '--name', fleet, ...retention])).toBe('')
    const workflowDefaults = [
      ...['--default-task-start-to-close-timeout', '30', '--default-child-policy', 'TERMINATE'],
      ...['--default-execution-start-to-close-timeout', '3600', '--default-task-list', 'name=deciders'],
    ]
    await aws.text(['swf', 'register-workflow-type', '--domain', fleet, ...type, ...workflowDefaults])
    const activityDefaults = [
      ...['--default-task-heartbeat-timeout', '60', '--default-task-start-to-close-timeout', '600'],
      ...['--default-task-schedule-to-start-timeout', '60', '--default-task-list', 'name=encoders'],
      ...['--default-task-schedule-to-close-timeout', 'NONE'],
    ]
    const activity = ['--name', 'encode', '--activity-version', '2']
    await aws.text(['swf', 'register-activity-type', '--domain', fleet, ...activity, ...activityDefaults])
    const start = ['swf', 'start-workflow-execution', '--domain', fleet, '--workflow-id', 'w']
    await aws.text([...start, '--workflow-type', 'name=encode,version=2', '--input', 'film'])
    const decisionPoll = ['swf', 'poll-for-decision-task', '--domain', fleet, '--task-list', 'name=deciders']
    // What the CLI prints is the operation's output; so below.
    const decision = (await aws.json(decisionPoll)) as DecisionTask
    const attributes = { activityType: { name: 'encode', version: '2' }, activityId: 'a', input: 'film' }
    const decisions = [
      { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes },
    ]
    const decide = ['swf', 'respond-decision-task-completed', '--task-token', decision.taskToken ?? '']
    expect(await aws.text([...decide, '--decisions', JSON.stringify(decisions)])).toBe('')
    const poll = ['swf', 'poll-for-activity-task', '--domain', fleet, '--task-list', 'name=encoders']
    const task = (await aws.json([...poll, '--identity', 'terminal'])) as ActivityTask
    expect([task.activityId, task.input]).toEqual(['a', 'film'])
    const taskToken = task.taskToken ?? ''
    await control.step(45)
    expect(await aws.json(beat(taskToken, '--details', '50 %'))).toEqual(goOn)
    await control.step(45)
    const complete = ['swf', 'respond-activity-task-completed', '--task-token', taskToken]
    expect(await aws.text([...complete, '--result', 'done'])).toBe('')
    await control.step(60)
    const runId = task.workflowExecution?.runId ?? ''
    const execution = ['--domain', fleet, '--execution', `workflowId=w,runId=${runId}`]
    const types = ['--query', 'events[].eventType', '--page-size', '3']
    expect(await aws.json(['swf', 'get-workflow-execution-history', ...execution, ...types])).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
      'ActivityTaskCompleted',
      'DecisionTaskScheduled',
    ])
  })

  it('keeps a task alive, beat after beat, without an event in the history', async () => {
    const task = await setting.hold()
    for (let i = 0; i < 3; i += 1) {
      await control.step(50)
      expect(await aws.json(beat(task.taskToken, '--details', `${i * 25} %`))).toEqual(goOn)
    }
    const [newest] = await newestEvents(task)
    expect(newest).toMatchObject({ eventType: 'ActivityTaskStarted' })
    const execution = ['--domain', domain, '--execution', `workflowId=order-1,runId=${task.runId}`]
    const counts = ['--query', 'openCounts.openActivityTasks']
    expect(await aws.json(['swf', 'describe-workflow-execution', ...execution, ...counts])).toBe(1)
  })

  it('leaves its last details to ActivityTaskTimedOut', async () => {
    const task = await setting.hold()
    await aws.json(beat(task.taskToken, '--details', '10 %'))
    await control.step(30)
    await aws.json(beat(task.taskToken, '--details', '37 %'))
    await control.step(60)
    const [decision, timedOut] = await newestEvents(task)
    expect(decision).toMatchObject({ eventType: 'DecisionTaskScheduled' })
    expect(timedOut).toMatchObject({
      eventType: 'ActivityTaskTimedOut',
      activityTaskTimedOutEventAttributes: { timeoutType: 'HEARTBEAT', details: '37 %' },
    })
    expect(await aws.refusal(beat(task.taskToken))).toMatchObject({
      code: 'UnknownResourceFault',
      operation: 'RecordActivityTaskHeartbeat',
      message: expect.stringMatching(/^Unknown activity/),
    })
  })

  it('does not extend startToCloseTimeout', async () => {
    const task = await setting.hold({ startToCloseTimeout: '100' })
    await control.step(50)
    expect(await aws.json(beat(task.taskToken, '--details', 'half'))).toEqual(goOn)
    await control.step(50)
    const [, timedOut] = await newestEvents(task)
    expect(timedOut).toMatchObject({
      eventType: 'ActivityTaskTimedOut',
      activityTaskTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', details: 'half' },
    })
  })

  it('tells of a cancellation, which the worker then confirms', async () => {
    const task = await setting.hold()
    expect(await aws.json(beat(task.taskToken))).toEqual(goOn)
    const cancel = ['swf', 'request-cancel-workflow-execution', '--domain', domain]
    expect(await aws.text([...cancel, '--workflow-id', task.workflowId])).toBe('')
    // The request reaches the decider; the activity hears of it when the decider says so.
    expect(await aws.json(beat(task.taskToken))).toEqual(goOn)
    const attributes = { activityId }
    await setting.decide([
      { decisionType: 'RequestCancelActivityTask', requestCancelActivityTaskDecisionAttributes: attributes },
    ])
    expect(await aws.json(beat(task.taskToken))).toEqual({ cancelRequested: true })
    const picked = ['--query', 'cancelRequested', '--output', 'text']
    expect(await aws.text(beat(task.taskToken, ...picked))).toBe('True\n')
    const confirm = ['swf', 'respond-activity-task-canceled', '--task-token', task.taskToken]
    expect(await aws.text([...confirm, '--details', 'cleaned up'])).toBe('')
    const events = await newestEvents(task)
    const canceled = events.find(({ eventType }) => eventType === 'ActivityTaskCanceled')
    expect(canceled?.activityTaskCanceledEventAttributes).toMatchObject({ details: 'cleaned up' })
  })

  it('answers UnknownResourceFault when the execution is closed', async () => {
    const task = await setting.hold()
    await setting.terminate(task)
    expect(await aws.refusal(beat(task.taskToken))).toMatchObject({
      code: 'UnknownResourceFault',
      operation: 'RecordActivityTaskHeartbeat',
      message: expect.stringMatching(/^Unknown execution/),
    })
  })

  it('answers ValidationException for details over 2048 and a token over 1024 characters', async () => {
    const { taskToken } = await setting.hold()
    const details = join(place.home, 'details')
    writeFileSync(details, 'd'.repeat(2048))
    expect(await aws.json(beat(taskToken, '--details', `file://${details}`))).toEqual(goOn)
    writeFileSync(details, 'd'.repeat(2049))
    expect(await aws.refusal(beat(taskToken, '--details', `file://${details}`))).toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(
        /'details' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
      ),
    })
    expect(await aws.refusal(beat('A'.repeat(1025)))).toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(
        /'taskToken' failed to satisfy constraint: Member must have length less than or equal to 1024$/,
      ),
    })
  })

  it('refuses what is no token', async () => {
    const { taskToken } = await setting.hold()
    for (const wrong of ['pasted', taskToken.slice(0, -4)]) {
      const { code, message } = await aws.refusal(beat(wrong))
      expect([code, message]).toEqual(['ValidationException', expect.stringContaining('Invalid token')])
    }
  })

  it('is not sent without a token', async () => {
    const before = control.calls().next
    const result = await aws.run([...heartbeat, '--details', '5 %'])
    expect(result).toMatchObject({
      exitCode: exitCodes.usage,
      stderr: expect.stringContaining('required: --task-token'),
    })
    expect(control.calls().next).toBe(before)
  })
})

describe('the input and output of aws swf record-activity-task-heartbeat', () => {
  it('--cli-input-json: a filled-in skeleton, and an argument that overrides it', async () => {
    const { taskToken } = await setting.hold()
    const skeleton = await aws.json([...heartbeat, '--generate-cli-skeleton'])
    expect(skeleton).toEqual({ taskToken: '', details: '' })
    const input = JSON.stringify({ taskToken, details: '10 %' })
    expect(await aws.json([...heartbeat, '--cli-input-json', input])).toEqual(goOn)
    const path = join(place.home, 'input.json')
    writeFileSync(path, JSON.stringify({ taskToken: 'pasted', details: '20 %' }))
    const both = ['--cli-input-json', `file://${path}`, '--task-token', taskToken]
    expect(await aws.json([...heartbeat, ...both])).toEqual(goOn)
  })

  it('--cli-input-yaml: a filled-in skeleton', async (context) => {
    needsVersion2(context)
    const { taskToken } = await setting.hold()
    const skeleton = await aws.text([...heartbeat, '--generate-cli-skeleton', 'yaml-input'])
    const filled = skeleton.replace("''", taskToken).replace("''", "'10 %'")
    expect(await aws.json([...heartbeat, '--cli-input-yaml', filled])).toEqual(goOn)
  })

  it.for([
    ['json', /^\{\n {4}"cancelRequested": false\n\}\n$/],
    ['text', /^False\n$/],
    ['table', /\|\s*cancelRequested\s*\|\s*False\s*\|/],
    ['yaml', /^cancelRequested: false\n$/],
    ['yaml-stream', /^- cancelRequested: false\n$/],
  ] as const)('--output %s', async ([format, shape], context) => {
    if (format.startsWith('yaml')) needsVersion2(context)
    const { taskToken } = await setting.hold()
    expect(await aws.text(beat(taskToken, '--output', format))).toMatch(shape)
  })
})

const denied =
  /is not authorized to perform: swf:RecordActivityTaskHeartbeat on resource: arn:aws:swf:eu-west-1:123456789012:\/domain\/shop because/

describe('who may call aws swf record-activity-task-heartbeat', () => {
  it('the operator may; the viewer and a guest may not', async () => {
    const { taskToken } = await setting.hold()
    expect(await aws.json(beat(taskToken), { keys: await keysOf(place, 'ana') })).toEqual(goOn)
    for (const keys of [await keysOf(place, 'vic'), await keysOf(place)]) {
      const { code, message } = await aws.refusal(beat(taskToken), { keys })
      expect([code, message]).toEqual(['AccessDeniedException', expect.stringMatching(denied)])
    }
  })

  it('the viewer may read', async () => {
    const keys = await keysOf(place, 'vic')
    await setting.hold()
    // Lists lag.
    await control.step(5)
    const open = [
      'swf',
      'list-open-workflow-executions',
      '--domain',
      domain,
      '--start-time-filter',
      'oldestDate=0',
    ]
    const types = ['--query', 'executionInfos[].workflowType']
    expect(await aws.json([...open, ...types], { keys })).toEqual([workflowType])
  })

  it('a wrong secret, no signature and an expired signature are refused by their names', async () => {
    const wrong = { ...rootKeys, secretAccessKey: 'toast' }
    expect(await aws.refusal(beat('pasted'), { keys: wrong })).toMatchObject({
      code: 'InvalidSignatureException',
    })
    expect(await aws.refusal(beat('pasted', '--no-sign-request'))).toMatchObject({
      code: 'MissingAuthenticationTokenException',
    })
    control.changeSettings({ wireSkewSeconds: 600 })
    expect(await aws.refusal(beat('pasted'))).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: /),
    })
  })
})

describe('aws swf respond-decision-task-completed', () => {
  it('takes decisions of every kind as JSON: a timer, a marker, a child, a new run', async () => {
    const workflowId = 'order-1'
    const type = `name=${workflowType.name},version=${workflowType.version}`
    const start = ['swf', 'start-workflow-execution', '--domain', domain, '--workflow-id', workflowId]
    const runId = await aws.json([...start, '--workflow-type', type, '--query', 'runId'])
    const poll = ['swf', 'poll-for-decision-task', '--domain', domain, '--task-list', 'name=orders']
    const decide = async (...decisions: object[]): Promise<void> => {
      // What the CLI prints is the operation's output.
      const { taskToken = '' } = (await aws.json(poll)) as DecisionTask
      const answer = ['swf', 'respond-decision-task-completed', '--task-token', taskToken]
      expect(await aws.text([...answer, '--decisions', JSON.stringify(decisions)])).toBe('')
    }
    await decide(
      { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'begun' } },
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '30' },
      },
      {
        decisionType: 'StartChildWorkflowExecution',
        startChildWorkflowExecutionDecisionAttributes: { workflowId: 'parcel', workflowType },
      },
    )
    await control.step(10)
    const execution = ['--domain', domain, '--execution', `workflowId=${workflowId},runId=${String(runId)}`]
    const counts = ['--query', 'openCounts.[openTimers,openChildWorkflowExecutions]']
    expect(await aws.json(['swf', 'describe-workflow-execution', ...execution, ...counts])).toEqual([1, 1])
    const terminate = ['swf', 'terminate-workflow-execution', '--domain', domain]
    await aws.text([...terminate, '--workflow-id', 'parcel'])
    await control.step(40)
    await decide({ decisionType: 'ContinueAsNewWorkflowExecution' })
    await control.step(10)
    const types = ['--query', 'events[].eventType']
    expect(await aws.json(['swf', 'get-workflow-execution-history', ...execution, ...types])).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'MarkerRecorded',
      'TimerStarted',
      'StartChildWorkflowExecutionInitiated',
      'ChildWorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'ChildWorkflowExecutionTerminated',
      'TimerFired',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'WorkflowExecutionContinuedAsNew',
    ])
  })
})
