import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import type { HistoryEvent } from './history-event.ts'
import { HistoryBuilder } from './testing-history.ts'
import { at } from './testing-tasks.ts'

function fold(events: readonly HistoryEvent[]): FoldedStates {
  return foldExecution(UNREAD_EXECUTION, events)
}

function openIds(events: readonly HistoryEvent[]): number[] {
  return fold(events).open.map((task) => task.scheduledEventId)
}

function endings(events: readonly HistoryEvent[]) {
  return fold(events).endedTasks.map(({ task, ending }) => ({ id: task.scheduledEventId, ...ending }))
}

describe('one task', () => {
  it('is open from its scheduling on, with what is known of it then', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    expect(fold(history.events)).toMatchObject({
      startedAtMs: at(1),
      limitsFromMs: at(1),
      ended: null,
      whole: true,
      open: [
        {
          kind: 'activity',
          scheduledEventId: 3,
          name: 'Charge card',
          path: [],
          attempt: 1,
          heartbeatSeconds: 60,
          timeoutSeconds: 900,
          scheduledAtMs: at(3),
          startedAtMs: null,
          workerName: null,
        },
      ],
    })
    history.taken('enc-3')
    expect(fold(history.events).open).toMatchObject([{ startedAtMs: at(4), workerName: 'enc-3' }])
  })

  it.each(['succeeded', 'failed', 'timedOut'] as const)('that %s has ended so, at that time', (outcome) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.taken()
    history.taskEnded(outcome)
    expect(openIds(history.events)).toEqual([])
    expect(endings(history.events)).toMatchObject([{ id: 3, kind: outcome, atMs: at(5) }])
  })

  it('that was never taken can time out as well', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.taskEnded('timedOut')
    expect(endings(history.events)).toMatchObject([{ id: 3, kind: 'timedOut' }])
  })

  it.each(['succeeded', 'failed', 'timedOut', 'aborted'] as const)(
    'that is open when its execution %s has ended with it',
    (outcome) => {
      const history = new HistoryBuilder()
      history.started()
      history.enter('Charge card')
      history.activity()
      history.ended(outcome)
      expect(fold(history.events)).toMatchObject({ open: [], ended: { outcome, atMs: at(4) } })
      expect(endings(history.events)).toEqual([{ id: 3, kind: 'executionEnded', outcome, atMs: at(4) }])
    },
  )

  it.each([
    ['sendMessage.waitForTaskToken', 'callback'],
    ['startExecution.sync', 'job'],
    ['startExecution.sync:2', 'job'],
    ['invoke', 'requestResponse'],
  ])('of %s is a %s', (resource, kind) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Ask')
    history.add({
      kind: 'taskScheduled',
      resourceType: 'states',
      resource,
      parametersText: null,
      heartbeatSeconds: null,
      timeoutSeconds: null,
    })
    history.taken(null)
    history.submitted()
    expect(fold(history.events).open).toMatchObject([{ kind, submittedAtMs: at(5), token: null }])
  })

  it('knows the execution that it started once AWS has said which', () => {
    const child = 'arn:aws:states:eu-west-1:123456789012:execution:Child:c-1'
    const history = new HistoryBuilder()
    history.started()
    history.enter('Ask')
    const scheduled = history.callback({})
    const children = () => fold(history.events).open.map(({ childExecutionArn }) => childExecutionArn)
    expect(children()).toEqual([null])
    history.submitted(scheduled, child)
    expect(children()).toEqual([child])
  })
})

describe('retries and redrives', () => {
  it('number the tries of one state, and start again at the next state', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    for (const outcome of ['timedOut', 'failed', 'succeeded'] as const) {
      history.activity()
      history.taken()
      history.taskEnded(outcome)
    }
    history.exit('Charge card')
    history.enter('Ship')
    history.activity()
    const { open, endedTasks } = fold(history.events)
    expect(endedTasks.map(({ task }) => task.attempt)).toEqual([1, 2, 3])
    expect(open).toMatchObject([{ name: 'Ship', attempt: 1 }])
  })

  it('go on under the same execution, and reset what its time limit counts from', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.taken()
    history.taskEnded('failed')
    history.ended('failed')
    history.add({ kind: 'executionRedriven' })
    expect(fold(history.events)).toMatchObject({ ended: null, limitsFromMs: at(7), startedAtMs: at(1) })
    history.activity()
    expect(fold(history.events).open).toMatchObject([{ name: 'Charge card', scheduledEventId: 8 }])
    expect(endings(history.events)).toHaveLength(1)
  })
})

