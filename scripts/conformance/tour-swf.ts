import { account, region } from '../../src/local-aws/place.ts'
import type { Answer, Input, TourGuide } from './tour-guide.ts'
import { tourSwfDecisions } from './tour-swf-decisions.ts'

const domain = 'tour'
const workflowType = { name: 'Order', version: '1' }
const activityType = { name: 'Pack', version: '1' }
const deciders = { name: 'deciders' }
const packers = { name: 'packers' }
const limits = {
  heartbeatTimeout: '30',
  startToCloseTimeout: '120',
  scheduleToStartTimeout: '60',
  scheduleToCloseTimeout: '300',
}

/** Uses every operation of SWF, well and badly. */
export async function tourSwf(guide: TourGuide): Promise<void> {
  await register(guide)
  await finish(guide)
  await cancel(guide)
  await runOut(guide)
  await tourSwfDecisions(guide)
  await askForWhatIsNotThere(guide)
  await deprecate(guide)
}

async function register(guide: TourGuide): Promise<void> {
  for (let again = 0; again < 2; again += 1) {
    await guide.swf('RegisterDomain', {
      name: domain,
      description: 'For the tour',
      workflowExecutionRetentionPeriodInDays: '3',
      tags: [{ key: 'team', value: 'a' }],
    })
    await guide.swf('RegisterWorkflowType', {
      domain,
      ...workflowType,
      description: 'An order',
      defaultTaskList: deciders,
      defaultTaskStartToCloseTimeout: '30',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultChildPolicy: 'TERMINATE',
      defaultTaskPriority: '1',
      defaultLambdaRole: 'arn:aws:iam::123456789012:role/L',
    })
    await guide.swf('RegisterWorkflowType', { domain, name: 'Bare', version: '1' })
    await guide.swf('RegisterActivityType', {
      domain,
      ...activityType,
      defaultTaskList: packers,
      defaultTaskHeartbeatTimeout: '30',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultTaskScheduleToStartTimeout: 'NONE',
      defaultTaskScheduleToCloseTimeout: 'NONE',
      defaultTaskPriority: '2',
    })
  }
}

function start(guide: TourGuide, workflowId: string, more: Input = {}): Promise<Answer> {
  const asked = { domain, workflowId, workflowType, input: 'in', tagList: ['a'], ...more }
  return guide.swf('StartWorkflowExecution', asked)
}

async function decide(guide: TourGuide, ...decisions: readonly object[]): Promise<void> {
  const poll = { domain, taskList: deciders, identity: 'decider-1', maximumPageSize: 2 }
  const task = await guide.swf('PollForDecisionTask', poll)
  const nextPageToken = task.text('nextPageToken')
  if (nextPageToken !== '') await guide.swf('PollForDecisionTask', { ...poll, nextPageToken })
  const taskToken = task.text('taskToken')
  await guide.swf('RespondDecisionTaskCompleted', { taskToken, decisions, executionContext: 'so far' })
}

function schedule(activityId: string, more: object = {}): object {
  const attributes = { activityType, activityId, input: 'in', control: 'c', ...limits, ...more }
  return { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes }
}

async function taken(guide: TourGuide): Promise<string> {
  const task = await guide.swf('PollForActivityTask', { domain, taskList: packers, identity: 'worker-1' })
  return task.text('taskToken')
}

const complete = {
  decisionType: 'CompleteWorkflowExecution',
  completeWorkflowExecutionDecisionAttributes: { result: 'done' },
}

