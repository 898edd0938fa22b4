/**
 * The header in which a relay marks an answer of its own, as the browser and Node spell it in lower case. Answers of AWS never
 * carry it: a relay takes it out of them. Its absence proves nothing: a host without a relay gives none, and neither does a CDN.
 */
export const relayMarkerHeader = 'x-heartbeat-relay'

/**
 * The relay's word on how far a call got.
 * - `refused`: the relay passed nothing on.
 * - `unreachable`: no connection to AWS came about, so nothing of the call was sent.
 * - `no-answer`: the call was sent, and the connection ended before an answer.
 * - `broken`: the call was sent, and its answer ended before it was complete.
 * - `late`: the call was sent, and its answer was not complete in time.
 * - `unusable`: the call was sent, and its answer cannot be passed on: HTTP does not know it, or a browser would act on its status by
 *   itself and resend the call or follow it elsewhere.
 */
export type RelayMarker = 'refused' | 'unreachable' | 'no-answer' | 'broken' | 'late' | 'unusable'

const relayMarkers: readonly RelayMarker[] = [
  'refused',
  'unreachable',
  'no-answer',
  'broken',
  'late',
  'unusable',
]

/** The marker in a header's value; undefined for every other value, also for one that a proxy put together from two. */
export function relayMarkerOf(value: string | null | undefined): RelayMarker | undefined {
  return relayMarkers.find((marker) => marker === value)
}

/** True where a marker proves that nothing of the call left the relay; after every other answer AWS may have acted. */
export function provesNotSent(marker: RelayMarker | undefined): boolean {
  return marker === 'refused' || marker === 'unreachable'
}
