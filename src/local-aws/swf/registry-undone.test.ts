import { describe, expect, it } from 'vitest'
import type { SwfWorld } from './test-swf-world.ts'
import { activityType, domain, registered, startInput, workflowType } from './test-workflow.ts'

const resourceArn = `arn:aws:swf:eu-west-1:123456789012:/domain/${domain}`
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

describe.each([
  ['WorkflowType', { workflowType }],
  ['ActivityType', { activityType }],
] as const)('a deprecated %s', (kind, type) => {
  const named = { domain, workflowType, activityType, ...type }
  const undeprecate = (aws: SwfWorld) => aws.call(`Undeprecate${kind}`, named)
  const remove = (aws: SwfWorld) => aws.call(`Delete${kind}`, named)
  const describeIt = (aws: SwfWorld) => aws.call(`Describe${kind}`, named)

  it('is registered again by Undeprecate, and without the date on which it was not', async () => {
    const aws = await registered()
    expect(await code(undeprecate(aws))).toBe('TypeAlreadyExistsFault')
    const before = await describeIt(aws)
    await aws.call(`Deprecate${kind}`, named)
    await undeprecate(aws)
    expect(await describeIt(aws)).toEqual(before)
  })

  it('alone can be deleted, and is unknown then', async () => {
    const aws = await registered()
    expect(await code(remove(aws))).toBe('TypeNotDeprecatedFault')
    await aws.call(`Deprecate${kind}`, named)
    await remove(aws)
    expect(await code(describeIt(aws))).toBe('UnknownResourceFault')
    expect(await code(remove(aws))).toBe('UnknownResourceFault')
  })
})

describe('UndeprecateDomain', () => {
  it('lets executions start again, of types that are undeprecated, too', async () => {
    const aws = await registered()
    expect(await code(aws.call('UndeprecateDomain', { name: domain }))).toBe('DomainAlreadyExistsFault')
    await aws.call('DeprecateDomain', { name: domain })
    await aws.call('UndeprecateDomain', { name: domain })
    const start = () => code(aws.call('StartWorkflowExecution', startInput()))
    expect(await start()).toBe('TypeDeprecatedFault')
    await aws.call('UndeprecateWorkflowType', { domain, workflowType })
    expect(await start()).toBe('done')
  })
})

describe('the tags of a domain', () => {
  it('are those it was registered with and those put on it, at most fifty', async () => {
    const aws = await registered()
    const tags = async () => (await aws.call('ListTagsForResource', { resourceArn })).tags
    await aws.call('TagResource', { resourceArn, tags: [{ key: 'team', value: 'a' }, { key: 'x' }] })
    await aws.call('TagResource', { resourceArn, tags: [{ key: 'team', value: 'b' }] })
    await aws.call('UntagResource', { resourceArn, tagKeys: ['x', 'never'] })
    expect(await tags()).toEqual([{ key: 'team', value: 'b' }])
    const many = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}` }))
    expect(await code(aws.call('TagResource', { resourceArn, tags: many }))).toBe('TooManyTagsFault')
    expect(await tags()).toHaveLength(1)
    const other = {
      name: 'other',
      workflowExecutionRetentionPeriodInDays: '1',
      tags: [{ key: 'a', value: '1' }],
    }
    await aws.call('RegisterDomain', other)
    const listed = await aws.call('ListTagsForResource', {
      resourceArn: resourceArn.replace(domain, 'other'),
    })
    expect(listed.tags).toEqual(other.tags)
    expect(await code(aws.call('ListTagsForResource', { resourceArn: `${resourceArn}x` }))).toBe(
      'UnknownResourceFault',
    )
  })
})
