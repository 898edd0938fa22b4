import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'
import type { Inside } from './inside.ts'
import type { SecondsRange, WorkerBehaviour } from './scenario.ts'

/** One task token in the hands of a worker. */
export interface Job {
  readonly taskToken: string
  readonly intervalSeconds: number
  readonly workSeconds: SecondsRange
  readonly failing: number
}

/** Who works on it. Nothing more is sent once `alive` is false: the worker has died with the task. */
export interface Hands {
  readonly principal: Principal
  readonly random: Random
  readonly behaviour: () => WorkerBehaviour
  readonly alive: () => boolean
}

/** Beats and answers for one task as the worker's behaviour has it; `done` once nothing is left to do for it. */
export function doJob(inside: Inside, hands: Hands, job: Job, done: () => void): void {
  const { taskToken } = job
  const { principal, random } = hands
  const finishMs = inside.world.loop.nowMs + pickMs(random, job.workSeconds)
  next()

  function next(): void {
    const remainingMs = finishMs - inside.world.loop.nowMs
    const beatMs = beatAfterMs(hands.behaviour(), job.intervalSeconds, random)
    if (beatMs === undefined || beatMs >= remainingMs) inside.after(Math.max(0, remainingMs), answer)
    else inside.after(beatMs, beat)
  }

  function beat(): void {
    if (!hands.alive()) return
    inside.callFromInside(principal, 'states', 'SendTaskHeartbeat', { taskToken }, (answered) => {
      // A closed task is none of the worker's business any more; any other error is tried again with the next beat.
      if (answered.kind === 'error' && isOver(answered.error.code)) done()
      else next()
    })
  }

  function answer(): void {
    if (!hands.alive()) return
    if (random.next() < job.failing) {
      const input = { taskToken, error: 'Worker.Refused', cause: 'The worker could not do this one.' }
      inside.callFromInside(principal, 'states', 'SendTaskFailure', input, done)
    } else {
      const input = { taskToken, output: JSON.stringify({ done: true }) }
      inside.callFromInside(principal, 'states', 'SendTaskSuccess', input, done)
    }
  }
}

function isOver(code: string): boolean {
  return code === 'TaskTimedOut' || code === 'TaskDoesNotExist' || code === 'InvalidToken'
}

function beatAfterMs(
  behaviour: WorkerBehaviour,
  intervalSeconds: number,
  random: Random,
): number | undefined {
  const intervalMs = intervalSeconds * 1000
  switch (behaviour) {
    case 'beatsWell':
    case 'crashes':
      return intervalMs * (0.3 + 0.06 * random.next())
    case 'beatsLate':
      // One beat in twelve comes around the deadline itself: sometimes saved by AWS's late timers, sometimes not.
      return intervalMs * (random.next() < 1 / 12 ? 0.98 + 0.04 * random.next() : 0.7 + 0.27 * random.next())
    case 'neverBeats':
    case 'dead':
      return undefined
  }
}

export function pickMs(random: Random, [low, high]: SecondsRange): number {
  return Math.round((low + random.next() * (high - low)) * 1000)
}
