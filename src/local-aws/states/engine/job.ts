import type { JsonObject } from '../../../lib/json.ts'
import type { Random } from '../../../lib/random.ts'
import { jobWork } from '../../workloads.ts'
import type { Execution, JobTask } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { followChild } from './child-execution.ts'
import { closeTask } from './close-task.ts'
import { jobDescription } from './service-answer.ts'

/** A job that was submitted: from here its own end decides, unless a limit of the task comes first. */
export function waitForJob(
  store: StatesStore,
  task: JobTask,
  submitted: JsonObject,
  child: Execution | undefined,
  random: Random,
): void {
  // Step Functions hears of the end by an event, or asks from time to time.
  const noticeMs = random.integer(200, 1500)
  if (child !== undefined) {
    followChild(store, task, child, noticeMs)
    return
  }
  const work = jobWork(store.workloads, task.parameters, random)
  task.nextStep = store.world.loop.after(work.ms + noticeMs, () => {
    const output = jobDescription(task, submitted, work.fails ? 'FAILED' : 'SUCCEEDED')
    const outputText = JSON.stringify(output)
    closeTask(
      store,
      task,
      work.fails
        ? { kind: 'failed', error: 'States.TaskFailed', cause: outputText }
        : { kind: 'succeeded', output, outputText },
    )
  })
}
