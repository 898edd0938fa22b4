import type { HardLimitReason } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'

/** The settings of a task as its service spells them. */
export interface SettingNames {
  readonly heartbeat: string
  readonly limits: Readonly<Record<Exclude<HardLimitReason, 'oneYear'>, string>>
}

const STATES: SettingNames = {
  heartbeat: 'HeartbeatSeconds',
  limits: {
    task: 'TimeoutSeconds',
    scheduleToStart: 'scheduleToStartTimeout',
    scheduleToClose: 'scheduleToCloseTimeout',
    execution: "the state machine's TimeoutSeconds",
  },
}

const SWF: SettingNames = {
  heartbeat: 'heartbeatTimeout',
  limits: {
    ...STATES.limits,
    task: 'startToCloseTimeout',
    execution: "the workflow's executionStartToCloseTimeout",
  },
}

export function settingNames({ swf }: Pick<TaskFacts, 'swf'>): SettingNames {
  return swf === null ? STATES : SWF
}

/** AWS itself watches over tasks of these kinds: none of them has a worker that could die unnoticed. */
export function isRunByAws({ kind }: Pick<TaskFacts, 'kind'>): boolean {
  return kind === 'lambda' || kind === 'requestResponse' || kind === 'job'
}

/** Whether a heartbeat could do anything: AWS gives these tasks no token, or ends a job's task with the job alone. */
export function takesHeartbeats({ kind, heartbeatSeconds }: TaskFacts): boolean {
  return !isRunByAws({ kind }) || (kind === 'job' && heartbeatSeconds !== null)
}
