import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

const roleArn = 'arn:aws:iam::123456789012:role/Runner'
const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:M'
const held = (Comment: string): string =>
  JSON.stringify({ Comment, StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 600, End: true } } })

async function machine(): Promise<SteppedWorld> {
  const aws = steppedWorld()
  await aws.call('CreateStateMachine', { name: 'M', definition: held('first'), roleArn })
  return aws
}

/** A machine with two versions, and an alias that shares executions out between them. */
async function shared(weight: number): Promise<SteppedWorld> {
  const aws = await machine()
  await aws.call('PublishStateMachineVersion', { stateMachineArn, revisionId: 'INITIAL' })
  await aws.call('UpdateStateMachine', { stateMachineArn, definition: held('second'), publish: true })
  await aws.call('CreateStateMachineAlias', {
    name: 'PROD',
    routingConfiguration: [
      { stateMachineVersionArn: `${stateMachineArn}:1`, weight },
      { stateMachineVersionArn: `${stateMachineArn}:2`, weight: 100 - weight },
    ],
  })
  return aws
}

const started = async (aws: SteppedWorld, arn: string): Promise<string> =>
  (await aws.call('StartExecution', { stateMachineArn: arn })).executionArn ?? ''

describe('UpdateStateMachine', () => {
  it('leaves running executions their definition and gives new ones the new one', async () => {
    const aws = await machine()
    const before = await started(aws, stateMachineArn)
    await aws.step(1000)
    const { revisionId, updateDate } = await aws.call('UpdateStateMachine', {
      stateMachineArn,
      definition: held('second'),
    })
    const after = await started(aws, stateMachineArn)
    const of = (executionArn: string) => aws.call('DescribeStateMachineForExecution', { executionArn })
    expect(await of(before)).toMatchObject({ definition: held('first') })
    expect((await of(before)).revisionId).toBeUndefined()
    expect(await of(after)).toMatchObject({ definition: held('second'), revisionId, updateDate })
    expect(await aws.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      definition: held('second'),
      revisionId,
    })
  })

  it.each([
    [{}, 'MissingRequiredParameter'],
    [{ roleArn: 'me' }, 'InvalidArn'],
    [{ definition: '{}' }, 'InvalidDefinition'],
    [{ roleArn, versionDescription: 'd' }, 'ValidationException'],
    [{ roleArn, stateMachineArn: `${stateMachineArn}x` }, 'StateMachineDoesNotExist'],
    [{ roleArn, stateMachineArn: `${stateMachineArn}/label` }, 'ValidationException'],
  ])('refuses %j', async (wrong, code) => {
    const aws = await machine()
    await expect(aws.call('UpdateStateMachine', { stateMachineArn, ...wrong })).rejects.toMatchObject({
      code,
    })
    expect(await aws.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({ roleArn })
  })
})

describe('a version', () => {
  it('is published once for a revision, and only for the revision that was meant', async () => {
    const aws = await machine()
    const publish = (more: object = {}) =>
      aws.call('PublishStateMachineVersion', { stateMachineArn, ...more })
    const first = await publish()
    await aws.step(1000)
    expect(await publish({ revisionId: 'INITIAL' })).toEqual(first)
    const { revisionId, stateMachineVersionArn } = await aws.call('UpdateStateMachine', {
      stateMachineArn,
      roleArn: `${roleArn}2`,
      publish: true,
      versionDescription: 'other role',
    })
    expect(stateMachineVersionArn).toBe(`${stateMachineArn}:2`)
    await expect(publish({ revisionId: 'INITIAL' })).rejects.toMatchObject({ code: 'ConflictException' })
    expect((await publish({ revisionId })).stateMachineVersionArn).toBe(stateMachineVersionArn)
    const described = await aws.call('DescribeStateMachine', { stateMachineArn: stateMachineVersionArn })
    expect(described).toMatchObject({ description: 'other role', roleArn: `${roleArn}2`, name: 'M' })
  })

  it('lists newest first, page by page, and a page token serves its own list alone', async () => {
    const aws = await machine()
    for (let count = 0; count < 3; count += 1) {
      await aws.call('UpdateStateMachine', { stateMachineArn, roleArn, publish: true })
    }
    const page = (nextToken?: string) =>
      aws.call('ListStateMachineVersions', { stateMachineArn, maxResults: 2, nextToken })
    const numbers = async (token?: string) =>
      (await page(token)).stateMachineVersions?.map((one) => one.stateMachineVersionArn?.split(':')[7])
    expect(await numbers()).toEqual(['3', '2'])
    const { nextToken } = await page()
    expect(await numbers(nextToken)).toEqual(['1'])
    await expect(aws.call('ListStateMachineAliases', { stateMachineArn, nextToken })).rejects.toMatchObject({
      code: 'InvalidToken',
    })
    await aws.step(24 * 3_600_000 + 1)
    await expect(page(nextToken)).rejects.toMatchObject({ code: 'InvalidToken' })
  })

  it('goes on for its executions when it is deleted, and its number is never given again', async () => {
    const aws = await shared(50)
    const arn = `${stateMachineArn}:2`
    const executionArn = await started(aws, arn)
    await expect(
      aws.call('DeleteStateMachineVersion', { stateMachineVersionArn: arn }),
    ).rejects.toMatchObject({
      code: 'ConflictException',
    })
    await aws.call('DeleteStateMachineAlias', { stateMachineAliasArn: `${stateMachineArn}:PROD` })
    await aws.call('DeleteStateMachineVersion', { stateMachineVersionArn: arn })
    await expect(started(aws, arn)).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' })
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'RUNNING',
      stateMachineVersionArn: arn,
    })
    const again = await aws.call('PublishStateMachineVersion', { stateMachineArn })
    expect(again.stateMachineVersionArn).toBe(`${stateMachineArn}:3`)
  })
})

