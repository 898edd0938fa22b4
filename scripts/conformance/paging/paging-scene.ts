import { account, region } from '../../../src/local-aws/place.ts'
import type { Caller } from '../caller.ts'
import type { Answer, Input } from '../tour-guide.ts'

export const statesArn = (rest: string): string => `arn:aws:states:${region}:${account}:${rest}`
export const roleArn = `arn:aws:iam::${account}:role/Runner`

/** Days in seconds: what waits for so long does not end while a test runs. */
const long = 10 * 86_400
const waiting = { Type: 'Wait', Seconds: long, End: true }

const flow = (States: Readonly<Record<string, object>>): object => ({
  StartAt: Object.keys(States)[0],
  States,
})

const distributed = (state: object, more: object): object => ({
  Type: 'Map',
  ItemsPath: '$.items',
  ResultPath: null,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    ...flow({ Wait: state }),
  },
  ...more,
})

const machines: Readonly<Record<string, object>> = {
  Hold: flow({ Wait: waiting }),
  Other: flow({ Wait: waiting }),
  Loop: flow({ Wait: { Type: 'Wait', Seconds: 600, Next: 'Wait' } }),
  MapRuns: flow({ Each: distributed({ Type: 'Wait', Seconds: 280, End: true }, { Next: 'Each' }) }),
  Children: flow({ Each: distributed(waiting, { End: true }) }),
}

export const definition = JSON.stringify(machines['Hold'])
export const domains = ['north', 'south'] as const
export const deciders = { name: 'deciders' }
export const types = [
  { name: 'Order', version: '1' },
  { name: 'Order', version: '2' },
  { name: 'Order', version: '3' },
  { name: 'Bill', version: '1' },
  { name: 'Pack', version: '1' },
  { name: 'Ship', version: '1' },
] as const

/** How many executions each domain has whose decision task waits in the list of that name: each can be polled for once. */
const historiesToRead = { read: 1, asked: 24, 'asked-too': 6 }

/** What an account with more of everything than a page has, besides what the names above say. */
export interface PagingScene {
  readonly caller: Caller
  readonly mapRunArn: string
  /** By domain and workflowId. */
  readonly runIds: ReadonlyMap<string, string>
}

export async function pagingScene(caller: Caller): Promise<PagingScene> {
  await makeStates(caller)
  await caller.still.aws.control.step(3000)
  const executionArn = statesArn('execution:Children:one')
  const [mapRun] = (await caller.made('states', 'ListMapRuns', { executionArn })).list('mapRuns')
  const runIds = new Map<string, string>()
  for (const domain of domains) await makeSwf(caller, domain, runIds)
  // What the lists of SWF show lags.
  await caller.still.aws.control.step(60)
  return { caller, mapRunArn: mapRun?.text('mapRunArn') ?? '', runIds }
}

async function makeStates({ made }: Caller): Promise<void> {
  const states = (operation: string, input: Input): Promise<Answer> => made('states', operation, input)
  for (let index = 0; index < 7; index += 1) await states('CreateActivity', { name: `a${index}` })
  for (const [name, machine] of Object.entries(machines)) {
    await states('CreateStateMachine', { name, definition: JSON.stringify(machine), roleArn })
  }
  for (let index = 0; index < 7; index += 1) {
    await states('CreateStateMachine', { name: `m-${index}`, definition, roleArn })
  }
  for (const name of ['Hold', 'Other']) {
    const stateMachineArn = statesArn(`stateMachine:${name}`)
    for (let index = 1; index <= 7; index += 1) {
      await states('UpdateStateMachine', { stateMachineArn, roleArn: `${roleArn}-${index}`, publish: true })
      const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }]
      await states('CreateStateMachineAlias', { name: `A${index}`, routingConfiguration })
      for (const qualifier of ['', ':1', ':A1']) {
        await states('StartExecution', { stateMachineArn: `${stateMachineArn}${qualifier}` })
      }
      await states('StartExecution', { stateMachineArn, name: `aborted-${index}` })
      await states('StopExecution', { executionArn: statesArn(`execution:${name}:aborted-${index}`) })
      const executionArn = statesArn(`execution:${name}:redriven-${index}`)
      await states('StartExecution', { stateMachineArn, name: `redriven-${index}` })
      await states('StopExecution', { executionArn })
      await states('RedriveExecution', { executionArn })
    }
  }
  const items = JSON.stringify({ items: [1, 2, 3, 4, 5, 6, 7] })
  for (const name of ['Loop', 'MapRuns', 'Children']) {
    const stateMachineArn = statesArn(`stateMachine:${name}`)
    for (const run of ['one', 'two'])
      await states('StartExecution', { stateMachineArn, name: run, input: items })
  }
}

async function makeSwf({ made }: Caller, domain: string, runIds: Map<string, string>): Promise<void> {
  const swf = (operation: string, input: Input): Promise<Answer> =>
    made('swf', operation, { domain, ...input })
  await made('swf', 'RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '90' })
  for (let index = 0; index < 5; index += 1) {
    for (const name of [`${domain}-${index}`, `${domain}-old-${index}`]) {
      await made('swf', 'RegisterDomain', { name, workflowExecutionRetentionPeriodInDays: '90' })
    }
    await made('swf', 'DeprecateDomain', { name: `${domain}-old-${index}` })
  }
  for (const kind of ['Workflow', 'Activity']) {
    for (const type of types) {
      await swf(`Register${kind}Type`, type)
      const old = { name: `${type.name}-old`, version: type.version }
      await swf(`Register${kind}Type`, old)
      await swf(`Deprecate${kind}Type`, { [`${kind.toLowerCase()}Type`]: old })
    }
  }
  const start = async (workflowId: string, taskList?: object): Promise<void> => {
    const started = await swf('StartWorkflowExecution', startInput(domain, workflowId, taskList))
    runIds.set(`${domain}/${workflowId}`, started.text('runId'))
  }
  for (let index = 0; index < 7; index += 1) await start(`open-${index}`)
  for (const workflowId of ['closed', 'closed', 'closed', 'closed', 'other', 'other']) {
    await start(workflowId)
    await swf('TerminateWorkflowExecution', { workflowId })
  }
  for (const [list, count] of Object.entries(historiesToRead)) {
    for (let index = 0; index < count; index += 1) {
      const workflowId = `${list}-${index}`
      await start(workflowId, { name: list })
      for (const signalName of ['one', 'two', 'three', 'four', 'five']) {
        await swf('SignalWorkflowExecution', { workflowId, signalName })
      }
    }
  }
}

export function startInput(domain: string, workflowId: string, taskList: object = deciders): Input {
  return {
    domain,
    workflowId,
    workflowType: types[0],
    tagList: ['a'],
    taskList,
    executionStartToCloseTimeout: '31000000',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  }
}
