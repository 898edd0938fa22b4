import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FoldedStates, foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import type { HistoryEvent } from './history-event.ts'
import { aTokenText, HistoryBuilder } from './testing-history.ts'

/** A move of a random execution: which of its open ends goes on, and how. */
interface Move {
  readonly end: number
  readonly how: number
}

/** A random but well-formed history: states, tries, branches, failures that take siblings along, redrives. */
function randomHistory(moves: readonly Move[]): HistoryEvent[] {
  const history = new HistoryBuilder()
  history.started()
  // Where each chain stands: its newest event, and whether that is a task's.
  let ends: { last: number; task: boolean; alone: boolean }[] = [{ last: 0, task: false, alone: true }]
  for (const [index, { end, how }] of moves.entries()) {
    const chain = ends[end % ends.length]
    if (chain === undefined) break
    if (chain.task) {
      if (how % 4 === 0) chain.last = history.taken('w', chain.last)
      else if (how % 4 === 1) {
        chain.last = history.exit('S', history.taskEnded('succeeded', chain.last))
        chain.task = false
      } else if (how % 4 === 2) {
        // A retry.
        chain.last = history.activity(history.taskEnded('timedOut', chain.last))
      } else {
        const failed = history.taskEnded('failed', chain.last)
        if (chain.alone) {
          history.add({ kind: 'executionRedriven' }, history.ended('failed', failed))
          chain.last = history.activity()
        } else {
          history.add({ kind: 'aborted' }, failed)
          const over = history.exit('P', history.add({ kind: 'branchesFailed' }, failed))
          ends = [{ last: over, task: false, alone: true }]
        }
      }
    } else if (how % 3 === 0 && chain.alone) {
      const begun = history.add({ kind: 'branchesStarted' }, history.enter('P', chain.last))
      ends = [0, 1].map(() => ({
        last: history.activity(history.enter('S', begun)),
        task: true,
        alone: false,
      }))
    } else {
      chain.last = history.enter('S', chain.last)
      chain.last =
        how % 3 === 1
          ? history.callback({ token: aTokenText(`${index}`) }, chain.last)
          : history.activity(chain.last)
      chain.task = true
    }
  }
  return history.events
}

const histories = fc
  .array(fc.record({ end: fc.nat(7), how: fc.nat(11) }), { maxLength: 40 })
  .map((moves) => randomHistory(moves))

/** Everything but the memory, with what the tokens are. */
function told(folded: FoldedStates) {
  const { memory: _, ...rest } = folded
  return { ...rest, tokens: folded.open.map(({ token }) => token?.reveal()) }
}

describe('foldExecution', () => {
  it('tells the same page by page as at once, wherever the pages are cut and overlap', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(60), { maxLength: 8 }), fc.nat(5), (events, cuts, overlap) => {
        let folded = UNREAD_EXECUTION
        let read = 0
        for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
          folded = foldExecution(folded, events.slice(Math.max(0, read - overlap), cut))
          read = Math.max(read, Math.min(cut, events.length))
        }
        expect(told(folded)).toEqual(told(foldExecution(UNREAD_EXECUTION, events)))
        expect(folded.whole).toBe(true)
      }),
    )
  })

  it('passes over an event that is given twice', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const doubled = events.flatMap((event) => [event, event])
        expect(told(foldExecution(UNREAD_EXECUTION, doubled))).toEqual(
          told(foldExecution(UNREAD_EXECUTION, events)),
        )
      }),
    )
  })

  it('never reopens a task, never loses one, and ends each once', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let folded = UNREAD_EXECUTION
        const closed = new Set<number>()
        let scheduled = 0
        for (const event of events) {
          folded = foldExecution(folded, [event])
          if (event.kind.endsWith('Scheduled')) scheduled += 1
          for (const { scheduledEventId } of folded.open) expect(closed.has(scheduledEventId)).toBe(false)
          for (const { task } of folded.endedTasks) closed.add(task.scheduledEventId)
          expect(closed.size).toBe(folded.endedTasks.length)
          expect(folded.open.length + closed.size).toBe(scheduled)
          if (folded.ended !== null) expect(folded.open).toEqual([])
        }
      }),
    )
  })

  it('is the same object where nothing is new, and leaves the old one as it was', () => {
    fc.assert(
      fc.property(histories, fc.nat(40), (events, cut) => {
        const known = foldExecution(UNREAD_EXECUTION, events.slice(0, cut))
        const before = JSON.stringify(told(known))
        expect(foldExecution(known, events.slice(0, cut))).toBe(known)
        expect(foldExecution(known, [])).toBe(known)
        foldExecution(known, events)
        expect(JSON.stringify(told(known))).toBe(before)
      }),
    )
  })
})
