import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredObject, Workloads } from '../workloads.ts'
import { csvRows } from './csv-rows.ts'
import { testDistributed } from './test-distributed-map.ts'
import { runMachine } from './test-runs.ts'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'
import { chain } from './testing-histories.ts'

const getObject = 'arn:aws:states:::s3:getObject'
const listObjects = 'arn:aws:states:::s3:listObjectsV2'
const place = { Bucket: 'lake', Key: 'file' }

function having(objects: readonly StoredObject[]): SteppedWorld {
  const workloads: Workloads = { buckets: [{ name: 'lake', objects }] }
  return steppedWorld({ workloads })
}

function reading(ReaderConfig: object, more: object = {}): object {
  const reader = { Resource: getObject, Parameters: place, ReaderConfig }
  return { Each: testDistributed({ Pass: { Type: 'Pass', End: true } }, { ItemReader: reader, ...more }) }
}

/** The items that children of a Map got from an object with that text. */
async function read(body: string, config: object, input: unknown = {}): Promise<unknown> {
  return runMachine(reading(config), input, {}, having([{ key: 'file', body }]))
}

const csv = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }

describe('an ItemReader', () => {
  it('reads the rows of a CSV file, as recorded', async () => {
    const body = "Col1,Col2,Col3\nValue1,Value2,Value3\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n"
    expect(await read(body, csv)).toEqual([
      { Col1: 'Value1', Col2: 'Value2', Col3: 'Value3' },
      { Col1: '', Col2: '', Col3: '' },
      { Col1: 'true', Col2: '1', Col3: "'HelloWorld'" },
      { Col1: 'Null', Col2: 'None', Col3: '' },
      { Col1: '   ', Col2: '', Col3: '' },
    ])
    expect(await read('H1,\nValue4,Value5,Value6\n', csv)).toEqual([{ H1: 'Value4', '': 'Value5' }])
  })

  it('takes headers that are given, other delimiters, and what is quoted', async () => {
    const given = {
      InputType: 'CSV',
      CSVHeaderLocation: 'GIVEN',
      CSVHeaders: ['a', 'b'],
      CSVDelimiter: 'PIPE',
    }
    expect(await read('1|"x|""y""\nz"|3\r\n2|\r\n', given)).toEqual([
      { a: '1', b: 'x|"y"\nz' },
      { a: '2', b: '' },
    ])
    expect(await read('a,b', { ...given, CSVHeaders: ['a', 'a'] })).toEqual({
      error: 'States.ItemReaderFailed',
      cause: 'CSV headers cannot contain duplicates.',
    })
  })

  it('makes up a text for a column of any name where nobody has described the object', async () => {
    // Of which most are members of every object.
    const names = ['other', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf']
    const CSVHeaders = ['id', 'quantity', ...names]
    const given = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders, MaxItems: 1 }
    const [item] = (await runMachine(reading(given), {}, {}, steppedWorld())) as [object]
    expect(Object.entries(item)).toEqual([
      ['id', 'item-0001'],
      ['quantity', expect.stringMatching(/^\d+$/)],
      ...names.map((name, index) => [name, `${name}-${index + 3}`]),
    ])
  })

  it('reads JSON, a list in it, and lines of JSON', async () => {
    expect(await read('[{"a":1},2]', { InputType: 'JSON' })).toEqual([{ a: 1 }, 2])
    const nested = '{"a/b":{"c":[1,2]}}'
    expect(await read(nested, { InputType: 'JSON', ItemsPointer: '/a~1b/c' })).toEqual([1, 2])
    expect(await read('{"a":1}\n\n[2]\n', { InputType: 'JSONL' })).toEqual([{ a: 1 }, [2]])
    expect(await read('{"Hello":"world"}', { InputType: 'JSON' })).toEqual({
      error: 'States.ItemReaderFailed',
      cause: 'Attempting to map over non-iterable node.',
    })
  })

  it('reads what an inventory tells of', async () => {
    const manifest = JSON.stringify({
      destinationBucket: 'arn:aws:s3:::lake',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [{ key: 'one.csv' }, { key: 'two.csv' }],
    })
    const aws = having([
      { key: 'file', body: manifest },
      { key: 'one.csv', body: '"photos","a.png","12"\n' },
      { key: 'two.csv', body: '"photos","b.png","7"\n' },
    ])
    expect(await runMachine(reading({ InputType: 'MANIFEST' }), {}, {}, aws)).toEqual([
      { Bucket: 'photos', Key: 'a.png', Size: '12' },
      { Bucket: 'photos', Key: 'b.png', Size: '7' },
    ])
  })

  it('lists objects, or loads what is in them', async () => {
    const objects = [
      { key: 'in/b', body: '[3]' },
      { key: 'in/a', body: '[1,2]' },
      { key: 'out/c', body: '[4]' },
    ]
    const list = (ReaderConfig: object): object => ({
      ItemReader: {
        Resource: listObjects,
        Parameters: { 'Bucket.$': '$.from', Prefix: 'in/' },
        ReaderConfig,
      },
    })
    const run = (config: object): Promise<unknown> =>
      runMachine(reading({}, list(config)), { from: 'lake' }, {}, having(objects))
    expect(await run({})).toEqual([
      {
        Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        LastModified: Date.parse('2026-02-28T12:00:00Z') / 1000,
        Key: 'in/a',
        Size: 5,
        StorageClass: 'STANDARD',
      },
      expect.objectContaining({ Key: 'in/b' }),
    ])
    expect(await run({ Transformation: 'LOAD_AND_FLATTEN', InputType: 'JSON' })).toEqual([1, 2, 3])
  })

  it.each([
    [{ MaxItems: 2 }, { count: 2 }],
    [{ MaxItems: 0 }, { count: 3 }],
    [{ MaxItemsPath: '$.most' }, { count: 1 }],
  ])('reads no more than %j allows', async (limit, { count }) => {
    const items = await read('[1,2,3]', { InputType: 'JSON', ...limit }, { most: 1 })
    expect(items).toHaveLength(count)
  })

  it.each([
    [
      -1,
      'States.ItemReaderFailed',
      'field MaxItems must be positive',
      ['MapRunStarted', 'MapRunFailed', 'MapStateFailed'],
    ],
    [1.5, 'States.Runtime', expect.stringContaining('"1.5" which is not a valid integer: $.most'), []],
  ])('fails for a MaxItems of %d at a path, as recorded', async (most, error, cause, events) => {
    const aws = having([{ key: 'file', body: '[1]' }])
    const machine = reading({ InputType: 'JSON', MaxItemsPath: '$.most' })
    const executionArn = await aws.start(await aws.stateMachine('M', machine), { most })
    await aws.step(1000)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({ error, cause })
    const types = (await aws.history(executionArn)).map(({ type }) => type)
    expect(types).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      ...events,
      'ExecutionFailed',
    ])
  })

  it('fails in a way that Catch takes, and reads again after a redrive', async () => {
    const missing = {
      Resource: getObject,
      Parameters: { ...place, Key: 'none' },
      ReaderConfig: { InputType: 'JSON' },
    }
    const Catch = [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }]
    const states = {
      ...reading({}, { ItemReader: missing, Catch }),
      Caught: { Type: 'Pass', Result: 'caught', End: true },
    }
    expect(await runMachine(states, {}, {}, having([]))).toBe('caught')

    const objects: StoredObject[] = []
    const aws = having(objects)
    const executionArn = await aws.start(await aws.stateMachine('M', reading({ InputType: 'JSON' })))
    await aws.step(1000)
    objects.push({ key: 'file', body: '[5]' })
    await aws.call('RedriveExecution', { executionArn })
    await aws.step(1000)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({ output: '[5]' })
    expect(chain(await aws.history(executionArn)).slice(3, 9)).toEqual([
      '4<3 MapRunStarted',
      '5<4 MapRunFailed',
      '6<5 MapStateFailed',
      '7<6 ExecutionFailed',
      '8<7 ExecutionRedriven',
      '9<8 MapRunRedriven',
    ])
  })

  it('tells an ItemSelector where each item comes from', async () => {
    const ItemSelector = {
      'from.$': '$$.Map.Item.Source',
      'n.$': '$$.Map.Item.Index',
      'v.$': '$$.Map.Item.Value',
    }
    const aws = having([{ key: 'file', body: '["x"]' }])
    expect(await runMachine(reading({ InputType: 'JSON' }, { ItemSelector }), {}, {}, aws)).toEqual([
      { from: 'S3://lake/file', n: 0, v: 'x' },
    ])
    const Each = testDistributed({ Pass: { Type: 'Pass', End: true } }, { ItemSelector })
    expect(await runMachine({ Each }, ['y'])).toEqual([{ from: 'STATE_DATA', n: 0, v: 'y' }])
  })

  it('takes expressions in JSONata', async () => {
    const ItemReader = {
      Resource: getObject,
      Arguments: { Bucket: '{% $states.input.bucket %}', Key: 'file' },
      ReaderConfig: { InputType: 'JSON', MaxItems: '{% 1 + 1 %}' },
    }
    const aws = having([{ key: 'file', body: '[1,2,3]' }])
    const more = { QueryLanguage: 'JSONata' }
    expect(await runMachine(reading({}, { ItemReader }), { bucket: 'lake' }, more, aws)).toEqual([1, 2])
  })

  it.each([
    [csv, { id: 'item-0001', quantity: expect.stringMatching(/^\d+$/) }],
    [
      { ...csv, CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'id'] },
      { a: 'item-0001', id: 'item-0001' },
    ],
    [{ InputType: 'JSON', ItemsPointer: '/a/b' }, { id: 'item-0001' }],
    [{ InputType: 'JSONL' }, { id: 'item-0001' }],
    [{ InputType: 'MANIFEST' }, { Bucket: 'lake', Key: 'item-0001.json', Size: '64' }],
  ])('finds something in a bucket nobody has told of: %j', async (config, first) => {
    const run = async (seed: number): Promise<unknown> =>
      runMachine(reading(config), {}, {}, steppedWorld({ seed }))
    const items = await run(1)
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining(first)]))
    expect(await run(1)).toEqual(items)
    const ItemReader = { Resource: listObjects, Parameters: { Bucket: 'any', Prefix: 'p/' } }
    expect(await runMachine(reading({}, { ItemReader }))).toContainEqual(
      expect.objectContaining({ Key: 'p/item-0001.json' }),
    )
  })
})

