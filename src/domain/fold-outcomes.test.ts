import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import type { TaskKind } from './history-event.ts'
import type { TaskEnding } from './in-flight-task.ts'
import { HistoryBuilder } from './testing-history.ts'
import { at } from './testing-tasks.ts'

const KINDS: readonly TaskKind[] = ['activity', 'callback', 'job', 'requestResponse', 'lambda']

/** How a task that was scheduled at `task` and stands at `last` goes on, and how it has ended then; null: it is open. */
interface Outcome {
  readonly what: string
  readonly write: (history: HistoryBuilder, task: number) => void
  readonly ending: TaskEnding['kind'] | null
}

const OUTCOMES: readonly Outcome[] = [
  { what: 'just scheduled', write: () => undefined, ending: null },
  { what: 'started', write: (history) => history.taken(), ending: null },
  {
    what: 'submitted',
    write: (history) => history.submitted(history.taken()),
    ending: null,
  },
  {
    what: 'succeeded',
    write: (history) => history.exit('Work', history.taskEnded('succeeded', history.taken())),
    ending: 'succeeded',
  },
  {
    what: 'succeeded, with the next state under way',
    write: (history) => {
      history.exit('Work', history.taskEnded('succeeded', history.taken()))
      history.enter('Rest')
    },
    ending: 'succeeded',
  },
  {
    what: 'failed, with its retry to come',
    write: (history) => history.taskEnded('failed', history.taken()),
    ending: 'failed',
  },
  {
    what: 'failed before it started, and the execution with it',
    write: (history) => history.ended('failed', history.taskEnded('failed')),
    ending: 'failed',
  },
  {
    what: 'timed out, and caught',
    write: (history) => history.exit('Work', history.taskEnded('timedOut', history.taken())),
    ending: 'timedOut',
  },
  { what: 'stopped', write: (history) => history.ended('aborted'), ending: 'executionEnded' },
  {
    what: 'open when the state machine timed out',
    write: (history) => history.ended('timedOut', history.taken()),
    ending: 'executionEnded',
  },
  {
    what: 'open when the execution failed elsewhere',
    write: (history) => history.ended('failed', 2),
    ending: 'executionEnded',
  },
]

function folded(kind: TaskKind, outcome: Outcome): FoldedStates {
  const history = new HistoryBuilder()
  history.started()
  history.enter('Work')
  outcome.write(history, history.task(kind))
  return foldExecution(UNREAD_EXECUTION, history.events)
}

const cases = KINDS.flatMap((kind) => OUTCOMES.map((outcome) => ({ kind, what: outcome.what, outcome })))

describe('a history per kind and outcome', () => {
  it.each(cases)('$kind, $what', ({ kind, outcome }) => {
    const { open, endedTasks } = folded(kind, outcome)
    expect(endedTasks.map(({ task, ending }) => [task.scheduledEventId, ending.kind])).toEqual(
      outcome.ending === null ? [] : [[3, outcome.ending]],
    )
    expect(open.map(({ scheduledEventId }) => scheduledEventId)).toEqual(outcome.ending === null ? [3] : [])
    for (const task of [...open, ...endedTasks.map((one) => one.task)]) {
      expect(task).toMatchObject({ kind, name: 'Work', path: [], attempt: 1, scheduledAtMs: at(3) })
    }
  })

  it.each(KINDS)('%s, taken along by its sibling, and by the sibling of what is around it', (kind) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Outer')
    const outer = history.begun()
    const besides = history.task(kind, history.enter('Besides', outer))
    history.enter('Inner', outer)
    const inner = history.begun()
    const first = history.task(kind, history.iteration(0, inner))
    const second = history.task(kind, history.enter('Second', history.iteration(1, inner)))
    const failed = history.taskEnded('failed', besides)
    const known = foldExecution(UNREAD_EXECUTION, history.events)
    expect(known.open.map(({ scheduledEventId }) => scheduledEventId)).toEqual([first, second])
    history.add({ kind: 'aborted' }, failed)
    history.branchesFailed(failed)
    const { open, endedTasks } = foldExecution(known, history.events)
    expect(open).toEqual([])
    expect(endedTasks.map(({ task, ending }) => [task.scheduledEventId, ending.kind])).toEqual([
      [besides, 'failed'],
      [first, 'siblingFailed'],
      [second, 'siblingFailed'],
    ])
  })
})

