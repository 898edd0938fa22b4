/** Says on the console of the place what the local AWS itself did wrong, for those who keep it; callers only see `InternalFailure`. */
export function tellDefect(error: unknown): void {
  console.error('A defect of the local AWS:', error)
}
