/** Which state machines a connection watches, by name. ListExecutions is per state machine and scarce, so this is chosen. */
export interface WatchList {
  /** Names beginning with one of these; empty or absent: every name. */
  readonly prefixes?: readonly string[] | undefined
  /** Watched whatever the prefixes say. */
  readonly include?: readonly string[] | undefined
  /** Never watched, whatever the rest says. */
  readonly exclude?: readonly string[] | undefined
}

export function isWatched(list: WatchList, stateMachineName: string): boolean {
  if (list.exclude?.includes(stateMachineName)) return false
  if (list.include?.includes(stateMachineName)) return true
  const prefixes = list.prefixes ?? []
  // Named machines alone mean those machines alone.
  if (prefixes.length === 0) return (list.include ?? []).length === 0
  return prefixes.some((prefix) => stateMachineName.startsWith(prefix))
}
