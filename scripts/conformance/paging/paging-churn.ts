import { type Random, seededRandom } from '../../../src/lib/random.ts'
import type { ServiceName } from '../../../src/local-aws/protocol/services.ts'
import type { Answer, Input } from '../tour-guide.ts'
import { definition, domains, type PagingScene, roleArn, startInput, statesArn } from './paging-scene.ts'

/**
 * Goes on with the account's life: of all that is listed something begins and something ends, at random places of the
 * lists. Each turn takes ten minutes of the world's time.
 */
export function pagingChurn({ caller }: PagingScene, seed: string): () => Promise<void> {
  const random = seededRandom(seed)
  // What has ended meanwhile, or may not go, is left as it is.
  const ask = (service: ServiceName, operation: string, input: Input): Promise<Answer> =>
    caller.call(service, operation, input).then(({ answer }) => answer)
  let turn = 0
  return async () => {
    turn += 1
    const fresh = `${String.fromCharCode(97 + random.integer(0, 25))}-${turn}`
    await changeStates((operation, input) => ask('states', operation, input), random, fresh)
    await changeSwf((operation, input) => ask('swf', operation, input), random, fresh)
    await caller.still.aws.control.step(600)
  }
}

type Ask = (operation: string, input: Input) => Promise<Answer>

async function changeStates(ask: Ask, random: Random, fresh: string): Promise<void> {
  await ask('CreateActivity', { name: fresh })
  const activities = (await ask('ListActivities', {})).list('activities')
  await ask('DeleteActivity', { activityArn: one(random, activities)?.text('activityArn') })
  await ask('CreateStateMachine', { name: fresh, definition, roleArn })
  const machines = (await ask('ListStateMachines', {})).list('stateMachines')
  const names = machines.map((machine) => machine.text('name')).filter((name) => /^[a-z]-/.test(name))
  await ask('DeleteStateMachine', { stateMachineArn: statesArn(`stateMachine:${one(random, names)}`) })
  for (const name of ['Hold', 'Other']) {
    const stateMachineArn = statesArn(`stateMachine:${name}`)
    for (const qualifier of ['', ':1', ':A1']) {
      await ask('StartExecution', {
        stateMachineArn: `${stateMachineArn}${qualifier}`,
        name: `${fresh}${qualifier.slice(1)}`,
      })
    }
    const running = (await ask('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' })).list(
      'executions',
    )
    await ask('StopExecution', { executionArn: one(random, running)?.text('executionArn') })
    const ended = (await ask('ListExecutions', { stateMachineArn, statusFilter: 'ABORTED' })).list(
      'executions',
    )
    await ask('RedriveExecution', { executionArn: one(random, ended)?.text('executionArn') })
    await ask('UpdateStateMachine', { stateMachineArn, roleArn: `${roleArn}-${fresh}`, publish: true })
    const versions = (await ask('ListStateMachineVersions', { stateMachineArn })).list('stateMachineVersions')
    const stateMachineVersionArn = one(random, versions)?.text('stateMachineVersionArn')
    await ask('DeleteStateMachineVersion', { stateMachineVersionArn })
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }]
    await ask('CreateStateMachineAlias', { name: fresh, routingConfiguration })
    const aliases = (await ask('ListStateMachineAliases', { stateMachineArn })).list('stateMachineAliases')
    const aliasArns = aliases
      .map((alias) => alias.text('stateMachineAliasArn'))
      .filter((arn) => !arn.endsWith(':A1'))
    await ask('DeleteStateMachineAlias', { stateMachineAliasArn: one(random, aliasArns) })
  }
}

async function changeSwf(ask: Ask, random: Random, fresh: string): Promise<void> {
  await ask('RegisterDomain', { name: fresh, workflowExecutionRetentionPeriodInDays: '90' })
  for (const [registrationStatus, operation] of [
    ['REGISTERED', 'DeprecateDomain'],
    ['DEPRECATED', 'UndeprecateDomain'],
  ] as const) {
    const infos = (await ask('ListDomains', { registrationStatus })).list('domainInfos')
    const names = infos
      .map((info) => info.text('name'))
      .filter((name) => !domains.some((kept) => kept === name))
    await ask(operation, { name: one(random, names) })
  }
  for (const domain of domains) {
    for (const kind of ['Workflow', 'Activity']) {
      await ask(`Register${kind}Type`, { domain, name: 'Order', version: fresh })
      for (const [registrationStatus, how] of [
        ['REGISTERED', 'Deprecate'],
        ['DEPRECATED', 'Undeprecate'],
      ] as const) {
        const infos = (await ask(`List${kind}Types`, { domain, registrationStatus })).list('typeInfos')
        const member = `${kind.toLowerCase()}Type`
        const type = one(random, infos)?.part(member).value
        // The type of the executions that are started here stays.
        if (JSON.stringify(type) !== '{"name":"Order","version":"1"}')
          await ask(`${how}${kind}Type`, { domain, [member]: type })
      }
    }
    for (const workflowId of [fresh, 'closed'])
      await ask('StartWorkflowExecution', startInput(domain, workflowId))
    await ask('TerminateWorkflowExecution', { domain, workflowId: 'closed' })
    await ask('TerminateWorkflowExecution', { domain, workflowId: `open-${random.integer(0, 6)}` })
    await ask('SignalWorkflowExecution', { domain, workflowId: 'read-0', signalName: fresh })
  }
}

function one<T>(random: Random, items: readonly T[]): T | undefined {
  return items[random.integer(0, items.length - 1)]
}
