import * as v from 'valibot'
import { type AppError, answerProblems, policyKinds } from '../domain/app-error.ts'
import { addressableId, executionRefOf } from '../domain/execution-id.ts'
import { type SettledOutcome, type StoredEntry, unknownReasons } from './journal-entry.ts'

const text = v.string()
/** Within what a clock can show: other times would break what writes them. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(Date.UTC(2200, 0)))
const interval = v.pipe(
  v.object({ lo: moment, hi: moment }),
  v.check(({ lo, hi }) => lo <= hi),
)
const only = <const Kind extends string>(kind: Kind) => v.object({ kind: v.literal(kind) })
const at = <const Kind extends string>(kind: Kind) => v.object({ kind: v.literal(kind), at: interval })

const errorSchema = v.variant('kind', [
  v.object({
    kind: v.literal('denied'),
    action: v.nullable(text),
    resource: v.nullable(text),
    guest: v.boolean(),
    explicit: v.boolean(),
    policy: v.exactOptional(v.picklist(policyKinds)),
  }),
  only('throttled'),
  only('expiredCredentials'),
  only('signedOut'),
  v.object({ kind: v.literal('notSignedIn'), message: text }),
  only('clockSkew'),
  v.object({
    kind: v.literal('noAnswer'),
    reachable: v.nullable(v.boolean()),
    endpoint: text,
    relay: v.exactOptional(v.picklist(['absent', 'refused', 'unreached', 'silent'])),
  }),
  v.object({
    kind: v.literal('foreignAnswer'),
    endpoint: text,
    status: v.number(),
    isMarked: v.boolean(),
  }),
  only('defect'),
  v.object({
    kind: v.literal('notFound'),
    what: v.picklist(['execution', 'stateMachine', 'mapRun', 'activity', 'domain', 'workflow']),
    name: text,
  }),
  only('taskClosed'),
  only('taskDoesNotExist'),
  only('invalidToken'),
  only('taskUnknown'),
  v.object({ kind: v.literal('limitExceeded'), message: text }),
  v.object({
    kind: v.literal('unreadable'),
    endpoint: text,
    action: text,
    problem: v.picklist(answerProblems),
  }),
  v.object({ kind: v.literal('awsFault'), code: text, message: text, status: v.nullable(v.number()) }),
]) satisfies v.GenericSchema<unknown, AppError>

const outcomeSchema = v.variant('kind', [
  v.object({ ...at('accepted').entries, cancelRequested: v.nullable(v.boolean()) }),
  at('taskClosed'),
  at('taskDoesNotExist'),
  at('invalidToken'),
  at('taskUnknown'),
  v.object({ kind: v.literal('refused'), error: errorSchema }),
  v.object({ kind: v.literal('alreadyEnded'), ended: v.null() }),
  only('pageClosed'),
  v.object({ kind: v.literal('notSent'), error: errorSchema }),
  v.object({
    ...at('unknown').entries,
    reachable: v.nullable(v.boolean()),
    why: v.picklist(unknownReasons),
  }),
]) satisfies v.GenericSchema<unknown, SettledOutcome>

const entrySchema = v.object({
  id: text,
  kind: v.picklist(['heartbeat', 'askCancelRequested']),
  task: v.object({
    connectionId: text,
    executionId: v.pipe(
      text,
      v.check((id) => executionRefOf(id) !== null),
    ),
    scheduledEventId: v.number(),
  }),
  taskName: text,
  tokenBasis: v.picklist(['history', 'pasted']),
  tokenFingerprint: text,
  personId: v.nullable(text),
  pageId: text,
  askedAtMs: moment,
  sentAt: v.nullable(interval),
  outcome: v.nullable(outcomeSchema),
}) satisfies v.GenericSchema<unknown, StoredEntry>

/** A stored entry; null where this version of the console cannot read it. */
export function readStoredEntry(stored: unknown): StoredEntry | null {
  const read = v.safeParse(entrySchema, stored)
  return read.success ? read.output : null
}

/** An entry as it is stored: a workflowId may be a task token, and is kept by its fingerprint then. */
export function storable(entry: StoredEntry): StoredEntry {
  const { task, outcome } = entry
  const executionId = addressableId(task.executionId)
  return { ...entry, task: { ...task, executionId }, outcome: storableOutcome(outcome) }
}

/**
 * An outcome as it is stored, without what AWS or a worker wrote: messages may repeat what was sent, and endings hold an execution's
 * data.
 */
function storableOutcome(outcome: SettledOutcome | null): SettledOutcome | null {
  if (outcome === null) return null
  if (outcome.kind === 'alreadyEnded') return { ...outcome, ended: null }
  return 'error' in outcome && 'message' in outcome.error
    ? { ...outcome, error: { ...outcome.error, message: '' } }
    : outcome
}
