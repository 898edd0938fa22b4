import { ListExecutionsCommand, ListMapRunsCommand, type SFNClient } from '@aws-sdk/client-sfn'
import { expect, test } from './fixtures.ts'
import { boardRows, executionPath, pageCalls } from './support/page-parts.ts'
import { testConfig } from './support/test-config.ts'
import { startWeighing } from './support/weighing.ts'

test.use({ scenario: 'quiet' })

/** Starts the weighing of three parcels, each an execution of its own. */
async function weigh(sfn: SFNClient, more: object = {}): Promise<string> {
  const ItemProcessor = (Weigh: object): object => ({
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Weigh',
    States: { Weigh },
  })
  const flow = (task: object): object => ({
    StartAt: 'Every parcel',
    States: { 'Every parcel': { Type: 'Map', ItemProcessor: ItemProcessor(task), End: true } },
    ...more,
  })
  return (await startWeighing(sfn, flow, { name: 'van-1', input: '[1,2,3]' })).executionArn
}

test('the children of a Distributed Map stand in the board', async ({ page, world, sfn }) => {
  const executionArn = await weigh(sfn)
  await world.step(5)
  await page.goto('/')
  const children = boardRows(page).filter({ hasText: /^.*waiting.*Weigh/s })
  await expect(children).toHaveCount(3, { timeout: 20_000 })
  await expect(children.first()).toContainText(/Weighing\/\S+ \/ Weigh/)
  await world.step(30)
  await expect(children).toHaveCount(3)
  await page.goto(executionPath({ executionArn }))
  const beneath = page.getByRole('table', { name: 'In flight in the children of its Map Runs' })
  await expect(beneath.getByRole('link', { name: /^Weighing\/.* \/ Weigh$/ })).toHaveCount(3)
  const read = pageCalls(world, 'GetExecutionHistory').map(({ resource }) => resource ?? '')
  expect(new Set(read.filter((arn) => arn.includes(':execution:Weighing/'))).size).toBe(3)
})

test("a child that is opened alone shows its parent's limit", async ({
  page,
  localAws,
  configure,
  world,
  sfn,
}) => {
  configure(testConfig(localAws.url, undefined, { watch: { exclude: ['Weighing'] } }))
  await world.pause()
  const parentArn = await weigh(sfn, { TimeoutSeconds: 3600 })
  await world.step(90)
  const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn: parentArn }))
  const { executions } = await sfn.send(new ListExecutionsCommand({ mapRunArn: mapRuns?.[0]?.mapRunArn }))
  const executionArn = executions?.[0]?.executionArn ?? ''
  await page.goto(executionPath({ executionArn }))
  await page.getByRole('link', { name: /^Weighing\/.* \/ Weigh$/ }).click()
  await expect(page.getByText("Hard limit: its parent's TimeoutSeconds 3600 ends it at")).toBeVisible()
  expect(pageCalls(world, 'DescribeMapRun')).toHaveLength(1)
  const read = pageCalls(world, 'GetExecutionHistory').map(({ resource }) => resource)
  expect(new Set(read)).toEqual(new Set([executionArn]))
})
