import { describe, expect, it } from 'vitest'
import { callbackResource, steppedWorld } from './test-stepped-world.ts'

const roleArn = 'arn:aws:iam::123456789012:role/Runner'
const succeed = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } })
const other = JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } })

describe('CreateStateMachine', () => {
  it('is the same call again for the same definition, whatever the role and the tags', async () => {
    const aws = steppedWorld()
    const request = { name: 'M', definition: succeed, roleArn }
    const first = await aws.call('CreateStateMachine', request)
    await aws.step(1000)
    const again = { ...request, roleArn: `${roleArn}2`, tags: [{ key: 'a', value: 'b' }] }
    expect(await aws.call('CreateStateMachine', again)).toEqual(first)
    for (const change of [
      { definition: other },
      { definition: `${succeed} ` },
      { type: 'EXPRESS' as const },
    ]) {
      await expect(aws.call('CreateStateMachine', { ...request, ...change })).rejects.toMatchObject({
        code: 'StateMachineAlreadyExists',
        message: `State Machine Already Exists: '${first.stateMachineArn}'`,
      })
    }
    expect(await aws.call('DescribeStateMachine', { stateMachineArn: first.stateMachineArn })).toEqual({
      ...first,
      name: 'M',
      type: 'STANDARD',
      status: 'ACTIVE',
      definition: succeed,
      roleArn,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    })
  })

  it.each([
    [{ name: 'a/b' }, 'InvalidName', "Invalid Name: 'a/b'"],
    [{ roleArn: 'me' }, 'InvalidArn', "Invalid Role Arn: 'me'"],
    [
      { definition: '{"StartAt":"A"}' },
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
    ],
  ])('refuses %j', async (wrong, code, message) => {
    const call = steppedWorld().call('CreateStateMachine', {
      name: 'M',
      definition: succeed,
      roleArn,
      ...wrong,
    })
    await expect(call).rejects.toMatchObject({ code, message })
  })

  const task = { Type: 'Task', Resource: callbackResource, End: true }
  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } }
  it.each<[string, object, string]>([
    [
      'Parquet files',
      {
        Type: 'Map',
        ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED' } },
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: 'b', Key: 'k' },
          ReaderConfig: { InputType: 'PARQUET' },
        },
        End: true,
      },
      'PARQUET yet at /States/A/ItemReader/ReaderConfig/InputType',
    ],
  ])('says what the local AWS does not know yet, and where: %s', async (_what, state, words) => {
    await expect(steppedWorld().stateMachine('M', { A: state })).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The local AWS does not know ${words}'`,
    })
  })

  it.each<[string, object, string]>([
    [
      'Credentials without a role',
      { ...task, Credentials: {} },
      "SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/A/Credentials",
    ],
    [
      'an escape that the intrinsic functions do not know',
      {
        Type: 'Pass',
        Parameters: { 'parsed.$': `States.StringToJson('{"text":"An \\"escaped\\" quote"}')` },
        End: true,
      },
      "SCHEMA_VALIDATION_FAILED: The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call at /States/A/Parameters",
    ],
    [
      'a Parallel without branches',
      { Type: 'Parallel', Branches: [], End: true },
      'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches',
    ],
    [
      'an expression that does not end',
      { Type: 'Pass', QueryLanguage: 'JSONata', Output: { x: '{% 1 + %}' }, End: true },
      "SCHEMA_VALIDATION_FAILED: The JSONata expression '1 +' is not valid. Unexpected end of expression at /States/A/Output/x",
    ],
  ])('refuses %s in the words of AWS', async (_what, state, reason) => {
    await expect(steppedWorld().stateMachine('M', { A: state })).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${reason}'`,
    })
  })

  it.each([
    'https://example.com',
    'arn:aws:states:::glue:startJobRun.sync:2',
    'arn:aws:states:::states:startExecution.sync:3',
    'arn:aws:states:::aws-sdk:ecs:runTask.sync',
  ])('refuses a resource nobody knows: %s', async (Resource) => {
    const state = { ...task, Resource }
    await expect(steppedWorld().stateMachine('M', { A: state })).rejects.toMatchObject({
      code: 'InvalidDefinition',
    })
  })
})

describe('DeleteStateMachine', () => {
  it('takes the executions with it once none runs; running ones end at their next state', async () => {
    const aws = steppedWorld()
    const stateMachineArn = await aws.stateMachine('M', {
      Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' },
      Done: { Type: 'Succeed' },
    })
    const executionArn = await aws.start(stateMachineArn)
    expect(await aws.call('DeleteStateMachine', { stateMachineArn })).toEqual({})
    expect((await aws.call('DescribeStateMachine', { stateMachineArn })).status).toBe('DELETING')
    await expect(aws.call('StartExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDeleting',
    })
    await aws.step(60_000)
    await expect(aws.call('DescribeStateMachine', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    })
    await expect(aws.call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    })
    expect((await aws.call('ListStateMachines', {})).stateMachines).toEqual([])
    expect(await aws.call('DeleteStateMachine', { stateMachineArn })).toEqual({})
  })
})

describe('tags', () => {
  it('are added, replaced and taken away', async () => {
    const aws = steppedWorld()
    const resourceArn = await aws.activity()
    await aws.call('TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    })
    await aws.call('TagResource', { resourceArn, tags: [{ key: 'a', value: '3' }] })
    await aws.call('UntagResource', { resourceArn, tagKeys: ['b', 'c'] })
    expect(await aws.call('ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ key: 'a', value: '3' }],
    })
    await expect(
      aws.call('ListTagsForResource', { resourceArn: resourceArn.replace('Work', 'Play') }),
    ).rejects.toMatchObject({ code: 'ResourceNotFound' })
  })
})
