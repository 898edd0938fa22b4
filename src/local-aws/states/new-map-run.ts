import type { MapState, StateMachineDefinition, Subflow } from '../../asl/state-machine.ts'
import { uuidOf } from '../../lib/uuid.ts'
import { statesArn } from './arn.ts'
import { ExecutionIndex } from './execution-index.ts'
import type { Execution, MapRun, StateMachine, Visit } from './model.ts'
import type { StatesStore } from './store.ts'

export interface MapRunLimits {
  readonly flow: Subflow
  readonly maxConcurrency: number
  readonly toleratedFailureCount: number | undefined
  readonly toleratedFailurePercentage: number | undefined
}

/** A Map Run that has just started; `mapRun:Machine/Label:id` and `stateMachine:Machine/Label` are recorded forms. */
export function newMapRun(
  store: StatesStore,
  { branch, state, name }: Visit<MapState>,
  { flow, ...limits }: MapRunLimits,
): MapRun {
  const { world } = store
  const { execution } = branch
  const { stateMachine, region } = execution
  const random = world.random.fork(`map-run/${execution.arn}/${execution.startMs}/${execution.events.length}`)
  const label = state.Label ?? generatedLabel(store, stateMachine, name)
  const machineName = `${stateMachine.name}/${label}`
  const id = uuidOf(random.bytes(16))
  store.started += 1
  const run: MapRun = {
    order: store.started,
    arn: statesArn(region, world.account, 'mapRun', machineName, id),
    label,
    parent: execution,
    machine: childMachine(execution, machineName, flow, world.account),
    children: [],
    startMs: world.loop.nowMs,
    status: 'RUNNING',
    redriveCount: 0,
    proceed: () => Promise.resolve(),
    ...limits,
  }
  execution.mapRuns.push(run)
  store.mapRuns.set(run.arn, run)
  return run
}

/** AWS makes one up where the author gives none, the same for every run of the state. */
function generatedLabel({ world }: StatesStore, { arn }: StateMachine, name: string): string {
  return uuidOf(world.random.fork(`label/${arn}/${name}`).bytes(16)).replaceAll('-', '')
}

function childMachine(
  { stateMachine: parent, revision }: Execution,
  name: string,
  { ProcessorConfig, ...flow }: Subflow,
  account: string,
): StateMachine {
  const { region, createdMs } = parent
  const { updatedMs, roleArn } = revision
  const { QueryLanguage } = revision.machine
  // A child's states go by the language of the state machine that they are written in.
  const machine: StateMachineDefinition = { ...(QueryLanguage !== undefined && { QueryLanguage }), ...flow }
  return {
    ...parent,
    arn: statesArn(region, account, 'stateMachine', name),
    name,
    type: ProcessorConfig?.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
    createdMs,
    tags: new Map(),
    versions: new Map(),
    lastVersion: 0,
    aliases: new Map(),
    executions: new ExecutionIndex(),
    earlier: [],
    revision: { definition: JSON.stringify(machine), machine, roleArn, updatedMs },
    deleting: false,
  }
}
