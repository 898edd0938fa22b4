import type { Answer, TourGuide } from './tour-guide.ts'

const domain = 'tour'
const workflowType = { name: 'Order', version: '1' }
const lambdaRole = 'arn:aws:iam::123456789012:role/L'

/** Decides all that SWF knows, well and badly; the domain and its types are those of the tour. */
export async function tourSwfDecisions(guide: TourGuide): Promise<void> {
  await begin(guide)
  await withoutRole(guide)
  await family(guide)
  await continueAsNew(guide)
  await chooseTaskList(guide)
}

function start(guide: TourGuide, workflowId: string, more: object = {}): Promise<Answer> {
  const taskList = { name: workflowId }
  return guide.swf('StartWorkflowExecution', { domain, workflowId, workflowType, taskList, ...more })
}

async function decide(guide: TourGuide, list: string, decisions: readonly object[], more: object = {}) {
  const poll = { domain, taskList: { name: list } }
  const taskToken = (await guide.swf('PollForDecisionTask', poll)).text('taskToken')
  await guide.swf('RespondDecisionTaskCompleted', { taskToken, decisions, ...more })
}

/** A decision with its attributes under the name that its type gives them. */
function decision(decisionType: string, attributes: object): object {
  const member = `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  return { decisionType, [member]: attributes }
}

const timer = (timerId: string, startToFireTimeout: string): object =>
  decision('StartTimer', { timerId, startToFireTimeout, control: 'c' })

const lambda = (id: string, more: object = {}): object =>
  decision('ScheduleLambdaFunction', { id, name: 'resize', control: 'c', input: '{}', ...more })

async function begin(guide: TourGuide): Promise<void> {
  await start(guide, 'many', { lambdaRole })
  await decide(guide, 'many', [
    timer('t-1', '5'),
    timer('t-1', '5'),
    timer('t-2', '3600'),
    decision('CancelTimer', { timerId: 't-2' }),
    decision('CancelTimer', { timerId: 't-9' }),
    decision('RecordMarker', { markerName: 'm', details: 'd' }),
    lambda('l-1', { startToCloseTimeout: '900' }),
    lambda('l-1'),
    decision('SignalExternalWorkflowExecution', {
      workflowId: 'many',
      signalName: 's',
      input: 'in',
      control: 'c',
    }),
    decision('SignalExternalWorkflowExecution', { workflowId: 'none', runId: 'none', signalName: 's' }),
    decision('RequestCancelExternalWorkflowExecution', { workflowId: 'many', runId: '', control: 'c' }),
    decision('RequestCancelExternalWorkflowExecution', { workflowId: 'none', runId: 'none' }),
  ])
  await guide.step(10)
  const poll = { domain, taskList: { name: 'many' } }
  const taskToken = (await guide.swf('PollForDecisionTask', poll)).text('taskToken')
  for (const decisionType of [
    'StartTimer',
    'CancelTimer',
    'RecordMarker',
    'StartChildWorkflowExecution',
    'SignalExternalWorkflowExecution',
    'RequestCancelExternalWorkflowExecution',
    'ScheduleLambdaFunction',
  ])
    await guide.swf('RespondDecisionTaskCompleted', { taskToken, decisions: [{ decisionType }] })
  const decisions = [{ decisionType: 'CompleteWorkflowExecution' }]
  await guide.swf('RespondDecisionTaskCompleted', { taskToken, decisions })
}

/** The type without defaults has no role either. */
async function withoutRole(guide: TourGuide): Promise<void> {
  await start(guide, 'roleless', {
    workflowType: { name: 'Bare', version: '1' },
    executionStartToCloseTimeout: '600',
    taskStartToCloseTimeout: '30',
    childPolicy: 'ABANDON',
  })
  await decide(guide, 'roleless', [lambda('l-1')])
  await guide.step(2)
}

/** Children that end in each of the ways they can, and one whose parent is terminated. */
async function family(guide: TourGuide): Promise<void> {
  await start(guide, 'parent')
  const child = (workflowId: string, more: object = {}): object =>
    decision('StartChildWorkflowExecution', {
      workflowType,
      workflowId,
      taskList: { name: workflowId },
      executionStartToCloseTimeout: '600',
      input: 'in',
      control: 'c',
      tagList: ['child'],
      taskPriority: '1',
      lambdaRole,
      ...more,
    })
  const names = ['completes', 'fails', 'cancels', 'is-terminated', 'stays']
  await decide(guide, 'parent', [
    ...names.map((name) => child(name)),
    child('times-out', { executionStartToCloseTimeout: '5' }),
    child('parent'),
    child('none', { workflowType: { name: 'None', version: '1' } }),
    child('bare', { workflowType: { name: 'Bare', version: '1' }, taskList: undefined }),
  ])
  await guide.step(2)
  await decide(guide, 'completes', [decision('CompleteWorkflowExecution', { result: 'r' })])
  await decide(guide, 'fails', [decision('FailWorkflowExecution', { reason: 'r', details: 'd' })])
  await decide(guide, 'cancels', [decision('CancelWorkflowExecution', { details: 'd' })])
  await guide.swf('TerminateWorkflowExecution', { domain, workflowId: 'is-terminated' })
  await guide.step(10)
  for (const childPolicy of ['REQUEST_CANCEL', 'TERMINATE']) {
    await guide.swf('TerminateWorkflowExecution', { domain, workflowId: 'parent', childPolicy })
    await guide.step(2)
    await start(guide, 'parent')
    await decide(guide, 'parent', [child(`of-${childPolicy}`)])
    await guide.step(2)
  }
}

async function continueAsNew(guide: TourGuide): Promise<void> {
  await start(guide, 'again')
  await decide(guide, 'again', [
    lambda('l-1'),
    decision('ContinueAsNewWorkflowExecution', { workflowTypeVersion: '9' }),
  ])
  await guide.step(2)
  await decide(guide, 'again', [
    decision('ContinueAsNewWorkflowExecution', {
      input: 'in',
      taskList: { name: 'again' },
      taskPriority: '2',
      executionStartToCloseTimeout: '600',
      taskStartToCloseTimeout: '30',
      childPolicy: 'ABANDON',
      tagList: ['run-2'],
      lambdaRole,
    }),
  ])
}

async function chooseTaskList(guide: TourGuide): Promise<void> {
  await start(guide, 'choosy')
  const chosen = { taskList: { name: 'chosen' }, taskListScheduleToStartTimeout: '5' }
  await decide(guide, 'choosy', [timer('t', '1')], chosen)
  await guide.step(20)
  await decide(guide, 'choosy', [])
}
