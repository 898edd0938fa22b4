import type { HistoryEvent } from '@aws-sdk/client-swf'
import { swfDomain } from '../place.ts'
import type { Inside } from './inside.ts'
import { pickMs } from './job.ts'
import type { SwfWorkflowSpec } from './scenario.ts'
import { decide } from './swf-decide.ts'
import { decisionList } from './swf-names.ts'

const thinkSeconds = [0.2, 1.5] as const
const pauseAfterErrorMs = 5000

/** The decider of one workflow type: polls, reads the whole history, answers. It never dies. */
export function startDecider(inside: Inside, { type, workflowIdPrefix, activities }: SwfWorkflowSpec): void {
  const identity = `${workflowIdPrefix}-decider`
  const principal = inside.principal('FleetScheduler', identity)
  const random = inside.randomOf(identity)
  const poll = { domain: swfDomain, taskList: { name: decisionList(type) }, identity }
  pollOnce()

  function pollOnce(nextPageToken?: string, earlier: readonly HistoryEvent[] = []): void {
    inside.callFromInside(principal, 'swf', 'PollForDecisionTask', { ...poll, nextPageToken }, (answer) => {
      if (answer.kind === 'error') {
        inside.after(pauseAfterErrorMs, pollOnce)
        return
      }
      const { taskToken = '', events = [], nextPageToken: next } = answer.output
      const all = [...earlier, ...events]
      if (taskToken === '') pollOnce()
      else if (next !== undefined) pollOnce(next, all)
      else inside.after(pickMs(random, thinkSeconds), () => respond(taskToken, all))
    })
  }

  function respond(taskToken: string, events: readonly HistoryEvent[]): void {
    const input = { taskToken, decisions: decide(activities, events) }
    // A decision task that is over by now is none of its business any more: SWF has scheduled another one.
    inside.callFromInside(principal, 'swf', 'RespondDecisionTaskCompleted', input, () => pollOnce())
  }
}
