import type { StateMachineType } from '@aws-sdk/client-sfn'
import { isIntrinsicCall } from '../../asl/payload-template.ts'
import type { State, StateMachineDefinition } from '../../asl/state-machine.ts'
import { taskResource } from '../../asl/task-resource.ts'
import { isJsonObject, type JsonValue } from '../../lib/json.ts'

/** A place in a sound definition that keeps it from running here. */
export interface Obstacle {
  readonly path: string
  readonly message: string
}

const unknownStates: readonly State['Type'][] = ['Choice', 'Parallel', 'Map']
const unknownFields = ['Retry', 'Catch', 'Assign', 'Credentials'] as const

/** What AWS would run and the local AWS cannot yet, or what an Express workflow cannot have. */
export function obstacles(machine: StateMachineDefinition, type: StateMachineType): Obstacle[] {
  if (machine.QueryLanguage === 'JSONata') return [notYet('/QueryLanguage', 'JSONata')]
  return Object.entries(machine.States).flatMap(([name, state]) =>
    stateObstacles(`/States/${name}`, state, type),
  )
}

function stateObstacles(path: string, state: State, type: StateMachineType): Obstacle[] {
  if (state.QueryLanguage === 'JSONata') return [notYet(`${path}/QueryLanguage`, 'JSONata')]
  if (unknownStates.includes(state.Type)) return [notYet(`${path}/Type`, `${state.Type} states`)]
  const found: Obstacle[] = unknownFields
    .filter((field) => field in state)
    .map((field) => notYet(`${path}/${field}`, field))
  if (state.Type === 'Task' || state.Type === 'Pass') {
    found.push(...intrinsicsIn(`${path}/Parameters`, state.Parameters ?? null))
  }
  if (state.Type === 'Fail') {
    found.push(...intrinsicAt(`${path}/ErrorPath`, state.ErrorPath))
    found.push(...intrinsicAt(`${path}/CausePath`, state.CausePath))
  }
  if (state.Type === 'Task') {
    found.push(...intrinsicsIn(`${path}/ResultSelector`, state.ResultSelector ?? null))
    found.push(...resourceObstacles(`${path}/Resource`, state.Resource, type))
  }
  return found
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

function intrinsicsIn(path: string, template: JsonValue): Obstacle[] {
  if (Array.isArray(template))
    return template.flatMap((item, index) => intrinsicsIn(`${path}/${index}`, item))
  if (!isJsonObject(template)) return []
  return Object.entries(template).flatMap(([key, member]) => {
    const inner = `${path}/${key}`
    return key.endsWith('.$') ? intrinsicAt(inner, member) : intrinsicsIn(inner, member)
  })
}

function intrinsicAt(path: string, value: JsonValue | undefined): Obstacle[] {
  return typeof value === 'string' && isIntrinsicCall(value) ? [notYet(path, 'intrinsic functions')] : []
}

function notYet(path: string, what: string): Obstacle {
  return { path, message: `The local AWS does not know ${what} yet` }
}
