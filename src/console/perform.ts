import { isReachable } from '../aws/reachability.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import { knownExecutionRef } from '../domain/execution-id.ts'
import type { EndedTask } from '../domain/in-flight-task.ts'
import type { Interval } from '../domain/interval.ts'
import type { TaskToken } from '../domain/task-token.ts'
import type { Connection } from './connection.ts'
import type { Journal, OpenEntry } from './journal.ts'
import {
  type ActionKind,
  mayArrive,
  type TaskRef,
  type TokenBasis,
  type UnknownReason,
  type WriteOutcome,
} from './journal-entry.ts'
import type { Ports } from './ports.ts'

/** A write that a person decided on. */
export interface Action {
  readonly kind: ActionKind
  readonly connection: Connection
  readonly task: TaskRef
  readonly taskName: string
  readonly token: TaskToken
  readonly tokenBasis: TokenBasis
  /** SWF only: the progress that the heartbeat reports; null: none. */
  readonly details: string | null
  /** The person has agreed to send it although the journal cannot be written. */
  readonly withoutRecord: boolean
}

/** What a re-read just before the write shows of the task. */
export type TaskNow =
  | { readonly kind: 'open' }
  | { readonly kind: 'ended'; readonly ending: EndedTask['ending'] | null }

export interface PerformPorts extends Pick<Ports, 'fetch'> {
  readonly journal: Journal
  /** Reads the task's history now; rejects with `AppFailure`. */
  readonly reread: (task: TaskRef) => Promise<TaskNow>
}

/**
 * The one way to write to AWS: write the journal entry, re-read the task, note that the request leaves, send it once, settle the entry. Never
 * rejects, never sends twice, and begins nothing while another write to the task is under way. Where AWS's answer is missing or
 * is not provably AWS's refusal, the outcome is `unknown`.
 */
export async function perform(action: Action, ports: PerformPorts): Promise<WriteOutcome> {
  const { connection, task, taskName, token, tokenBasis, kind, withoutRecord } = action
  if (ports.journal.isUnderWay(task)) return { kind: 'underWay' }
  const entry = await ports.journal.open(
    {
      kind,
      task,
      taskName,
      tokenBasis,
      tokenFingerprint: token.fingerprint,
      personId: connection.person.get()?.id ?? null,
      askedAtMs: connection.clock.now().hi,
    },
    withoutRecord,
  )
  if (entry === null) return { kind: 'unrecorded' }
  let outcome: WriteOutcome = { kind: 'notSent', error: UNEXPECTED }
  try {
    outcome = (await reasonNotToSend(action, ports)) ?? (await leave(action, ports, entry))
  } catch {
    // A defect of this page before the request left: `leave` answers for everything after.
  } finally {
    await entry.settle(outcome)
  }
  return outcome
}

const UNEXPECTED: AppError = { kind: 'awsFault', code: 'Unexpected', message: '', status: null }

async function reasonNotToSend(
  { task, connection }: Action,
  ports: PerformPorts,
): Promise<WriteOutcome | null> {
  try {
    const now = await ports.reread(task)
    if (now.kind === 'ended') return { kind: 'alreadyEnded', ended: now.ending }
  } catch (cause) {
    const { error } = failureOf(cause)
    // A read that is throttled or not permitted says nothing against the write, which has its own quota and permission.
    if (BLOCKING.has(error.kind) || isNoAnswerOfAws(error)) return { kind: 'notSent', error }
  }
  try {
    // Without credentials nothing leaves this machine; from here on it may.
    await connection.session.credentials()
    return null
  } catch (cause) {
    return { kind: 'notSent', error: failureOf(cause).error }
  }
}

const BLOCKING: ReadonlySet<AppError['kind']> = new Set([
  'noAnswer',
  'foreignAnswer',
  'signedOut',
  'notSignedIn',
  'expiredCredentials',
  'clockSkew',
])

/** Whether what answers the re-read is not AWS: a heartbeat sent there would seem to be accepted. */
function isNoAnswerOfAws(error: AppError): boolean {
  return error.kind === 'unreadable' && ['noEvents', 'noList', 'malformed'].includes(error.problem)
}

/** Notes that the request leaves, and sends it. Rejects only where it has not left. */
async function leave(action: Action, ports: PerformPorts, entry: OpenEntry): Promise<WriteOutcome> {
  const sentAt = await action.connection.clock.confirmed()
  if (!(await entry.leaving(sentAt))) return { kind: 'unrecorded' }
  let answer: { readonly cancelRequested: boolean | null }
  try {
    answer = await heartbeat(action)
  } catch (cause) {
    return afterFailure(failureOf(cause), sentAt, action, ports)
  }
  return { kind: 'accepted', at: await untilNow(sentAt, action), cancelRequested: answer.cancelRequested }
}

/** From when it was sent to now: nothing takes effect after its answer. */
async function untilNow(sentAt: Interval, { connection }: Action): Promise<Interval> {
  const now = await connection.clock.confirmed().catch(() => connection.clock.now())
  return { lo: sentAt.lo, hi: now.hi }
}

async function afterFailure(
  { error, effect }: AppFailure,
  sentAt: Interval,
  action: Action,
  ports: PerformPorts,
): Promise<WriteOutcome> {
  if (error.kind === 'expiredCredentials') action.connection.session.forget()
  if (effect === 'unsent') return { kind: 'notSent', error }
  if (effect === 'refused') {
    const isOutcome =
      error.kind === 'taskClosed' ||
      error.kind === 'taskDoesNotExist' ||
      error.kind === 'invalidToken' ||
      error.kind === 'taskUnknown'
    return isOutcome ? { kind: error.kind, at: await untilNow(sentAt, action) } : { kind: 'refused', error }
  }
  const why = whyUnknown(error)
  return {
    kind: 'unknown',
    // What AWS did before it answered is done.
    at: why === 'awsFault' ? await untilNow(sentAt, action) : mayArrive(sentAt),
    reachable: await reachableAfter(error, ports),
    why,
  }
}

/** Whether AWS's host answers at all. Of a call through the relay, nothing about AWS's host can be asked from here. */
async function reachableAfter(error: AppError, ports: PerformPorts): Promise<boolean | null> {
  if (error.kind !== 'noAnswer') return null
  return error.relay === undefined ? isReachable(error.endpoint, ports.fetch) : error.reachable
}

function whyUnknown(error: AppError): UnknownReason {
  if (error.kind === 'foreignAnswer') return 'foreignAnswer'
  return error.kind === 'awsFault' && error.status !== null ? 'awsFault' : 'noAnswer'
}

/** One call; the answer is `cancelRequested`, null for Step Functions. */
async function heartbeat({
  connection,
  task,
  token,
  details,
}: Action): Promise<{ readonly cancelRequested: boolean | null }> {
  const ref = knownExecutionRef(task.executionId)
  if (ref.service === 'swf') return connection.swf.recordActivityTaskHeartbeat(token, details, ref.domain)
  await connection.states.sendTaskHeartbeat(token)
  return { cancelRequested: null }
}

function failureOf(cause: unknown): AppFailure {
  return cause instanceof AppFailure ? cause : new AppFailure(UNEXPECTED)
}
