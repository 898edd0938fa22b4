import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import type { WorkflowExecution } from './model.ts'
import type { SwfWorld } from './test-swf-world.ts'
import { domain, registered, startInput, unlimited, workflowType } from './test-workflow.ts'

/** What happens in a world whose deciders decide anything, in any order. */
export type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'start' | 'terminate' | 'signal'; readonly workflowId: string }
  | { readonly kind: 'work' }
  | {
      readonly kind: 'decide'
      readonly decisions: readonly Decision[]
      readonly taskList?: { name: string }
      readonly taskListScheduleToStartTimeout?: string
    }

const lists = ['deciders', 'sticky'] as const
const workflowId = fc.constantFrom('a', 'b', 'c')
const id = fc.constantFrom('x', 'y')
const seconds = fc.constantFrom('0', '1', '30', '200')
const start = fc.record({
  executionStartToCloseTimeout: fc.constantFrom('20', '300', '86400'),
  taskStartToCloseTimeout: fc.constantFrom('10', 'NONE'),
  taskList: fc.constant({ name: 'deciders' }),
  childPolicy: fc.constantFrom('TERMINATE' as const, 'REQUEST_CANCEL' as const, 'ABANDON' as const),
})

const open: fc.Arbitrary<Decision> = fc.oneof(
  id.map((activityId): Decision => {
    const attributes = {
      activityId,
      activityType: { name: 'Pack', version: '1' },
      taskList: { name: 'work' },
    }
    return {
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: { ...attributes, ...unlimited, heartbeatTimeout: '40' },
    }
  }),
  id.map((activityId): Decision => {
    const attributes = { activityId }
    return {
      decisionType: 'RequestCancelActivityTask',
      requestCancelActivityTaskDecisionAttributes: attributes,
    }
  }),
  fc
    .record({ timerId: id, startToFireTimeout: seconds })
    .map(
      (attributes): Decision => ({ decisionType: 'StartTimer', startTimerDecisionAttributes: attributes }),
    ),
  id.map(
    (timerId): Decision => ({ decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId } }),
  ),
  id.map(
    (markerName): Decision => ({
      decisionType: 'RecordMarker',
      recordMarkerDecisionAttributes: { markerName },
    }),
  ),
  fc.record({ workflowId, start }).map(
    ({ workflowId: childId, start: asked }): Decision => ({
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowId: childId, workflowType, ...asked },
    }),
  ),
  workflowId.map(
    (target): Decision => ({
      decisionType: 'SignalExternalWorkflowExecution',
      signalExternalWorkflowExecutionDecisionAttributes: { workflowId: target, signalName: 's' },
    }),
  ),
  workflowId.map((target): Decision => {
    const attributes = { workflowId: target }
    return {
      decisionType: 'RequestCancelExternalWorkflowExecution',
      requestCancelExternalWorkflowExecutionDecisionAttributes: attributes,
    }
  }),
  fc
    .record({ id, name: fc.constantFrom('Quick', 'Slow'), startToCloseTimeout: fc.constantFrom('5', '900') })
    .map(
      (attributes): Decision => ({
        decisionType: 'ScheduleLambdaFunction',
        scheduleLambdaFunctionDecisionAttributes: attributes,
      }),
    ),
)

const closing: fc.Arbitrary<Decision> = fc.oneof(
  fc.constant<Decision>({ decisionType: 'CompleteWorkflowExecution' }),
  fc.constant<Decision>({ decisionType: 'FailWorkflowExecution' }),
  fc.constant<Decision>({ decisionType: 'CancelWorkflowExecution' }),
  start.map(
    (asked): Decision => ({
      decisionType: 'ContinueAsNewWorkflowExecution',
      continueAsNewWorkflowExecutionDecisionAttributes: asked,
    }),
  ),
)

/** Once in so many times. */
function rarely<T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

const decide: fc.Arbitrary<Step> = fc
  .record({
    decided: fc.array(open, { maxLength: 5 }),
    last: rarely(closing, 8),
    chosen: rarely(fc.constantFrom('NONE', '15'), 6),
  })
  .map(({ decided, last, chosen }) => ({
    kind: 'decide',
    decisions: last === undefined ? decided : [...decided, last],
    ...(chosen !== undefined && {
      taskList: { name: 'sticky' },
      taskListScheduleToStartTimeout: chosen,
    }),
  }))

/** Steps of such a world, most of them decisions. */
export const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: decide },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        ms: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 40_000 })),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('start' as const, 'signal' as const), workflowId }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('terminate' as const), workflowId }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'work' as const }) },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
)

/** A world in which `b` runs functions, and which knows a slow one. */
export function anyWorld(seed: number): Promise<SwfWorld> {
  const functions = [
    { name: 'Quick', workSeconds: [1, 3] as const, failing: 0.4 },
    { name: 'Slow', workSeconds: [2, 400] as const },
  ]
  return registered({ seed, workloads: { functions } })
}

/** A world to be led: of tests of SWF, or a whole local AWS. A long poll that finds nothing gives up at once. */
export type Caller = Pick<SwfWorld, 'call' | 'step'>

/** Leads the world through the steps; what is refused then and there is left out. */
export async function lead(aws: Caller, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case 'wait':
        await aws.step(step.ms)
        break
      case 'start': {
        const lambdaRole = step.workflowId === 'b' ? { lambdaRole: 'arn:aws:iam::1:role/R' } : {}
        await leniently(
          aws.call('StartWorkflowExecution', startInput({ ...step, kind: undefined, ...lambdaRole })),
        )
        break
      }
      case 'signal':
        await leniently(
          aws.call('SignalWorkflowExecution', { domain, workflowId: step.workflowId, signalName: 's' }),
        )
        break
      case 'terminate':
        await leniently(aws.call('TerminateWorkflowExecution', { domain, workflowId: step.workflowId }))
        break
      case 'work': {
        const { taskToken } = await aws.call('PollForActivityTask', { domain, taskList: { name: 'work' } })
        if (taskToken !== '') await aws.call('RespondActivityTaskCompleted', { taskToken })
        break
      }
      case 'decide':
        await decideOnce(aws, step)
    }
  }
}

async function decideOnce(aws: Caller, step: Extract<Step, { kind: 'decide' }>): Promise<void> {
  const { decisions, taskList, taskListScheduleToStartTimeout } = step
  for (const name of lists) {
    const { taskToken } = await aws.call('PollForDecisionTask', { domain, taskList: { name } })
    if (taskToken === '') continue
    const answer = { taskToken, decisions: [...decisions], taskList, taskListScheduleToStartTimeout }
    await aws.call('RespondDecisionTaskCompleted', answer)
    return
  }
}

async function leniently(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    // Inside the world a fault is an `AwsError`, behind the SDK one of its classes.
    if (!(error instanceof Error) || !/^AwsError$|Fault$/.test(error.name)) throw error
  })
}

/** Every run of the world, as SWF itself knows it. */
export function runsOf({ store }: SwfWorld): WorkflowExecution[] {
  return [...(store.domainsIn('eu-west-1').get(domain)?.executions.values() ?? [])]
}

/** The attributes of an event, whatever it is. */
export function attributesOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const type = event.eventType ?? ''
  const member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes`
  return (Object(event) as Record<string, Record<string, unknown>>)[member] ?? {} // the SDK's own naming
}
