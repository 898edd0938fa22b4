import type { StateMachineType } from '@aws-sdk/client-sfn'
import { isDistributed } from '../../asl/map-mode.ts'
import type { MapState, State, StateMachineDefinition, Subflow } from '../../asl/state-machine.ts'
import { taskResource } from '../../asl/task-resource.ts'

/** A place in a sound definition that keeps it from running here. */
export interface Obstacle {
  readonly path: string
  readonly message: string
}

/** What AWS would run and the local AWS cannot yet, or what an Express workflow cannot have. */
export function obstacles(machine: StateMachineDefinition, type: StateMachineType): Obstacle[] {
  return flowObstacles('', machine, type)
}

function flowObstacles(
  path: string,
  flow: StateMachineDefinition | Subflow,
  type: StateMachineType,
): Obstacle[] {
  return Object.entries(flow.States).flatMap(([name, state]) =>
    stateObstacles(`${path}/States/${name}`, state, type),
  )
}

function stateObstacles(path: string, state: State, type: StateMachineType): Obstacle[] {
  const found: Obstacle[] = []
  if (state.Type === 'Task') {
    found.push(...resourceObstacles(`${path}/Resource`, state.Resource, type))
  }
  if (state.Type === 'Parallel') {
    found.push(
      ...state.Branches.flatMap((branch, index) => flowObstacles(`${path}/Branches/${index}`, branch, type)),
    )
  }
  if (state.Type === 'Map') found.push(...mapObstacles(path, state, type))
  return found
}

function mapObstacles(path: string, state: MapState, type: StateMachineType): Obstacle[] {
  const found: Obstacle[] = []
  const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
  const flow = state[field]
  if (flow === undefined) return found
  const at = `${path}/${field}`
  const config = state.ItemReader?.ReaderConfig
  const configPath = `${path}/ItemReader/ReaderConfig`
  if (config?.InputType === 'PARQUET') found.push(notYet(`${configPath}/InputType`, 'PARQUET'))
  if (config?.ManifestType === 'ATHENA_DATA') {
    found.push(notYet(`${configPath}/ManifestType`, 'manifests of Athena'))
  }
  if (isDistributed(state)) {
    if (type === 'EXPRESS') {
      const message = 'Express state machine does not support Map state in distributed mode'
      return [{ path: `${at}/ProcessorConfig/Mode`, message }]
    }
    const children = flow.ProcessorConfig?.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD'
    return [...found, ...flowObstacles(at, flow, children)]
  }
  return [...found, ...flowObstacles(at, flow, type)]
}

function resourceObstacles(path: string, arn: string, type: StateMachineType): Obstacle[] {
  const resource = taskResource(arn)
  const express = type === 'EXPRESS'
  switch (resource.kind) {
    case 'activity':
      return express ? [{ path, message: 'Express state machine does not support Activity ARN' }] : []
    case 'lambda':
      return []
    case 'unknown':
      return [unrecognized(path, arn)]
    case 'service': {
      const suffix = { request: undefined, callback: '.waitForTaskToken', job: '.sync' }[resource.pattern]
      if (express && suffix !== undefined) {
        return [{ path, message: `Express state machine does not support '${suffix}' service integration` }]
      }
      return resource.pattern === 'job' && !isJob(resource.resource, resource.resourceType)
        ? [unrecognized(path, arn)]
        : []
    }
  }
}

/** AWS SDK integrations have no jobs, and `:2` is there for executions alone (Developer Guide, service integrations). */
function isJob(resource: string, resourceType: string): boolean {
  if (resource.endsWith('.sync')) return !resourceType.startsWith('aws-sdk:')
  return resourceType === 'states' && resource === 'startExecution.sync:2'
}

function unrecognized(path: string, arn: string): Obstacle {
  return {
    path,
    message: `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
  }
}

function notYet(path: string, what: string): Obstacle {
  return { path, message: `The local AWS does not know ${what} yet` }
}
