import { describe, expect, it } from 'vitest'
import { explainTimeout } from './explain-timeout.ts'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import { HistoryBuilder } from './testing-history.ts'
import { at } from './testing-tasks.ts'

function fold(history: HistoryBuilder): FoldedStates {
  return foldExecution(UNREAD_EXECUTION, history.events)
}

function charging(): HistoryBuilder {
  const history = new HistoryBuilder()
  history.started()
  history.enter('Charge card')
  return history
}

describe('between attempts', () => {
  it('stands a state whose task failed, until its next task', () => {
    const history = charging()
    history.taskEnded('failed', history.activity())
    expect(fold(history).between).toEqual([
      {
        failedEventId: 4,
        name: 'Charge card',
        path: [],
        within: [],
        attempt: 1,
        sinceMs: at(4),
        error: 'Declined',
        failures: [{ atMs: at(4), error: 'Declined' }],
      },
    ])
    history.activity()
    expect(fold(history).between).toEqual([])
    history.taskEnded('timedOut', history.taken())
    expect(fold(history).between).toMatchObject([
      {
        attempt: 2,
        sinceMs: at(7),
        error: 'States.Timeout',
        failures: [{ error: 'Declined' }, { error: 'States.Timeout' }],
      },
    ])
  })

  it.each([
    { ended: 64.999, heartbeat: 60, limit: 900, timeout: 'task' },
    { ended: 65, heartbeat: 60, limit: 900, timeout: 'heartbeat' },
    { ended: 905, heartbeat: 60, limit: 900, timeout: 'cannotBeTold' },
    { ended: 305, heartbeat: null, limit: 300, timeout: 'task' },
  ])('names the limit that ended an attempt as its ended task does: $timeout at $ended s', (row) => {
    const history = charging()
    const resource = 'arn:aws:states:eu-west-1:123456789012:activity:charge'
    const limits = { heartbeatSeconds: row.heartbeat, timeoutSeconds: row.limit }
    history.taken('worker-7', history.add({ kind: 'activityScheduled', resource, ...limits }))
    history.taskEnded('timedOut')
    const events = history.events.map((event) =>
      event.kind === 'taskEnded' ? { ...event, atMs: at(row.ended) } : event,
    )
    // A worker took it at 5 s.
    const { between, endedTasks } = foldExecution(
      UNREAD_EXECUTION,
      events.map((event) => (event.kind === 'taskStarted' ? { ...event, atMs: at(5) } : event)),
    )
    expect(between[0]?.failures).toMatchObject([{ error: 'States.Timeout', timeout: row.timeout }])
    const [ended] = endedTasks
    if (ended?.ending.kind !== 'timedOut') throw new Error('it did not time out')
    expect(explainTimeout(ended.task, ended.ending)).toBe(row.timeout)
  })

  it('takes the limit along where a timeout fails the state around', () => {
    const history = charging()
    history.begun(2)
    history.enter('Pack', 3)
    history.taken('worker-7', history.activity())
    history.taskEnded('timedOut')
    history.branchesFailed()
    const events = history.events.map((event) =>
      event.kind === 'taskEnded' || event.kind === 'branchesFailed' ? { ...event, atMs: at(100) } : event,
    )
    expect(foldExecution(UNREAD_EXECUTION, events).between).toMatchObject([
      { name: 'Charge card', failures: [{ atMs: at(100), error: 'States.Timeout', timeout: 'heartbeat' }] },
    ])
  })

  it.each<[string, (history: HistoryBuilder, failed: number) => void]>([
    ['its Catch', (history) => history.exit('Charge card')],
    ['the end of the execution', (history, failed) => history.ended('failed', failed)],
    ['a stop', (history) => history.ended('aborted', 2)],
  ])('stands nobody after %s', (_, write) => {
    const history = charging()
    write(history, history.taskEnded('failed', history.activity()))
    expect(fold(history).between).toEqual([])
  })

  it('stands nobody whose task succeeded', () => {
    const history = charging()
    history.taskEnded('succeeded', history.activity())
    expect(fold(history).between).toEqual([])
  })

  it('does not say the attempt of a state whose beginning was not read', () => {
    const history = charging()
    history.taskEnded('failed', history.activity())
    const { between } = foldExecution(UNREAD_EXECUTION, history.events.slice(2))
    expect(between).toMatchObject([{ name: null, path: ['?'], attempt: null, error: 'Declined' }])
  })

  it('stand branches each for itself, and a failing one takes those of its siblings along', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.begun()
    const pack = history.activity(history.enter('Pack', begun))
    const bill = history.activity(history.enter('Bill', begun))
    history.taskEnded('failed', pack)
    const failed = history.taskEnded('timedOut', bill)
    expect(fold(history).between).toMatchObject([
      { name: 'Pack', path: ['Fulfil', 'branch 1'], error: 'Declined' },
      { name: 'Bill', path: ['Fulfil', 'branch 2'], error: 'States.Timeout' },
    ])
    history.add({ kind: 'aborted' }, failed)
    expect(fold(history).between).toMatchObject([{ name: 'Pack' }])
    const over = history.branchesFailed(failed)
    expect(fold(history).between).toMatchObject([
      { failedEventId: over, name: 'Fulfil', path: [], attempt: 1, error: 'States.Timeout' },
    ])
    // The Parallel itself is tried again.
    const again = history.begun(over)
    expect(fold(history).between).toEqual([])
    const second = history.activity(history.enter('Pack', again))
    history.branchesFailed(history.taskEnded('failed', second))
    expect(fold(history).between).toMatchObject([
      {
        name: 'Fulfil',
        attempt: 2,
        error: 'Declined',
        failures: [{ error: 'States.Timeout' }, { error: 'Declined' }],
      },
    ])
  })

  it.each<[string, (history: HistoryBuilder, begun: number) => number]>([
    ['a Fail state', (history, begun) => history.fail('Give up', begun)],
    [
      'a Parallel, for which its siblings were aborted',
      (history, begun) => {
        history.enter('Inner', begun)
        const inner = history.begun()
        const failed = history.taskEnded('failed', history.activity(history.enter('Weigh', inner)))
        const over = history.branchesFailed(failed)
        history.add({ kind: 'aborted' }, over)
        return over
      },
    ],
  ])('ends a Parallel that is tried again after %s inside it', (_, write) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.begun()
    history.activity(history.enter('Bill', begun))
    const again = history.begun(write(history, begun))
    expect(fold(history).open).toEqual([])
    expect(fold(history).between).toEqual([])
    history.activity(history.enter('Bill', again))
    expect(fold(history).open).toMatchObject([{ name: 'Bill', path: ['Fulfil', 'branch 1'] }])
  })

  it('ends a Parallel that is tried again without a word of its failure', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.begun()
    const pack = history.activity(history.enter('Pack', begun))
    history.activity(history.enter('Bill', begun))
    const again = history.begun(history.taskEnded('failed', pack))
    const { open, between, endedTasks } = fold(history)
    expect([open, between]).toEqual([[], []])
    expect(endedTasks.map(({ ending }) => ending.kind)).toEqual(['failed', 'siblingFailed'])
    history.activity(history.enter('Pack', again))
    expect(fold(history).open).toMatchObject([{ name: 'Pack', path: ['Fulfil', 'branch 1'] }])
  })
})

