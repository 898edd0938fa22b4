import { type AppError, AppFailure } from '../domain/app-error.ts'

/** The `AppError` that a call rejects with; throws where it does not. */
export async function failureOf(call: Promise<unknown>): Promise<AppError> {
  try {
    await call
  } catch (cause) {
    if (cause instanceof AppFailure) return cause.error
    throw new Error('it rejected with something else than an AppFailure', { cause })
  }
  throw new Error('it did not reject')
}
