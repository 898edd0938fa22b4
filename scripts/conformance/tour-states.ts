import type { Input, TourGuide } from './tour-guide.ts'
import { arn, flow, machines, pass, roleArn } from './tour-machines.ts'

/** Uses every operation of Step Functions, well and badly. */
export async function tourStates(guide: TourGuide): Promise<void> {
  await makeMachines(guide)
  await workActivities(guide)
  await redrive(guide)
  await publish(guide)
  await runExpress(guide)
  await tryStates(guide)
  await tag(guide)
  await askForWhatIsNotThere(guide)
}

async function makeMachines(guide: TourGuide): Promise<void> {
  for (const [name, machine] of Object.entries(machines)) {
    const definition = JSON.stringify(machine)
    await guide.states('CreateStateMachine', {
      name,
      definition,
      roleArn,
      tags: [{ key: 'team', value: 'a' }],
    })
    await guide.states('StartExecution', {
      stateMachineArn: arn(`stateMachine:${name}`),
      name: 'one',
      input: '{"items":[1,2,3]}',
      traceHeader: 'Root=1',
    })
    await guide.step(2)
  }
  await guide.step(300)
  const Plain = { name: 'Plain', definition: '{}', roleArn }
  await guide.states('CreateStateMachine', Plain)
  await guide.states('CreateStateMachine', { ...Plain, definition: JSON.stringify(machines['Failing']) })
  await guide.states('CreateStateMachine', {
    ...Plain,
    name: 'a b',
    definition: JSON.stringify(flow({ pass })),
  })
  await guide.states('CreateStateMachine', {
    name: 'Fast',
    definition: JSON.stringify(machines['Plain']),
    roleArn,
    type: 'EXPRESS',
  })
  const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }))
  await guide.states('CreateStateMachine', {
    ...Plain,
    name: 'Tagged',
    definition: JSON.stringify(machines['Plain']),
    tags,
  })
}

/** An activity, its worker, and an execution for each way in which its task can end. */
async function workActivities(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  const activityArn = arn('activity:work')
  await states('CreateActivity', { name: 'work', tags: [{ key: 'a', value: 'b' }] })
  await states('CreateActivity', { name: 'a b' })
  const definition = JSON.stringify(
    flow({
      Work: { Type: 'Task', Resource: activityArn, HeartbeatSeconds: 30, TimeoutSeconds: 60, End: true },
    }),
  )
  await states('CreateStateMachine', { name: 'Working', definition, roleArn })
  const stateMachineArn = arn('stateMachine:Working')
  const taken = async (name: string): Promise<string> => {
    await states('StartExecution', { stateMachineArn, name })
    await guide.step(0)
    return (await states('GetActivityTask', { activityArn, workerName: 'w-1' })).text('taskToken')
  }
  const answered = await taken('answered')
  await states('SendTaskHeartbeat', { taskToken: answered })
  await states('SendTaskSuccess', { taskToken: answered, output: 'no JSON' })
  await states('SendTaskSuccess', { taskToken: answered, output: '{}' })
  await guide.step(1)
  for (const operation of ['SendTaskHeartbeat', 'SendTaskSuccess', 'SendTaskFailure']) {
    const more = operation === 'SendTaskSuccess' ? { output: '{}' } : {}
    await states(operation, { taskToken: answered, ...more })
    await states(operation, { taskToken: 'garbage', ...more })
    await guide.call('states', operation, { taskToken: '', ...more })
  }
  await states('SendTaskFailure', { taskToken: await taken('failed'), error: 'Bad', cause: 'It is bad.' })
  await taken('timed-out')
  await guide.step(120)
  await states('StartExecution', { stateMachineArn, name: 'stopped', input: '{}' })
  await states('StartExecution', { stateMachineArn, name: 'stopped', input: '{"other":1}' })
  await states('StartExecution', { stateMachineArn, name: 'stopped', input: 'no JSON' })
  await states('StartExecution', { stateMachineArn, name: 'a b' })
  await states('StopExecution', {
    executionArn: arn('execution:Working:stopped'),
    error: 'Stop',
    cause: 'Now.',
  })
  await states('StartExecution', { stateMachineArn, name: 'kept' })
  await states('DeleteStateMachine', { stateMachineArn })
  await states('StartExecution', { stateMachineArn, name: 'too-late' })
}

async function redrive(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  for (const name of ['Failing', 'Distributed', 'Forking', 'Plain']) {
    const executionArn = arn(`execution:${name}:one`)
    await states('RedriveExecution', { executionArn, clientToken: 'once' })
    await states('RedriveExecution', { executionArn, clientToken: 'once' })
  }
  await guide.step(1)
  const executionArn = arn('execution:Distributed:one')
  const mapRuns = await states('ListMapRuns', { executionArn })
  const mapRunArn = mapRuns.list('mapRuns')[0]?.text('mapRunArn')
  await states('UpdateMapRun', { mapRunArn, maxConcurrency: 2, toleratedFailureCount: 1 })
  await states('StopExecution', { executionArn })
  await guide.step(60)
  await states('ListExecutions', { mapRunArn, redriveFilter: 'REDRIVEN' })
}

