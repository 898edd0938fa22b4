import type { InspectionData } from '@aws-sdk/client-sfn'
import type {
  ChoiceRule,
  ChoiceState,
  Count,
  FailState,
  MapState,
  ParallelState,
  QueryLanguage,
  State,
  TaskState,
  WaitState,
} from '../../../asl/state-machine.ts'
import type { JsonObject, JsonValue } from '../../../lib/json.ts'
import type { Random } from '../../../lib/random.ts'
import type { Branch, MapItem, StateResult, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'

/** What a state leaves behind. */
export interface HandedOn {
  readonly output: JsonValue
  /** Its variables, by name. */
  readonly assigned: JsonObject
}

export type MapNumber = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage'

/** A number inside a field of a state: it stands there, is an expression, or a path points at it. */
export interface NumberField {
  readonly name: string
  /** The way to it, as a failing expression tells it: `ItemBatcher/MaxItemsPerBatch`. */
  readonly location: string
  readonly literal: Count | undefined
  readonly path: string | undefined
}

/** How the fields of a state are read, in one query language. Everything throws `StateFailure`. */
export interface StateReader {
  /** What a task or the branches of a Parallel get. `token` is that of the task, where it has one. */
  payload(store: StatesStore, visit: Visit<TaskState | ParallelState>, token?: string): Promise<JsonValue>
  /** The role under which `Credentials` has a task run; undefined where it says none. */
  roleArn(store: StatesStore, visit: Visit<TaskState>): Promise<string | undefined>
  /** Seconds; undefined where the state declares none, as in history. */
  interval(
    store: StatesStore,
    visit: Visit<TaskState>,
    field: 'TimeoutSeconds' | 'HeartbeatSeconds',
  ): Promise<number | undefined>
  /** When a Wait state is over; epoch milliseconds. */
  untilMs(store: StatesStore, visit: Visit<WaitState>): Promise<number>
  text(store: StatesStore, visit: Visit<FailState>, field: 'Error' | 'Cause'): Promise<string | undefined>
  /** The first rule that holds; undefined where none does. */
  choice(store: StatesStore, visit: Visit<ChoiceState>): Promise<ChoiceRule | undefined>
  items(store: StatesStore, visit: Visit<MapState>): Promise<readonly JsonValue[]>
  itemInput(store: StatesStore, visit: Visit<MapState>, item: MapItem): Promise<JsonValue>
  mapNumber(store: StatesStore, visit: Visit<MapState>, field: MapNumber): Promise<number | undefined>
  /** A template inside a field of the state, filled. */
  fill(store: StatesStore, visit: Visit, template: JsonValue, location: string): Promise<JsonValue>
  /** A whole number of any size and sign; undefined where the state has none. */
  wholeNumber(store: StatesStore, visit: Visit, field: NumberField): Promise<number | undefined>
  /** How the data went through the state: of a state without a result, as far as its work. `payload` is what its task was given. */
  inspect(
    store: StatesStore,
    visit: Visit,
    result: StateResult | undefined,
    payload: string | undefined,
  ): Promise<InspectionData>
  handOn(store: StatesStore, visit: Visit, result: StateResult): Promise<HandedOn>
}

/** The query language of a state. */
export function languageOf({ language }: Branch, { QueryLanguage }: State): QueryLanguage {
  return QueryLanguage ?? language
}

/** The chance of one look at a state's fields: it hangs on the execution alone, and no two are alike. */
export function queryRandom({ world }: StatesStore, { branch: { execution } }: Visit): Random {
  execution.draws += 1
  return world.random.fork(`query/${execution.arn}/${execution.startMs}/${execution.draws}`)
}

/** What Catch makes of a failure (recorded for one without name or cause: null). */
export function errorOutput({
  error,
  cause,
}: {
  error?: string | undefined
  cause?: string | undefined
}): JsonObject {
  return { Error: error ?? null, Cause: cause ?? null }
}