async function finish(guide: TourGuide): Promise<void> {
  await start(guide, 'order-1')
  await start(guide, 'order-1')
  await start(guide, 'order-2', { workflowType: { name: 'Bare', version: '1' } })
  await decide(
    guide,
    schedule('pack-1'),
    schedule('pack-2'),
    schedule('pack-1'),
    schedule('pack-3', { activityType: { name: 'None', version: '1' } }),
  )
  const first = await taken(guide)
  await guide.swf('RecordActivityTaskHeartbeat', { taskToken: first, details: 'half' })
  await guide.swf('RespondActivityTaskCanceled', { taskToken: first })
  await guide.swf('RespondActivityTaskCompleted', { taskToken: first, result: 'packed' })
  const second = await taken(guide)
  await guide.swf('RespondActivityTaskFailed', { taskToken: second, reason: 'broken', details: 'very' })
  for (const operation of [
    'RecordActivityTaskHeartbeat',
    'RespondActivityTaskCanceled',
    'RespondActivityTaskCompleted',
    'RespondActivityTaskFailed',
    'RespondDecisionTaskCompleted',
  ]) {
    await guide.swf(operation, { taskToken: second })
    await guide.swf(operation, { taskToken: 'garbage' })
    await guide.swf(operation, { taskToken: '' })
  }
  await guide.swf('SignalWorkflowExecution', {
    domain,
    workflowId: 'order-1',
    signalName: 'look',
    input: 's',
  })
  await decide(guide, complete)
}

async function cancel(guide: TourGuide): Promise<void> {
  await start(guide, 'order-3')
  await decide(guide, schedule('pack-1'))
  const taskToken = await taken(guide)
  await guide.swf('RequestCancelWorkflowExecution', { domain, workflowId: 'order-3' })
  const requestCancel = (activityId: string): object => ({
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId },
  })
  await decide(guide, requestCancel('pack-1'), requestCancel('pack-9'))
  await guide.swf('RecordActivityTaskHeartbeat', { taskToken })
  await guide.swf('RespondActivityTaskCanceled', { taskToken, details: 'stopped' })
  await decide(guide, {
    decisionType: 'CancelWorkflowExecution',
    cancelWorkflowExecutionDecisionAttributes: { details: 'd' },
  })
  await start(guide, 'order-4')
  await guide.swf('TerminateWorkflowExecution', { domain, workflowId: 'order-4', reason: 'r', details: 'd' })
  await start(guide, 'order-5')
  await decide(guide, {
    decisionType: 'FailWorkflowExecution',
    failWorkflowExecutionDecisionAttributes: { reason: 'r', details: 'd' },
  })
}

/** Every timeout, and decisions that come too late for what has happened. */
async function runOut(guide: TourGuide): Promise<void> {
  await start(guide, 'order-6')
  await decide(guide, schedule('pack-1'), schedule('pack-2'))
  const taskToken = await taken(guide)
  await guide.swf('RecordActivityTaskHeartbeat', { taskToken, details: 'half' })
  await guide.step(100)
  for (const closing of ['Complete', 'Fail', 'Cancel']) {
    const task = await guide.swf('PollForDecisionTask', { domain, taskList: deciders })
    await guide.swf('SignalWorkflowExecution', { domain, workflowId: 'order-6', signalName: 'wait' })
    const decisions = [{ decisionType: `${closing}WorkflowExecution` }]
    await guide.swf('RespondDecisionTaskCompleted', { taskToken: task.text('taskToken'), decisions })
  }
  await guide.swf('PollForDecisionTask', { domain, taskList: deciders })
  await guide.step(60)
  await start(guide, 'order-7', { executionStartToCloseTimeout: '20' })
  await guide.step(60)
  await start(guide, 'order-8')
}

