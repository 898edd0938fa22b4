import { describe, expect, it } from 'vitest'
import { type FoldedWorkflow, foldWorkflow, UNREAD_WORKFLOW } from './fold-workflow.ts'
import { at } from './testing-tasks.ts'
import { WorkflowBuilder } from './testing-workflow.ts'

function folded(write: (history: WorkflowBuilder) => void): FoldedWorkflow {
  const history = new WorkflowBuilder()
  write(history)
  return foldWorkflow(UNREAD_WORKFLOW, history.events)
}

/** Each open task as `activityId #attempt`. */
function openOf({ open }: FoldedWorkflow): string[] {
  return open.map(({ swf, attempt }) => `${swf?.activityId} #${attempt ?? '?'}`)
}

/** Each ended task as `activityId #attempt ending`. */
function endedOf({ endedTasks }: FoldedWorkflow): string[] {
  return endedTasks.map(({ task, ending }) => `${task.swf?.activityId} #${task.attempt} ${ending.kind}`)
}

describe('foldWorkflow', () => {
  it('learns the workflow from its start', () => {
    expect(folded((history) => history.started(3600))).toMatchObject({
      workflowType: { name: 'Fulfilment', version: '3' },
      startedAtMs: at(1),
      limitsFromMs: at(1),
      timeoutSeconds: 3600,
      cancelRequestedAtMs: null,
      ended: null,
      whole: true,
    })
    expect(folded((history) => history.started(null)).timeoutSeconds).toBeNull()
  })

  it('tells of a task what was scheduled', () => {
    const { open } = folded((history) => {
      history.started()
      history.decided()
      history.scheduled('charge-1')
    })
    expect(open).toEqual([
      {
        kind: 'activity',
        scheduledEventId: 4,
        name: 'ChargeCard',
        path: [],
        within: [],
        attempt: 1,
        resource: 'ChargeCard (1.2)',
        heartbeatSeconds: 60,
        idleHeartbeatSeconds: null,
        timeoutSeconds: 900,
        scheduledAtMs: at(4),
        startedAtMs: null,
        submittedAtMs: null,
        workerName: null,
        token: null,
        tokenUnproved: false,
        tokenPassedToNobody: false,
        siblingFailedAtMs: null,
        childExecutionArn: null,
        swf: {
          activityId: 'charge-1',
          activityType: { name: 'ChargeCard', version: '1.2' },
          taskList: 'payments',
          scheduleToStartSeconds: 120,
          scheduleToCloseSeconds: 1000,
          cancelRequest: null,
        },
      },
    ])
  })

  it('knows when a worker took a task, and what it called itself', () => {
    const { open } = folded((history) => {
      const [first, second] = [history.scheduled('a'), history.scheduled('b')]
      history.taken(second, 'worker-2')
      history.taken(first, null)
    })
    expect(open).toMatchObject([
      { startedAtMs: at(4), workerName: null },
      { startedAtMs: at(3), workerName: 'worker-2' },
    ])
  })

  it.each([
    { outcome: 'completed', reason: null, details: null, timeoutType: null },
    { outcome: 'failed', reason: 'Declined', details: 'code 51', timeoutType: null },
    { outcome: 'canceled', reason: null, details: 'stopped at 40 %', timeoutType: null },
    { outcome: 'timedOut', reason: null, details: '40 %', timeoutType: 'HEARTBEAT' },
    { outcome: 'timedOut', reason: null, details: '40 %', timeoutType: 'START_TO_CLOSE' },
    { outcome: 'timedOut', reason: null, details: null, timeoutType: 'SCHEDULE_TO_START' },
    { outcome: 'timedOut', reason: null, details: null, timeoutType: 'SCHEDULE_TO_CLOSE' },
    { outcome: 'timedOut', reason: null, details: null, timeoutType: null },
  ] as const)('ends a task that $outcome ($timeoutType), with what was said', (ending) => {
    const { open, endedTasks } = folded((history) => {
      const id = history.scheduled('a')
      history.activityEnded(id, ending)
      history.taken(id)
      history.activityEnded(id)
    })
    const { outcome, reason, details, timeoutType } = ending
    expect(open).toEqual([])
    expect(endedTasks).toMatchObject([
      { ending: { kind: outcome, atMs: at(2), error: reason, cause: details, timeoutType } },
    ])
  })

  it('counts the tries of an activity by its id', () => {
    const told = folded((history) => {
      history.activityEnded(history.scheduled('a'), { outcome: 'failed' })
      history.scheduled('b')
      history.activityEnded(history.scheduled('a'), { outcome: 'timedOut' })
      history.scheduled('a')
    })
    expect(openOf(told)).toEqual(['b #1', 'a #3'])
    expect(endedOf(told)).toEqual(['a #1 failed', 'a #2 timedOut'])
  })

  it.each(['completed', 'failed', 'timedOut', 'canceled', 'terminated', 'continuedAsNew'] as const)(
    'ends what is open with the workflow: %s',
    (outcome) => {
      const told = folded((history) => {
        history.taken(history.scheduled('a'))
        history.scheduled('b')
        history.ended(outcome)
      })
      expect(told.open).toEqual([])
      expect(told.ended).toEqual({ atMs: at(4), outcome })
      expect(told.endedTasks.map(({ ending }) => ending)).toEqual([
        { kind: 'executionEnded', atMs: at(4), outcome },
        { kind: 'executionEnded', atMs: at(4), outcome },
      ])
    },
  )

  it('knows when the cancellation of the workflow itself was asked for last', () => {
    const told = folded((history) => {
      history.started()
      history.add({ kind: 'workflowCancelRequested' })
      history.add({ kind: 'workflowCancelRequested' })
    })
    expect(told.cancelRequestedAtMs).toBe(at(3))
  })
})