/** Versions, aliases, and executions of both. */
async function publish(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  const stateMachineArn = arn('stateMachine:Plain')
  const definition = JSON.stringify(machines['Failing'])
  await states('PublishStateMachineVersion', { stateMachineArn, revisionId: 'INITIAL', description: 'first' })
  await states('UpdateStateMachine', { stateMachineArn, definition, publish: true, versionDescription: 'v' })
  await states('UpdateStateMachine', { stateMachineArn, roleArn, versionDescription: 'v' })
  await states('UpdateStateMachine', { stateMachineArn })
  await states('UpdateStateMachine', { stateMachineArn, definition: '{}' })
  await states('UpdateStateMachine', { stateMachineArn: arn('stateMachine:Working'), roleArn })
  await states('PublishStateMachineVersion', { stateMachineArn, revisionId: 'INITIAL' })
  await states('PublishStateMachineVersion', { stateMachineArn: arn('stateMachine:Working') })
  const route = (number: number, weight: number): object => ({
    stateMachineVersionArn: `${stateMachineArn}:${number}`,
    weight,
  })
  const alias = { name: 'PROD', description: 'd', routingConfiguration: [route(1, 40), route(2, 60)] }
  await states('CreateStateMachineAlias', alias)
  await states('CreateStateMachineAlias', { ...alias, description: 'other' })
  await states('CreateStateMachineAlias', { ...alias, routingConfiguration: [route(9, 100)] })
  await states('CreateStateMachineAlias', { ...alias, routingConfiguration: [route(1, 50)] })
  await states('CreateStateMachineAlias', { ...alias, name: 'SECOND' })
  const stateMachineAliasArn = `${stateMachineArn}:PROD`
  await states('UpdateStateMachineAlias', { stateMachineAliasArn, description: 'more' })
  await states('UpdateStateMachineAlias', { stateMachineAliasArn })
  for (const qualified of [stateMachineAliasArn, `${stateMachineArn}:1`]) {
    await states('StartExecution', { stateMachineArn: qualified })
    await states('ListExecutions', { stateMachineArn: qualified })
    await states('DescribeStateMachine', { stateMachineArn: qualified, includedData: 'METADATA_ONLY' })
    await states('ListStateMachineAliases', { stateMachineArn: qualified })
  }
  await guide.step(5)
  await states('ListStateMachineVersions', { stateMachineArn, maxResults: 1 })
  await states('ListStateMachineVersions', { stateMachineArn, nextToken: 'forged' })
  await states('ListStateMachineAliases', { stateMachineArn, maxResults: 1 })
  await states('ListStateMachineAliases', { stateMachineArn, nextToken: 'forged' })
  await states('DescribeStateMachineAlias', { stateMachineAliasArn })
  await states('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:2` })
  await states('DeleteStateMachineVersion', { stateMachineVersionArn: stateMachineArn })
  await states('DeleteStateMachineAlias', { stateMachineAliasArn: `${stateMachineArn}:SECOND` })
  await states('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:7` })
  await states('ValidateStateMachineDefinition', { definition })
  await states('ValidateStateMachineDefinition', { definition: '{"StartAt":"A"}', type: 'EXPRESS' })
}

/** Express executions, and whoever waits for them. */
async function runExpress(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  for (const name of ['Pass', 'Fail']) {
    const stateMachineArn = arn(`stateMachine:Express${name}`)
    const state = name === 'Pass' ? pass : { Type: 'Fail', Error: 'Bad', Cause: 'It is bad.' }
    const definition = JSON.stringify(flow({ [name]: state }))
    await states('CreateStateMachine', { name: `Express${name}`, definition, roleArn, type: 'EXPRESS' })
    const started = await states('StartExecution', { stateMachineArn, name: 'one' })
    await states('StartSyncExecution', {
      stateMachineArn,
      name: 'one',
      input: '{"a":1}',
      traceHeader: 'Root=1',
    })
    await states('StartSyncExecution', { stateMachineArn, includedData: 'METADATA_ONLY' })
    await states('StartSyncExecution', { stateMachineArn, input: 'no JSON' })
    await states('StartSyncExecution', { stateMachineArn, name: 'a b' })
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution', 'RedriveExecution'])
      await states(operation, { executionArn: started.text('executionArn') })
  }
  await states('StartSyncExecution', { stateMachineArn: arn('stateMachine:Plain') })
}

/** States by themselves. */
async function tryStates(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  const definition = JSON.stringify({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'f' },
    Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['Bad'], Next: 'Handle' }],
    End: true,
  })
  for (const inspectionLevel of ['INFO', 'DEBUG', 'TRACE']) {
    await states('TestState', { definition: JSON.stringify(pass), input: '{"a":1}', inspectionLevel })
    await states('TestState', { definition, mock: { result: '{}' }, inspectionLevel })
    for (const error of ['Busy', 'Bad', 'Other'])
      await states('TestState', { definition, mock: { errorOutput: { error, cause: 'c' } }, inspectionLevel })
  }
  await states('TestState', { definition })
  await states('TestState', { definition: '{}', roleArn })
  await states('TestState', { definition: JSON.stringify(pass), input: 'no JSON' })
  const whole = JSON.stringify(machines['Plain'])
  await states('TestState', {
    definition: whole,
    stateName: 'Pass',
    variables: '{"v":1}',
    inspectionLevel: 'DEBUG',
  })
}

