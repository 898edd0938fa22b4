import type { HistoryEvent } from '../src/domain/history-event.ts'
import type { SwfEvent } from '../src/domain/swf-event.ts'
import { aTokenText, HistoryBuilder } from '../src/domain/testing-history.ts'
import { WorkflowBuilder } from '../src/domain/testing-workflow.ts'

/** Iterations of one Map that run side by side. */
const SIDE_BY_SIDE = 100

/**
 * A Map whose iterations run task after task, half of them activities and half callbacks, interleaved as in AWS: `events` events with five
 * a task; the newest task of each iteration is open.
 */
export function mapHistory(events: number): readonly HistoryEvent[] {
  const history = new HistoryBuilder()
  history.started()
  const begun = history.add({ kind: 'branchesStarted' }, history.enter('All orders', 0))
  const ends = Array.from({ length: SIDE_BY_SIDE }, (_, index) => ({
    lastId: history.add({ kind: 'iterationStarted', index }, begun),
    step: index % 2 === 0 ? 0 : 5,
  }))
  for (let turn = 0; history.events.length < events; turn += 1) {
    const end = ends[turn % ends.length]
    if (end === undefined) break
    end.lastId = goOn(history, end.lastId, end.step % 10)
    end.step += 1
  }
  return history.events
}

/** Ten events of one iteration: an activity, then a callback. */
function goOn(history: HistoryBuilder, lastId: number, step: number): number {
  switch (step) {
    case 0:
      return history.enter('Pack', lastId)
    case 1:
      return history.activity(lastId)
    case 2:
      return history.taken('packer-1', lastId)
    case 3:
    case 8:
      return history.taskEnded('succeeded', lastId)
    case 4:
      return history.exit('Pack', lastId)
    case 5:
      return history.enter('Charge card', lastId)
    case 6:
      return history.callback({ TaskToken: aTokenText(`${lastId}`), orderId: lastId }, lastId)
    case 7:
      return history.submitted(lastId)
    default:
      return history.exit('Charge card', lastId)
  }
}

/** A workflow execution whose decider schedules task after task: `events` events with five a task; each hundredth task stays open. */
export function workflowHistory(events: number): readonly SwfEvent[] {
  const workflow = new WorkflowBuilder()
  workflow.started()
  for (let task = 0; workflow.events.length < events; task += 1) {
    const scheduledId = workflow.scheduled(`pack-${task}`, workflow.decided())
    workflow.taken(scheduledId)
    if (task % 100 !== 0) workflow.activityEnded(scheduledId)
  }
  return workflow.events.slice(0, events)
}