/** Two branches, each with an activity that was taken; the ids of their tasks. */
function parallel(history: HistoryBuilder, name: string, after?: number): [number, number] {
  history.enter(name, after)
  const begun = history.add({ kind: 'branchesStarted' })
  const first = history.activity(history.enter('Pack', begun))
  const second = history.activity(history.enter('Bill', begun))
  return [history.taken('packer', first), history.taken('biller', second)]
}

describe('branches', () => {
  it('interleave by id and are told apart by their chains', () => {
    const history = new HistoryBuilder()
    history.started()
    const [pack, bill] = parallel(history, 'Fulfil')
    const { open } = fold(history.events)
    expect(open).toMatchObject([
      { name: 'Pack', path: ['Fulfil', 'branch 1'], workerName: 'packer', within: [2] },
      { name: 'Bill', path: ['Fulfil', 'branch 2'], workerName: 'biller', within: [2] },
    ])
    history.taskEnded('succeeded', bill)
    expect(fold(history.events).open).toMatchObject([{ name: 'Pack' }])
    history.taskEnded('succeeded', pack)
    expect(openIds(history.events)).toEqual([])
  })

  it('end together when the state around them fails; an abort alone casts doubt, and ends nothing', () => {
    const history = new HistoryBuilder()
    history.started()
    const [pack] = parallel(history, 'Fulfil')
    const failed = history.taskEnded('failed', pack)
    const aborted = history.add({ kind: 'aborted' }, failed)
    expect(fold(history.events).open).toMatchObject([{ name: 'Bill', siblingFailedAtMs: at(aborted) }])
    const over = history.add({ kind: 'branchesFailed' }, failed)
    expect(endings(history.events)).toMatchObject([
      { id: 5, kind: 'failed' },
      // From then on it was over, though only what follows says so.
      { id: 7, kind: 'siblingFailed', atMs: at(aborted) },
    ])
    history.exit('Fulfil', over)
    history.enter('Refund')
    history.activity()
    expect(fold(history.events).open).toMatchObject([{ name: 'Refund', path: [], within: [] }])
  })

  it.each(['timedOut', 'aborted'] as const)(
    'that wait to be tried again when the execution is %s were over when that was said',
    (outcome) => {
      const history = new HistoryBuilder()
      history.started()
      history.enter('Outer')
      const outer = history.add({ kind: 'branchesStarted' })
      history.activity(history.enter('Besides', outer))
      const [pack] = parallel(history, 'Inner', outer)
      const failed = history.taskEnded('failed', pack)
      const aborted = history.add({ kind: 'aborted' }, failed)
      history.ended(outcome)
      expect(endings(history.events)).toMatchObject([
        { kind: 'failed' },
        { kind: 'executionEnded', atMs: at(aborted + 1) },
        { kind: 'siblingFailed', atMs: at(aborted) },
      ])
    },
  )

  it('leave the tasks outside them alone when they fail, and take everything nested with them', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Outer')
    const outer = history.add({ kind: 'branchesStarted' })
    const besides = history.activity(history.enter('Besides', outer))
    const [pack] = parallel(history, 'Inner', outer)
    const failed = history.taskEnded('failed', pack)
    history.add({ kind: 'branchesFailed' }, failed)
    expect(fold(history.events).open).toMatchObject([
      { scheduledEventId: besides, path: ['Outer', 'branch 1'] },
    ])
    // The outer one fails for the same reason and points at the same failure.
    const over = history.add({ kind: 'branchesFailed' }, failed)
    expect(openIds(history.events)).toEqual([])
    history.exit('Outer', over)
    history.activity(history.enter('Refund'))
    expect(fold(history.events).open).toMatchObject([{ name: 'Refund', path: [] }])
  })

  it('that hold other branches take those along', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Outer')
    const outer = history.add({ kind: 'branchesStarted' })
    const besides = history.activity(history.enter('Besides', outer))
    parallel(history, 'Inner', outer)
    history.add({ kind: 'branchesFailed' }, history.taskEnded('failed', besides))
    expect(openIds(history.events)).toEqual([])
    expect(endings(history.events).map(({ kind }) => kind)).toEqual([
      'failed',
      'siblingFailed',
      'siblingFailed',
    ])
  })

  it('that succeed lead back to where the state stands', () => {
    const history = new HistoryBuilder()
    history.started()
    const [pack, bill] = parallel(history, 'Fulfil')
    history.exit('Pack', history.taskEnded('succeeded', pack))
    const last = history.exit('Bill', history.taskEnded('succeeded', bill))
    history.exit('Fulfil', history.add({ kind: 'branchesSucceeded' }, last))
    history.activity(history.enter('Ship'))
    expect(fold(history.events).open).toMatchObject([{ name: 'Ship', path: [], within: [], attempt: 1 }])
  })

  it('of a Map carry their index, also inside a Parallel', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.add({ kind: 'branchesStarted' })
    history.enter('Each item', begun)
    const items = history.add({ kind: 'branchesStarted' })
    const zero = history.add({ kind: 'iterationStarted', index: 0 }, items)
    const one = history.add({ kind: 'iterationStarted', index: 1 }, items)
    const inOne = history.activity(history.enter('Pack', one))
    history.activity(history.enter('Pack', zero))
    expect(fold(history.events).open.map(({ path }) => path)).toEqual([
      ['Fulfil', 'branch 1', 'Each item', '[1]'],
      ['Fulfil', 'branch 1', 'Each item', '[0]'],
    ])
    const failed = history.taskEnded('timedOut', inOne)
    history.add({ kind: 'branchesFailed' }, history.add({ kind: 'aborted' }, failed))
    expect(openIds(history.events)).toEqual([])
  })

  it.each([
    ['its own Succeeded event', true],
    ['the last event inside, as its Succeeded event does', false],
  ])('are left by the Exited event of their state, which hangs on %s', (_, own) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Outer')
    const outer = history.begun()
    const [pack, bill] = parallel(history, 'Inner', outer)
    history.exit('Pack', history.taskEnded('succeeded', pack))
    const last = history.exit('Bill', history.taskEnded('succeeded', bill))
    const succeeded = history.branchesSucceeded(last)
    history.exit('Inner', own ? succeeded : last)
    history.activity(history.enter('Ship'))
    expect(fold(history.events).open).toMatchObject([
      { name: 'Ship', path: ['Outer', 'branch 1'], within: [2] },
    ])
  })

  it('of a Map that runs one at a time hang on one another, and stand side by side', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Each item')
    history.iteration(0, history.begun())
    history.enter('Pack')
    history.taskEnded('succeeded', history.activity())
    const last = history.exit('Pack')
    history.add({ kind: 'other', type: 'MapIterationSucceeded' }, last)
    history.activity(history.enter('Pack', history.iteration(1, last)))
    expect(fold(history.events).open).toMatchObject([
      { name: 'Pack', path: ['Each item', '[1]'], within: [2] },
    ])
  })

  it('of an empty Map lead straight on', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Each item')
    history.add({ kind: 'branchesStarted' })
    history.exit('Each item', history.add({ kind: 'branchesSucceeded' }))
    history.activity(history.enter('Ship'))
    expect(fold(history.events).open).toMatchObject([{ name: 'Ship', path: [], within: [] }])
  })

  it('are counted anew when the whole state is tried again', () => {
    const history = new HistoryBuilder()
    history.started()
    const [pack] = parallel(history, 'Fulfil')
    const over = history.add({ kind: 'branchesFailed' }, history.taskEnded('failed', pack))
    const again = history.add({ kind: 'branchesStarted' }, over)
    history.activity(history.enter('Pack', again))
    expect(fold(history.events).open).toMatchObject([{ path: ['Fulfil', 'branch 1'], name: 'Pack' }])
  })
})

describe('a history with a gap', () => {
  it('is not whole, and says so from then on', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.taken()
    const [first, , third] = history.events
    const gapped = fold([first, third].filter((event) => event !== undefined))
    expect(gapped.whole).toBe(false)
    expect(gapped.open).toMatchObject([{ scheduledEventId: 3, name: null }])
    expect(foldExecution(gapped, history.events).whole).toBe(false)
  })

  it('still loses its tasks when the execution ends', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.ended('aborted')
    expect(openIds(history.events.slice(2))).toEqual([])
  })
})
