import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import { foldReading, newestFirst, olderPage } from './fold-newest-first.ts'
import { type FoldedWorkflow, foldWorkflow, UNREAD_WORKFLOW } from './fold-workflow.ts'
import type { HistoryEvent } from './history-event.ts'
import type { SwfEvent } from './swf-event.ts'
import { HistoryBuilder } from './testing-history.ts'
import { programs, type Run, runOf } from './testing-programs.ts'
import { WorkflowBuilder } from './testing-workflow.ts'

const choices = fc.array(fc.nat(11), { minLength: 1, maxLength: 20 })
const runs = fc.tuple(programs(true), choices).map(([program, turns]) => runOf(program, turns))

/** Everything but the memory. */
function told<Folded extends { readonly memory: unknown }>({ memory: _, ...rest }: Folded) {
  return rest
}

/** What is told of the tasks, whenever things happened and whatever the ids. */
function tasksOf({ open, endedTasks }: FoldedStates): string[] {
  const of = ({ kind, name, path, attempt, workerName }: FoldedStates['open'][number], ending: string) =>
    JSON.stringify([path, name, attempt, kind, workerName, ending])
  return [
    ...open.map((task) => of(task, 'open')),
    ...endedTasks.map(({ task, ending }) => of(task, ending.kind)),
  ].sort()
}

