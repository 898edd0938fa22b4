import { beforeEach, describe, expect, it } from 'vitest'
import { definitions, openEmptyAccount, roleArn, startDate, statesArn } from './testing-account.ts'
import { testBoto3 } from './testing-boto3.ts'
import { testPlace } from './testing-place.ts'

// What AWS has added since Debian's boto3: versions, aliases, redrives and the validation of a definition.

const place = testPlace()
const { control } = place
const boto3 = testBoto3(place, 'newBoto3')
type Parameters = Readonly<Record<string, unknown>>
const sfn = (method: string, parameters: Parameters = {}): Promise<unknown> =>
  boto3.output('stepfunctions', method, parameters)
const refusal = (method: string, parameters: Parameters): Promise<unknown> =>
  boto3.call('stepfunctions', method, parameters)

const stateMachineArn = statesArn('stateMachine:M')
const version = (number: number): string => `${stateMachineArn}:${number}`
const alias = `${stateMachineArn}:PROD`
const later = '2026-03-01T12:01:00.000+00:00'

beforeEach(async () => {
  await openEmptyAccount(place)
})

async function create(definition: string = definitions.hold): Promise<void> {
  await sfn('create_state_machine', { name: 'M', definition, roleArn })
}

describe('versions, by a later boto3', () => {
  it('are published with the state machine, with a change of it, and by themselves', async () => {
    const made = {
      name: 'M',
      definition: definitions.hold,
      roleArn,
      publish: true,
      versionDescription: 'first',
    }
    expect(await sfn('create_state_machine', made)).toEqual({
      stateMachineArn,
      creationDate: startDate,
      stateMachineVersionArn: version(1),
    })
    await control.step(60)
    const change = {
      stateMachineArn,
      definition: definitions.done,
      publish: true,
      versionDescription: 'second',
    }
    expect(await sfn('update_state_machine', change)).toEqual({
      updateDate: later,
      revisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      stateMachineVersionArn: version(2),
    })
    await sfn('update_state_machine', { stateMachineArn, roleArn: `${roleArn}-3` })
    const publish = { stateMachineArn, description: 'third' }
    const third = { stateMachineVersionArn: version(3), creationDate: later }
    expect(await sfn('publish_state_machine_version', publish)).toEqual(third)
    // Nothing has changed since: the same version (API reference: PublishStateMachineVersion is idempotent).
    expect(await sfn('publish_state_machine_version', publish)).toEqual(third)
    expect(await sfn('describe_state_machine', { stateMachineArn: version(1) })).toMatchObject({
      stateMachineArn: version(1),
      definition: definitions.hold,
      description: 'first',
    })
    const whole = [3, 2, 1].map((number) => ({
      stateMachineVersionArn: version(number),
      creationDate: number === 1 ? startDate : later,
    }))
    const list = { stateMachineArn, maxResults: 2 }
    const first = await sfn('list_state_machine_versions', list)
    expect(first).toEqual({ stateMachineVersions: whole.slice(0, 2), nextToken: expect.any(String) })
    const { nextToken } = first as { nextToken: string } // as just seen
    expect(await sfn('list_state_machine_versions', { ...list, nextToken })).toEqual({
      stateMachineVersions: whole.slice(2),
    })
    expect(await sfn('delete_state_machine_version', { stateMachineVersionArn: version(2) })).toEqual({})
    expect(await sfn('list_state_machine_versions', { stateMachineArn })).toEqual({
      stateMachineVersions: [whole[0], whole[2]],
    })
    expect(await refusal('describe_state_machine', { stateMachineArn: version(2) })).toMatchObject({
      code: 'StateMachineDoesNotExist',
      documented: true,
    })
  })

  it('are published of the revision that is meant, and of no other', async () => {
    await create()
    const { revisionId } = (await sfn('update_state_machine', {
      stateMachineArn,
      definition: definitions.done,
    })) as { revisionId: string } // a member that AWS always answers
    const stale = { stateMachineArn, revisionId: 'INITIAL' }
    expect(await refusal('publish_state_machine_version', stale)).toMatchObject({
      code: 'ConflictException',
      documented: true,
    })
    expect(await sfn('publish_state_machine_version', { stateMachineArn, revisionId })).toMatchObject({
      stateMachineVersionArn: version(1),
    })
  })
})

