import { type AppError, AppFailure } from '../domain/app-error.ts'

/** The `AppFailure` that a call rejects with; throws where it does not. */
export async function appFailureOf(call: Promise<unknown>): Promise<AppFailure> {
  try {
    await call
  } catch (cause) {
    if (cause instanceof AppFailure) return cause
    throw new Error('it rejected with something else than an AppFailure', { cause })
  }
  throw new Error('it did not reject')
}

/** Its `AppError`. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  return (await appFailureOf(call)).error
}