describe('an alias', () => {
  it('shares executions out between its versions as its weights say, and lists them', async () => {
    const aws = await shared(25)
    const alias = `${stateMachineArn}:PROD`
    const definitions = new Map<string, number>()
    for (let count = 0; count < 200; count += 1) {
      const executionArn = await started(aws, alias)
      const { definition = '' } = await aws.call('DescribeStateMachineForExecution', { executionArn })
      definitions.set(definition, (definitions.get(definition) ?? 0) + 1)
    }
    // Of 200 with one in four, five standard deviations either way.
    expect(definitions.get(held('first'))).toBeGreaterThan(20)
    expect(definitions.get(held('first'))).toBeLessThan(81)
    const [event] = await aws.history(await started(aws, alias))
    expect(event?.executionStartedEventDetails).toMatchObject({ stateMachineAliasArn: alias })
    await started(aws, stateMachineArn)
    const listed = async (arn: string) =>
      (await aws.call('ListExecutions', { stateMachineArn: arn, maxResults: 1000 })).executions?.length
    expect(await listed(stateMachineArn)).toBe(202)
    expect(await listed(alias)).toBe(201)
    expect(await listed(`${stateMachineArn}:1`)).toBe(201 - ((await listed(`${stateMachineArn}:2`)) ?? 0))
  })

  it('is changed as a whole, and never to what does not add up', async () => {
    const aws = await shared(50)
    const stateMachineAliasArn = `${stateMachineArn}:PROD`
    const route = (number: number, weight: number) => ({
      stateMachineVersionArn: `${stateMachineArn}:${number}`,
      weight,
    })
    for (const [wrong, code] of [
      [{}, 'ValidationException'],
      [{ routingConfiguration: [route(1, 99)] }, 'ValidationException'],
      [{ routingConfiguration: [route(1, 50), route(1, 50)] }, 'ValidationException'],
      [{ routingConfiguration: [route(9, 100)] }, 'ResourceNotFound'],
    ] satisfies [object, string][]) {
      await expect(
        aws.call('UpdateStateMachineAlias', { stateMachineAliasArn, ...wrong }),
      ).rejects.toMatchObject({ code })
    }
    await aws.step(1000)
    const update = { description: 'all on 2', routingConfiguration: [route(2, 100)] }
    const { updateDate } = await aws.call('UpdateStateMachineAlias', { stateMachineAliasArn, ...update })
    expect(await aws.call('DescribeStateMachineAlias', { stateMachineAliasArn })).toMatchObject({
      ...update,
      name: 'PROD',
      updateDate,
    })
    const created = { name: 'PROD', ...update }
    expect((await aws.call('CreateStateMachineAlias', created)).stateMachineAliasArn).toBe(
      stateMachineAliasArn,
    )
    await expect(
      aws.call('CreateStateMachineAlias', { ...created, description: 'other' }),
    ).rejects.toMatchObject({ code: 'ConflictException' })
    const aliasesOf = async (arn: string) =>
      (await aws.call('ListStateMachineAliases', { stateMachineArn: arn })).stateMachineAliases?.length
    expect(await aliasesOf(`${stateMachineArn}:1`)).toBe(0)
    expect(await aliasesOf(`${stateMachineArn}:2`)).toBe(1)
  })
})

describe('ValidateStateMachineDefinition', () => {
  it('tells what CreateStateMachine would refuse, and where, and makes nothing', async () => {
    const aws = steppedWorld()
    expect(await aws.call('ValidateStateMachineDefinition', { definition: held('a') })).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    })
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } })
    const read = await aws.call('ValidateStateMachineDefinition', { definition })
    expect(read).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET', location: '/States/A/Next' }],
    })
    const wrong = JSON.stringify({ StartAt: 'A', States: { A: {}, B: {}, C: {} } })
    const cut = await aws.call('ValidateStateMachineDefinition', { definition: wrong, maxResults: 1 })
    expect([cut.diagnostics?.length, cut.truncated]).toEqual([1, true])
    expect((await aws.call('ListStateMachines', {})).stateMachines).toEqual([])
  })
})
