import { isReachable } from '../aws/reachability.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { knownExecutionRef } from '../domain/execution-id.ts'
import type { EndedTask } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import type { TaskToken } from '../domain/task-token.ts'
import type { Connection } from './connection.ts'
import {
  type ActionKind,
  type Journal,
  SIGNATURE_MS,
  sameTask,
  type TaskRef,
  type TokenBasis,
  type WriteOutcome,
} from './journal.ts'
import type { Ports } from './ports.ts'

/** A write that a person decided on. */
export interface Action {
  readonly kind: ActionKind
  readonly connection: Connection
  readonly task: TaskRef
  readonly taskName: string
  readonly token: TaskToken
  readonly tokenBasis: TokenBasis
  /** SWF only: what the heartbeat says of the work's progress; null: nothing. */
  readonly details: string | null
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
 * The one way to write to AWS: write the journal entry, re-read the task, send once, settle the entry with the outcome. Never
 * rejects and never sends twice: a write whose answer was lost is `unknown`, and that is told; while one write to a task is under way
 * no other is begun.
 */
export async function perform(action: Action, ports: PerformPorts): Promise<WriteOutcome> {
  const { connection, task, taskName, token, tokenBasis } = action
  const open = ports.journal.entries
    .get()
    .some((entry) => entry.outcome === null && sameTask(entry.task, task))
  if (open) return { kind: 'underWay' }
  const id = ports.journal.open({
    kind: action.kind,
    task,
    taskName,
    tokenBasis,
    tokenFingerprint: token.fingerprint,
    askedAtMs: connection.clock.now().hi,
  })
  const outcome = (await reasonNotToSend(action, ports)) ?? (await send(action, ports))
  ports.journal.settle(id, outcome)
  return outcome
}

async function reasonNotToSend(
  { task, connection }: Action,
  ports: PerformPorts,
): Promise<WriteOutcome | null> {
  try {
    const now = await ports.reread(task)
    if (now.kind === 'ended') return { kind: 'alreadyEnded', ended: now.ending }
  } catch (cause) {
    const error = errorOf(cause)
    // A read that is throttled or not permitted says nothing against the write, which has its own quota and permission.
    if (BLOCKING.has(error.kind) || isNoAnswerOfAws(error)) return { kind: 'notSent', error }
  }
  try {
    // Without credentials nothing leaves this machine; from here on it may.
    await connection.session.credentials()
    return null
  } catch (cause) {
    return { kind: 'notSent', error: errorOf(cause) }
  }
}

const BLOCKING: ReadonlySet<AppError['kind']> = new Set([
  'noAnswer',
  'signedOut',
  'notSignedIn',
  'expiredCredentials',
  'clockSkew',
])

/** Whether what answers the re-read is not AWS: a heartbeat sent there would seem to be accepted. */
function isNoAnswerOfAws(error: AppError): boolean {
  return error.kind === 'unreadable' && ['noEvents', 'noList', 'malformed'].includes(error.problem)
}

async function send(action: Action, ports: PerformPorts): Promise<WriteOutcome> {
  const { clock, session } = action.connection
  const sent = await clock.confirmed()
  const span = async (): Promise<Interval> => ({ lo: sent.lo, hi: (await clock.confirmed()).hi })
  try {
    const cancelRequested = await heartbeat(action)
    return { kind: 'accepted', at: await span(), cancelRequested }
  } catch (cause) {
    const error = errorOf(cause)
    switch (error.kind) {
      case 'taskClosed':
      case 'taskDoesNotExist':
      case 'invalidToken':
      case 'taskUnknown':
        return { kind: error.kind, at: await span() }
      case 'noAnswer': {
        if (error.unsent === true) return { kind: 'notSent', error }
        // Of a call through the relay, nothing about AWS's host can be asked from here.
        const reachable =
          error.relay === undefined ? await isReachable(error.endpoint, ports.fetch) : error.reachable
        return { kind: 'unknown', at: mayArrive(sent), reachable, answered: false }
      }
      case 'awsFault':
        // A 5xx may come after the work was done.
        if (error.status === null)
          return { kind: 'unknown', at: mayArrive(sent), reachable: true, answered: false }
        return error.status >= 500
          ? { kind: 'unknown', at: await span(), reachable: true, answered: true }
          : { kind: 'refused', error }
      case 'unreadable':
        // Of reads alone: the one by which a way is found before the write.
        return { kind: 'notSent', error }
      case 'clockSkew':
        // AWS looks at the signature before anything else.
        return { kind: 'notSent', error }
      case 'expiredCredentials':
        session.forget()
        return { kind: 'refused', error }
      default:
        return { kind: 'refused', error }
    }
  }
}

/** One call; the answer is `cancelRequested`, null for Step Functions. */
async function heartbeat({ connection, task, token, details }: Action): Promise<boolean | null> {
  const ref = knownExecutionRef(task.executionId)
  if (ref.service === 'swf') {
    const answer = await connection.swf.recordActivityTaskHeartbeat(token, details, ref.domain)
    return answer.cancelRequested
  }
  await connection.states.sendTaskHeartbeat(token)
  return null
}

/** Without an answer it may still be on its way, as long as its signature is good. */
function mayArrive(sent: Interval): Interval {
  return { lo: sent.lo, hi: sent.hi + SIGNATURE_MS }
}

function errorOf(cause: unknown): AppError {
  if (cause instanceof AppFailure) return cause.error
  return { kind: 'awsFault', code: 'Unexpected', message: '', status: null }
}
