import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

const lagMs = 2000
const hold = {
  Hold: { Type: 'Wait', Seconds: 3, Next: 'Fail' },
  Fail: { Type: 'Fail', Error: 'Bad', Cause: 'c' },
}

/** What the eventually consistent calls tell, without their moment. */
async function told(aws: SteppedWorld, stateMachineArn: string): Promise<unknown> {
  const said: unknown[] = []
  for (const statusFilter of [undefined, 'RUNNING', 'FAILED', 'ABORTED'] as const) {
    const items: unknown[] = []
    let nextToken: string | undefined
    do {
      const page = await aws.call('ListExecutions', {
        stateMachineArn,
        statusFilter,
        maxResults: 2,
        nextToken,
      })
      items.push(...(page.executions ?? []))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    said.push(items)
  }
  for (const execution of said[0] as { executionArn?: string }[] /* the list of all of them, above */) {
    said.push(await aws.call('DescribeExecution', { executionArn: execution.executionArn }))
  }
  return said
}

const tickMs = 500
const acts = fc.constantFrom('start' as const, 'stop' as const, 'redrive' as const, 'nothing' as const)

describe('statesLagMs', () => {
  it('shows the lists and descriptions of executions exactly as they were so long ago', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 4, maxLength: 25 }), async (ticks) => {
        const aws = steppedWorld({ seed: 7 })
        const machine = await aws.stateMachine('M', hold)
        let executionArn = await aws.start(machine)
        const truth = new Map<number, unknown>()
        for (const kind of [...ticks, ...Array.from({ length: lagMs / tickMs }, () => 'nothing' as const)]) {
          if (kind === 'start') executionArn = await aws.start(machine)
          if (kind === 'stop') await aws.call('StopExecution', { executionArn, error: 'Stopped' })
          if (kind === 'redrive') {
            await aws.call('RedriveExecution', { executionArn }).catch(() => undefined)
            await aws.step(0)
          }
          const { nowMs } = aws.world.loop
          truth.set(nowMs, await told(aws, machine))
          aws.world.settings.statesLagMs = lagMs
          const late = await told(aws, machine)
          aws.world.settings.statesLagMs = 0
          if (truth.has(nowMs - lagMs)) expect(late).toEqual(truth.get(nowMs - lagMs))
          await aws.step(tickMs)
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('hides what has begun since from every call that lags, and from no other', async () => {
    const aws = steppedWorld()
    aws.world.settings.statesLagMs = lagMs
    const stateMachineArn = await aws.stateMachine('M', hold)
    const executionArn = await aws.start(stateMachineArn)
    expect((await aws.call('ListStateMachines', {})).stateMachines).toEqual([])
    for (const name of ['DescribeExecution', 'DescribeStateMachineForExecution'] as const) {
      await expect(aws.call(name, { executionArn })).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' })
    }
    expect((await aws.history(executionArn)).length).toBeGreaterThan(0)
    await aws.step(lagMs)
    expect((await aws.call('ListStateMachines', {})).stateMachines).toHaveLength(1)
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' })
  })

  it('lets an execution run, and DescribeStateMachine show, what an update has replaced', async () => {
    const aws = steppedWorld()
    const pass = (Result: number) => ({ P: { Type: 'Pass', Result, End: true } })
    const stateMachineArn = await aws.stateMachine('M', pass(1))
    const update = (result: number, more: object = {}) => {
      const definition = JSON.stringify({ StartAt: 'P', States: pass(result) })
      return aws.call('UpdateStateMachine', { stateMachineArn, definition, ...more })
    }
    const seen = async (): Promise<unknown[]> => {
      const { definition = '' } = await aws.call('DescribeStateMachine', { stateMachineArn })
      const executionArn = await aws.start(stateMachineArn)
      aws.world.settings.statesLagMs = 0
      const { output } = await aws.call('DescribeExecution', { executionArn })
      aws.world.settings.statesLagMs = lagMs
      return [JSON.parse(definition), output]
    }
    const revision = (result: number) => [{ StartAt: 'P', States: pass(result) }, String(result)]
    await aws.step(100_000)
    aws.world.settings.statesLagMs = lagMs
    await update(2)
    await aws.step(500)
    const { stateMachineVersionArn = '' } = await update(3, { publish: true })
    expect(await seen()).toEqual(revision(1))
    await aws.step(lagMs - 501)
    expect(await seen()).toEqual(revision(1))
    await aws.step(1)
    expect(await seen()).toEqual(revision(2))
    // What was published is told at once.
    const version = await aws.call('DescribeStateMachine', { stateMachineArn: stateMachineVersionArn })
    expect(version.definition).toBe(JSON.stringify({ StartAt: 'P', States: pass(3) }))
    await aws.step(500)
    expect(await seen()).toEqual(revision(3))
  })

  it('deletes eventually, and describes nothing before it is there', async () => {
    const aws = steppedWorld()
    aws.world.settings.statesLagMs = lagMs
    const stateMachineArn = await aws.stateMachine('M', hold)
    const described = () => aws.call('DescribeStateMachine', { stateMachineArn })
    const gone = { code: 'StateMachineDoesNotExist' }
    await expect(described()).rejects.toMatchObject(gone)
    await aws.step(lagMs)
    await aws.call('DeleteStateMachine', { stateMachineArn })
    await aws.call('DeleteStateMachine', { stateMachineArn })
    expect(await described()).toMatchObject({ status: 'DELETING' })
    expect((await aws.call('ListStateMachines', {})).stateMachines).toHaveLength(1)
    await expect(aws.start(stateMachineArn)).rejects.toMatchObject({ code: 'StateMachineDeleting' })
    await expect(aws.stateMachine('M', hold)).rejects.toMatchObject({ code: 'StateMachineDeleting' })
    await aws.step(lagMs)
    await expect(described()).rejects.toMatchObject(gone)
    await aws.stateMachine('M', hold)
    await aws.step(lagMs)
    expect(await described()).toMatchObject({ status: 'ACTIVE' })
  })
})
