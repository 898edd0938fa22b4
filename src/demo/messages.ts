import type { ScenarioName } from '../local-aws/fleet/scenarios/all.ts'
import type { WireRequest, WireResponse } from '../local-aws/wire.ts'

/** What the page sends to the thread in which its AWS lives. */
export type ToWorld =
  | { readonly kind: 'open'; readonly scenario: ScenarioName; readonly startMs: number }
  | { readonly kind: 'call'; readonly id: number; readonly call: WireRequest }

/** What it sends back. */
export type FromWorld =
  | { readonly kind: 'answer'; readonly id: number; readonly response: WireResponse }
  /** The call was carried out, and its answer is to be lost. */
  | { readonly kind: 'lost'; readonly id: number }

/** One end of the line between the two. */
export interface LineEnd {
  send(message: ToWorld | FromWorld): void
  onMessage(listener: (message: unknown) => void): void
}

/** What a Worker, its own global and a MessagePort have in common. */
interface MessageTarget {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

export function lineOver(target: MessageTarget): LineEnd {
  return {
    // No window, so there is no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => target.postMessage(message),
    onMessage: (listener) => target.addEventListener('message', ({ data }) => listener(data)),
  }
}
