import type { HardLimitReason } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'

/** The settings of a task as its service spells them. */
export interface SettingNames {
  readonly limits: Readonly<Record<Exclude<HardLimitReason, 'oneYear'>, string>>
}

const STATES: SettingNames = {
  limits: {
    task: 'TimeoutSeconds',
    scheduleToStart: 'scheduleToStartTimeout',
    scheduleToClose: 'scheduleToCloseTimeout',
    execution: "the state machine's TimeoutSeconds",
    parent: "its parent's TimeoutSeconds",
  },
}

const SWF: SettingNames = {
  limits: {
    ...STATES.limits,
    task: 'startToCloseTimeout',
    execution: "the workflow's executionStartToCloseTimeout",
  },
}

export function settingNames({ swf }: Pick<TaskFacts, 'swf'>): SettingNames {
  return swf === null ? STATES : SWF
}
