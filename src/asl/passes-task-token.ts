/** The fields of a Task state that make up what it sends. */
interface Sending {
  readonly InputPath?: unknown
  readonly Parameters?: unknown
  readonly Arguments?: unknown
  readonly Credentials?: unknown
}

/**
 * Whether what a Task state sends may hold its task token. It may where one of these fields names `$$.Task.Token`, in JSONata
 * `$states.context.Task.Token`, or a whole of which that is a part, by whatever expression; or a placeholder like `${Body}`. Where none does, the token is nowhere: AWS makes it
 * when the task is scheduled, and shows it in the Context object of that task alone (Developer Guide, "Wait for a Callback with the Task
 * Token").
 */
export function passesTaskToken({ InputPath, Parameters, Arguments, Credentials }: Sending): boolean {
  const sent = JSON.stringify([InputPath ?? null, Parameters ?? null, Arguments ?? null, Credentials ?? null])
  return /\$\$(?!\.(?!Task\b)\w)|\$states\b(?!\.\w)|\$states\.context\b(?!\.(?!Task\b)\w)|\$\{/.test(sent)
}
