import type { JsonObject, JsonValue } from '../lib/json.ts'

// Amazon States Language as its authors write it, so the fields keep AWS's spelling and a state is told by `Type`.

export type QueryLanguage = 'JSONPath' | 'JSONata'

export interface StateMachineDefinition {
  Comment?: string
  StartAt: string
  States: Record<string, State>
  TimeoutSeconds?: number
  Version?: string
  QueryLanguage?: QueryLanguage
}

export type State =
  | TaskState
  | WaitState
  | PassState
  | SucceedState
  | FailState
  | ChoiceState
  | ParallelState
  | MapState

export type StateType = State['Type']

/** A number, or in JSONata an expression for one. */
export type Count = number | string

interface StateBase {
  Comment?: string
  QueryLanguage?: QueryLanguage
  InputPath?: string | null
  OutputPath?: string | null
  Output?: JsonValue
  Assign?: JsonObject
}

/** Exactly one of the two in a definition that passed `parseDefinition`. */
interface Transition {
  Next?: string
  End?: boolean
}

interface Payload {
  Parameters?: JsonValue
  ResultSelector?: JsonObject
  ResultPath?: string | null
  Arguments?: JsonValue
}

interface ErrorHandling {
  Retry?: Retrier[]
  Catch?: Catcher[]
}

export interface Retrier {
  ErrorEquals: string[]
  IntervalSeconds?: number
  MaxAttempts?: number
  BackoffRate?: number
  MaxDelaySeconds?: number
  JitterStrategy?: 'FULL' | 'NONE'
  Comment?: string
}

export interface Catcher {
  ErrorEquals: string[]
  Next: string
  ResultPath?: string | null
  Output?: JsonValue
  Assign?: JsonObject
  Comment?: string
}

export interface TaskState extends StateBase, Transition, Payload, ErrorHandling {
  Type: 'Task'
  Resource: string
  TimeoutSeconds?: Count
  TimeoutSecondsPath?: string
  HeartbeatSeconds?: Count
  HeartbeatSecondsPath?: string
  Credentials?: JsonObject
}

export interface WaitState extends StateBase, Transition {
  Type: 'Wait'
  Seconds?: Count
  SecondsPath?: string
  Timestamp?: string
  TimestampPath?: string
}

export interface PassState extends StateBase, Transition {
  Type: 'Pass'
  Parameters?: JsonValue
  Result?: JsonValue
  ResultPath?: string | null
}

export interface SucceedState extends StateBase {
  Type: 'Succeed'
}

export interface FailState {
  Type: 'Fail'
  Comment?: string
  QueryLanguage?: QueryLanguage
  Error?: string
  ErrorPath?: string
  Cause?: string
  CausePath?: string
}

/** With JSONPath a comparison or a combination of rules, with JSONata a `Condition`. */
export type ChoiceRule = JsonObject & { Next: string; Assign?: JsonObject; Output?: JsonValue }

export interface ChoiceState extends StateBase {
  Type: 'Choice'
  Choices: ChoiceRule[]
  Default?: string
}

/** The states inside a Parallel or a Map. */
export interface Subflow {
  Comment?: string
  StartAt: string
  States: Record<string, State>
  QueryLanguage?: QueryLanguage
  ProcessorConfig?: JsonObject
}

export interface ParallelState extends StateBase, Transition, Payload, ErrorHandling {
  Type: 'Parallel'
  Branches: Subflow[]
}

/** Where a distributed Map has its items from, instead of from its input. */
export interface ItemReader {
  Resource: string
  Parameters?: JsonValue
  Arguments?: JsonValue
  ReaderConfig?: ReaderConfig
}

export interface ReaderConfig {
  InputType?: 'CSV' | 'JSON' | 'JSONL' | 'MANIFEST' | 'PARQUET'
  CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN'
  CSVHeaders?: string[]
  CSVDelimiter?: 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB'
  /** JSON pointer to the list in a JSON object. */
  ItemsPointer?: string
  /** Whether the objects that were listed are items themselves, or what is in them is. */
  Transformation?: 'NONE' | 'LOAD_AND_FLATTEN'
  ManifestType?: 'S3_INVENTORY' | 'ATHENA_DATA'
  MaxItems?: Count
  MaxItemsPath?: string
}

/** Where a distributed Map leaves its results, and how they look. */
export interface ResultWriter {
  Resource?: string
  Parameters?: JsonValue
  Arguments?: JsonValue
  WriterConfig?: { Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN'; OutputType?: 'JSON' | 'JSONL' }
}

/** Several items of a distributed Map for each child. */
export interface ItemBatcher {
  MaxItemsPerBatch?: Count
  MaxItemsPerBatchPath?: string
  MaxInputBytesPerBatch?: Count
  MaxInputBytesPerBatchPath?: string
  BatchInput?: JsonValue
}

export interface MapState extends StateBase, Transition, Payload, ErrorHandling {
  Type: 'Map'
  ItemProcessor?: Subflow
  Iterator?: Subflow
  ItemsPath?: string
  Items?: JsonValue
  ItemReader?: ItemReader
  ItemSelector?: JsonValue
  ItemBatcher?: ItemBatcher
  ResultWriter?: ResultWriter
  MaxConcurrency?: Count
  MaxConcurrencyPath?: string
  Label?: string
  ToleratedFailureCount?: Count
  ToleratedFailureCountPath?: string
  ToleratedFailurePercentage?: Count
  ToleratedFailurePercentagePath?: string
}
