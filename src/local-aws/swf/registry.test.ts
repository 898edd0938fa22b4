import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SwfWorld, swfWorld } from './test-swf-world.ts'

const domain = 'orders'
const fault = (code: string, message?: unknown) =>
  expect.objectContaining({ code, ...(message === undefined ? {} : { message }) })

async function withDomain(): Promise<SwfWorld> {
  const aws = swfWorld()
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
  return aws
}

describe('domains', () => {
  it('are registered, described, listed by name, and deprecated once', async () => {
    const aws = swfWorld()
    for (const name of ['b', 'c', 'a']) {
      await aws.call('RegisterDomain', {
        name,
        description: `of ${name}`,
        workflowExecutionRetentionPeriodInDays: name === 'b' ? 'NONE' : '30',
      })
    }
    expect(await aws.call('DescribeDomain', { name: 'b' })).toEqual({
      domainInfo: {
        name: 'b',
        status: 'REGISTERED',
        description: 'of b',
        arn: 'arn:aws:swf:eu-west-1:123456789012:/domain/b',
      },
      configuration: { workflowExecutionRetentionPeriodInDays: 'NONE' },
    })
    await aws.call('DeprecateDomain', { name: 'c' })
    const names = async (registrationStatus: 'REGISTERED' | 'DEPRECATED', reverseOrder?: boolean) =>
      (await aws.call('ListDomains', { registrationStatus, reverseOrder })).domainInfos?.map(
        ({ name }) => name,
      )
    expect(await names('REGISTERED')).toEqual(['a', 'b'])
    expect(await names('REGISTERED', true)).toEqual(['b', 'a'])
    expect(await names('DEPRECATED')).toEqual(['c'])
    await expect(aws.call('DeprecateDomain', { name: 'c' })).rejects.toEqual(
      fault('DomainDeprecatedFault', 'c'),
    )
  })

  it('keep their name for good, in their region', async () => {
    const aws = await withDomain()
    const again = { name: domain, workflowExecutionRetentionPeriodInDays: '1' }
    await expect(aws.call('RegisterDomain', again)).rejects.toEqual(fault('DomainAlreadyExistsFault', domain))
    await aws.call('DeprecateDomain', { name: domain })
    await expect(aws.call('RegisterDomain', again)).rejects.toEqual(fault('DomainAlreadyExistsFault', domain))
    const elsewhere = swfWorld({ within: aws, region: 'us-east-1' })
    await expect(elsewhere.call('DescribeDomain', { name: domain })).rejects.toEqual(
      fault('UnknownResourceFault', `Unknown domain: ${domain}`),
    )
    await elsewhere.call('RegisterDomain', again)
  })

  it('are a hundred at most, deprecated ones among them', async () => {
    const aws = swfWorld()
    const register = (index: number) =>
      aws.call('RegisterDomain', { name: `d${index}`, workflowExecutionRetentionPeriodInDays: '0' })
    for (let index = 0; index < 100; index += 1) await register(index)
    await aws.call('DeprecateDomain', { name: 'd7' })
    await expect(register(100)).rejects.toEqual(fault('LimitExceededFault'))
  })

  it.each([
    [{ name: 'a:b' }, /'name'.*':'/],
    [{ name: 'arn' }, /'name'/],
    [{ name: ' a' }, /'name'.*whitespace/],
    [{ name: 'a\u007f' }, /'name'/],
    [{ name: '' }, /'name'.*length greater than or equal to 1/],
    [{ workflowExecutionRetentionPeriodInDays: '91' }, /'workflowExecutionRetentionPeriodInDays'.*90/],
    [{ workflowExecutionRetentionPeriodInDays: '-1' }, /'workflowExecutionRetentionPeriodInDays'/],
    [{ workflowExecutionRetentionPeriodInDays: undefined }, /must not be null/],
    [{ description: 'x'.repeat(1025) }, /'description'.*1024/],
  ])('are refused as %j', async (change, message) => {
    const input = { name: 'good', workflowExecutionRetentionPeriodInDays: '90', ...change }
    await expect(swfWorld().call('RegisterDomain', input)).rejects.toEqual(
      fault('ValidationException', expect.stringMatching(message)),
    )
  })
})

