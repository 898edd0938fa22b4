import { swfDomain } from '../place.ts'
import type { Inside } from './inside.ts'
import type { TaskSource } from './polling-worker.ts'
import type { SwfWorkerSpec } from './scenario.ts'

/** A task list of SWF activities as a source of tasks; each beat tells the progress, such as `37 %`. */
export function taskListSource(
  inside: Inside,
  { taskList, ignoresCancel = false }: SwfWorkerSpec,
): TaskSource {
  return {
    name: taskList,
    poll(principal, identity, answered) {
      const input = { domain: swfDomain, taskList: { name: taskList }, identity }
      inside.callFromInside(principal, 'swf', 'PollForActivityTask', input, (answer) => {
        answered(answer.kind === 'error' ? undefined : (answer.output.taskToken ?? ''))
      })
    },
    calls(principal, taskToken) {
      let details = '0 %'
      return {
        beat(percent, answered) {
          details = `${percent} %`
          const input = { taskToken, details }
          inside.callFromInside(principal, 'swf', 'RecordActivityTaskHeartbeat', input, (answer) => {
            // A closed task is none of the worker's business any more; any other error is tried again with the next beat.
            if (answer.kind === 'error') {
              answered(answer.error.code === 'UnknownResourceFault' ? 'over' : 'goOn')
            } else answered(answer.output.cancelRequested === true && !ignoresCancel ? 'stop' : 'goOn')
          })
        },
        answer(outcome, answered) {
          switch (outcome) {
            case 'succeeded': {
              const input = { taskToken, result: JSON.stringify({ done: true }) }
              inside.callFromInside(principal, 'swf', 'RespondActivityTaskCompleted', input, answered)
              break
            }
            case 'failed': {
              const input = {
                taskToken,
                reason: 'Worker.Refused',
                details: 'The worker could not do this one.',
              }
              inside.callFromInside(principal, 'swf', 'RespondActivityTaskFailed', input, answered)
              break
            }
            case 'stopped': {
              const input = { taskToken, details: `Stopped at ${details}` }
              inside.callFromInside(principal, 'swf', 'RespondActivityTaskCanceled', input, answered)
            }
          }
        },
      }
    },
  }
}
