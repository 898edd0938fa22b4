import type { MapRunOutcome } from './history-event.ts'

/** One run of a Distributed Map: its children are executions of their own (ListExecutions by `mapRunArn`). Epoch milliseconds of server time. */
export interface MapRun {
  /** null where the event's details were not told: then ListMapRuns knows it. */
  readonly mapRunArn: string | null
  /** The Map state's name; null where it was not readable. */
  readonly name: string | null
  /** As in `TaskFacts`. */
  readonly path: readonly string[]
  readonly within: readonly number[]
  /** Id of the Map state's Entered event. */
  readonly enteredId: number | null
  /** null: only its redrive was read. */
  readonly startedAtMs: number | null
  readonly redrivenAtMs: number | null
  /** `aborted` also where the state around it failed, or the execution ended, without a word of it. */
  readonly ended: { readonly atMs: number; readonly outcome: MapRunOutcome } | null
}