describe('foldExecution, of runs that know what is open', () => {
  it('has open after every event exactly the tasks that are', () => {
    fc.assert(
      fc.property(runs, ({ events, openAfter }) => {
        let folded = UNREAD_EXECUTION
        for (const [index, event] of events.entries()) {
          folded = foldExecution(folded, [event])
          expect(folded.open.map((task) => task.scheduledEventId)).toEqual(openAfter[index])
        }
        expect(folded.whole).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('tells of every task its state, where that stands and which try it is', () => {
    fc.assert(
      fc.property(runs, ({ events, tasks }) => {
        const { open, endedTasks } = foldExecution(UNREAD_EXECUTION, events)
        const all = [...open, ...endedTasks.map(({ task }) => task)]
        expect(all).toHaveLength(tasks.size)
        for (const task of all) expect(task).toMatchObject({ ...tasks.get(task.scheduledEventId) })
      }),
      { numRuns: 300 },
    )
  })

  it('tells the same of every interleaving of the branches', () => {
    fc.assert(
      fc.property(programs(false), choices, choices, (program, some, others) => {
        const [one, other] = [some, others].map((turns) =>
          foldExecution(UNREAD_EXECUTION, runOf(program, turns).events),
        )
        expect(one && tasksOf(one)).toEqual(other && tasksOf(other))
        expect(one?.between.length).toBe(other?.between.length)
      }),
      { numRuns: 300 },
    )
  })

  it('has nobody between attempts who is over, and nobody twice', () => {
    fc.assert(
      fc.property(runs, ({ events }) => {
        let folded = UNREAD_EXECUTION
        for (const event of events) {
          folded = foldExecution(folded, [event])
          const chained = new Set(
            events.filter(({ id }) => id <= event.id).map(({ previousEventId }) => previousEventId),
          )
          for (const { failedEventId, failures, attempt, sinceMs } of folded.between) {
            expect(chained.has(failedEventId)).toBe(false)
            expect(failures).toHaveLength(attempt ?? -1)
            expect(failures.at(-1)?.atMs).toBe(sinceMs)
          }
          if (folded.ended !== null) expect(folded.between).toEqual([])
        }
      }),
    )
  })

  it('keeps each list, and each task, that an event does not change', () => {
    fc.assert(
      fc.property(runs, ({ events }) => {
        let folded = UNREAD_EXECUTION
        for (const event of events) {
          const before = folded
          folded = foldExecution(folded, [event])
          if (event.kind === 'stateEntered' || event.kind === 'stateExited') {
            expect(folded.open).toBe(before.open)
            expect(folded.endedTasks).toBe(before.endedTasks)
          }
          const changed = folded.open.filter((task) => !before.open.includes(task))
          // An abort casts doubt on all that stand beside what failed.
          if (event.kind !== 'aborted') expect(changed.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

/** The same run, redriven: each task that had not finished is scheduled again, from the Entered event of its state (M). */
function redriven(run: Run): {
  readonly history: HistoryBuilder
  readonly tries: ReadonlyMap<number, number>
} {
  const history = new HistoryBuilder()
  history.events.push(...run.events)
  history.redriven()
  const tries = new Map<number, number>()
  for (const [enteredId, { kind }] of run.unfinished) tries.set(history.task(kind, enteredId), enteredId)
  return { history, tries }
}

describe('foldExecution, of runs that failed and are redriven', () => {
  const failed = runs.filter(({ unfinished, events }) => unfinished.size > 0 && endOf(events) === 'failed')

  it('has each task where its state stands, as the first try', () => {
    fc.assert(
      fc.property(failed, (run) => {
        const { history, tries } = redriven(run)
        const folded = foldExecution(UNREAD_EXECUTION, history.events)
        expect(folded.ended).toBeNull()
        expect(folded.open.map((task) => task.scheduledEventId)).toEqual([...tries.keys()])
        for (const task of folded.open) {
          const state = run.unfinished.get(tries.get(task.scheduledEventId) ?? 0)
          expect(task).toMatchObject({ ...state, attempt: 1 })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('ends with one of them all that stand in the states around it, from the inside out', () => {
    fc.assert(
      fc.property(failed, fc.nat(20), (run, choice) => {
        const { history, tries } = redriven(run)
        const fails = [...tries.keys()][choice % tries.size] ?? 0
        const because = history.taskEnded('failed', history.taken('worker-8', fails))
        let folded = foldExecution(UNREAD_EXECUTION, history.events)
        const depth = folded.endedTasks.find(({ task }) => task.scheduledEventId === fails)?.task.within ?? []
        for (const around of depth.toReversed()) {
          const stay = folded.open.filter(({ within }) => !within.includes(around))
          history.branchesFailed(because)
          folded = foldExecution(folded, history.events)
          expect(folded.open).toEqual(stay)
        }
        history.ended('failed')
        history.redriven()
        folded = foldExecution(folded, history.events)
        expect([folded.open, folded.ended]).toEqual([[], null])
      }),
      { numRuns: 300 },
    )
  })
})

function endOf(events: readonly HistoryEvent[]): string {
  const last = events.at(-1)
  return last?.kind === 'executionEnded' ? last.outcome : 'open'
}

/** Pages of a history newest first, each overlapping the one before. */
function pagesOf<E extends { readonly id: number }>(
  events: readonly E[],
  cuts: readonly number[],
  overlap: number,
): readonly (readonly E[])[] {
  const ends = [...new Set([...cuts.filter((cut) => cut < events.length), 0])].sort((a, b) => b - a)
  let to = events.length
  return ends.map((from) => {
    const page = events.slice(from, to + overlap).reverse()
    to = from
    return page
  })
}

/** Histories of both services, each with how it folds. */
const readable = fc.oneof(
  runs.map(({ events }) => ({ service: 'states' as const, events })),
  fc.array(fc.nat(30), { maxLength: 30 }).map((moves) => {
    const history = new WorkflowBuilder()
    history.started()
    const open: number[] = []
    for (const move of moves) {
      const task = open[move % 3]
      if (task === undefined) open.push(history.scheduled(`activity-${move % 4}`, history.decided()))
      else if (move % 5 === 0) history.cancelRequested(`activity-${move % 4}`, history.decided())
      else if (move % 2 === 0) history.taken(task)
      else history.activityEnded(open.splice(move % 3, 1)[0] ?? 0)
    }
    return { service: 'swf' as const, events: history.events }
  }),
)

interface Read {
  readonly early: readonly { readonly folded: FoldedStates | FoldedWorkflow; readonly complete: boolean }[]
  readonly whole: FoldedStates | FoldedWorkflow
}

function readNewestFirst(
  history:
    | { readonly service: 'states'; readonly events: readonly HistoryEvent[] }
    | { readonly service: 'swf'; readonly events: readonly SwfEvent[] },
  known: number,
  cuts: readonly number[],
  overlap: number,
): Read {
  const early: { folded: FoldedStates | FoldedWorkflow; complete: boolean }[] = []
  if (history.service === 'states') {
    let reading = newestFirst<FoldedStates, HistoryEvent>(
      foldExecution(UNREAD_EXECUTION, history.events.slice(0, known)),
    )
    for (const page of pagesOf(history.events, cuts, overlap)) {
      reading = olderPage(reading, page)
      expect(olderPage(reading, page)).toBe(reading)
      early.push({ folded: foldReading(reading, foldExecution), complete: reading.complete })
    }
    return { early, whole: foldExecution(UNREAD_EXECUTION, history.events) }
  }
  let reading = newestFirst<FoldedWorkflow, SwfEvent>(
    foldWorkflow(UNREAD_WORKFLOW, history.events.slice(0, known)),
  )
  for (const page of pagesOf(history.events, cuts, overlap)) {
    reading = olderPage(reading, page)
    expect(olderPage(reading, page)).toBe(reading)
    early.push({ folded: foldReading(reading, foldWorkflow), complete: reading.complete })
  }
  return { early, whole: foldWorkflow(UNREAD_WORKFLOW, history.events) }
}

describe('a history read newest first', () => {
  const args = [readable, fc.nat(60), fc.array(fc.nat(80), { maxLength: 8 }), fc.nat(5)] as const

  it('tells the same in the end as one read in order, whatever was known and wherever its pages are cut', () => {
    fc.assert(
      fc.property(...args, (history, known, cuts, overlap) => {
        const { early, whole } = readNewestFirst(history, known, cuts, overlap)
        const last = early.at(-1)
        expect(last?.complete).toBe(true)
        expect(last && told(last.folded)).toEqual(told(whole))
      }),
      { numRuns: 300 },
    )
  })

  it('is complete just when nothing is missing, in whatever order pages come: newer ones, too, once it is under way', () => {
    fc.assert(
      fc.property(
        runs,
        fc.nat(60),
        args[2],
        fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }),
        (run, ...rest) => {
          const [known, cuts, order] = rest
          const pages = pagesOf(run.events, cuts, 1)
          const shuffled = pages
            .map((page, index) => ({ page, turn: order[index] ?? 0 }))
            .sort((a, b) => a.turn - b.turn)
          const from = foldExecution(UNREAD_EXECUTION, run.events.slice(0, known))
          let reading = newestFirst<FoldedStates, HistoryEvent>(from)
          const came = new Set(run.events.slice(0, known).map(({ id }) => id))
          for (const { page } of shuffled) {
            reading = olderPage(reading, page)
            for (const { id } of page) came.add(id)
            expect(reading.complete).toBe(Math.max(0, ...came) === came.size)
          }
          const whole = foldExecution(UNREAD_EXECUTION, run.events)
          expect(told(foldReading(reading, foldExecution))).toEqual(told(whole))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('says until then that it is not whole, and misses no open task of the pages that came', () => {
    fc.assert(
      fc.property(...args, (history, known, cuts, overlap) => {
        const { early, whole } = readNewestFirst(history, known, cuts, overlap)
        const pages = pagesOf<{ readonly id: number }>(history.events, cuts, overlap)
        for (const [index, { folded, complete }] of early.entries()) {
          expect(folded.whole).toBe(complete)
          const came = new Set(
            pages
              .slice(0, index + 1)
              .flat()
              .map(({ id }) => id),
          )
          const shown = new Set<number>(folded.open.map(({ scheduledEventId }) => scheduledEventId))
          for (const { scheduledEventId } of whole.open) {
            if (came.has(scheduledEventId)) expect(shown.has(scheduledEventId)).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
