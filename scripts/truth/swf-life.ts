import type { Decision } from '@aws-sdk/client-swf'
import { swfExecutionId } from '../../src/domain/execution-id.ts'
import type { Chances } from '../../src/domain/testing-lives.ts'
import type { WorkflowExecution } from '../../src/local-aws/swf/model.ts'
import type { Life } from './life.ts'
import { chancesFor, type SwfStage } from './stage.ts'
import { activityType, domain, workflowType } from './swf-names.ts'
import { trueSwfTasks } from './true-task.ts'
import { colleague, work } from './worker.ts'

const lambdaRole = 'arn:aws:iam::123456789012:role/Packer'

/**
 * A workflow execution of SWF: its decider schedules one to three activity tasks with any of the four timeouts or `NONE`, schedules some
 * of those that ended again under the same activityId, asks for a cancellation now and then, and decides what says nothing of activities
 * besides; it may continue as new, and somebody may terminate it.
 */
export async function swfLife(stage: SwfStage, name: string): Promise<Life> {
  const chances = chancesFor(stage, name)
  const { ms, chance } = chances
  const { aws, agenda } = stage
  await agenda.after(ms(0, 60_000))
  const { runId = '' } = await aws.call('StartWorkflowExecution', {
    domain,
    workflowId: name,
    workflowType,
    taskList: { name },
    executionStartToCloseTimeout: String(chance(0.3) ? ms(20, 900) : 86_400),
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
    lambdaRole,
  })
  const execution = aws.store.domainsIn('eu-west-1').get(domain)?.executions.get(runId)
  if (execution === undefined) throw new Error('it was not started')
  const isOver = (): boolean => execution.close !== undefined

  agenda.spawn(() => decide(stage, chances, execution, isOver))
  if (chance(0.85)) agenda.spawn(() => take(stage, chances, execution, isOver))
  agenda.spawn(async () => {
    const longestMs = 600_000
    await agenda.after(chance(0.12) ? ms(100, 300_000) : longestMs)
    if (!isOver()) await aws.call('TerminateWorkflowExecution', { domain, workflowId: name, runId })
  })
  return {
    executionId: swfExecutionId({ domain, workflowId: name, runId }),
    depth: 0,
    isOver,
    tasks: () => trueSwfTasks(stage, execution),
    events: () =>
      execution.events.map(({ eventType = '', eventTimestamp }) => ({
        type: eventType,
        atMs: eventTimestamp?.getTime() ?? 0,
      })),
  }
}

/** Asks for decisions now and then. The first time it schedules, later it repeats what has ended, for as long as it lasts. */
async function decide(
  { aws, agenda }: SwfStage,
  chances: Chances,
  { workflowId, activities }: WorkflowExecution,
  isOver: () => boolean,
): Promise<void> {
  const { ms, chance } = chances
  const schedule = (activityId: string): Decision => scheduling(chances, workflowId, activityId)
  const ids = Array.from({ length: ms(1, 3) }, (_, index) => `pack-${index}`)
  let first = true
  for (let turns = 0; turns < 8 && !isOver(); turns += 1) {
    await agenda.after(ms(10, first ? 2000 : 120_000))
    const taskList = { name: workflowId }
    const { taskToken = '' } = await aws.call('PollForDecisionTask', {
      domain,
      taskList,
      identity: 'decider-1',
    })
    if (taskToken === '') continue
    const open = new Set([...activities.values()].map(({ activityId }) => activityId))
    const again = ids.filter((id) => !open.has(id) && (first || chance(0.3)))
    const unwanted = [...open].filter(() => chance(0.1))
    const decisions = [...again.map(schedule), ...unwanted.map(cancelling), ...besides(chances, workflowId)]
    if (!first && chance(0.05)) decisions.push(continuing(workflowId))
    await aws.call('RespondDecisionTaskCompleted', { taskToken, decisions })
    first = false
  }
}

function scheduling({ ms, chance }: Chances, workflowId: string, activityId: string): Decision {
  const some = (share: number, low: number, high: number): string =>
    chance(share) ? String(ms(low, high)) : 'NONE'
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId,
      activityType,
      taskList: { name: workflowId },
      heartbeatTimeout: some(0.8, 5, 90),
      startToCloseTimeout: some(0.4, 2, chance(0.5) ? 60 : 300),
      scheduleToStartTimeout: some(0.4, 2, 120),
      scheduleToCloseTimeout: some(0.3, 10, 400),
    },
  }
}

function cancelling(activityId: string): Decision {
  return {
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId },
  }
}

/** What else a decider decides: none of it is a task, and much of it comes back as events of other executions. */
function besides({ ms, chance }: Chances, workflowId: string): Decision[] {
  const id = String(ms(1, 3))
  const decisions: Decision[] = [
    {
      decisionType: 'StartTimer',
      startTimerDecisionAttributes: { timerId: id, startToFireTimeout: String(ms(1, 120)) },
    },
    { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: id } },
    { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'pack-0' } },
    {
      decisionType: 'ScheduleLambdaFunction',
      scheduleLambdaFunctionDecisionAttributes: { id: 'pack-0', name: 'pack' },
    },
    {
      decisionType: 'SignalExternalWorkflowExecution',
      signalExternalWorkflowExecutionDecisionAttributes: { workflowId, signalName: 'look' },
    },
    {
      decisionType: 'RequestCancelExternalWorkflowExecution',
      requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId: `${workflowId}-child-${id}` },
    },
    {
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: {
        workflowId: `${workflowId}-child-${id}`,
        workflowType,
        ...startingAt(`${workflowId}-children`, ms(20, 200)),
      },
    },
  ]
  return decisions.filter(() => chance(0.1))
}

function continuing(workflowId: string): Decision {
  return {
    decisionType: 'ContinueAsNewWorkflowExecution',
    continueAsNewWorkflowExecutionDecisionAttributes: startingAt(workflowId, 600),
  }
}

function startingAt(taskList: string, seconds: number) {
  return {
    taskList: { name: taskList },
    executionStartToCloseTimeout: String(seconds),
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  } as const
}

/** Polls now and then for as long as a task may come. */
async function take(
  stage: SwfStage,
  chances: Chances,
  { workflowId }: WorkflowExecution,
  isOver: () => boolean,
): Promise<void> {
  const { ms, chance } = chances
  const { aws, agenda } = stage
  while (!isOver()) {
    await agenda.after(ms(1, chance(0.5) ? 2000 : 100_000))
    const taskList = { name: workflowId }
    const { taskToken = '' } = await aws.call('PollForActivityTask', {
      domain,
      taskList,
      identity: 'worker-1',
    })
    const task = aws.store.tasks.get(taskToken)
    if (task?.kind !== 'activity') continue
    const hand = {
      token: taskToken,
      intervalMs: task.heartbeat === 'NONE' ? null : task.heartbeat * 1000,
      answer: (well: boolean) =>
        well
          ? aws.call('RespondActivityTaskCompleted', { taskToken })
          : aws.call('RespondActivityTaskFailed', { taskToken }),
    }
    agenda.spawn(() => work(stage, chances, hand))
    if (chance(0.25)) agenda.spawn(() => colleague(stage, chances, hand))
  }
}
