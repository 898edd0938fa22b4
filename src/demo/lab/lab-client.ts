import { expressionFault } from '../../asl/jsonata-expression.ts'
import { parseDefinition } from '../../asl/parse-definition.ts'
import type { StateMachineDefinition } from '../../asl/state-machine.ts'
import { createStore, type ReadableStore } from '../../lib/store.ts'
import type { WireHandler } from '../../local-aws/wire.ts'
import type { LabOrder, LabStarted, LabTrace } from './lab-run.ts'

export interface LabRun {
  readonly order: LabOrder
  readonly machine: StateMachineDefinition | null
  readonly executionArn: string
}

export interface LabState {
  readonly run: LabRun | null
  /** Why AWS did not start what was last sent. */
  readonly refused: Extract<LabStarted, { kind: 'refused' }> | null
  /** Of the run, as it was last looked at. */
  readonly trace: LabTrace | null
}

/** The page's end of the lab. */
export interface LabClient {
  readonly state: ReadableStore<LabState>
  start(order: LabOrder): Promise<void>
  stop(): Promise<void>
  /** Looks how far the run is. */
  look(): Promise<void>
}

export function createLabClient(handle: WireHandler): LabClient {
  const state = createStore<LabState>({ run: null, refused: null, trace: null })
  const look = async (): Promise<void> => {
    const { run } = state.get()
    if (run === null) return
    const trace = await ask<LabTrace | null>(handle, 'trace')
    // Of another run by now: the next look shows it.
    if (state.get().run === run) state.update((before) => ({ ...before, trace }))
  }
  return {
    state,
    async start(order) {
      state.set({ run: null, refused: null, trace: null })
      const started = await ask<LabStarted>(handle, 'start', order)
      if (started.kind === 'refused') {
        state.update((before) => ({ ...before, refused: started }))
        return
      }
      const parsed = parseDefinition(order.definition, expressionFault)
      const machine = parsed.kind === 'ok' ? parsed.machine : null
      state.set({ run: { order, machine, executionArn: started.executionArn }, refused: null, trace: null })
      await look()
    },
    async stop() {
      await ask(handle, 'stop')
      await look()
    },
    look,
  }
}

/** A call of the lab; `T` is what that call answers. */
async function ask<T>(handle: WireHandler, name: string, input: object = {}): Promise<T> {
  const body = new TextEncoder().encode(JSON.stringify(input))
  const answer = await handle({ method: 'POST', url: `/_lab/${name}`, headers: {}, body })
  const text = new TextDecoder().decode(answer.body)
  if (answer.status !== 200) throw new Error(`the lab's ${name} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as T // the lab's own end in the world
}
