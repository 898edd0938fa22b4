import { describe, expect, it } from 'vitest'
import { parseDefinition } from './parse-definition.ts'

function problemsOf(definition: unknown): string[] {
  const parsed = parseDefinition(JSON.stringify(definition))
  return parsed.kind === 'ok'
    ? []
    : parsed.problems.map(({ code, message, path }) => `${code}: ${message} at ${path}`)
}

/** A machine of one state. */
function only(state: object): object {
  return { StartAt: 'A', States: { A: state } }
}

const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }

describe('parseDefinition', () => {
  it('takes a machine of every type of state, nested ones included', () => {
    const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }
    const definition = {
      Comment: 'all',
      StartAt: 'Task',
      TimeoutSeconds: 600,
      States: {
        Task: {
          ...task,
          HeartbeatSeconds: 5,
          TimeoutSeconds: 60,
          Parameters: { 'Token.$': '$$.Task.Token', 'Id.$': 'States.UUID()' },
          ResultPath: '$.a.b',
          Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Fail' }],
          Next: 'Wait',
        },
        Wait: { Type: 'Wait', SecondsPath: '$.s', Next: 'Choice' },
        Choice: {
          Type: 'Choice',
          Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Parallel' }],
          Default: 'Map',
        },
        Parallel: { Type: 'Parallel', Branches: [inner, inner], Next: 'Map' },
        Map: { Type: 'Map', ItemProcessor: inner, ItemsPath: '$.items', Next: 'Pass' },
        Pass: { Type: 'Pass', Result: [1], Next: 'Succeed' },
        Succeed: { Type: 'Succeed' },
        Fail: { Type: 'Fail', Error: 'E', CausePath: '$.cause' },
      },
    }
    expect(problemsOf(definition)).toEqual([])
    const parsed = parseDefinition(JSON.stringify(definition))
    expect(parsed).toEqual({ kind: 'ok', machine: definition })
  })

  it('takes JSONata fields in a JSONata machine, and only there', () => {
    const state = {
      Type: 'Task',
      Resource: task.Resource,
      Arguments: '{% $x %}',
      TimeoutSeconds: '{% 5 %}',
      End: true,
    }
    expect(problemsOf({ QueryLanguage: 'JSONata', ...only(state) })).toEqual([])
    expect(problemsOf(only(state))).toEqual([
      'SCHEMA_VALIDATION_FAILED: Field is not supported at /States/A/Arguments',
      'SCHEMA_VALIDATION_FAILED: Expected an integer at /States/A/TimeoutSeconds',
    ])
  })

  it.each<[string, unknown, string]>([
    ['nothing in it', {}, 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'],
    ['a list', [], 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at /'],
    [
      'no states',
      { StartAt: 'A', States: {} },
      'SCHEMA_VALIDATION_FAILED: At least one state is required at /States',
    ],
    [
      'a start that is not there',
      { StartAt: 'B', States: { A: { Type: 'Pass', Next: 'A' } } },
      "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B at /StartAt",
    ],
    [
      'a next that is not there',
      only({ Type: 'Pass', Next: 'toString' }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: toString at /States/A/Next",
    ],
    [
      'a state nobody reaches',
      { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } },
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    ],
    [
      'no way on',
      only({ Type: 'Pass' }),
      'SCHEMA_VALIDATION_FAILED: One of these fields is required: [Next, End] at /States/A',
    ],
    [
      'two ways on',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B', End: true }, B: { Type: 'Succeed' } } },
      'SCHEMA_VALIDATION_FAILED: Only one of these fields is allowed: [Next, End] at /States/A',
    ],
    [
      'an unknown field',
      only({ ...task, End: true, HeartBeatSeconds: 5 }),
      'SCHEMA_VALIDATION_FAILED: Field is not supported at /States/A/HeartBeatSeconds',
    ],
    [
      'a catch-all before another retrier',
      only({ ...task, End: true, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }),
      'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and in the last entry at /States/A/Retry/0/ErrorEquals',
    ],
    [
      'a catch-all with another name',
      only({ ...task, End: true, Catch: [{ ErrorEquals: ['States.ALL', 'E'], Next: 'A' }] }),
      'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and in the last entry at /States/A/Catch/0/ErrorEquals',
    ],
    [
      'a shrinking wait',
      only({ ...task, End: true, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }),
      'SCHEMA_VALIDATION_FAILED: Expected at least 1 at /States/A/Retry/0/BackoffRate',
    ],
    [
      'a label that cannot be part of an ARN',
      only({ Type: 'Map', ItemProcessor: only({ Type: 'Succeed' }), Label: 'a:b', End: true }),
      'SCHEMA_VALIDATION_FAILED: A label has a character it may not have at /States/A/Label',
    ],
    [
      'more failures than all',
      only({
        Type: 'Map',
        ItemProcessor: only({ Type: 'Succeed' }),
        ToleratedFailurePercentage: 100.1,
        End: true,
      }),
      'SCHEMA_VALIDATION_FAILED: Expected at most 100 at /States/A/ToleratedFailurePercentage',
    ],
    [
      'a heartbeat as long as the timeout',
      only({ ...task, End: true, HeartbeatSeconds: 60, TimeoutSeconds: 60 }),
      'SCHEMA_VALIDATION_FAILED: HeartbeatSeconds must be smaller than TimeoutSeconds at /States/A/HeartbeatSeconds',
    ],
    [
      'a template that is no path',
      only({ ...task, End: true, Parameters: { 'x.$': 'nonsense' } }),
      "SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
    ],
    [
      'a timestamp that is none',
      only({ Type: 'Wait', Timestamp: '2026-13-01', End: true }),
      'SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/A/Timestamp',
    ],
    [
      'a wrong state inside a branch',
      only({ Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: { Type: 'Nap' } } }], End: true }),
      "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Branches/0/States/I/Type",
    ],
    [
      'a catch that leads nowhere',
      only({ ...task, End: true, Catch: [{ ErrorEquals: ['E'], Next: 'Gone' }] }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Gone at /States/A/Catch/0/Next",
    ],
  ])('refuses %s', (_what, definition, problem) => {
    expect(problemsOf(definition)).toContain(problem)
  })
})

