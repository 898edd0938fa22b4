import type { Scenario } from '../scenario.ts'
import { activities } from './activities.ts'
import { crowd } from './crowd.ts'
import { fleet } from './fleet.ts'
import { jobs } from './jobs.ts'
import { quiet } from './quiet.ts'
import { solo } from './solo.ts'

/** Every scenario by its name. */
export const scenarios = { fleet, quiet, solo, crowd, jobs, activities } satisfies Readonly<
  Record<string, Scenario>
>

export type ScenarioName = keyof typeof scenarios

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}
