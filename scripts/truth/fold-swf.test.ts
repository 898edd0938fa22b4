import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toSwfEvent } from '../../src/aws/swf-events.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../../src/domain/fold-workflow.ts'
import type { WorkflowOutcome } from '../../src/domain/swf-event.ts'
import { anySteps, anyWorld, lead, runsOf } from '../../src/local-aws/swf/test-any-decider.ts'

const outcomes: Readonly<Record<string, WorkflowOutcome>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
  CONTINUED_AS_NEW: 'continuedAsNew',
}

describe('the fold of a history that deciders of any kind have left', () => {
  it('knows the tasks and the end as SWF does, whatever else is in it and wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        anySteps,
        fc.array(fc.nat(60), { maxLength: 4 }),
        async (seed, steps, cuts) => {
          const aws = await anyWorld(seed)
          await lead(aws, steps)
          for (const { events, activities, close, startMs, executionStartToClose, type } of runsOf(aws)) {
            const facts = events.map(toSwfEvent)
            const folded = foldWorkflow(UNREAD_WORKFLOW, facts)
            expect(folded).toMatchObject({
              whole: true,
              startedAtMs: startMs,
              workflowType: type,
              timeoutSeconds: executionStartToClose,
            })
            expect(folded.ended).toEqual(
              close === undefined ? null : { atMs: close.atMs, outcome: outcomes[close.status] },
            )
            expect(
              folded.open.map(({ scheduledEventId, scheduledAtMs, startedAtMs, swf }) => ({
                scheduledEventId,
                scheduledAtMs,
                startedAtMs,
                asked: swf?.cancelRequest !== null,
              })),
            ).toEqual(
              [...activities.values()].map((task) => ({
                scheduledEventId: task.scheduledEventId,
                scheduledAtMs: task.scheduledMs,
                startedAtMs: task.startedMs ?? null,
                asked: task.cancelRequestedEventId !== undefined,
              })),
            )
            const tasks = events.filter(({ eventType }) => eventType === 'ActivityTaskScheduled')
            expect(folded.endedTasks).toHaveLength(tasks.length - folded.open.length)
            let paged = UNREAD_WORKFLOW
            for (const cut of [...cuts, facts.length]) paged = foldWorkflow(paged, facts.slice(0, cut))
            expect(paged).toEqual(folded)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