describe('the ItemBatcher of a distributed Map', () => {
  const map = (ItemBatcher: unknown, mode = 'DISTRIBUTED', more: object = {}): string[] =>
    problemsOf({
      ...only({
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: mode },
          StartAt: 'I',
          States: { I: { Type: 'Pass', End: true } },
        },
        ItemBatcher,
        End: true,
      }),
      ...more,
    })

  it.each<[string, unknown, object]>([
    ['a number of items', { MaxItemsPerBatch: 1 }, {}],
    ['paths', { MaxItemsPerBatchPath: '$.n', MaxInputBytesPerBatchPath: '$b' }, {}],
    ['an input', { MaxInputBytesPerBatch: 262_144, BatchInput: { 'a.$': '$.a' } }, {}],
    ['expressions', { MaxItemsPerBatch: '{% 2 %}', BatchInput: '{% 1 %}' }, { QueryLanguage: 'JSONata' }],
  ])('takes %s', (_what, batcher, more) => {
    expect(map(batcher, 'DISTRIBUTED', more)).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['no limit', { BatchInput: {} }, 'One of these fields is required: [MaxItemsPerBatch, '],
    ['both kinds', { MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.n' }, 'Only one of these fields'],
    ['no item', { MaxItemsPerBatch: 0 }, 'Expected a number of at least 1 at /States/A/ItemBatcher/Max'],
    ['too many bytes', { MaxInputBytesPerBatch: 262_145 }, 'Expected a number of at most 262144'],
    ['an expression', { MaxItemsPerBatch: '{% 1 %}' }, 'Expected an integer'],
    [
      'another field',
      { MaxItemsPerBatch: 1, Size: 1 },
      'Field is not supported at /States/A/ItemBatcher/Size',
    ],
    ['a list', [], 'Expected an object at /States/A/ItemBatcher'],
  ])('refuses %s', (_what, batcher, problem) => {
    expect(map(batcher).join()).toContain(problem)
  })

  it('is refused in an inline Map', () => {
    expect(map({ MaxItemsPerBatch: 1 }, 'INLINE').join()).toContain('not supported in an inline Map state')
  })
})

