import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ServiceName } from '../../src/local-aws/protocol/services.ts'

/** A shape of a service model (`service-2.json`), as far as it is used here. */
export interface ModelShape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly key?: { readonly shape: string }
  readonly value?: { readonly shape: string }
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
}

export interface ModelOperation {
  readonly input?: { readonly shape: string }
  readonly output?: { readonly shape: string }
  readonly errors?: readonly { readonly shape: string }[]
}

/** AWS's own description of one service, as botocore ships it. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, ModelOperation>>
  readonly shapes: Readonly<Record<string, ModelShape>>
}

const files: Readonly<Record<ServiceName, string>> = {
  states: 'stepfunctions/2016-11-23/service-2.json',
  swf: 'swf/2012-01-25/service-2.json',
  'cognito-identity': 'cognito-identity/2014-06-30/service-2.json',
}

/** How botocore walks the pages of an operation. */
export interface Paginator {
  readonly input_token: string
  readonly output_token: string
  readonly limit_key: string
}

/** By operation; a service without any has none. */
export function readPaginators(
  dataDirectory: string,
  service: ServiceName,
): Readonly<Record<string, Paginator>> {
  const path = join(dataDirectory, files[service].replace('service-2', 'paginators-1'))
  if (!existsSync(path)) return {}
  // botocore reads the same file in the same form.
  return (JSON.parse(readFileSync(path, 'utf8')) as { pagination: Record<string, Paginator> }).pagination
}

/** The models below botocore's `data` directory; newer releases of botocore compress theirs. */
export function readServiceModels(dataDirectory: string): Readonly<Record<ServiceName, ServiceModel>> {
  const read = (service: ServiceName): ServiceModel => {
    const path = join(dataDirectory, files[service])
    const text = existsSync(path)
      ? readFileSync(path, 'utf8')
      : gunzipSync(readFileSync(`${path}.gz`)).toString()
    // botocore reads the same file in the same form.
    return JSON.parse(text) as ServiceModel
  }
  return { states: read('states'), swf: read('swf'), 'cognito-identity': read('cognito-identity') }
}

/** The shape of that name; a model never refers to one it does not have. */
export function shapeIn(model: ServiceModel, name: string): ModelShape {
  const shape = model.shapes[name]
  if (shape === undefined) throw new Error(`the model has no shape ${name}`)
  return shape
}
