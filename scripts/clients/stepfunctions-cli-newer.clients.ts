import { beforeEach, describe, expect, it } from 'vitest'
import { createMachine, definitions, openEmptyAccount, startMachine, statesArn } from './testing-account.ts'
import { testAwsCli } from './testing-aws-cli.ts'
import { testPlace } from './testing-place.ts'

// What AWS has added since Debian's AWS CLI: versions, aliases, redrives and the validation of a definition.

const place = testPlace()
const aws = testAwsCli(place, 'newAwsCli')
const { control } = place
const stateMachineArn = statesArn('stateMachine:M')
const machine = ['--state-machine-arn', stateMachineArn]
const version = ['--state-machine-version-arn', `${stateMachineArn}:1`]
const alias = ['--state-machine-alias-arn', `${stateMachineArn}:PROD`]
const json = (...args: string[]): Promise<unknown> => aws.json(['stepfunctions', ...args])

beforeEach(async () => {
  await openEmptyAccount(place)
})

describe('a later aws stepfunctions', () => {
  it('publishes a version and leads an alias to it', async () => {
    await createMachine(place, 'M', definitions.hold)
    const published = await json('publish-state-machine-version', ...machine, '--description', 'first')
    expect(published).toMatchObject({ stateMachineVersionArn: `${stateMachineArn}:1` })
    const route = ['--routing-configuration', `stateMachineVersionArn=${stateMachineArn}:1,weight=100`]
    const made = await json('create-state-machine-alias', '--name', 'PROD', ...route)
    expect(made).toMatchObject({ stateMachineAliasArn: `${stateMachineArn}:PROD` })
    await json('update-state-machine-alias', ...alias, '--description', 'what runs')
    expect(
      await Promise.all([
        json(
          'describe-state-machine-alias',
          ...alias,
          '--query',
          '[name, description, routingConfiguration[0].weight]',
        ),
        json(
          'list-state-machine-aliases',
          ...machine,
          '--query',
          'stateMachineAliases[].stateMachineAliasArn',
        ),
        json(
          'list-state-machine-versions',
          ...machine,
          '--query',
          'stateMachineVersions[].stateMachineVersionArn',
        ),
      ]),
    ).toEqual([['PROD', 'what runs', 100], [`${stateMachineArn}:PROD`], [`${stateMachineArn}:1`]])
  })

  it('deletes an alias before its version', async () => {
    await createMachine(place, 'M', definitions.hold)
    await json('publish-state-machine-version', ...machine)
    const route = ['--routing-configuration', `stateMachineVersionArn=${stateMachineArn}:1,weight=100`]
    await json('create-state-machine-alias', '--name', 'PROD', ...route)
    const deleteVersion = ['stepfunctions', 'delete-state-machine-version', ...version]
    expect(await aws.refusal(deleteVersion)).toMatchObject({
      code: 'ConflictException',
      operation: 'DeleteStateMachineVersion',
    })
    expect(await aws.text(['stepfunctions', 'delete-state-machine-alias', ...alias])).toBe('')
    expect(await aws.text(deleteVersion)).toBe('')
    expect(await json('list-state-machine-versions', ...machine)).toEqual({ stateMachineVersions: [] })
  })

  it('redrives an execution that was stopped', async () => {
    await createMachine(place, 'M', definitions.hold)
    await startMachine(place, 'M', 'one')
    const execution = ['--execution-arn', statesArn('execution:M:one')]
    const redrive = ['stepfunctions', 'redrive-execution', ...execution]
    expect(await aws.refusal(redrive)).toMatchObject({
      code: 'ExecutionNotRedrivable',
      operation: 'RedriveExecution',
    })
    await json('stop-execution', ...execution)
    expect(await aws.json(redrive)).toHaveProperty('redriveDate')
    const query = ['--query', '[status, redriveCount, redriveStatus]']
    expect(await json('describe-execution', ...execution, ...query)).toEqual(['RUNNING', 1, 'NOT_REDRIVABLE'])
    await control.step(600)
    expect(await json('describe-execution', ...execution, ...query)).toEqual([
      'SUCCEEDED',
      1,
      'NOT_REDRIVABLE',
    ])
  })

  it('validates a definition', async () => {
    const validate = ['validate-state-machine-definition', '--definition']
    const query = ['--query', '[result, diagnostics[].location]']
    const [sound, unsound] = await Promise.all([
      json(...validate, definitions.hold, ...query),
      json(...validate, '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}', ...query),
    ])
    expect(sound).toEqual(['OK', []])
    expect(unsound).toEqual(['FAIL', expect.arrayContaining(['/States/A/Next'])])
  })
})
