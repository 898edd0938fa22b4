import type { Chances } from '../../src/domain/testing-lives.ts'
import type { Execution } from '../../src/local-aws/states/model.ts'
import type { Life } from './life.ts'
import { chancesFor, type StatesStage, SUBMIT_LATE_MS } from './stage.ts'
import { INPUT, writeDefinition } from './states-definition.ts'
import { trueStatesTasks } from './true-task.ts'
import { colleague, type Hand, work } from './worker.ts'

/**
 * An execution of Step Functions with its workers; somebody may stop it, and redrive it when it has ended without success. The children
 * of its Distributed Maps, and theirs, are lives of their own, told of as they begin.
 */
export async function statesLife(
  stage: StatesStage,
  name: string,
  onChild: (child: Life) => void,
): Promise<Life> {
  const chances = chancesFor(stage, name)
  const { ms, chance } = chances
  const { aws, agenda } = stage
  let activities = 0
  const { definition, activityArns, longestMs } = await writeDefinition(chances, () => {
    activities += 1
    return aws.activity(`${name}-${activities}`)
  })
  const { States, ...more } = definition
  const machine = await aws.stateMachine(name, States, more)
  await agenda.after(ms(0, 60_000))
  const { settings } = aws.world
  settings.submitLateMs = SUBMIT_LATE_MS[ms(0, 2)] ?? 0
  const executionArn = await aws.start(machine, INPUT)
  const execution = aws.store.executions.get(executionArn)
  if (execution === undefined) throw new Error('it was not started')
  let over = false

  const handle = (token: string): void => {
    const { heartbeatSeconds } = aws.store.tasks.get(token) ?? {}
    const intervalMs = heartbeatSeconds === undefined ? null : heartbeatSeconds * 1000
    const hand = { token, intervalMs, answer: answers(stage, token) }
    agenda.spawn(() => work(stage, chances, hand))
    if (chance(0.25)) agenda.spawn(() => colleague(stage, chances, hand))
  }
  for (const activityArn of activityArns)
    if (chance(0.85))
      agenda.spawn(async () => {
        // Polls now and then for as long as a task may come.
        while (!over) {
          await agenda.after(ms(1, chance(0.5) ? 2000 : 2 * longestMs))
          const { taskToken } = await aws.call('GetActivityTask', { activityArn, workerName: 'worker-1' })
          if (taskToken !== undefined) handle(taskToken)
        }
      })
  stage.listen(executionArn, handle)
  agenda.spawn(async () => {
    await keep(stage, chances, execution, 6 * longestMs)
    over = true
  })
  const lifeOf = (of: Execution, depth: number): Life => ({
    executionId: of.arn,
    depth,
    isOver: () => over, // a child, too, may be redriven until then
    tasks: () => trueStatesTasks(stage, of),
    events: () =>
      of.events.map(({ type = '', timestamp, stateEnteredEventDetails }) => ({
        type,
        atMs: timestamp?.getTime() ?? 0,
        name: stateEnteredEventDetails?.name,
      })),
  })
  const known = new Set<Execution>()
  const tellOfChildren = (of: Execution, depth: number): void => {
    for (const { execution: child } of of.mapRuns.flatMap(({ children }) => children)) {
      if (child === undefined) continue
      if (!known.has(child)) onChild(lifeOf(child, depth))
      known.add(child)
      tellOfChildren(child, depth + 1)
    }
  }
  agenda.spawn(async () => {
    while (!over) {
      await agenda.after(ms(300, 3000))
      if (chance(0.1)) settings.submitLateMs = SUBMIT_LATE_MS[ms(0, 2)] ?? 0
      tellOfChildren(execution, 1)
    }
  })
  return lifeOf(execution, 0)
}

/** Nobody waits for ever, and now and then somebody stops it sooner; what did not succeed may be redriven. */
async function keep(
  { aws, agenda, tally }: StatesStage,
  { ms, chance }: Chances,
  execution: Execution,
  longestMs: number,
): Promise<void> {
  const { arn: executionArn } = execution
  for (let redrives = chance(0.35) ? ms(1, 2) : 0; ; redrives -= 1) {
    const stopMs = agenda.nowMs + (chance(0.12) ? ms(100, longestMs) : longestMs)
    while (execution.status === 'RUNNING' && agenda.nowMs < stopMs)
      await agenda.after(Math.min(ms(1000, 20_000), stopMs - agenda.nowMs))
    if (execution.status === 'RUNNING') {
      await aws.call('StopExecution', { executionArn })
      tally.add('execution: stopped')
    }
    if (redrives === 0 || execution.status === 'SUCCEEDED') return
    await agenda.after(ms(10, 30_000))
    await aws.call('RedriveExecution', { executionArn })
    tally.add('execution: redriven')
  }
}

function answers({ aws }: StatesStage, taskToken: string): Hand['answer'] {
  return (well) =>
    well
      ? aws.call('SendTaskSuccess', { taskToken, output: '{}' })
      : aws.call('SendTaskFailure', { taskToken, error: 'Declined' })
}