describe('types', () => {
  it('keep what they were registered with', async () => {
    const aws = await withDomain()
    const id = { name: 'ship', version: '1.0' }
    await aws.call('RegisterActivityType', {
      domain,
      ...id,
      defaultTaskHeartbeatTimeout: '60',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultTaskScheduleToStartTimeout: '',
      defaultTaskList: { name: 'shippers' },
      defaultTaskPriority: '-5',
    })
    expect(await aws.call('DescribeActivityType', { domain, activityType: id })).toEqual({
      typeInfo: { activityType: id, status: 'REGISTERED', creationDate: new Date(aws.world.loop.nowMs) },
      configuration: {
        defaultTaskHeartbeatTimeout: '60',
        defaultTaskStartToCloseTimeout: 'NONE',
        defaultTaskList: { name: 'shippers' },
        defaultTaskPriority: '-5',
      },
    })
    await aws.call('RegisterWorkflowType', {
      domain,
      ...id,
      description: 'Ships an order',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultChildPolicy: 'TERMINATE',
    })
    expect(await aws.call('DescribeWorkflowType', { domain, workflowType: id })).toMatchObject({
      typeInfo: { workflowType: id, description: 'Ships an order' },
      configuration: { defaultExecutionStartToCloseTimeout: '3600', defaultChildPolicy: 'TERMINATE' },
    })
  })

  it.each(['Workflow', 'Activity'] as const)('of kind %s are unknown, taken or deprecated', async (kind) => {
    const aws = await withDomain()
    const id = { name: 'ship', version: '1' }
    const worded = `${kind}Type=[name=ship, version=1]`
    const named = { domain, workflowType: id, activityType: id }
    await expect(aws.call(`Describe${kind}Type`, named)).rejects.toEqual(
      fault('UnknownResourceFault', `Unknown type: ${worded}`),
    )
    await aws.call(`Register${kind}Type`, { domain, ...id })
    await expect(aws.call(`Register${kind}Type`, { domain, ...id })).rejects.toEqual(
      fault('TypeAlreadyExistsFault', worded),
    )
    await aws.step(5000)
    await aws.call(`Deprecate${kind}Type`, named)
    await expect(aws.call(`Deprecate${kind}Type`, named)).rejects.toEqual(
      fault('TypeDeprecatedFault', worded),
    )
    expect(await aws.call(`Describe${kind}Type`, named)).toMatchObject({
      typeInfo: { status: 'DEPRECATED', deprecationDate: new Date(aws.world.loop.nowMs) },
    })
  })

  it('go with their domain', async () => {
    const aws = await withDomain()
    await aws.call('RegisterActivityType', { domain, name: 'ship', version: '1' })
    await aws.call('DeprecateDomain', { name: domain })
    const { typeInfos } = await aws.call('ListActivityTypes', { domain, registrationStatus: 'DEPRECATED' })
    expect(typeInfos).toMatchObject([{ activityType: { name: 'ship' }, status: 'DEPRECATED' }])
    await expect(aws.call('RegisterActivityType', { domain, name: 'ship', version: '2' })).rejects.toEqual(
      fault('DomainDeprecatedFault', domain),
    )
  })

  it('are refused with a timeout that is none', async () => {
    const aws = await withDomain()
    const register = (more: object) =>
      aws.call('RegisterActivityType', { domain, name: 'ship', version: '1', ...more })
    for (const value of ['soon', '-1', '1.5', '123456789']) {
      await expect(register({ defaultTaskHeartbeatTimeout: value })).rejects.toEqual(
        fault('ValidationException', expect.stringContaining("'defaultTaskHeartbeatTimeout'")),
      )
    }
    await expect(
      aws.call('RegisterWorkflowType', {
        domain,
        name: 'ship',
        version: '1',
        defaultExecutionStartToCloseTimeout: 'NONE',
      }),
    ).rejects.toEqual(fault('ValidationException'))
  })

  it('are listed by name, page by page, in both orders', async () => {
    const aws = await withDomain()
    const ids = ['a', 'b', 'c', 'd'].flatMap((name) => ['1', '2'].map((version) => ({ name, version })))
    for (const id of ids.toReversed()) await aws.call('RegisterActivityType', { domain, ...id })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (maximumPageSize, reverseOrder) => {
          const read = []
          let nextPageToken: string | undefined
          do {
            const page = await aws.call('ListActivityTypes', {
              domain,
              registrationStatus: 'REGISTERED',
              maximumPageSize,
              reverseOrder,
              nextPageToken,
            })
            read.push(...(page.typeInfos ?? []).map(({ activityType }) => activityType))
            nextPageToken = page.nextPageToken
          } while (nextPageToken !== undefined)
          expect(read).toEqual(reverseOrder ? ids.toReversed() : ids)
        },
      ),
    )
    const named = await aws.call('ListActivityTypes', { domain, registrationStatus: 'REGISTERED', name: 'c' })
    expect(named.typeInfos?.map(({ activityType }) => activityType?.version)).toEqual(['1', '2'])
  })

  it('refuse a page token of another list, a forged one and an old one', async () => {
    const aws = await withDomain()
    for (const name of ['a', 'b']) await aws.call('RegisterActivityType', { domain, name, version: '1' })
    const list = (more: object) =>
      aws.call('ListActivityTypes', { domain, registrationStatus: 'REGISTERED', maximumPageSize: 1, ...more })
    const { nextPageToken } = await list({})
    const invalid = fault('ValidationException', 'Invalid token')
    await expect(list({ nextPageToken, reverseOrder: true })).rejects.toEqual(invalid)
    await expect(list({ nextPageToken: 'AAAA' })).rejects.toEqual(invalid)
    expect((await list({ nextPageToken, maximumPageSize: 5 })).typeInfos).toHaveLength(1)
    await aws.step(24 * 3_600_000 + 1)
    await expect(list({ nextPageToken })).rejects.toEqual(
      fault('ValidationException', 'Specified token has exceeded its maximum lifetime'),
    )
  })
})
