import type { StateMachineType } from '@aws-sdk/client-sfn'
import { isDistributed } from '../../asl/map-mode.ts'
import { Place, type Problem } from '../../asl/problem.ts'
import type { MapState, State, StateMachineDefinition, Subflow } from '../../asl/state-machine.ts'
import { taskResource } from '../../asl/task-resource.ts'

/** What keeps a sound definition from running: AWS would run it and the local AWS cannot yet, or an Express workflow cannot have it. */
export function obstacles(machine: StateMachineDefinition, type: StateMachineType): Problem[] {
  const root = new Place()
  checkFlow(machine, root, type)
  return root.told()
}

function checkFlow(flow: StateMachineDefinition | Subflow, place: Place, type: StateMachineType): void {
  for (const [name, state] of Object.entries(flow.States)) checkState(state, place.at('States', name), type)
}

function checkState(state: State, place: Place, type: StateMachineType): void {
  if (state.Type === 'Task') checkResource(state.Resource, place.at('Resource'), type)
  if (state.Type === 'Map') checkMap(state, place, type)
  if (state.Type !== 'Parallel') return
  for (const [index, branch] of state.Branches.entries()) checkFlow(branch, place.at('Branches', index), type)
}

function checkMap(state: MapState, place: Place, type: StateMachineType): void {
  const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
  const flow = state[field]
  if (flow === undefined) return
  const config = state.ItemReader?.ReaderConfig
  const configPlace = place.at('ItemReader', 'ReaderConfig')
  if (config?.InputType === 'PARQUET') notYet(configPlace.at('InputType'), 'PARQUET')
  if (config?.ManifestType === 'ATHENA_DATA') notYet(configPlace.at('ManifestType'), 'manifests of Athena')
  const inside = place.at(field)
  if (!isDistributed(state)) checkFlow(flow, inside, type)
  else if (type === 'EXPRESS') {
    const message = 'Express state machine does not support Map state in distributed mode'
    inside.at('ProcessorConfig', 'Mode').report(message)
  } else checkFlow(flow, inside, flow.ProcessorConfig?.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD')
}

function checkResource(arn: string, place: Place, type: StateMachineType): void {
  const resource = taskResource(arn)
  const express = type === 'EXPRESS'
  switch (resource.kind) {
    case 'activity':
      if (express) place.report('Express state machine does not support Activity ARN')
      break
    case 'lambda':
      break
    case 'unknown':
      unrecognized(place, arn)
      break
    case 'service': {
      const suffix = { request: undefined, callback: '.waitForTaskToken', job: '.sync' }[resource.pattern]
      if (express && suffix !== undefined) {
        place.report(`Express state machine does not support '${suffix}' service integration`)
      } else if (resource.pattern === 'job' && !isJob(resource.resource, resource.resourceType)) {
        unrecognized(place, arn)
      }
    }
  }
}

/** AWS SDK integrations have no jobs, and `:2` is there for executions alone (Developer Guide, service integrations). */
function isJob(resource: string, resourceType: string): boolean {
  if (resource.endsWith('.sync')) return !resourceType.startsWith('aws-sdk:')
  return resourceType === 'states' && resource === 'startExecution.sync:2'
}

function unrecognized(place: Place, arn: string): void {
  place.report(
    `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
  )
}

function notYet(place: Place, what: string): void {
  place.report(`The local AWS does not know ${what} yet`)
}
