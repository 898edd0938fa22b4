import type { JsonValue } from '../../lib/json.ts'
import type { Random } from '../../lib/random.ts'

/** How long a Lambda function or a service's job works, and how often it fails. */
export interface Workload {
  /** Of a function its name; of a job what one of the call's parameters names it by: JobName, TaskDefinition. */
  readonly name: string
  /** Both ends included. Lambda ends a function after 900 seconds; that is not enforced here. */
  readonly workSeconds: readonly [number, number]
  /** How many of its runs fail, 0 to 1. */
  readonly failing?: number
}

/** What is known of the functions and jobs of a world. Whatever is not named takes a default time and succeeds. */
export interface Workloads {
  readonly functions?: readonly Workload[]
  readonly jobs?: readonly Workload[]
}

/** One run. */
export interface Work {
  readonly ms: number
  readonly fails: boolean
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

/** One run of a function. */
export function functionWork(workload: Workload | undefined, random: Random): Work {
  return workOf(workload, usualFunction, random)
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
  return { ms, fails: random.next() < (workload?.failing ?? 0) }
}

function functionNameIn(nameOrArn: string): string {
  const [, afterType = nameOrArn] = nameOrArn.split(':function:')
  return afterType.split(':')[0] ?? ''
}
