import type { Fields } from './field-checks.ts'
import * as check from './field-checks.ts'
import { itemBatcher, itemReader, processorConfig, resultWriter } from './map-fields.ts'
import type { QueryLanguage, StateType } from './state-machine.ts'

const common: Fields = {
  Type: check.anything,
  Comment: check.text,
  QueryLanguage: check.oneOf('JSONPath', 'JSONata'),
}
const transition: Fields = { Next: check.text, End: check.flag }
const paths: Fields = {
  InputPath: check.pathOrNull,
  OutputPath: check.pathOrNull,
  Assign: check.variableTemplate,
}
const outputs: Fields = { Output: check.anything, Assign: check.variables }
const parameters: Fields = {
  Parameters: check.template,
  ResultSelector: check.templateObject,
  ResultPath: check.resultPath,
}
const args: Fields = { Arguments: check.anything }
// Their entries are checked by parseDefinition, which knows the states around them.
const errors: Fields = { Retry: check.anything, Catch: check.anything }
const seconds = check.wholeNumber(1)
const count = check.wholeNumber(0)

const jsonPathFields: Readonly<Record<StateType, Fields>> = {
  Task: {
    ...common,
    ...transition,
    ...paths,
    ...parameters,
    ...errors,
    Resource: check.text,
    TimeoutSeconds: seconds,
    TimeoutSecondsPath: check.referencePath,
    HeartbeatSeconds: seconds,
    HeartbeatSecondsPath: check.referencePath,
    Credentials: check.credentialsTemplate,
  },
  Wait: {
    ...common,
    ...transition,
    ...paths,
    Seconds: count,
    SecondsPath: check.referencePath,
    Timestamp: check.timestamp,
    TimestampPath: check.referencePath,
  },
  Pass: {
    ...common,
    ...transition,
    ...paths,
    Parameters: check.template,
    Result: check.anything,
    ResultPath: check.resultPath,
  },
  Succeed: { ...common, InputPath: check.pathOrNull, OutputPath: check.pathOrNull },
  Fail: {
    ...common,
    Error: check.text,
    ErrorPath: check.pathOrCall,
    Cause: check.text,
    CausePath: check.pathOrCall,
  },
  Choice: { ...common, ...paths, Choices: check.anything, Default: check.text },
  Parallel: { ...common, ...transition, ...paths, ...parameters, ...errors, Branches: check.anything },
  Map: {
    ...common,
    ...transition,
    ...paths,
    ...parameters,
    ...errors,
    ItemProcessor: check.anything,
    Iterator: check.anything,
    ItemsPath: check.path,
    ItemReader: itemReader.JSONPath,
    ItemSelector: check.template,
    ItemBatcher: itemBatcher.JSONPath,
    ResultWriter: resultWriter.JSONPath,
    MaxConcurrency: count,
    MaxConcurrencyPath: check.referencePath,
    Label: check.label,
    ToleratedFailureCount: count,
    ToleratedFailureCountPath: check.referencePath,
    ToleratedFailurePercentage: check.number(0, 100),
    ToleratedFailurePercentagePath: check.referencePath,
  },
}

const jsonataFields: Readonly<Record<StateType, Fields>> = {
  Task: {
    ...common,
    ...transition,
    ...outputs,
    ...args,
    ...errors,
    Resource: check.text,
    TimeoutSeconds: check.orExpression(seconds),
    HeartbeatSeconds: check.orExpression(seconds),
    Credentials: check.credentials,
  },
  Wait: {
    ...common,
    ...transition,
    ...outputs,
    Seconds: check.orExpression(count),
    Timestamp: check.orExpression(check.timestamp),
  },
  Pass: { ...common, ...transition, ...outputs },
  Succeed: { ...common, Output: check.anything },
  Fail: { ...common, Error: check.text, Cause: check.text },
  Choice: { ...common, ...outputs, Choices: check.anything, Default: check.text },
  Parallel: { ...common, ...transition, ...outputs, ...args, ...errors, Branches: check.anything },
  Map: {
    ...common,
    ...transition,
    ...outputs,
    ...errors,
    ItemProcessor: check.anything,
    Items: check.anything,
    ItemReader: itemReader.JSONata,
    ItemSelector: check.anything,
    ItemBatcher: itemBatcher.JSONata,
    ResultWriter: resultWriter.JSONata,
    MaxConcurrency: check.orExpression(count),
    Label: check.label,
    ToleratedFailureCount: check.orExpression(count),
    ToleratedFailurePercentage: check.orExpression(check.number(0, 100)),
  },
}

/** The fields a state of that type may have, with the check of each. */
export function fieldsOf(type: StateType, language: QueryLanguage): Fields {
  return (language === 'JSONata' ? jsonataFields : jsonPathFields)[type]
}

export const requiredFields: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
}

/** Groups of fields of which a state may have one at most. */
export const exclusiveFields: readonly (readonly string[])[] = [
  ['Next', 'End'],
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemProcessor', 'Iterator'],
  ['ItemSelector', 'Parameters'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
]

export const retrierFields: Fields = {
  ErrorEquals: check.anything,
  IntervalSeconds: check.wholeNumber(1),
  MaxAttempts: check.wholeNumber(0),
  BackoffRate: check.number(1),
  MaxDelaySeconds: check.wholeNumber(1),
  JitterStrategy: check.oneOf('FULL', 'NONE'),
  Comment: check.text,
}

const commonCatcherFields: Fields = { ErrorEquals: check.anything, Next: check.text, Comment: check.text }

export const catcherFields: Readonly<Record<QueryLanguage, Fields>> = {
  JSONPath: { ...commonCatcherFields, ResultPath: check.resultPath, Assign: check.variableTemplate },
  JSONata: { ...commonCatcherFields, Output: check.anything, Assign: check.variables },
}

export const machineFields: Fields = {
  Comment: check.text,
  StartAt: check.text,
  States: check.object,
  TimeoutSeconds: check.wholeNumber(1),
  Version: check.text,
  QueryLanguage: check.oneOf('JSONPath', 'JSONata'),
}

export const subflowFields: Fields = {
  Comment: check.text,
  StartAt: check.text,
  States: check.object,
  QueryLanguage: check.oneOf('JSONPath', 'JSONata'),
  ProcessorConfig: processorConfig,
}
