import {
  type Decision,
  PollForActivityTaskCommand,
  PollForDecisionTaskCommand,
  RegisterActivityTypeCommand,
  RegisterDomainCommand,
  RegisterWorkflowTypeCommand,
  RespondDecisionTaskCompletedCommand,
  StartWorkflowExecutionCommand,
  SWFClient,
  TerminateWorkflowExecutionCommand,
} from '@aws-sdk/client-swf'
import { type Place, region, rootKeys } from './testing-place.ts'

/** What the tests of SWF's clients start from: one activity task in the hands of a worker. */
export interface HeldTask {
  /** A secret, in a test too. */
  readonly taskToken: string
  readonly workflowId: string
  readonly runId: string
  readonly activityId: string
}

export const domain = 'shop'
export const workflowType = { name: 'order', version: '1' }
export const activityType = { name: 'charge-card', version: '1' }
export const taskList = { name: 'orders' }
/** Where the worker polls; the task beats every 60 s and lasts an hour at most. */
export const activityList = { name: 'payments' }
export const limits = {
  heartbeatTimeout: '60',
  startToCloseTimeout: '3600',
  scheduleToStartTimeout: '600',
  scheduleToCloseTimeout: 'NONE',
}
export const activityId = 'charge-1'

/** A domain with a workflow and an activity, driven by the SDK of JavaScript: the setting, not what is under test. */
export function swfSetting(place: Place): {
  register(): Promise<void>
  hold(change?: Partial<typeof limits>): Promise<HeldTask>
  decide(decisions: Decision[]): Promise<void>
  terminate(task: HeldTask): Promise<void>
} {
  const client = (): SWFClient =>
    new SWFClient({ endpoint: place.url, region, credentials: rootKeys, maxAttempts: 1 })

  async function decide(decisions: Decision[]): Promise<void> {
    const { taskToken } = await client().send(new PollForDecisionTaskCommand({ domain, taskList }))
    await client().send(new RespondDecisionTaskCompletedCommand({ taskToken, decisions }))
  }

  return {
    decide,
    async register() {
      const swf = client()
      await swf.send(new RegisterDomainCommand({ name: domain, workflowExecutionRetentionPeriodInDays: '7' }))
      await swf.send(
        new RegisterWorkflowTypeCommand({
          domain,
          ...workflowType,
          defaultTaskList: taskList,
          defaultTaskStartToCloseTimeout: '60',
          defaultExecutionStartToCloseTimeout: '86400',
          defaultChildPolicy: 'TERMINATE',
        }),
      )
      await swf.send(new RegisterActivityTypeCommand({ domain, ...activityType }))
    },
    async hold(change = {}) {
      const workflowId = 'order-1'
      const { runId = '' } = await client().send(
        new StartWorkflowExecutionCommand({ domain, workflowId, workflowType, input: '{}' }),
      )
      const attributes = { activityType, activityId, taskList: activityList, ...limits, ...change }
      await decide([
        { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes },
      ])
      const { taskToken = '' } = await client().send(
        new PollForActivityTaskCommand({ domain, taskList: activityList, identity: 'worker-1' }),
      )
      return { taskToken, workflowId, runId, activityId }
    },
    async terminate({ workflowId }) {
      await client().send(new TerminateWorkflowExecutionCommand({ domain, workflowId }))
    },
  }
}
