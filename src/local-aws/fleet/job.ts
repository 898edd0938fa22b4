import type { Random } from '../../lib/random.ts'
import type { Principal } from '../operation.ts'
import type { Inside } from './inside.ts'
import type { SecondsRange, WorkerBehaviour } from './scenario.ts'

/** One task in the hands of a worker. */
export interface Job {
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

/** How the worker's calls about one task are made; each calls back in a later turn. */
export interface JobCalls {
  /** `over`: nobody waits for the task any more. `stop`: the worker is to stop, and means to. */
  beat(percent: number, answered: (verdict: 'goOn' | 'stop' | 'over') => void): void
  answer(outcome: 'succeeded' | 'failed' | 'stopped', answered: () => void): void
}

/** What a worker needs to clean up after it was told to stop. */
const stopSeconds = [2, 8] as const

/** Beats and answers for one task as the worker's behaviour has it; `done` once nothing is left to do for it. */
export function doJob(inside: Inside, hands: Hands, job: Job, calls: JobCalls, done: () => void): void {
  const { random } = hands
  const startMs = inside.world.loop.nowMs
  const finishMs = startMs + pickMs(random, job.workSeconds)
  next()

  function next(): void {
    const remainingMs = finishMs - inside.world.loop.nowMs
    const beatMs = beatAfterMs(hands.behaviour(), job.intervalSeconds, random)
    if (beatMs === undefined || beatMs >= remainingMs) inside.after(Math.max(0, remainingMs), finish)
    else inside.after(beatMs, beat)
  }

  function beat(): void {
    if (!hands.alive()) return
    const percent = Math.floor((100 * (inside.world.loop.nowMs - startMs)) / (finishMs - startMs))
    calls.beat(percent, (verdict) => {
      if (verdict === 'over') done()
      else if (verdict === 'stop') inside.after(pickMs(random, stopSeconds), () => answer('stopped'))
      else next()
    })
  }

  function finish(): void {
    if (hands.alive()) answer(random.next() < job.failing ? 'failed' : 'succeeded')
  }

  function answer(outcome: 'succeeded' | 'failed' | 'stopped'): void {
    if (hands.alive()) calls.answer(outcome, done)
  }
}

/** The calls of Step Functions about one task token. Step Functions asks nobody to stop. */
export function statesCalls(inside: Inside, principal: Principal, taskToken: string): JobCalls {
  return {
    beat(_percent, answered) {
      inside.callFromInside(principal, 'states', 'SendTaskHeartbeat', { taskToken }, (answer) => {
        // A closed task is none of the worker's business any more; any other error is tried again with the next beat.
        answered(answer.kind === 'error' && isOver(answer.error.code) ? 'over' : 'goOn')
      })
    },
    answer(outcome, answered) {
      if (outcome === 'succeeded') {
        const input = { taskToken, output: JSON.stringify({ done: true }) }
        inside.callFromInside(principal, 'states', 'SendTaskSuccess', input, answered)
      } else {
        const input = { taskToken, error: 'Worker.Refused', cause: 'The worker could not do this one.' }
        inside.callFromInside(principal, 'states', 'SendTaskFailure', input, answered)
      }
    },
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
