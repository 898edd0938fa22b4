import type { Catcher, Retrier, State } from '../../../asl/state-machine.ts'
import type { Failure, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'

// Rules: Step Functions Developer Guide, "Handling errors in Step Functions workflows".

/** What a retrier has where it declares nothing. */
const usual = { intervalSeconds: 1, maxAttempts: 3, backoffRate: 2 }

/** The execution cannot go on from it, whatever Retry and Catch say. */
export function isFatal({ error }: Failure): boolean {
  return error === 'States.Runtime'
}

/**
 * Milliseconds to wait before the state is tried again, and counts the try; undefined where it is not to be tried
 * again. The first retrier that names the error decides, also when its attempts are used up.
 */
export function retryDelayMs({ world }: StatesStore, visit: Visit, failure: Failure): number | undefined {
  const index = retrierFor(visit, failure)
  const retrier = retriersOf(visit.state)[index]
  if (retrier === undefined) return undefined
  const used = visit.retries[index] ?? 0
  if (used >= (retrier.MaxAttempts ?? usual.maxAttempts)) return undefined
  visit.retries[index] = used + 1
  const { IntervalSeconds = usual.intervalSeconds, BackoffRate = usual.backoffRate } = retrier
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** used,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  )
  if (retrier.JitterStrategy !== 'FULL') return Math.round(seconds * 1000)
  const { execution } = visit.branch
  const random = world.random.fork(`retry/${execution.arn}/${execution.startMs}/${execution.events.length}`)
  return Math.round(random.next() * seconds * 1000)
}

/** The index of the retrier that names the failure; -1 where none does. */
export function retrierFor({ state }: Visit, failure: Failure): number {
  return retriersOf(state).findIndex(({ ErrorEquals }) => names(ErrorEquals, failure))
}

/** The catcher that takes the failure. */
export function catcherFor({ state }: Visit, failure: Failure): Catcher | undefined {
  const catchers = 'Catch' in state ? (state.Catch ?? []) : []
  return catchers.find(({ ErrorEquals }) => names(ErrorEquals, failure))
}

/** The state's retriers, in their order. */
export function retriersOf(state: State): readonly Retrier[] {
  return 'Retry' in state ? (state.Retry ?? []) : []
}

/** Whether an `ErrorEquals` takes a failure. */
export function names(
  errorEquals: readonly string[],
  failure: Pick<Failure, 'error' | 'heartbeat'>,
): boolean {
  return errorEquals.some((name) => matches(name, failure))
}

function matches(name: string, { error, heartbeat }: Pick<Failure, 'error' | 'heartbeat'>): boolean {
  switch (name) {
    case 'States.ALL':
      return error !== 'States.DataLimitExceeded'
    case 'States.TaskFailed':
      // A wildcard for everything but timeouts.
      return error !== 'States.Timeout' && error !== 'States.DataLimitExceeded'
    case 'States.HeartbeatTimeout':
      return heartbeat === true || error === name
    default:
      return error === name
  }
}
