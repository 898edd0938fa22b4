import type {
  ActivityTask,
  Decision,
  EventType,
  HistoryEvent,
  ScheduleActivityTaskDecisionAttributes,
} from '@aws-sdk/client-swf'
import { type SwfWorld, type SwfWorldOptions, swfWorld } from './test-swf-world.ts'

/** A world in which one execution is open, with the means to be its decider and its worker. */
export interface Workflow {
  readonly aws: SwfWorld
  readonly runId: string
  /** Is its decider once. */
  decide(...decisions: Decision[]): Promise<void>
  /** The decision that schedules `Pack`; by default with no limit but a heartbeat timeout of 60 s. */
  schedule(attributes?: Partial<ScheduleActivityTaskDecisionAttributes>): Decision
  /** Schedules and takes an activity task, as a worker called `worker-1`. */
  take(attributes?: Partial<ScheduleActivityTaskDecisionAttributes>): Promise<ActivityTask>
  poll(): Promise<ActivityTask>
  beat(task: ActivityTask, details?: string): Promise<boolean | undefined>
  signal(): Promise<void>
  events(): Promise<HistoryEvent[]>
  types(): Promise<(EventType | undefined)[]>
  last(): Promise<HistoryEvent>
}

export const domain = 'orders'
export const workflowType = { name: 'Order', version: '1' }
export const activityType = { name: 'Pack', version: '1' }
export const workflowId = 'order-1'
export const deciders = { name: 'deciders' }
export const packers = { name: 'packers' }
export const complete: Decision = { decisionType: 'CompleteWorkflowExecution' }
export const unlimited = {
  heartbeatTimeout: 'NONE',
  startToCloseTimeout: 'NONE',
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
}

/** Registers what an execution needs, without any default. */
export async function registered(options?: SwfWorldOptions): Promise<SwfWorld> {
  const aws = swfWorld(options)
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await aws.call('RegisterWorkflowType', { domain, ...workflowType })
  await aws.call('RegisterActivityType', { domain, ...activityType })
  return aws
}

export function startInput(more: object = {}) {
  return {
    domain,
    workflowId,
    workflowType,
    taskList: deciders,
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: '30',
    childPolicy: 'TERMINATE' as const,
    ...more,
  }
}

export async function startedWorkflow(options?: SwfWorldOptions, more: object = {}): Promise<Workflow> {
  const aws = await registered(options)
  const { runId = '' } = await aws.call('StartWorkflowExecution', startInput(more))
  const workflow: Workflow = {
    aws,
    runId,
    decide: (...decisions) => decideIn(aws, deciders.name, ...decisions),
    schedule: (attributes) => ({
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        activityId: 'pack-1',
        activityType,
        taskList: packers,
        ...unlimited,
        heartbeatTimeout: '60',
        ...attributes,
      },
    }),
    async take(attributes) {
      await workflow.decide(workflow.schedule(attributes))
      return workflow.poll()
    },
    poll: () => aws.call('PollForActivityTask', { domain, taskList: packers, identity: 'worker-1' }),
    async beat({ taskToken }, details) {
      return (await aws.call('RecordActivityTaskHeartbeat', { taskToken, details })).cancelRequested
    },
    async signal() {
      await aws.call('SignalWorkflowExecution', { domain, workflowId, signalName: 'look' })
    },
    events: () => aws.history(domain, workflowId, runId),
    types: async () => (await workflow.events()).map(({ eventType }) => eventType),
    async last() {
      const event = (await workflow.events()).at(-1)
      if (event === undefined) throw new Error('the history is empty')
      return event
    },
  }
  return workflow
}

/** Is the decider of whatever waits first in a task list. */
export async function decideIn(aws: SwfWorld, name: string, ...decisions: Decision[]): Promise<void> {
  const { taskToken } = await aws.call('PollForDecisionTask', { domain, taskList: { name } })
  await aws.call('RespondDecisionTaskCompleted', { taskToken, decisions })
}

/** The history of the newest run of a workflowId, wherever it came from. */
export async function historyOf(aws: SwfWorld, id: string): Promise<HistoryEvent[]> {
  return aws.history(domain, id, newestRunId(aws, id))
}

/** As SWF itself knows it: whoever starts a child is not told its runId. */
export function newestRunId({ store }: SwfWorld, id: string): string {
  const runs = [...(store.domainsIn('eu-west-1').get(domain)?.executions.values() ?? [])]
  const newestRun = runs.findLast(({ workflowId: of }) => of === id)
  if (newestRun === undefined) throw new Error(`${id} was never started`)
  return newestRun.runId
}

/** Types alone, without those of decision tasks. */
export function typesOf(events: readonly HistoryEvent[]): (EventType | undefined)[] {
  return events.map(({ eventType }) => eventType).filter((type) => type?.startsWith('DecisionTask') === false)
}

/** The newest event of a type, among the newest thousand. */
export async function newest({ aws, runId }: Workflow, type: EventType): Promise<HistoryEvent | undefined> {
  const execution = { workflowId, runId }
  const page = await aws.call('GetWorkflowExecutionHistory', { domain, execution, reverseOrder: true })
  return page.events?.find(({ eventType }) => eventType === type)
}
