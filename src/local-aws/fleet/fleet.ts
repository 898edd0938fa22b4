import { CallbackWorker } from './callback-worker.ts'
import type { Inside } from './inside.ts'
import { activitySource, PollingWorker } from './polling-worker.ts'
import type { Scenario, WorkerBehaviour } from './scenario.ts'
import { startExecutions } from './starter.ts'
import { deploySwf, startSwf, swfWorkers } from './swf-fleet.ts'

/** A worker as the control calls show it. */
export interface WorkerStatus {
  readonly name: string
  readonly behaviour: WorkerBehaviour
  /** Its activity or SWF task list, or the queue, topic or function it listens to. */
  readonly worksOn: string
  readonly tasksInHand: number
}

export interface Fleet {
  workers(): readonly WorkerStatus[]
  /** False where no worker has that name. */
  behave(name: string, behaviour: WorkerBehaviour): boolean
}

/**
 * What is deployed stands for so long, milliseconds, before the first worker polls and the first execution starts, as it does in any
 * account: an execution started within a minute of a deployment may run what was there before (AWS, UpdateStateMachine), so nobody could
 * tell for many what they run.
 */
export const DEPLOYED_BEFORE_MS = 2 * 60_000

/** Deploys a scenario's resources, and later brings its workers and executions to life; call it inside a turn of the world. */
export function startFleet(inside: Inside, scenario: Scenario): Fleet {
  const principal = inside.principal('FleetScheduler', 'deployment')
  const must = (what: string) => (answer: { kind: string; error?: Error }) => {
    if (answer.kind === 'error')
      throw new Error(`scenario ${scenario.name}, ${what}: ${answer.error?.message}`)
  }
  for (const name of scenario.activities) {
    inside.callFromInside(principal, 'states', 'CreateActivity', { name }, must(`activity ${name}`))
  }
  for (const { name, definition } of scenario.stateMachines) {
    const input = {
      name,
      definition: JSON.stringify(definition),
      roleArn: `arn:aws:iam::${inside.world.account}:role/StepFunctions-${name}`,
    }
    inside.callFromInside(principal, 'states', 'CreateStateMachine', input, must(`state machine ${name}`))
  }
  deploySwf(inside, scenario.swf, must)
  const workers = [
    ...scenario.activityWorkers.map((spec) => new PollingWorker(inside, spec, activitySource(inside, spec))),
    ...scenario.callbackWorkers.map((spec) => new CallbackWorker(inside, spec)),
    ...swfWorkers(inside, scenario.swf),
  ]
  inside.after(DEPLOYED_BEFORE_MS, () => {
    startSwf(inside, scenario.swf)
    for (const worker of workers) worker.start()
    for (const starter of scenario.starters) startExecutions(inside, starter)
  })
  return {
    workers: () =>
      workers.map(({ spec, behaviour, worksOn, tasksInHand }) => ({
        name: spec.name,
        behaviour,
        worksOn,
        tasksInHand,
      })),
    behave(name, behaviour) {
      const named = workers.filter((worker) => worker.spec.name === name)
      for (const worker of named) worker.behave(behaviour)
      return named.length > 0
    },
  }
}
