import { createStore, type ReadableStore } from '../lib/store.ts'
import type { ClockStatus } from '../local-aws/control/control.ts'
import type { WireHandler } from '../local-aws/wire.ts'

export interface TimeState {
  readonly paused: boolean
  readonly speed: number
  /** World seconds of the last step; null: there was none yet. */
  readonly steppedSeconds: number | null
  readonly steps: number
}

/** Steers the world's clock. The console learns of it as it learns the time: by asking AWS's side for it. */
export interface TimeMachine {
  readonly state: ReadableStore<TimeState>
  pause(): Promise<void>
  resume(): Promise<void>
  step(seconds: number): Promise<void>
  setSpeed(factor: number): Promise<void>
}

/** Settled once the world lives: until then its clock does not tell a story's time. */
export async function worldLives(handle: WireHandler): Promise<void> {
  await control(handle, 'GET', 'status')
}

export function createTimeMachine(handle: WireHandler): TimeMachine {
  const state = createStore<TimeState>({ paused: false, speed: 1, steppedSeconds: null, steps: 0 })
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other: whoever presses twice wants two steps. */
  const change = (path: string, input: object): Promise<void> => {
    const earlier = last
    const carryOut = async (): Promise<void> => {
      await earlier
      const { paused, speed } = await control<ClockStatus>(handle, 'POST', path, input)
      state.update((before) => ({ ...before, paused, speed }))
    }
    const changed = carryOut()
    last = changed.catch(() => undefined)
    return changed
  }
  return {
    state,
    pause: () => change('pause', {}),
    resume: () => change('resume', {}),
    async step(seconds) {
      await change('step', { seconds })
      state.update((before) => ({ ...before, steppedSeconds: seconds, steps: before.steps + 1 }))
    },
    setSpeed: (factor) => change('speed', { factor }),
  }
}

/** A control call of the local AWS (docs/local-aws.md); `T` is what that call answers. */
async function control<T>(
  handle: WireHandler,
  method: 'GET' | 'POST',
  path: string,
  input?: object,
): Promise<T> {
  const body = new TextEncoder().encode(input === undefined ? '' : JSON.stringify(input))
  const answer = await handle({ method, url: `/_local/${path}`, headers: {}, body })
  const text = new TextDecoder().decode(answer.body)
  if (answer.status !== 200) throw new Error(`/_local/${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as T // our own local AWS
}
