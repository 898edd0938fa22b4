import type { Denied } from '../domain/app-error.ts'
import type { ExecutionRef } from '../domain/execution-id.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import {
  type Denials,
  NOTHING_DENIED,
  type Permission,
  withDenial,
  withoutDenial,
  writePermission,
} from '../domain/permission.ts'
import { createStore, type ReadableStore } from '../lib/store.ts'
import type { ActionKind, TokenBasis, WriteOutcome } from './journal-entry.ts'
import type { Session, SessionState } from './session.ts'
import type { PastedSignIn } from './sign-in/pasted-sign-in.ts'

/**
 * What IAM has answered to the writes of one connection, kept in memory as long as the same person is signed in. It saves people a
 * refusal and never stands in for one: AWS alone decides.
 */
export interface Permissions {
  readonly denials: ReadableStore<Denials>
  /** How a write ended: a denial is remembered, and gone again once the same is allowed. */
  learn(needed: Permission, basis: TokenBasis, outcome: WriteOutcome): void
  /** The answer is worth nothing any more: policies change. */
  forget(needed: Permission): void
}

/** The IAM action behind each write. */
const ACTIONS: Readonly<Record<ActionKind, { readonly states: string; readonly swf: string }>> = {
  heartbeat: { states: 'states:SendTaskHeartbeat', swf: 'swf:RecordActivityTaskHeartbeat' },
  // Step Functions has no cancelRequested to ask for: its pages do not offer this.
  askCancelRequested: { states: 'states:SendTaskHeartbeat', swf: 'swf:RecordActivityTaskHeartbeat' },
}

interface WrittenTo {
  readonly connection: { readonly region: string }
  readonly execution: ExecutionRef
  readonly task: Pick<TaskFacts, 'kind' | 'resource'>
}

/** What a write to this task needs. */
export function neededFor(kind: ActionKind, { connection, execution, task }: WrittenTo): Permission {
  return writePermission(ACTIONS[kind], connection.region, execution, task)
}

/** `pasted`: of a connection to which credentials are pasted, which tell nobody whose they are. */
export function createPermissions(
  session: Pick<Session, 'state'>,
  pasted?: Pick<PastedSignIn, 'state'>,
): Permissions {
  const denials = createStore<Denials>(NOTHING_DENIED)
  let known = identityOf(session.state.get())
  session.state.subscribe(() => {
    const identity = identityOf(session.state.get())
    if (identity === null || identity === known) return
    known = identity
    denials.set(NOTHING_DENIED)
  })
  pasted?.state.subscribe(() => {
    if (pasted.state.get().kind === 'held') denials.set(NOTHING_DENIED)
  })
  return {
    denials,
    learn(needed, basis, outcome) {
      const denied = deniedIn(outcome)
      if (denied !== null) denials.update((before) => withDenial(before, needed, denied, basis === 'history'))
      else if (outcome.kind === 'accepted') denials.update((before) => withoutDenial(before, needed))
    },
    forget: (needed) => denials.update((before) => withoutDenial(before, needed)),
  }
}

function deniedIn(outcome: WriteOutcome): Denied | null {
  return outcome.kind === 'refused' && outcome.error.kind === 'denied' ? outcome.error : null
}

/** Whose permissions these are; null while nobody's: who signs in again may be the same. */
function identityOf(state: SessionState): string | null {
  if (state.kind === 'guest') return 'guest'
  return state.kind === 'signedIn' ? JSON.stringify([state.who, ...state.groups]) : null
}
