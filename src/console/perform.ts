import { isReachable } from '../aws/reachability.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import type { EndedTask } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import type { TaskToken } from '../domain/task-token.ts'
import type { Connection } from './connection.ts'
import { type Journal, SIGNATURE_MS, type TaskRef, type TokenBasis, type WriteOutcome } from './journal.ts'
import type { Ports } from './ports.ts'

/** A write that a person decided on. */
export interface Action {
  readonly kind: 'heartbeat'
  readonly connection: Connection
  readonly task: TaskRef
  readonly taskName: string
  readonly token: TaskToken
  readonly tokenBasis: TokenBasis
}

/** What a re-read just before the write says of the task. */
export type TaskNow =
  | { readonly kind: 'open' }
  | { readonly kind: 'ended'; readonly ending: EndedTask['ending'] | null }

export interface PerformPorts extends Pick<Ports, 'fetch'> {
  readonly journal: Journal
  /** Reads the task's history now; rejects with `AppFailure`. */
  readonly reread: (task: TaskRef) => Promise<TaskNow>
}

/**
 * The one way to write to AWS: re-read the task, write the journal entry, send once, settle the entry with the outcome. Never
 * rejects and never sends twice: a write whose answer was lost is `unknown`, and that is told.
 */
export async function perform(action: Action, ports: PerformPorts): Promise<WriteOutcome> {
  const { connection, task, taskName, token, tokenBasis } = action
  const id = ports.journal.open({
    kind: action.kind,
    task,
    taskName,
    tokenBasis,
    tokenFingerprint: token.fingerprint,
    askedAtMs: connection.clock.now().lo,
  })
  const outcome = (await reasonNotToSend(task, ports)) ?? (await send(connection, token, ports))
  ports.journal.settle(id, outcome)
  return outcome
}

async function reasonNotToSend(task: TaskRef, ports: PerformPorts): Promise<WriteOutcome | null> {
  try {
    const now = await ports.reread(task)
    return now.kind === 'ended' ? { kind: 'alreadyEnded', ended: now.ending } : null
  } catch (cause) {
    const error = errorOf(cause)
    // A read that is throttled or not permitted says nothing against the write, which has its own quota and permission.
    return BLOCKING.has(error.kind) ? { kind: 'notSent', error } : null
  }
}

const BLOCKING: ReadonlySet<AppError['kind']> = new Set([
  'noAnswer',
  'notSignedIn',
  'expiredCredentials',
  'clockSkew',
])

async function send(connection: Connection, token: TaskToken, ports: PerformPorts): Promise<WriteOutcome> {
  const { clock, states, session } = connection
  const sent = clock.now()
  const span = (): Interval => ({ lo: sent.lo, hi: clock.now().hi })
  try {
    await states.sendTaskHeartbeat(token)
    return { kind: 'accepted', at: span() }
  } catch (cause) {
    const error = errorOf(cause)
    switch (error.kind) {
      case 'taskClosed':
      case 'taskDoesNotExist':
      case 'invalidToken':
        return { kind: error.kind, at: span() }
      case 'noAnswer': {
        const reachable = await isReachable(states.endpoint, ports.fetch)
        return { kind: 'unknown', at: { lo: sent.lo, hi: sent.hi + SIGNATURE_MS }, reachable }
      }
      case 'awsFault':
        // A 5xx may come after the work was done.
        return (error.status ?? 500) >= 500
          ? { kind: 'unknown', at: { lo: sent.lo, hi: sent.hi + SIGNATURE_MS }, reachable: true }
          : { kind: 'refused', error }
      case 'expiredCredentials':
        session.forget()
        return { kind: 'refused', error }
      default:
        return { kind: 'refused', error }
    }
  }
}

function errorOf(cause: unknown): AppError {
  if (cause instanceof AppFailure) return cause.error
  return { kind: 'awsFault', code: 'Unexpected', message: '', status: null }
}