describe('the rows of a CSV text', () => {
  it('are those it was written from', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ') })
    const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n'), (all, delimiter, end) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const text = all.map((row) => row.map(quoted).join(delimiter) + end).join('')
        // A row of one empty field is an empty line to whoever reads it unquoted.
        const kept = all.filter((row) => row.length > 1 || row[0] !== '')
        expect(csvRows(text, delimiter)).toEqual(kept)
      }),
    )
  })
})

describe('a ResultWriter', () => {
  const putObject = 'arn:aws:states:::s3:putObject'
  const write = async (ResultWriter: object, input: unknown, more: object = {}): Promise<unknown> => {
    const Each = testDistributed(
      {
        Check: {
          Type: 'Choice',
          Choices: [{ Variable: '$', IsNull: true, Next: 'No' }],
          Default: 'Yes',
        },
        No: { Type: 'Fail', Error: 'Null' },
        Yes: { Type: 'Pass', End: true },
      },
      { ResultWriter, ToleratedFailurePercentage: 100, ...more },
    )
    return runMachine({ Each }, input)
  }

  it('that exports leaves where the results would be', async () => {
    const Parameters = { Bucket: 'results', Prefix: 'mapJobs' }
    const result = await write({ Resource: putObject, Parameters }, [1])
    const { MapRunArn, ...rest }: { MapRunArn?: string } = Object(result)
    expect(MapRunArn).toMatch(/:mapRun:M\/Each:[0-9a-f-]{36}$/)
    const id = MapRunArn?.split(':').at(-1)
    expect(rest).toEqual({ ResultWriterDetails: { Bucket: 'results', Key: `mapJobs/${id}/manifest.json` } })
    expect(await write({ Resource: putObject, Parameters: { Bucket: 5 } }, [1])).toMatchObject({
      error: 'States.ResultWriterFailed',
    })
  })

  it.each([
    ['COMPACT', [[1, 2], 3]],
    ['FLATTEN', [1, 2, 3]],
  ])('that exports nothing lays the results out: %s', async (Transformation, results) => {
    const WriterConfig = { Transformation, OutputType: 'JSON' }
    expect(await write({ WriterConfig }, [[1, 2], 3])).toEqual(results)
  })

  it('shows executions that failed, or every one with NONE, as they are described', async () => {
    const failed = expect.objectContaining({ Status: 'FAILED', Error: 'Null', Input: 'null' })
    const flat = { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } }
    expect(await write(flat, [null, [1]])).toEqual([failed, 1])
    const none = { WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' } }
    expect(await write(none, [1])).toEqual([expect.objectContaining({ Status: 'SUCCEEDED', Output: '1' })])
  })
})
