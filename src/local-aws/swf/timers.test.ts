import type { Decision } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  complete,
  domain,
  newest,
  startedWorkflow,
  typesOf,
  type Workflow,
  workflowId,
} from './test-workflow.ts'

function timer(timerId: string, startToFireTimeout = '60', control?: string): Decision {
  return {
    decisionType: 'StartTimer',
    startTimerDecisionAttributes: { timerId, startToFireTimeout, control },
  }
}

function cancel(timerId: string): Decision {
  return { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId } }
}

async function openTimers({ aws, runId }: Workflow): Promise<number | undefined> {
  const execution = { workflowId, runId }
  return (await aws.call('DescribeWorkflowExecution', { domain, execution })).openCounts?.openTimers
}

describe('a timer', () => {
  it('fires after its time, up to as late as timers are, and its decider is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 5000 }),
        async (seconds, late) => {
          const workflow = await startedWorkflow()
          const { aws } = workflow
          aws.world.settings.timersLateMs = late
          await workflow.decide(timer('t', String(seconds), 'mine'))
          const started = await workflow.last()
          expect(started).toMatchObject({
            eventType: 'TimerStarted',
            timerStartedEventAttributes: {
              timerId: 't',
              control: 'mine',
              startToFireTimeout: String(seconds),
              decisionTaskCompletedEventId: 4,
            },
          })
          await aws.step(seconds * 1000 + late)
          if (seconds >= 86_400) return // the execution's own limit
          const [fired, asked] = (await workflow.events()).slice(-2)
          expect(fired).toMatchObject({
            eventType: 'TimerFired',
            timerFiredEventAttributes: { timerId: 't', startedEventId: 5 },
          })
          const tookMs = Number(fired?.eventTimestamp) - Number(started.eventTimestamp)
          expect(tookMs).toBeGreaterThanOrEqual(seconds * 1000)
          expect(tookMs).toBeLessThanOrEqual(seconds * 1000 + late)
          expect(asked?.eventType).toBe('DecisionTaskScheduled')
        },
      ),
      { numRuns: 30 },
    )
  })

  it('counts as open until it has fired or was canceled', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(timer('a', '10'), timer('b', '20'), timer('c', '30'))
    expect(await openTimers(workflow)).toBe(3)
    await workflow.aws.step(11_000)
    expect(await openTimers(workflow)).toBe(2)
    await workflow.decide(cancel('b'))
    expect(await openTimers(workflow)).toBe(1)
    await workflow.aws.step(60_000)
    expect(typesOf(await workflow.events()).filter((type) => type === 'TimerFired')).toHaveLength(2)
  })

  it('that is canceled never fires; its decider knows and is not asked, and its id is free', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(timer('t'), cancel('t'), timer('t', '90'))
    expect((await workflow.events()).at(-2)?.timerCanceledEventAttributes).toEqual({
      timerId: 't',
      startedEventId: 5,
      decisionTaskCompletedEventId: 4,
    })
    await workflow.aws.step(80_000)
    expect((await workflow.types()).at(-1)).toBe('TimerStarted')
    await workflow.aws.step(20_000)
    expect((await workflow.events()).at(-2)?.timerFiredEventAttributes?.startedEventId).toBe(7)
  })

  it('cannot be canceled once it is over, or under an id that nobody gave', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(timer('t', '0'))
    await workflow.aws.step(1000)
    await workflow.decide(cancel('t'), cancel('u'))
    expect((await workflow.events()).slice(-3)).toMatchObject([
      { cancelTimerFailedEventAttributes: { timerId: 't', cause: 'TIMER_ID_UNKNOWN' } },
      { cancelTimerFailedEventAttributes: { timerId: 'u', cause: 'TIMER_ID_UNKNOWN' } },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })

  it('is refused under the id of an open one, and as the 1,001st that is open', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(...Array.from({ length: 1001 }, (_, index) => timer(`t-${index}`)))
    expect((await newest(workflow, 'StartTimerFailed'))?.startTimerFailedEventAttributes).toEqual({
      timerId: 't-1000',
      cause: 'OPEN_TIMERS_LIMIT_EXCEEDED',
      decisionTaskCompletedEventId: 4,
    })
    await workflow.decide(timer('t-7'))
    expect((await newest(workflow, 'StartTimerFailed'))?.startTimerFailedEventAttributes?.cause).toBe(
      'TIMER_ID_ALREADY_IN_USE',
    )
  })

  it('is refused where deciders start more of them than the account may, until its bucket has filled up', async () => {
    const workflow = await startedWorkflow()
    const all = Array.from({ length: 1000 }, (_, index) => [timer(`t-${index}`), cancel(`t-${index}`)]).flat()
    await workflow.decide(...all, ...all, timer('one-more'))
    expect((await newest(workflow, 'StartTimerFailed'))?.startTimerFailedEventAttributes).toMatchObject({
      timerId: 'one-more',
      cause: 'TIMER_CREATION_RATE_EXCEEDED',
    })
    await workflow.aws.step(1000)
    await workflow.decide(timer('later'))
    expect((await workflow.last()).timerStartedEventAttributes?.timerId).toBe('later')
  })

  it('does not fire in an execution that has closed', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide(timer('t'), complete)
    await workflow.aws.step(100_000)
    expect((await workflow.types()).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})

describe('a marker', () => {
  it('is written down, and asks for nothing', async () => {
    const workflow = await startedWorkflow()
    await workflow.decide({
      decisionType: 'RecordMarker',
      recordMarkerDecisionAttributes: { markerName: 'half', details: '50 %' },
    })
    expect(await workflow.last()).toMatchObject({
      eventType: 'MarkerRecorded',
      markerRecordedEventAttributes: {
        markerName: 'half',
        details: '50 %',
        decisionTaskCompletedEventId: 4,
      },
    })
  })
})
