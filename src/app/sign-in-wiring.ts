import type { Console } from '../parts/console-context.tsx'

/** Whoever has just signed in does not wait for the next try. */
export function retryWhenSignedIn({ signIns, loops }: Console): void {
  const retry = (): void => {
    for (const loop of loops) if (loop.connection.session.state.get().kind === 'signedOut') loop.retry()
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

/** What a person does in this tab, anywhere on the page, counts as being at work. */
export function tellActivity({ idle }: Console): void {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(event, () => idle.active(), { capture: true, passive: true })
  idle.active()
}
