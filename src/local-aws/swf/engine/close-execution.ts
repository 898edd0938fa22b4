import type { CloseStatus } from '@aws-sdk/client-swf'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { append, type EventBody } from './history.ts'
import { settleTask } from './settle-task.ts'

const dayMs = 86_400_000

/**
 * How long a closed execution can be read at most, in world time. AWS keeps it for the domain's retention period, but
 * here it takes memory, and a fleet never stops. A page of it can be read as long as its token is good, which is a day.
 */
const rememberedMs = 1.5 * dayMs

/** Closes an open execution: whatever is open in it is over, without an event of its own. */
export function closeExecution(
  store: SwfStore,
  execution: WorkflowExecution,
  status: CloseStatus,
  body: EventBody,
): void {
  const { world } = store
  const { domain } = execution
  execution.timer?.cancel()
  for (const task of [...execution.activities.values()]) settleTask(world, task)
  if (execution.decision !== undefined) settleTask(world, execution.decision)
  append(world, execution, body)
  execution.close = { atMs: world.loop.nowMs, status }
  domain.open.delete(execution.workflowId)
  // Without a retention period it is gone once everybody has seen it close.
  const retentionMs = domain.retentionDays === 'NONE' ? 0 : domain.retentionDays * dayMs
  const keptMs = Math.min(Math.max(retentionMs, world.settings.swfLagMs), rememberedMs)
  world.loop.after(keptMs, () => store.forget(execution))
}
