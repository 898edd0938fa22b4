import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Length } from '../validation.ts'
import { batchesOf } from './engine/item-batches.ts'
import { testDistributed } from './test-distributed-map.ts'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

interface Batched {
  readonly aws: SteppedWorld
  readonly executionArn: string
  readonly mapRunArn: string
  /** Of the tasks that the children wait for, by the first of their items. */
  readonly tokens: Map<unknown, string>
}

const ask = {
  Type: 'Task',
  Resource: callbackResource,
  Parameters: { 'first.$': '$.Items[0]', 'token.$': '$$.Task.Token' },
  End: true,
}

async function runBatched(map: object, items: readonly unknown[]): Promise<Batched> {
  const aws = steppedWorld()
  const tokens = new Map<unknown, string>()
  aws.world.deliveries.subscribe(({ parameters }) => {
    const { first, token }: { first?: unknown; token?: string } = Object(parameters)
    if (token !== undefined) tokens.set(first, token)
  })
  const Each = testDistributed({ Ask: ask }, { ItemsPath: '$.items', ...map })
  const executionArn = await aws.start(await aws.stateMachine('Batch', { Each }), { items })
  await aws.step(1000)
  const { mapRuns } = await aws.call('ListMapRuns', { executionArn })
  return { aws, executionArn, mapRunArn: mapRuns?.[0]?.mapRunArn ?? '', tokens }
}

/** What the children of a distributed Map whose items are passed on got. */
async function childInputs(map: object, input: unknown, more: object = {}): Promise<unknown> {
  const aws = steppedWorld()
  const Each = testDistributed({ Pass: { Type: 'Pass', End: true } }, map)
  const executionArn = await aws.start(await aws.stateMachine('Batch', { Each }, more), input)
  await aws.step(1000)
  const { output, error, cause } = await aws.call('DescribeExecution', { executionArn })
  return output === undefined ? { error, cause } : JSON.parse(output)
}

describe('an ItemBatcher', () => {
  it('gives each child a list of items, with an input that is the same for all', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { 'who.$': '$.who', fixed: 1 } }
    const BatchInput = { who: 'me', fixed: 1 }
    expect(await childInputs({ ItemsPath: '$.items', ItemBatcher }, { who: 'me', items: [1, 2, 3] })).toEqual(
      [
        { BatchInput, Items: [1, 2] },
        { BatchInput, Items: [3] },
      ],
    )
  })

  it('batches what the ItemSelector made of the items, by limits that paths point at', async () => {
    const map = {
      ItemsPath: '$.items',
      ItemSelector: { 'n.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index' },
      ItemBatcher: { MaxItemsPerBatchPath: '$.most', MaxInputBytesPerBatchPath: '$.bytes' },
    }
    expect(await childInputs(map, { most: 3, bytes: 45, items: [7, 8, 9] })).toEqual([
      {
        Items: [
          { n: 7, at: 0 },
          { n: 8, at: 1 },
        ],
      },
      { Items: [{ n: 9, at: 2 }] },
    ])
    expect(await childInputs(map, { most: 0, bytes: 45, items: [7] })).toMatchObject({
      error: 'States.Runtime',
    })
    expect(await childInputs(map, { most: 1.5, bytes: 45, items: [7] })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('"1.5" which is not a valid integer: $.most'),
    })
  })

  it('takes expressions in JSONata', async () => {
    const map = {
      Items: '{% $states.input.items %}',
      ItemBatcher: {
        MaxItemsPerBatch: '{% $states.input.most %}',
        BatchInput: { at: '{% $states.context.State.Name %}' },
      },
    }
    expect(await childInputs(map, { most: 2, items: [1, 2, 3] }, { QueryLanguage: 'JSONata' })).toEqual([
      { BatchInput: { at: 'Each' }, Items: [1, 2] },
      { BatchInput: { at: 'Each' }, Items: [3] },
    ])
  })

  it('fails where an item is longer than a batch may be', async () => {
    const ItemBatcher = { MaxInputBytesPerBatch: 20 }
    expect(await childInputs({ ItemBatcher }, ['a'.repeat(30)])).toMatchObject({
      error: 'States.DataLimitExceeded',
    })
  })

  it('counts items and executions apart', async () => {
    const run = await runBatched({ ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 2 }, [1, 2, 3, 4, 5])
    const { aws, mapRunArn, tokens } = run
    expect(await aws.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      itemCounts: { running: 4, pending: 1, total: 5 },
      executionCounts: { running: 2, pending: 1, total: 3 },
    })
    const { executions } = await aws.call('ListExecutions', { mapRunArn })
    expect(executions?.map(({ itemCount }) => itemCount)).toEqual([2, 2])
    await aws.call('SendTaskSuccess', { taskToken: tokens.get(1) ?? '', output: '1' })
    await aws.step(1000)
    expect(await aws.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      itemCounts: { running: 3, succeeded: 2, resultsWritten: 2, total: 5 },
      executionCounts: { running: 2, succeeded: 1, resultsWritten: 1, total: 3 },
    })
  })

  it.each([
    [{ ToleratedFailureCount: 2 }, 'RUNNING'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 40 }, 'RUNNING'],
    [{ ToleratedFailurePercentage: 39 }, 'FAILED'],
  ])('with %j and one failure of two items of five is %s', async (tolerated, status) => {
    const run = await runBatched({ ItemBatcher: { MaxItemsPerBatch: 2 }, ...tolerated }, [1, 2, 3, 4, 5])
    await run.aws.call('SendTaskFailure', { taskToken: run.tokens.get(1) ?? '' })
    await run.aws.step(0)
    expect(await run.aws.call('DescribeMapRun', { mapRunArn: run.mapRunArn })).toMatchObject({ status })
  })
})

describe('batches', () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 30 })
  // fc.jsonValue is exactly the values that JSON has.
  type Items = Parameters<typeof batchesOf>[0]

  it('keep every item, in order, within both limits, and are as large as these allow', () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 40, max: 400 }),
        (all, most, bytes) => {
          const size = (batch: unknown): number => utf8Length(JSON.stringify({ Items: batch }))
          const limits = { maxItems: most, maxBytes: bytes, emptyBytes: size([]) }
          const batches = batchesOf(all as Items, limits)
          const tooLong = all.some((item) => size([item]) > bytes)
          expect(batches === undefined).toBe(tooLong)
          if (batches === undefined) return
          expect(batches.flat(1)).toEqual(all)
          for (const [index, batch] of batches.entries()) {
            expect(batch.length).toBeGreaterThan(0)
            expect(batch.length).toBeLessThanOrEqual(most)
            expect(size(batch)).toBeLessThanOrEqual(bytes)
            const next = batches[index + 1]?.[0]
            if (next !== undefined) expect(batch.length === most || size([...batch, next]) > bytes).toBe(true)
          }
        },
      ),
    )
  })
})
