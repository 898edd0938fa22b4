import type { Life } from './life.ts'
import type { Tally } from './tally.ts'
import type { TrueTask } from './true-task.ts'

/** Counts what one execution's life had in it, once it is over. `isOwn` tells whose beat one was. */
export function tallyLife(tally: Tally, life: Life, isOwn: (by: string) => boolean): void {
  const tasks = life.tasks()
  const events = life.events()
  for (const task of tasks) tallyTask(tally, task, isOwn)
  for (const { name } of events) if (name?.endsWith(' caught') === true) tally.add('state: caught')
  if (life.depth === 0) return
  const has = (wanted: string): boolean => events.some(({ type }) => type === wanted)
  tally.add('execution: child of a Distributed Map')
  if (life.depth > 1) tally.add('execution: child of a child')
  if (has('ExecutionRedriven')) tally.add('execution: child, redriven')
  if (tasks.some(({ end }) => end === 'parent'))
    tally.add('execution: child, ended by the limit of its parent')
  else if (has('ExecutionAborted')) tally.add('execution: child, stopped with its parent')
}

function tallyTask(tally: Tally, task: TrueTask, isOwn: (by: string) => boolean): void {
  const { kind, scheduledMs, begunMs, endMs, end, beats, isRetry, endedAs } = task
  if (isRetry) tally.add('task: of a retry')
  const isTaken = kind === 'activity' || kind === 'swf'
  if (begunMs !== null && begunMs > scheduledMs + 10_000)
    tally.add(isTaken ? 'task: taken after more than 10 s' : 'task: submitted after more than 10 s')
  if (end === 'heartbeat' && endMs !== null) {
    const lateMs = endMs - runsOutMs(task)
    if (lateMs < 100) tally.add('task: timed out within 0.1 s of its interval')
    if (lateMs > 2000) tally.add('task: timed out more than 2 s after its interval')
  }
  if (isTaken) return
  const early = beats.filter(({ atMs }) => begunMs === null || atMs < begunMs)
  if (early.some(({ by }) => isOwn(by))) tally.add('own beat: before TaskSubmitted')
  if (early.some(({ by }) => by === 'worker')) tally.add('worker: beats before TaskSubmitted')
  if (begunMs !== null) return
  if (endedAs === 'succeeded' || endedAs === 'failed') tally.add('worker: answers before TaskSubmitted')
  if (end === 'heartbeat') tally.add('task: over before TaskSubmitted, by its heartbeat')
  if (end === 'task') tally.add('task: over before TaskSubmitted, by its TimeoutSeconds')
}

/** When its interval was over, by AWS's own clock. */
function runsOutMs({ clockByMs, beats, intervalMs }: TrueTask): number {
  return Math.max(clockByMs ?? 0, beats.at(-1)?.atMs ?? 0) + (intervalMs ?? 0)
}