const RUN = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:1d2c'

/** A Distributed Map inside a Parallel, beside a task. */
function mapping(): { readonly history: HistoryBuilder; readonly run: number; readonly task: number } {
  const history = new HistoryBuilder()
  history.started()
  history.enter('Fulfil')
  const begun = history.begun()
  const task = history.activity(history.enter('Bill', begun))
  history.enter('Each order', begun)
  history.begun()
  const run = history.add({ kind: 'mapRunStarted', mapRunArn: RUN })
  return { history, run, task }
}

describe('the run of a Distributed Map', () => {
  it('is told with its Map state and where that stands', () => {
    const { history, run } = mapping()
    expect(fold(history).mapRuns).toEqual([
      {
        mapRunArn: RUN,
        name: 'Each order',
        path: ['Fulfil', 'branch 2'],
        within: [2],
        enteredId: 6,
        startedAtMs: at(run),
        redrivenAtMs: null,
        ended: null,
      },
    ])
  })

  it('that succeeded leads back to its own state, inside what is around it', () => {
    const { history, run } = mapping()
    history.add({ kind: 'mapRunEnded', outcome: 'succeeded', error: null })
    history.exit('Each order', history.branchesSucceeded())
    history.activity(history.enter('Ship'))
    const { mapRuns, open } = fold(history)
    expect(mapRuns).toMatchObject([{ ended: { outcome: 'succeeded', atMs: at(run + 1) } }])
    expect(open).toMatchObject([
      { name: 'Bill' },
      { name: 'Ship', path: ['Fulfil', 'branch 2'], within: [2] },
    ])
  })

  it('that failed leaves the state between attempts, and what is beside it alone', () => {
    const { history } = mapping()
    history.add({ kind: 'mapRunEnded', outcome: 'failed', error: 'States.ExceedToleratedFailureThreshold' })
    const failed = history.branchesFailed()
    const { between, open } = fold(history)
    expect(between).toMatchObject([
      { name: 'Each order', attempt: 1, error: 'States.ExceedToleratedFailureThreshold' },
    ])
    expect(open).toMatchObject([{ name: 'Bill' }])
    history.branchesFailed(failed)
    expect(fold(history).open).toEqual([])
  })

  it.each<[string, (history: HistoryBuilder, task: number) => void]>([
    ['the state around it', (history, task) => history.branchesFailed(history.taskEnded('failed', task))],
    ['the execution', (history) => history.ended('aborted', 2)],
  ])('is over with %s', (_, write) => {
    const { history, task } = mapping()
    write(history, task)
    expect(fold(history).mapRuns).toMatchObject([{ ended: { outcome: 'aborted' } }])
  })

  it('goes on under its ARN when it is redriven', () => {
    const { history } = mapping()
    history.add({ kind: 'mapRunEnded', outcome: 'failed', error: null })
    history.ended('failed', history.branchesFailed())
    history.redriven()
    const again = history.add({ kind: 'mapRunRedriven', mapRunArn: RUN }, 6)
    const { mapRuns } = fold(history)
    expect(mapRuns).toMatchObject([{ mapRunArn: RUN, redrivenAtMs: at(again), ended: null }])
    history.add({ kind: 'mapRunEnded', outcome: 'succeeded', error: null })
    history.exit('Each order', history.branchesSucceeded())
    history.activity(history.enter('Ship'))
    expect(fold(history).open).toMatchObject([{ name: 'Ship', path: ['Fulfil', 'branch 2'] }])
  })

  it('shows where only its redrive was read, and where its ARN was not told', () => {
    const redriven = new HistoryBuilder()
    redriven.add({ kind: 'mapRunRedriven', mapRunArn: RUN }, 0)
    expect(fold(redriven).mapRuns).toMatchObject([{ mapRunArn: RUN, startedAtMs: null, name: null }])
    const untold = new HistoryBuilder()
    untold.started()
    untold.enter('Each order')
    untold.add({ kind: 'mapRunStarted', mapRunArn: null })
    expect(fold(untold).mapRuns).toMatchObject([{ mapRunArn: null, name: 'Each order' }])
  })
})
