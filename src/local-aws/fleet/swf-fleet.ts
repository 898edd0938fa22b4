import { swfDomain } from '../place.ts'
import type { Answer, Inside } from './inside.ts'
import { PollingWorker } from './polling-worker.ts'
import type { SwfSpec } from './scenario.ts'
import { startDecider } from './swf-decider.ts'
import { decisionList, swfVersion } from './swf-names.ts'
import { startWorkflows } from './swf-starter.ts'
import { taskListSource } from './swf-task-source.ts'

type Must = (what: string) => (answer: Answer<unknown>) => void

/**
 * Registers the account's SWF domain, which is there in every scenario, and the types of what the scenario runs in it; `must` handles the
 * answer of a call that may not fail.
 */
export function deploySwf(inside: Inside, spec: SwfSpec | undefined, must: Must): void {
  const principal = inside.principal('FleetScheduler', 'deployment')
  const domain = { name: swfDomain, workflowExecutionRetentionPeriodInDays: '1' }
  inside.callFromInside(principal, 'swf', 'RegisterDomain', domain, must(`SWF domain ${swfDomain}`))
  if (spec === undefined) return
  for (const { type: name, executionStartToCloseTimeout } of spec.workflows) {
    const type = {
      domain: swfDomain,
      name,
      version: swfVersion,
      defaultTaskList: { name: decisionList(name) },
      defaultExecutionStartToCloseTimeout: executionStartToCloseTimeout,
      defaultTaskStartToCloseTimeout: '30',
      defaultChildPolicy: 'TERMINATE' as const,
    }
    inside.callFromInside(principal, 'swf', 'RegisterWorkflowType', type, must(`workflow type ${name}`))
  }
  for (const name of new Set(
    spec.workflows.flatMap(({ activities }) => activities.map(({ type }) => type)),
  )) {
    const type = { domain: swfDomain, name, version: swfVersion }
    inside.callFromInside(principal, 'swf', 'RegisterActivityType', type, must(`activity type ${name}`))
  }
}

/** A decider for each workflow type, and its executions. */
export function startSwf(inside: Inside, spec: SwfSpec | undefined): void {
  for (const workflow of spec?.workflows ?? []) {
    startDecider(inside, workflow)
    startWorkflows(inside, workflow)
  }
}

/** The workers of the scenario's activities, not started yet. */
export function swfWorkers(inside: Inside, spec: SwfSpec | undefined): PollingWorker[] {
  const workers = spec?.workers ?? []
  return workers.map((worker) => new PollingWorker(inside, worker, taskListSource(inside, worker)))
}
