import { type AppError, AppFailure } from '../domain/app-error.ts'
import { type Read, serviceOf } from '../domain/read-plan.ts'

/** A read that failed the last time it was tried. */
export interface Trouble {
  readonly read: Read
  readonly error: AppError
  /** It concerns the page of this one execution, such as an ARN that was mistyped: everything else is read as ever. */
  readonly ofOneExecution?: true
}

/**
 * `isListed`: a list has shown what was read. An execution that AWS does not know, or that IAM denies and no list has shown, was named by a
 * person: roles are scoped by names, so a mistyped name is denied.
 */
export function troubleOf(read: Read, error: AppError, isListed: boolean): Trouble {
  const isOfOneExecution =
    read.kind === 'history' && !isListed && (error.kind === 'notFound' || error.kind === 'denied')
  return isOfOneExecution ? { read, error, ofOneExecution: true } : { read, error }
}

/** How long AWS is left alone at most after such an error; null: the error concerns one read, and the rest goes on. */
export function longestPauseAfter(error: AppError): number | null {
  // Who is given no credentials asks for them with a new ID token each time.
  if (error.kind === 'throttled' || error.kind === 'notSignedIn') return 60_000
  if (error.kind === 'foreignAnswer' && error.status >= 500) return 30_000
  if (isOfTheConnection(error)) return 5_000
  return error.kind === 'awsFault' && (error.status ?? 500) >= 500 ? 30_000 : null
}

/** The definition is read through one execution or another; it is the machine's trouble all the same. */
export function troubleKey(read: Read): string {
  switch (read.kind) {
    case 'stateMachines':
      return read.kind
    case 'executions':
    case 'definition':
      return `${read.kind} ${read.stateMachineArn}`
    case 'mapRun':
    case 'mapRunParent':
      return `${read.kind} ${read.mapRunArn}`
    case 'workflows':
      return `${read.kind} ${read.domain}`
    case 'history':
      return `${read.kind} ${read.executionId}`
  }
}

/** A trouble of the line or the sign-in, not of what was read. */
export function isOfTheConnection(error: AppError): boolean {
  return [
    'noAnswer',
    'foreignAnswer',
    'throttled',
    'expiredCredentials',
    'signedOut',
    'notSignedIn',
    'clockSkew',
  ].includes(error.kind)
}

/**
 * Whether an answer to this read shows that a trouble is over: of the line to a service, an answer of that service; of the sign-in or the
 * clock, any answer.
 */
export function answeredAt({ read, error }: Trouble, answered: Read): boolean {
  if (['noAnswer', 'foreignAnswer', 'throttled'].includes(error.kind))
    return serviceOf(read) === serviceOf(answered)
  return isOfTheConnection(error)
}

export function errorOf(cause: unknown): AppError {
  return cause instanceof AppFailure ? cause.error : { kind: 'defect' }
}

/** Whether the read took many requests without coming to an end: the next one will, too. */
export function isEndless(error: AppError | null): boolean {
  return error?.kind === 'unreadable' && error.problem === 'endless'
}

/** What a part of a list shows is read; that the rest is missing is a trouble. Throws `AppFailure`. */
export function failPartly(partly: AppError | null): void {
  if (partly !== null) throw new AppFailure(partly)
}
