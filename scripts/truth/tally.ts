/** What a run is made of, and how often each was lived: what vanishes shows as 0. */
const DIMENSIONS = [
  'worker: dead',
  'worker: well',
  'worker: slow',
  'worker: bursty',
  'worker: answers well',
  'worker: answers with a failure',
  'worker: beats before TaskSubmitted',
  'worker: answers before TaskSubmitted',
  'colleague: beats',
  'clock: about right',
  'clock: wrong by more than a minute',
  'clock: no Date of its own host',
  'clock: set forward',
  'clock: set back',
  'clock: slept',
  'own beat: accepted',
  'own beat: before TaskSubmitted',
  'own beat: on its way for more than a second',
  'own beat: token of another task, accepted',
  'own beat: own token, pasted',
  'own beat: refused, the task is over',
  'own beat: answer lost, taken within 3 s',
  'own beat: answer lost, taken later',
  'own beat: never arrives',
  'own beat: a fault after it was taken',
  'own beat: pasted, beside a proof before it',
  'own beat: its answer lost, beside a proof before it',
  'doubt: past a hard limit',
  'doubt: not read for an interval',
  'read: on its way for more than a second',
  'read: never arrives',
  'read: lagging by more than a second',
  'task: taken after more than 10 s',
  'task: submitted after more than 10 s',
  'task: over before TaskSubmitted, by its heartbeat',
  'task: over before TaskSubmitted, by its TimeoutSeconds',
  'task: timed out within 0.1 s of its interval',
  'task: timed out more than 2 s after its interval',
  'task: of a retry',
  'state: caught',
  'execution: stopped',
  'execution: redriven',
  'execution: child of a Distributed Map',
  'execution: child of a child',
  'execution: child, stopped with its parent',
  'execution: child, ended by the limit of its parent',
  'execution: child, redriven',
] as const

export type Dimension = (typeof DIMENSIONS)[number]

/** Counts what was lived, under names that are all known beforehand. */
export class Tally {
  readonly counts = new Map<Dimension, number>(DIMENSIONS.map((name) => [name, 0]))

  add(name: Dimension): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}
