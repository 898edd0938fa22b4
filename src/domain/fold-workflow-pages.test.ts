import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FoldedWorkflow, foldWorkflow, UNREAD_WORKFLOW } from './fold-workflow.ts'
import type { SwfEvent } from './swf-event.ts'
import { WorkflowBuilder } from './testing-workflow.ts'

/** A move of a random workflow: which of its activities, and what happens. */
interface Move {
  readonly which: number
  readonly how: number
}

const ENDINGS = ['completed', 'failed', 'timedOut', 'canceled'] as const

/** A random but well-formed history: tries of a few activities, claims, requests to cancel, and perhaps an end. */
function randomHistory(moves: readonly Move[], closes: boolean): SwfEvent[] {
  const history = new WorkflowBuilder()
  history.started()
  const open = new Map<string, { id: number; taken: boolean }>()
  for (const { which, how } of moves) {
    const activityId = `activity-${which}`
    const task = open.get(activityId)
    if (task === undefined) {
      if (how % 3 === 0) history.cancelRequested(activityId, history.decided())
      const decisionEventId = history.decided(how % 2 === 0 ? null : `decider-${how}`)
      open.set(activityId, { id: history.scheduled(activityId, decisionEventId), taken: false })
    } else if (how % 4 === 0) {
      history.cancelRequested(activityId, history.decided(`decider-${how}`))
    } else if (how % 4 === 1 || task.taken) {
      history.activityEnded(task.id, { outcome: ENDINGS[how % ENDINGS.length] ?? 'completed' })
      open.delete(activityId)
    } else {
      history.taken(task.id, `worker-${how}`)
      task.taken = true
    }
  }
  if (closes) history.ended('terminated')
  return history.events
}

const histories = fc
  .tuple(fc.array(fc.record({ which: fc.nat(3), how: fc.nat(11) }), { maxLength: 40 }), fc.boolean())
  .map(([moves, closes]) => randomHistory(moves, closes))

/** Everything but the memory. */
function told({ memory: _, ...rest }: FoldedWorkflow) {
  return rest
}

describe('foldWorkflow', () => {
  it('tells the same page by page as at once, wherever the pages are cut and overlap', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(80), { maxLength: 8 }), fc.nat(5), (events, cuts, overlap) => {
        let folded = UNREAD_WORKFLOW
        let read = 0
        for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
          folded = foldWorkflow(folded, events.slice(Math.max(0, read - overlap), cut))
          read = Math.max(read, Math.min(cut, events.length))
        }
        expect(told(folded)).toEqual(told(foldWorkflow(UNREAD_WORKFLOW, events)))
        expect(folded.whole).toBe(true)
      }),
    )
  })

  it('learns nothing from an answer that shows less than is known', () => {
    fc.assert(
      fc.property(histories, fc.nat(80), fc.nat(80), (events, from, to) => {
        const known = foldWorkflow(UNREAD_WORKFLOW, events)
        expect(foldWorkflow(known, events.slice(from, to))).toBe(known)
        expect(foldWorkflow(known, [])).toBe(known)
      }),
    )
  })

  it('passes over an event that is given twice', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const doubled = events.flatMap((event) => [event, event])
        expect(told(foldWorkflow(UNREAD_WORKFLOW, doubled))).toEqual(
          told(foldWorkflow(UNREAD_WORKFLOW, events)),
        )
      }),
    )
  })

  it('never reopens a task, never loses one, ends each once, and keeps what did not change', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let folded = UNREAD_WORKFLOW
        const closed = new Set<number>()
        let scheduled = 0
        for (const event of events) {
          const before = folded
          folded = foldWorkflow(folded, [event])
          if (event.kind === 'activityScheduled') scheduled += 1
          for (const { scheduledEventId } of folded.open) expect(closed.has(scheduledEventId)).toBe(false)
          for (const { task } of folded.endedTasks) closed.add(task.scheduledEventId)
          expect(closed.size).toBe(folded.endedTasks.length)
          expect(folded.open.length + closed.size).toBe(scheduled)
          if (folded.ended !== null) expect(folded.open).toEqual([])
          const changed = folded.open.filter((task) => !before.open.includes(task))
          expect(changed.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('leaves what was known as it was', () => {
    fc.assert(
      fc.property(histories, fc.nat(80), (events, cut) => {
        const known = foldWorkflow(UNREAD_WORKFLOW, events.slice(0, cut))
        const before = JSON.stringify(told(known))
        const memory = [...known.memory.attempts, ...known.memory.deciders]
        foldWorkflow(known, events)
        expect(JSON.stringify(told(known))).toBe(before)
        expect([...known.memory.attempts, ...known.memory.deciders]).toEqual(memory)
      }),
    )
  })
})