async function askForWhatIsNotThere(guide: TourGuide): Promise<void> {
  const execution = { workflowId: 'none', runId: 'none' }
  const startTimeFilter = { oldestDate: 0 }
  for (const name of [domain, 'none']) {
    const workflowId = 'none'
    const unknownType = { name: 'None', version: '1' }
    const asked: readonly (readonly [string, Input])[] = [
      ['DescribeDomain', { name }],
      ['DescribeWorkflowExecution', { domain: name, execution }],
      ['GetWorkflowExecutionHistory', { domain: name, execution }],
      ['DescribeWorkflowType', { domain: name, workflowType: unknownType }],
      ['DescribeActivityType', { domain: name, activityType: unknownType }],
      ['DeprecateWorkflowType', { domain: name, workflowType: unknownType }],
      ['DeprecateActivityType', { domain: name, activityType: unknownType }],
      ['SignalWorkflowExecution', { domain: name, workflowId, signalName: 's' }],
      ['RequestCancelWorkflowExecution', { domain: name, workflowId }],
      ['TerminateWorkflowExecution', { domain: name, workflowId }],
      ['ListOpenWorkflowExecutions', { domain: name, startTimeFilter, nextPageToken: 'forged' }],
      ['ListClosedWorkflowExecutions', { domain: name }],
      ['CountOpenWorkflowExecutions', { domain: name, startTimeFilter }],
      ['CountClosedWorkflowExecutions', { domain: name, startTimeFilter }],
      ['CountPendingActivityTasks', { domain: name, taskList: packers }],
      ['CountPendingDecisionTasks', { domain: name, taskList: deciders }],
      ['ListWorkflowTypes', { domain: name, registrationStatus: 'REGISTERED' }],
      ['ListActivityTypes', { domain: name, registrationStatus: 'REGISTERED' }],
      ['StartWorkflowExecution', { domain: name, workflowId, workflowType: unknownType }],
    ]
    for (const [operation, input] of asked) await guide.swf(operation, input)
  }
  for (const operation of ['PollForDecisionTask', 'PollForActivityTask']) {
    await guide.swf(operation, { domain: 'none', taskList: packers })
  }
  await guide.swf('RegisterWorkflowType', { domain: 'none', ...workflowType })
  await guide.swf('RegisterActivityType', { domain: 'none', ...activityType })
}

async function deprecate(guide: TourGuide): Promise<void> {
  await start(guide, 'order-9')
  for (let again = 0; again < 2; again += 1) {
    await guide.swf('DeprecateWorkflowType', { domain, workflowType })
    await guide.swf('DeprecateActivityType', { domain, activityType })
  }
  await start(guide, 'order-10')
  await decide(guide, schedule('pack-1'))
  for (let again = 0; again < 2; again += 1) await guide.swf('DeprecateDomain', { name: domain })
  await start(guide, 'order-11')
  await guide.swf('RegisterWorkflowType', { domain, name: 'Late', version: '1' })
  await guide.swf('RegisterActivityType', { domain, name: 'Late', version: '1' })
  await guide.swf('DeprecateDomain', { name: 'none' })
  await undo(guide)
}

async function undo(guide: TourGuide): Promise<void> {
  for (const name of [domain, domain, 'none']) await guide.swf('UndeprecateDomain', { name })
  const unknown = { name: 'None', version: '1' }
  for (const [kind, type, bare] of [
    ['workflowType', workflowType, { name: 'Bare', version: '1' }],
    ['activityType', activityType, activityType],
  ] as const) {
    const Kind = kind.charAt(0).toUpperCase() + kind.slice(1)
    for (const one of [type, type, unknown]) await guide.swf(`Undeprecate${Kind}`, { domain, [kind]: one })
    await guide.swf(`Delete${Kind}`, { domain, [kind]: unknown })
    await guide.swf(`Delete${Kind}`, { domain, [kind]: type })
    await guide.swf(`Deprecate${Kind}`, { domain, [kind]: bare })
    await guide.swf(`Delete${Kind}`, { domain, [kind]: bare })
  }
  for (const name of [domain, 'none']) {
    const resourceArn = `arn:aws:swf:${region}:${account}:/domain/${name}`
    await guide.swf('TagResource', { resourceArn, tags: [{ key: 'more', value: 'x' }] })
    await guide.swf('ListTagsForResource', { resourceArn })
    await guide.swf('UntagResource', { resourceArn, tagKeys: ['more'] })
    const tags = Array.from({ length: 60 }, (_, index) => ({ key: `k${index}` }))
    await guide.swf('TagResource', { resourceArn, tags })
  }
}