describe('a redrive', () => {
  /** A Parallel whose first branch failed and took the second one along. */
  function failedParallel(): {
    readonly history: HistoryBuilder
    readonly pack: number
    readonly bill: number
  } {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.begun()
    const pack = history.enter('Pack', begun)
    const packing = history.activity(pack)
    const bill = history.enter('Bill', begun)
    history.activity(bill)
    history.ended('failed', history.branchesFailed(history.taskEnded('failed', packing)))
    history.redriven()
    return { history, pack, bill }
  }

  it('that schedules from the Entered events again has each task where it was, tried anew', () => {
    const { history, pack, bill } = failedParallel()
    history.activity(bill)
    const packing = history.activity(pack)
    const { open, endedTasks, ended } = foldExecution(UNREAD_EXECUTION, history.events)
    expect(ended).toBeNull()
    expect(endedTasks).toHaveLength(2)
    expect(open).toMatchObject([
      { name: 'Bill', path: ['Fulfil', 'branch 2'], attempt: 1, within: [2] },
      { name: 'Pack', path: ['Fulfil', 'branch 1'], attempt: 1, within: [2] },
    ])
    history.branchesFailed(history.taskEnded('timedOut', packing))
    expect(foldExecution(UNREAD_EXECUTION, history.events).open).toEqual([])
  })

  it('that schedules from its own event does not pretend to know in which branch', () => {
    const { history } = failedParallel()
    history.activity()
    const { open } = foldExecution(UNREAD_EXECUTION, history.events)
    expect(open).toMatchObject([{ name: null, path: ['Fulfil'], attempt: null, within: [2] }])
  })

  it('that goes on behind what failed counts the attempts anew, too', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    const failed = history.taskEnded('failed', history.activity())
    history.ended('failed', failed)
    history.redriven()
    history.taskEnded('failed', history.activity(failed))
    expect(foldExecution(UNREAD_EXECUTION, history.events)).toMatchObject({
      open: [],
      between: [{ name: 'Charge card', attempt: 1, failures: [{}] }],
    })
    history.activity()
    const { open } = foldExecution(UNREAD_EXECUTION, history.events)
    expect(open).toMatchObject([{ name: 'Charge card', attempt: 2 }])
  })

  it('of one state counts its attempts anew', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.taskEnded('failed', history.activity())
    history.ended('failed', history.taskEnded('failed', history.activity()))
    history.redriven()
    history.activity()
    const { open } = foldExecution(UNREAD_EXECUTION, history.events)
    expect(open).toMatchObject([{ name: 'Charge card', path: [], attempt: 1 }])
  })
})

describe('what history does not show', () => {
  const begins = (history: HistoryBuilder, from: number): FoldedStates =>
    foldExecution(UNREAD_EXECUTION, history.events.slice(from - 1))

  it('of a beginning that is missing is said, and the task still shows', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    history.enter('Charge card', history.begun())
    history.taken('worker-7', history.activity())
    expect(begins(history, 5)).toMatchObject({
      whole: false,
      startedAtMs: null,
      open: [{ name: null, path: ['?'], attempt: null, workerName: 'worker-7', heartbeatSeconds: 60 }],
    })
    expect(begins(history, 4).open).toMatchObject([{ name: 'Charge card', path: ['?'], attempt: 1 }])
    expect(begins(history, 3).open).toMatchObject([
      { name: 'Charge card', path: ['?', 'branch 1'], attempt: 1 },
    ])
    expect(begins(history, 2).open).toMatchObject([
      { name: 'Charge card', path: ['Fulfil', 'branch 1'], attempt: 1 },
    ])
  })

  it('of a Map around is said inside its iterations, too', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Each item')
    history.activity(history.enter('Pack', history.iteration(4, history.begun())))
    expect(begins(history, 4).open).toMatchObject([{ name: 'Pack', path: ['?', '[4]'] }])
  })

  it.each(['callback', 'job'] as const)('of a %s without execution data is its token', (kind) => {
    const history = new HistoryBuilder()
    history.add({ kind: 'executionStarted', inputText: null })
    history.enter('Ask')
    history.service(kind === 'callback' ? 'sqs:sendMessage.waitForTaskToken' : 'batch:submitJob.sync', null)
    expect(begins(history, 1).open).toMatchObject([{ kind, name: 'Ask', token: null, tokenUnproved: true }])
  })

  it('is the name in an event without details', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('')
    history.activity()
    expect(begins(history, 1).open).toMatchObject([{ name: null, path: [], attempt: 1 }])
  })

  it('is nothing where a type is not known yet', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    history.activity()
    history.add({ kind: 'other', type: 'TaskLookedAt' })
    history.taken('worker-7')
    expect(begins(history, 1).open).toMatchObject([{ name: 'Charge card', workerName: 'worker-7' }])
  })
})
