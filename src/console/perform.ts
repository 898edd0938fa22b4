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
  type SettledOutcome,
  SIGNATURE_MS,
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
  /** The person has agreed to send it where the journal cannot be written. */
  readonly mayGoUnrecorded: boolean
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
  const { connection, task, taskName, token, tokenBasis, kind } = action
  const person = await whoSends(action)
  if ('error' in person) return { kind: 'notSent', error: person.error }
  const entry = await ports.journal.open(
    {
      kind,
      task,
      taskName,
      tokenBasis,
      tokenFingerprint: token.fingerprint,
      personId: person.id,
      askedAtMs: connection.clock.now().hi,
    },
    action.mayGoUnrecorded,
  )
  if (entry === 'underWay') return { kind: 'underWay' }
  if (entry === 'unwritable') return { kind: 'unrecorded' }
  // A defect of this page before the request leaves: `leave` answers for everything after.
  let outcome: Settled = { kind: 'notSent', error: { kind: 'defect' } }
  try {
    outcome = (await reasonNotToSend(action, ports)) ?? (await leave(action, ports, entry))
  } catch {
    // It stays that.
  } finally {
    if (outcome.kind === 'unrecorded') entry.drop()
    else await entry.settle(outcome)
  }
  return outcome
}

type Settled = SettledOutcome | { readonly kind: 'unrecorded' }

/** Whose entry it will be. Where nobody has been signed in yet, the sign-in comes first: without one, nothing is sent. */
async function whoSends({
  connection,
}: Action): Promise<{ readonly id: string | null } | { readonly error: AppError }> {
  const known = connection.person.get()
  if (known !== null) return known
  try {
    await connection.session.credentials()
    return connection.person.get() ?? { error: { kind: 'signedOut' } }
  } catch (cause) {
    return { error: failureOf(cause).error }
  }
}

async function reasonNotToSend(
  { task, connection }: Action,
  ports: PerformPorts,
): Promise<SettledOutcome | null> {
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
async function leave(action: Action, ports: PerformPorts, entry: OpenEntry): Promise<Settled> {
  const sentAt = await action.connection.clock.confirmed()
  if (!(await entry.leaving(sentAt))) return { kind: 'unrecorded' }
  try {
    const { cancelRequested } = await heartbeat(action)
    return { kind: 'accepted', at: await untilNow(sentAt, action), cancelRequested }
  } catch (cause) {
    return afterFailure(failureOf(cause), sentAt, action, ports).catch(() => unknown(sentAt, action))
  }
}

/** From when it was sent to now. */
async function untilNow(sentAt: Interval, { connection }: Action): Promise<Interval> {
  const now = await connection.clock.confirmed().catch(() => connection.clock.now())
  return { lo: sentAt.lo, hi: now.hi }
}

/** It may still be on its way, as long as a signature is good that was made until now. */
async function unknown(
  sentAt: Interval,
  action: Action,
  why: UnknownReason = 'noAnswer',
  reachable: boolean | null = null,
): Promise<SettledOutcome> {
  const { lo, hi } = await untilNow(sentAt, action)
  return { kind: 'unknown', at: { lo, hi: hi + SIGNATURE_MS }, reachable, why }
}

async function afterFailure(
  { error, effect }: AppFailure,
  sentAt: Interval,
  action: Action,
  ports: PerformPorts,
): Promise<SettledOutcome> {
  if (error.kind === 'expiredCredentials') action.connection.session.forget()
  if (effect === 'unsent') return { kind: 'notSent', error }
  if (effect === 'unknown')
    return unknown(sentAt, action, whyUnknown(error), await reachableAfter(error, ports))
  switch (error.kind) {
    case 'taskClosed':
    case 'taskDoesNotExist':
    case 'invalidToken':
    case 'taskUnknown':
      return { kind: error.kind, at: await untilNow(sentAt, action) }
    default:
      return { kind: 'refused', error }
  }
}

/** Whether AWS's host answers at all. Of a call through the relay, nothing about AWS's host can be asked from here. */
async function reachableAfter(error: AppError, ports: PerformPorts): Promise<boolean | null> {
  if (error.kind !== 'noAnswer') return null
  return error.relay === undefined ? isReachable(error.endpoint, ports.fetch) : error.reachable
}

function whyUnknown(error: AppError): UnknownReason {
  switch (error.kind) {
    case 'noAnswer':
    case 'foreignAnswer':
      return error.kind
    case 'defect':
      return 'noAnswer'
    case 'awsFault':
      return error.status !== null && error.status >= 500 ? 'awsFault' : 'unproved'
    default:
      return 'unproved'
  }
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
  return cause instanceof AppFailure ? cause : new AppFailure({ kind: 'defect' })
}
