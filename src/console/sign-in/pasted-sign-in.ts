import type { AwsCredentials } from '../../aws/credentials.ts'
import { AppFailure } from '../../domain/app-error.ts'
import { createStore, type ReadableStore } from '../../lib/store.ts'

export type PastedState =
  | { readonly kind: 'none'; readonly why: 'notYet' | 'ended' | 'refused' }
  /** `untilMs`: server time; null where the pasted text did not tell. */
  | { readonly kind: 'held'; readonly untilMs: number | null }

/** Temporary credentials that a person pasted for one connection of config.json: in memory, and in no store that is shown. */
export interface PastedSignIn {
  /** The connection's name. */
  readonly key: string
  readonly state: ReadableStore<PastedState>
  paste(credentials: AwsCredentials): void
  /** Throws `AppFailure` `signedOut` where there are none, or they have ended by server time (epoch milliseconds). */
  credentials(serverNowMs: number): AwsCredentials
  /** AWS did not take them. */
  refuse(): void
  forget(): void
}

export function createPastedSignIn(key: string): PastedSignIn {
  const state = createStore<PastedState>({ kind: 'none', why: 'notYet' })
  let held: AwsCredentials | undefined
  const drop = (why: 'notYet' | 'ended' | 'refused'): void => {
    if (held === undefined) return
    held = undefined
    state.set({ kind: 'none', why })
  }
  return {
    key,
    state,
    paste(credentials) {
      held = credentials
      state.set({ kind: 'held', untilMs: credentials.expiration?.getTime() ?? null })
    },
    credentials(serverNowMs) {
      if (held?.expiration !== undefined && serverNowMs >= held.expiration.getTime()) drop('ended')
      if (held === undefined) throw new AppFailure({ kind: 'signedOut' })
      return held
    },
    refuse: () => drop('refused'),
    forget: () => drop('notYet'),
  }
}
