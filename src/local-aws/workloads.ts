import type { JsonValue } from '../lib/json.ts'
import type { Random } from '../lib/random.ts'
import { uuidOf } from '../lib/uuid.ts'

/** What a function raised, or a service said instead of an answer. */
export interface Raised {
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

/** How long a Lambda function or a service's job works, and how often it fails. */
export interface Workload {
  /** Of a function its name; of a job what one of the call's parameters names it by: JobName, TaskDefinition. */
  readonly name: string
  /** Both ends included. Lambda ends a function after 900 seconds; that is not enforced here. */
  readonly workSeconds: readonly [number, number]
  /** How many of its runs fail, 0 to 1. */
  readonly failing?: number
  /** Of a function: its answer is what it was given, instead of an empty object. */
  readonly echoes?: boolean
  /** Of a function: what a run that fails raises; by default an exception of its own. */
  readonly failure?: Raised
}

/** A call that its service does not take. */
export interface Refusal extends Raised {
  /** What one of the call's parameters names: a table that is not there. */
  readonly named: string
}

/** A text in S3. */
export interface StoredObject {
  readonly key: string
  readonly body: string
}

/** What a scenario says of a bucket: what it does not name there is not there. */
export interface Bucket {
  readonly name: string
  readonly objects: readonly StoredObject[]
}

/** What is known of the functions and jobs of a world. Whatever is not named takes a default time and succeeds. */
export interface Workloads {
  readonly functions?: readonly Workload[]
  readonly jobs?: readonly Workload[]
  readonly refusals?: readonly Refusal[]
  /** What is in S3. A bucket that is not named here exists, too, with a few objects made up by chance. */
  readonly buckets?: readonly Bucket[]
}

/** One run. */
export interface Work {
  readonly ms: number
  readonly fails: boolean
  /** Of a function that fails. */
  readonly failure?: Raised | undefined
}

const usualFunction = [0.1, 0.9] as const
const usualJob = [20, 90] as const

/** The workload of a function called by name or by ARN, with or without a version. */
export function functionWorkload(
  { functions = [] }: Workloads,
  nameOrArn: JsonValue | undefined,
): Workload | undefined {
  if (typeof nameOrArn !== 'string') return undefined
  const name = functionNameIn(nameOrArn)
  return functions.find((workload) => workload.name === name)
}

/** What a function answers that was given `payload`. */
export function functionAnswer(workload: Workload | undefined, payload: JsonValue): JsonValue {
  return workload?.echoes === true ? payload : {}
}

/** What the service says instead of taking a call with these parameters. */
export function refusalOf({ refusals = [] }: Workloads, parameters: JsonValue): Refusal | undefined {
  const values: readonly unknown[] = Object.values(Object(parameters))
  return refusals.find(({ named }) => values.includes(named))
}

/** One run of a function. */
export function functionWork(workload: Workload | undefined, random: Random): Work {
  return workOf(workload, usualFunction, random)
}

/** What AWS makes of an exception that a function raised: the cause is JSON. */
export function functionFailure(random: Random): Raised & { readonly cause: string } {
  const cause = {
    errorMessage: 'The function could not do this one.',
    errorType: 'Exception',
    requestId: uuidOf(random.bytes(16)),
    stackTrace: [],
  }
  return { error: cause.errorType, cause: JSON.stringify(cause) }
}

/** One run of the job that a call with these parameters submits. */
export function jobWork({ jobs = [] }: Workloads, parameters: JsonValue, random: Random): Work {
  const named: readonly unknown[] = Object.values(Object(parameters))
  return workOf(
    jobs.find(({ name }) => named.includes(name)),
    usualJob,
    random,
  )
}

function workOf(workload: Workload | undefined, usual: Workload['workSeconds'], random: Random): Work {
  const [low, high] = workload?.workSeconds ?? usual
  const ms = Math.round((low + random.next() * (high - low)) * 1000)
  return { ms, fails: random.next() < (workload?.failing ?? 0), failure: workload?.failure }
}

function functionNameIn(nameOrArn: string): string {
  const [, afterType = nameOrArn] = nameOrArn.split(':function:')
  return afterType.split(':')[0] ?? ''
}