async function tag(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  for (const resourceArn of [
    arn('stateMachine:Plain'),
    arn('activity:work'),
    arn('activity:none'),
    'nothing',
  ]) {
    await states('TagResource', { resourceArn, tags: [{ key: 'more', value: 'x' }] })
    await states('ListTagsForResource', { resourceArn })
    await states('UntagResource', { resourceArn, tagKeys: ['more'] })
    const tags = Array.from({ length: 60 }, (_, index) => ({ key: `k${index}`, value: '' }))
    await states('TagResource', { resourceArn, tags })
  }
}

async function askForWhatIsNotThere(guide: TourGuide): Promise<void> {
  const { states } = bound(guide)
  const asked: readonly (readonly [string, string, string])[] = [
    ['DescribeActivity', 'activityArn', 'activity:none'],
    ['GetActivityTask', 'activityArn', 'activity:none'],
    ['DeleteActivity', 'activityArn', 'activity:none'],
    ['DescribeStateMachine', 'stateMachineArn', 'stateMachine:None'],
    ['DescribeStateMachine', 'stateMachineArn', 'stateMachine:Plain/label'],
    ['DescribeStateMachineAlias', 'stateMachineAliasArn', 'stateMachine:None:PROD'],
    ['UpdateStateMachineAlias', 'stateMachineAliasArn', 'stateMachine:None:PROD'],
    ['DeleteStateMachineAlias', 'stateMachineAliasArn', 'stateMachine:None:PROD'],
    ['DeleteStateMachineVersion', 'stateMachineVersionArn', 'stateMachine:None:1'],
    ['ListStateMachineVersions', 'stateMachineArn', 'stateMachine:None'],
    ['ListStateMachineAliases', 'stateMachineArn', 'stateMachine:None'],
    ['PublishStateMachineVersion', 'stateMachineArn', 'stateMachine:None'],
    ['UpdateStateMachine', 'stateMachineArn', 'stateMachine:None'],
    ['DeleteStateMachine', 'stateMachineArn', 'stateMachine:None'],
    ['ListExecutions', 'stateMachineArn', 'stateMachine:None'],
    ['StartExecution', 'stateMachineArn', 'stateMachine:None'],
    ['StartSyncExecution', 'stateMachineArn', 'stateMachine:None'],
    ['DescribeExecution', 'executionArn', 'execution:None:one'],
    ['DescribeStateMachineForExecution', 'executionArn', 'execution:None:one'],
    ['GetExecutionHistory', 'executionArn', 'execution:None:one'],
    ['StopExecution', 'executionArn', 'execution:None:one'],
    ['RedriveExecution', 'executionArn', 'execution:None:one'],
    ['ListMapRuns', 'executionArn', 'execution:None:one'],
    ['DescribeMapRun', 'mapRunArn', 'mapRun:None/x:one'],
    ['UpdateMapRun', 'mapRunArn', 'mapRun:None/x:one'],
    ['ListExecutions', 'mapRunArn', 'mapRun:None/x:one'],
  ]
  for (const [operation, member, rest] of asked) {
    await states(operation, { [member]: arn(rest) })
    await states(operation, { [member]: 'no ARN' })
  }
  await states('ListExecutions', { stateMachineArn: arn('stateMachine:Fast') })
  await states('ListExecutions', {})
  for (const operation of ['ListActivities', 'ListStateMachines'])
    await states(operation, { nextToken: 'forged' })
  await states('DeleteActivity', { activityArn: arn('activity:work') })
}

function bound(guide: TourGuide): {
  states: (operation: string, input?: Input) => ReturnType<TourGuide['states']>
} {
  return { states: (operation, input = {}) => guide.states(operation, input) }
}