describe('the ItemReader and the ResultWriter of a distributed Map', () => {
  const pass = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...pass }
  const map = (fields: object, more: object = {}): string =>
    problemsOf({ ...only({ Type: 'Map', ItemProcessor, End: true, ...fields }), ...more }).join()
  const get = { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', 'Key.$': '$.key' } }
  const reader = (ReaderConfig: object, more: object = {}): object => ({
    ItemReader: { ...get, ReaderConfig, ...more },
  })
  const put = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } }

  it.each<[string, object]>([
    [
      'CSV',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], MaxItems: 100_000_000 }),
    ],
    ['JSON', reader({ InputType: 'JSON', ItemsPointer: '/a/b~1c', MaxItemsPath: '$.n' })],
    [
      'a list',
      { ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } } },
    ],
    ['a writer', { ResultWriter: put }],
    ['a layout', { ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } } }],
  ])('are taken: %s', (_what, fields) => {
    expect(map(fields)).toBe('')
  })

  it('are taken with expressions in JSONata', () => {
    const ItemReader = {
      Resource: get.Resource,
      Arguments: '{% $states.input %}',
      ReaderConfig: { InputType: 'JSONL', MaxItems: '{% 5 %}' },
    }
    const ResultWriter = { Resource: put.Resource, Arguments: { Bucket: '{% "b" %}' } }
    expect(map({ ItemReader, ResultWriter }, { QueryLanguage: 'JSONata' })).toBe('')
  })

  it.each<[string, object, string]>([
    ['no type', reader({}), 'These fields are required: [InputType] at /States/A/ItemReader/ReaderConfig'],
    ['another type', reader({ InputType: 'XML' }), 'Expected one of CSV, JSON, JSONL, PARQUET, MANIFEST'],
    ['CSV without headers', reader({ InputType: 'CSV' }), 'required: [CSVHeaderLocation]'],
    [
      'given headers that are not',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }),
      'required: [CSVHeaders]',
    ],
    ['a number and a path', reader({ InputType: 'JSON', MaxItems: 1, MaxItemsPath: '$.n' }), 'Only one of'],
    ['no JSON pointer', reader({ InputType: 'JSON', ItemsPointer: '$.a' }), 'not a JSON Pointer'],
    ['another call', reader({ InputType: 'JSON' }, { Resource: put.Resource }), 'is not recognized'],
    [
      'no place',
      { ItemReader: { Resource: get.Resource } },
      'required: [Parameters] at /States/A/ItemReader',
    ],
    ['an empty writer', { ResultWriter: {} }, 'One of these fields is required: [Resource, WriterConfig]'],
    ['a writer without a place', { ResultWriter: { Resource: put.Resource } }, 'required: [Parameters]'],
    ['a layout without a type', { ResultWriter: { WriterConfig: {} } }, 'required: [OutputType]'],
  ])('are refused: %s', (_what, fields, problem) => {
    expect(map(fields)).toContain(problem)
  })

  it('are refused with another kind of Map or execution', () => {
    const ProcessorConfig = { Mode: 'SPREAD', ExecutionType: 'FAST' }
    const problems = map({ ItemProcessor: { ...pass, ProcessorConfig } })
    expect(problems).toContain('Expected one of INLINE, DISTRIBUTED')
    expect(problems).toContain('Expected one of STANDARD, EXPRESS')
  })
})