describe('a request to cancel an activity', () => {
  it('marks the open task of that id, and names the decider', () => {
    const { open } = folded((history) => {
      history.scheduled('a', history.decided('decider-1'))
      history.scheduled('b', 2)
      history.cancelRequested('a', history.decided('decider-2'))
    })
    expect(open.map(({ swf }) => swf?.cancelRequest)).toEqual([
      { sinceMs: at(7), atMs: at(7), decisionEventId: 6, decider: 'decider-2' },
      null,
    ])
  })

  it('means the latest task of that id, and leaves an ended one as it was', () => {
    const told = folded((history) => {
      history.activityEnded(history.scheduled('a'), { outcome: 'failed' })
      history.scheduled('a')
      history.cancelRequested('a', history.decided())
    })
    expect(told.endedTasks[0]?.task.swf?.cancelRequest).toBeNull()
    expect(told.open[0]?.swf?.cancelRequest).toMatchObject({ atMs: at(6) })
  })

  it('changes nothing where no task of that id is open', () => {
    const write = (history: WorkflowBuilder): void => {
      history.activityEnded(history.scheduled('a'))
      history.scheduled('b')
    }
    const before = folded(write)
    const after = folded((history) => {
      write(history)
      history.cancelRequested('a')
    })
    expect(after.open).toEqual(before.open)
    expect(after.endedTasks).toEqual(before.endedTasks)
  })

  it('is the newest of several, and stands since the first', () => {
    const { open } = folded((history) => {
      history.scheduled('a')
      history.cancelRequested('a', history.decided('decider-1'))
      history.cancelRequested('a', history.decided('decider-2'))
    })
    expect(open[0]?.swf?.cancelRequest).toEqual({
      sinceMs: at(4),
      atMs: at(7),
      decisionEventId: 6,
      decider: 'decider-2',
    })
  })

  it('names no decider that gave no name, or whose decision was not read', () => {
    const { open } = folded((history) => {
      history.scheduled('a')
      history.scheduled('b')
      history.cancelRequested('a', history.decided(null))
      history.cancelRequested('b', 99)
    })
    expect(open.map(({ swf }) => swf?.cancelRequest?.decider)).toEqual([null, null])
  })

  it('stays with the task when it ends', () => {
    const { endedTasks } = folded((history) => {
      const id = history.scheduled('a')
      history.cancelRequested('a')
      history.activityEnded(id, { outcome: 'canceled' })
    })
    expect(endedTasks[0]?.task.swf?.cancelRequest).not.toBeNull()
  })
})

describe('a history with gaps', () => {
  it('is not whole, and passes over what ends or takes a task that it does not show', () => {
    const history = new WorkflowBuilder()
    history.started()
    const lost = history.scheduled('a')
    history.scheduled('b')
    history.taken(lost)
    history.activityEnded(lost)
    const [begun, , ...rest] = history.events
    const told = foldWorkflow(
      UNREAD_WORKFLOW,
      [begun, ...rest].filter((event) => event !== undefined),
    )
    expect(told.whole).toBe(false)
    expect(openOf(told)).toEqual(['b #?'])
    expect(told.endedTasks).toEqual([])
  })

  it('does not know the limit of a workflow whose start it does not show', () => {
    const history = new WorkflowBuilder()
    history.started()
    history.scheduled('a')
    const told = foldWorkflow(UNREAD_WORKFLOW, history.events.slice(1))
    expect(told).toMatchObject({ whole: false, startedAtMs: null, limitsFromMs: null, workflowType: null })
    expect(told.timeoutSeconds).toBeUndefined()
  })
})
