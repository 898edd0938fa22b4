import type { Console } from '../parts/console-context.tsx'

/** Whoever has just signed in does not wait for the next try. */
export function retryWhenSignedIn({ signIns, loops }: Console): void {
  const retry = (): void => {
    for (const loop of loops) {
      const { kind } = loop.connection.session.state.get()
      if (kind === 'signedOut' || kind === 'failed') loop.retry()
    }
  }
  for (const { state } of signIns.pools)
    state.subscribe(() => {
      if (state.get().kind === 'signedIn') retry()
    })
  for (const { state } of signIns.pasted)
    state.subscribe(() => {
      if (state.get().kind === 'held') retry()
    })
}

/**
 * What an earlier page of this tab kept may be worth nothing: a refresh token is used up by a renewal whose answer a reload did not wait for. The
 * login still knows the person, and is asked as it would be by a button, where nothing is lost. Never after a sign-in of this page: one whose
 * tokens are refused at once would lead round and round.
 */
export function signInAnewQuietly({
  signIns,
  somethingToLose,
}: Pick<Console, 'somethingToLose' | 'signIns'>): void {
  for (const pool of signIns.pools)
    pool.state.subscribe(() => {
      const state = pool.state.get()
      if (state.kind === 'lapsed' && state.inherited && state.attempt.kind === 'none' && !somethingToLose())
        void pool.signIn('here')
    })
}

/** What a person does in this tab, anywhere on the page, counts as being at work. */
export function tellActivity({ idle }: Console): void {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(event, () => idle.active(), { capture: true, passive: true })
  idle.active()
}