describe('aliases, by a later boto3', () => {
  beforeEach(async () => {
    await create()
    await sfn('publish_state_machine_version', { stateMachineArn })
    await sfn('update_state_machine', { stateMachineArn, definition: definitions.done, publish: true })
  })
  const routes = (first: number, second: number): object[] => [
    { stateMachineVersionArn: version(1), weight: first },
    { stateMachineVersionArn: version(2), weight: second },
  ]

  it('are created, described, listed, changed, started and deleted', async () => {
    const made = { name: 'PROD', description: 'what runs', routingConfiguration: routes(90, 10) }
    expect(await sfn('create_state_machine_alias', made)).toEqual({
      stateMachineAliasArn: alias,
      creationDate: startDate,
    })
    expect(await sfn('describe_state_machine_alias', { stateMachineAliasArn: alias })).toEqual({
      ...made,
      stateMachineAliasArn: alias,
      creationDate: startDate,
      updateDate: startDate,
    })
    await control.step(60)
    const change = { stateMachineAliasArn: alias, routingConfiguration: routes(0, 100) }
    expect(await sfn('update_state_machine_alias', change)).toEqual({ updateDate: later })
    expect(await sfn('describe_state_machine_alias', { stateMachineAliasArn: alias })).toMatchObject({
      ...change,
      description: 'what runs',
      updateDate: later,
    })
    const one = { stateMachineAliasArn: alias, creationDate: startDate }
    for (const listed of [stateMachineArn, version(1), version(2)]) {
      const aliases = await sfn('list_state_machine_aliases', { stateMachineArn: listed })
      expect(aliases).toEqual({ stateMachineAliases: [one] })
    }
    const executionArn = statesArn('execution:M:one')
    expect(await sfn('start_execution', { stateMachineArn: alias, name: 'one' })).toMatchObject({
      executionArn,
    })
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({
      stateMachineArn,
      stateMachineAliasArn: alias,
      stateMachineVersionArn: version(2),
      // It has nothing to do but to succeed.
      status: 'SUCCEEDED',
    })
    expect(await sfn('list_executions', { stateMachineArn: alias })).toMatchObject({
      executions: [{ executionArn, stateMachineAliasArn: alias }],
    })
    expect(
      await refusal('delete_state_machine_version', { stateMachineVersionArn: version(2) }),
    ).toMatchObject({
      code: 'ConflictException',
      documented: true,
    })
    expect(await sfn('delete_state_machine_alias', { stateMachineAliasArn: alias })).toEqual({})
    expect(await sfn('list_state_machine_aliases', { stateMachineArn })).toEqual({ stateMachineAliases: [] })
    expect(await sfn('delete_state_machine_version', { stateMachineVersionArn: version(2) })).toEqual({})
  })

  it.each<[string, string, Parameters, string]>([
    [
      'whose weights are no 100',
      'create_state_machine_alias',
      { name: 'A', routingConfiguration: routes(50, 51) },
      'ValidationException',
    ],
    [
      'of a version that is not there',
      'create_state_machine_alias',
      { name: 'A', routingConfiguration: [{ stateMachineVersionArn: version(9), weight: 100 }] },
      'ResourceNotFound',
    ],
    [
      'that is not there: describe',
      'describe_state_machine_alias',
      { stateMachineAliasArn: `${stateMachineArn}:NONE` },
      'ResourceNotFound',
    ],
    [
      'that is not there: update',
      'update_state_machine_alias',
      { stateMachineAliasArn: `${stateMachineArn}:NONE`, description: '' },
      'ResourceNotFound',
    ],
    [
      'that is not there: delete',
      'delete_state_machine_alias',
      { stateMachineAliasArn: `${stateMachineArn}:NONE` },
      'ResourceNotFound',
    ],
  ])('are refused: one %s', async (_, method, parameters, code) => {
    expect(await refusal(method, parameters)).toMatchObject({
      kind: 'refusal',
      code,
      documented: true,
      status: 400,
    })
  })
})

describe('redrive_execution, by a later boto3', () => {
  const executionArn = statesArn('execution:M:one')

  it('goes on with an execution that was stopped, and counts', async () => {
    await create()
    await sfn('start_execution', { stateMachineArn, name: 'one' })
    await control.step(60)
    expect(await refusal('redrive_execution', { executionArn })).toMatchObject({
      code: 'ExecutionNotRedrivable',
      documented: true,
    })
    await sfn('stop_execution', { executionArn })
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
    })
    expect(await sfn('redrive_execution', { executionArn, clientToken: 'once' })).toEqual({
      redriveDate: later,
    })
    const redriven = { status: 'RUNNING', redriveCount: 1, redriveDate: later }
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({
      ...redriven,
      redriveStatus: 'NOT_REDRIVABLE',
    })
    const list = { stateMachineArn, redriveFilter: 'REDRIVEN' }
    expect(await sfn('list_executions', list)).toMatchObject({ executions: [redriven] })
    expect(await sfn('list_executions', { ...list, redriveFilter: 'NOT_REDRIVEN' })).toEqual({
      executions: [],
    })
    expect(await sfn('get_execution_history', { executionArn })).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({
          type: 'ExecutionRedriven',
          executionRedrivenEventDetails: { redriveCount: 1 },
        }),
      ]),
    })
    await control.step(600)
    expect(await sfn('describe_execution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('refuses what succeeded, and what is not there', async () => {
    await create(definitions.done)
    await sfn('start_execution', { stateMachineArn, name: 'one' })
    await control.step(1)
    expect(await refusal('redrive_execution', { executionArn })).toMatchObject({
      code: 'ExecutionNotRedrivable',
    })
    const none = statesArn('execution:M:none')
    expect(await refusal('redrive_execution', { executionArn: none })).toMatchObject({
      code: 'ExecutionDoesNotExist',
      documented: true,
      message: `Execution Does Not Exist: '${none}'`,
    })
  })
})

describe('validate_state_machine_definition, by a later boto3', () => {
  it('says what is wrong with a definition, and creates nothing', async () => {
    const sound = { definition: definitions.hold, type: 'STANDARD', severity: 'WARNING', maxResults: 10 }
    expect(await sfn('validate_state_machine_definition', sound)).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    })
    const States = { A: { Type: 'Pass', Next: 'B' }, C: { Type: 'Pass', Next: 'D' } }
    const definition = JSON.stringify({ StartAt: 'A', States })
    const verdict = await sfn('validate_state_machine_definition', { definition })
    expect(verdict).toMatchObject({
      result: 'FAIL',
      diagnostics: expect.arrayContaining([
        {
          severity: 'ERROR',
          code: expect.any(String),
          message: expect.any(String),
          location: '/States/A/Next',
        },
      ]),
      truncated: false,
    })
    expect(await sfn('validate_state_machine_definition', { definition, maxResults: 1 })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{}],
      truncated: true,
    })
    expect(await sfn('list_state_machines')).toEqual({ stateMachines: [] })
  })
})
