import { type AppError, AppFailure } from '../../domain/app-error.ts'
import type { NotAskedBecause, ReadFinding } from './check-report.ts'

/** A read that was made: what it gave, or how it failed. */
export type Made<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: AppError }

/** Makes one read within the connection's rate. Rejects with what is no `AppFailure`: that would be a defect of this console. */
export async function make<T>(pace: () => Promise<void>, read: () => Promise<T>): Promise<Made<T>> {
  await pace()
  try {
    return { kind: 'read', value: await read() }
  } catch (cause) {
    if (cause instanceof AppFailure) return { kind: 'failed', error: cause.error }
    throw cause
  }
}

/** What one read about `on` has shown of its permission. */
export function findingOf(action: string, on: readonly string[], made: Made<unknown>): ReadFinding {
  if (made.kind === 'failed') return { action, on, result: made }
  const found = Array.isArray(made.value) ? made.value.length : null
  return { action, on, result: { kind: 'allowed', found } }
}

/** Asked about something that is not there: AWS says so to whom IAM lets ask. */
export function findingOfMadeUp(action: string, on: string, made: Made<unknown>): ReadFinding {
  if (made.kind === 'failed' && made.error.kind === 'notFound')
    return { action, on: [on], result: { kind: 'noneSuch' } }
  return findingOf(action, [on], made)
}

export function notAsked(action: string, because: NotAskedBecause, on: readonly string[] = []): ReadFinding {
  return { action, on, result: { kind: 'notAsked', because } }
}
