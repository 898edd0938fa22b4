import type { HistoryEvent } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkflowExecution } from './model.ts'
import { anySteps, anyWorld, attributesOf, lead, runsOf } from './test-any-decider.ts'
import type { SwfWorld } from './test-swf-world.ts'
import { domain } from './test-workflow.ts'

const seed = fc.integer({ min: 1, max: 1e6 })

async function lived(from: number, steps: Parameters<typeof lead>[1]): Promise<SwfWorld> {
  const aws = await anyWorld(from)
  await lead(aws, steps)
  return aws
}

/** What an id in an event may point at, by the member that has it; 0 points at nothing. */
const pointedAt: Readonly<Record<string, RegExp>> = {
  decisionTaskCompletedEventId: /^DecisionTaskCompleted$/,
  scheduledEventId: /^(ActivityTask|DecisionTask|LambdaFunction)Scheduled$/,
  startedEventId: /^(ActivityTask|DecisionTask|LambdaFunction|ChildWorkflowExecution|Timer)Started$/,
  initiatedEventId: /^(StartChild|SignalExternal|RequestCancelExternal)WorkflowExecutionInitiated$/,
  latestCancelRequestedEventId: /^ActivityTaskCancelRequested$/,
}

function checkHistory(events: readonly HistoryEvent[]): void {
  for (const [index, event] of events.entries()) {
    expect(event.eventId).toBe(index + 1)
    expect(Number(event.eventTimestamp)).toBeGreaterThanOrEqual(
      Number(events[index - 1]?.eventTimestamp ?? 0),
    )
    for (const [member, types] of Object.entries(pointedAt)) {
      const pointer = attributesOf(event)[member]
      if (pointer === undefined || pointer === 0) continue
      expect(pointer).toBeLessThan(index + 1)
      expect(events[Number(pointer) - 1]?.eventType).toMatch(types)
    }
  }
  const ended = events.findIndex(({ eventType = '' }) =>
    /^WorkflowExecution(Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/.test(eventType),
  )
  expect([-1, events.length - 1]).toContain(ended)
}

function checkFamily(
  { runId, parent, startMs }: WorkflowExecution,
  runs: readonly WorkflowExecution[],
): void {
  const [started] = runs.find((run) => run.runId === runId)?.events ?? []
  const { continuedExecutionRunId, parentInitiatedEventId } =
    started?.workflowExecutionStartedEventAttributes ?? {}
  expect(parentInitiatedEventId).toBe(parent?.initiatedEventId ?? 0)
  const parentRun = runs.find((run) => run.runId === parent?.runId)
  const before = runs.find((run) => run.runId === continuedExecutionRunId)
  if (continuedExecutionRunId !== undefined) {
    const last = before?.events.at(-1)
    expect(last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId).toBe(runId)
    expect(Number(last?.eventTimestamp)).toBe(startMs)
  } else if (parent !== undefined && (parentRun?.close?.atMs ?? Infinity) > startMs) {
    const told = parentRun?.events.filter(
      (event) => event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.runId === runId,
    )
    expect(told).toHaveLength(1)
  }
}

describe('deciders that decide anything', () => {
  it('leave histories that hold together, and counts that agree with them', async () => {
    await fc.assert(
      fc.asyncProperty(seed, anySteps, async (from, steps) => {
        const aws = await lived(from, steps)
        const runs = runsOf(aws)
        const open = new Map(
          runs.filter(({ close }) => close === undefined).map((run) => [run.workflowId, run]),
        )
        expect(aws.store.domainsIn('eu-west-1').get(domain)?.open).toEqual(open)
        for (const run of runs) {
          checkHistory(run.events)
          checkFamily(run, runs)
          const { workflowId, runId, close } = run
          const execution = { workflowId, runId }
          const { openCounts, executionInfo } = await aws.call('DescribeWorkflowExecution', {
            domain,
            execution,
          })
          expect(executionInfo?.closeStatus).toBe(close?.status)
          if (close !== undefined) continue
          expect(openCounts).toEqual({
            openActivityTasks: run.activities.size,
            openDecisionTasks: run.decision === undefined ? 0 : 1,
            openTimers: run.timers.size,
            openChildWorkflowExecutions: [...run.children.values()].filter(({ started }) => started).length,
            openLambdaFunctions: run.lambdaFunctions.size,
          })
        }
      }),
      { numRuns: 120 },
    )
  })

  it('come to nothing that stays for ever: left alone, everything but what is permanent ends', async () => {
    await fc.assert(
      fc.asyncProperty(seed, anySteps, async (from, steps) => {
        const aws = await lived(from, steps)
        await aws.step(87_000_000)
        expect(runsOf(aws).filter(({ close }) => close === undefined)).toEqual([])
        await aws.step(2 * 86_400_000)
        expect(runsOf(aws)).toEqual([])
        expect(aws.store.tasks.size).toBe(0)
        expect(aws.world.loop.wallUntilNext()).toBeUndefined()
      }),
      { numRuns: 40 },
    )
  })

  it('live the same life from the same seed', async () => {
    await fc.assert(
      fc.asyncProperty(seed, anySteps, async (from, steps) => {
        const [one, other] = [await lived(from, steps), await lived(from, steps)]
        const told = (aws: SwfWorld): string => JSON.stringify(runsOf(aws).map(({ events }) => events))
        expect(told(other)).toBe(told(one))
      }),
      { numRuns: 40 },
    )
  })

  it('are seen as they were: what lags is a prefix of what was', async () => {
    await fc.assert(
      fc.asyncProperty(seed, anySteps, fc.integer({ min: 0, max: 60_000 }), async (from, steps, lagMs) => {
        const aws = await lived(from, steps)
        aws.world.settings.swfLagMs = lagMs
        const atMs = aws.world.loop.nowMs - lagMs
        for (const { events, workflowId, runId, startMs } of runsOf(aws)) {
          const reading = aws.history(domain, workflowId, runId)
          if (startMs > atMs) {
            await expect(reading).rejects.toMatchObject({ code: 'UnknownResourceFault' })
            continue
          }
          expect(await reading).toEqual(events.filter(({ eventTimestamp }) => Number(eventTimestamp) <= atMs))
        }
      }),
      { numRuns: 40 },
    )
  })
})
