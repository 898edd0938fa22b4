import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from './fold-workflow.ts'
import type { HistoryEvent } from './history-event.ts'
import { aTokenText, HistoryBuilder } from './testing-history.ts'
import { at } from './testing-tasks.ts'
import { WorkflowBuilder } from './testing-workflow.ts'

function fold(events: readonly HistoryEvent[]): FoldedStates {
  return foldExecution(UNREAD_EXECUTION, events)
}

function without(history: HistoryBuilder, ...ids: readonly number[]): HistoryEvent[] {
  return history.events.filter(({ id }) => !ids.includes(id))
}

function charging(): HistoryBuilder {
  const history = new HistoryBuilder()
  history.started()
  history.enter('Charge card')
  return history
}

describe('after the end of an execution', () => {
  it('nothing opens until it is redriven', () => {
    const history = charging()
    history.ended('failed', history.taskEnded('failed', history.activity()))
    history.taskEnded('failed', history.activity(2))
    expect(fold(history.events)).toMatchObject({ open: [], between: [], ended: { outcome: 'failed' } })
    history.redriven()
    history.activity(2)
    expect(fold(history.events)).toMatchObject({ open: [{ name: 'Charge card', attempt: 1 }], ended: null })
  })

  it('nothing opens in a workflow', () => {
    const history = new WorkflowBuilder()
    history.started()
    history.ended('terminated')
    history.scheduled('a')
    expect(foldWorkflow(UNREAD_WORKFLOW, history.events)).toMatchObject({
      open: [],
      ended: { outcome: 'terminated' },
      lastEventId: 3,
    })
  })

  it('what goes on behind a gap was redriven in it, at a time that is not known', () => {
    const history = charging()
    history.activity()
    const end = history.ended('failed')
    const redriven = history.redriven()
    history.activity(2)
    const known = fold(history.events.slice(0, end))
    const folded = foldExecution(known, without(history, redriven))
    expect(folded).toMatchObject({ ended: null, limitsFromMs: null, startedAtMs: at(1), whole: false })
    expect(folded.open).toMatchObject([{ scheduledEventId: 6, name: 'Charge card', attempt: 1 }])
  })
})

describe('a gap', () => {
  it('leaves the numbers of the branches unknown that may have others beside them in it', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Fulfil')
    const begun = history.begun()
    const pack = history.enter('Pack', begun)
    history.activity(history.enter('Bill', begun))
    expect(fold(without(history, pack)).open).toMatchObject([{ name: 'Bill', path: ['Fulfil', '?'] }])
    history.exit('Bill', history.taskEnded())
    const later = history.begun(history.enter('Ship'))
    history.activity(history.enter('Weigh', later))
    expect(fold(without(history, pack)).open).toMatchObject([
      { name: 'Weigh', path: ['Fulfil', '?', 'Ship', 'branch 1'] },
    ])
  })

  it('that hides the end of a first try leaves a request to cancel to the second', () => {
    const history = new WorkflowBuilder()
    history.started()
    history.scheduled('a')
    const ended = history.activityEnded(2, { outcome: 'timedOut' })
    history.scheduled('a')
    history.cancelRequested('a')
    const events = history.events.filter(({ id }) => id !== ended)
    const { open } = foldWorkflow(UNREAD_WORKFLOW, events)
    expect(open.map(({ swf }) => swf?.cancelRequest?.atMs)).toEqual([undefined, at(5)])
  })

  it('does not end what is behind it', () => {
    const history = charging()
    const scheduled = history.activity()
    const ended = history.taskEnded('failed', scheduled)
    history.activity(ended)
    expect(fold(without(history, ended)).open.map((task) => task.scheduledEventId)).toEqual([scheduled, 5])
    expect(fold(without(history, ended)).open).toMatchObject([{ attempt: 1 }, { name: null, attempt: null }])
  })
})

describe('an ending of a type that is not known', () => {
  it.each<[string, (history: HistoryBuilder) => void, readonly string[]]>([
    ['is told by the Exited event of its state', (history) => history.exit('Charge card'), []],
    ['is told by the next try', (history) => history.activity(), ['Charge card #2']],
  ])('%s', (_, write, open) => {
    const history = charging()
    history.activity()
    history.add({ kind: 'other', type: 'ActivityCanceled' })
    expect(fold(history.events).open).toHaveLength(1)
    write(history)
    const folded = fold(history.events)
    expect(folded.open.map(({ name, attempt }) => `${name} #${attempt}`)).toEqual(open)
    expect(folded.endedTasks).toMatchObject([
      { task: { attempt: 1 }, ending: { kind: 'untold', atMs: at(5) } },
    ])
  })
})

describe('a token', () => {
  it.each(['executionStarted', 'stateEntered', 'stateExited'] as const)(
    'is not proved where the text of %s was left out: it may have been handed down in it',
    (kind) => {
      const history = new HistoryBuilder()
      history.add({ kind: 'executionStarted', inputText: kind === 'executionStarted' ? null : '{}' })
      if (kind !== 'executionStarted') history.add({ kind, name: 'Prepare', dataText: null })
      history.enter('Ask manager')
      history.callback({ TaskToken: aTokenText('parent') })
      expect(fold(history.events).open).toMatchObject([{ token: null, tokenUnproved: true }])
    },
  )
})

describe('a previousEventId', () => {
  it.each([99, -1, 3])('of %d leads nowhere that was read', (previousEventId) => {
    const history = charging()
    history.activity(previousEventId)
    expect(fold(history.events).open).toMatchObject([{ name: null, path: ['?'], attempt: null }])
  })
})

describe('a history as long as AWS allows', () => {
  it('of one state that is tried over and over takes no more for each try than for the first', () => {
    const history = charging()
    while (history.events.length < 24_998) history.taskEnded('timedOut', history.activity())
    const { between, memory } = fold(history.events)
    expect(between).toMatchObject([{ attempt: 12_498 }])
    expect(between[0]?.failures).toHaveLength(12_498)
    // Each place holds on to the one before, and copies nothing of it.
    const kept = [...memory.places.values()].map(({ failures }) => failures)
    expect(new Set(kept).size).toBe(12_499)
    expect(kept.at(-1)?.before).toBe(kept.at(-3))
  })

  it('of states with the names of members of every object keeps them apart', () => {
    const names = ['__proto__', 'constructor', 'toString', 'x'.repeat(80), ' ', 'a / b']
    const history = new HistoryBuilder()
    history.started()
    history.enter('__proto__')
    const begun = history.begun()
    for (const name of names) history.activity(history.enter(name, begun))
    expect(fold(history.events).open.map(({ name }) => name)).toEqual(names)
    expect(fold(history.events).open.map(({ path }) => path)).toEqual(
      names.map((_, index) => ['__proto__', `branch ${index + 1}`]),
    )
  })
})
