import type { Place } from './fold-place.ts'
import type { HistoryEvent } from './history-event.ts'
import type { MapRun } from './map-run.ts'

type Begun = Extract<HistoryEvent, { kind: 'mapRunStarted' | 'mapRunRedriven' }>
type Ended = Extract<HistoryEvent, { kind: 'mapRunEnded' }>

/** The Map Runs of one execution while its events are folded. */
export class FoldedMapRuns {
  #runs: readonly MapRun[]

  constructor(known: readonly MapRun[]) {
    this.#runs = known
  }

  all(): readonly MapRun[] {
    return this.#runs
  }

  /** A redrive goes on with the run that has failed, under the same ARN (MapRunRedriven). */
  begin({ kind, mapRunArn, atMs }: Begun, place: Place): void {
    const { state: name, path, within, enteredId } = place
    const known =
      kind === 'mapRunRedriven'
        ? this.#runs.findLast((run) =>
            mapRunArn === null
              ? enteredId !== null && run.enteredId === enteredId
              : run.mapRunArn === mapRunArn,
          )
        : undefined
    if (known !== undefined) return this.#replace(known, { ...known, redrivenAtMs: atMs, ended: null })
    const started = kind === 'mapRunStarted'
    const times = { startedAtMs: started ? atMs : null, redrivenAtMs: started ? null : atMs }
    this.#runs = [...this.#runs, { mapRunArn, name, path, within, enteredId, ...times, ended: null }]
  }

  /** The event names no run: the one of the state that it chains from is meant. */
  end({ atMs, outcome }: Ended, { enteredId }: Place): void {
    const run = this.#runs.findLast((one) => one.ended === null && one.enteredId === enteredId)
    if (run !== undefined) this.#replace(run, { ...run, ended: { atMs, outcome } })
  }

  abort(atMs: number, which: (run: MapRun) => boolean): void {
    for (const run of this.#runs) {
      if (run.ended === null && which(run))
        this.#replace(run, { ...run, ended: { atMs, outcome: 'aborted' } })
    }
  }

  #replace(old: MapRun, run: MapRun): void {
    this.#runs = this.#runs.map((one) => (one === old ? run : one))
  }
}
