import { SWF } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalAws } from '../local-aws.ts'
import { sdkRequestHandler } from '../sdk-request-handler.ts'
import { anySteps, type Caller, lead } from '../swf/test-any-decider.ts'
import { activityType, domain, workflowType } from '../swf/test-workflow.ts'
import { handPorts } from '../test-ports.ts'
import type { Entry } from './entry.ts'

/** A local AWS whose journal is a list, a client of it, and the means to lead it. */
function open(past: readonly Entry[]) {
  const kept: Entry[] = []
  const localAws = createLocalAws({
    seed: 'kept',
    ports: handPorts(),
    scenario: 'quiet',
    journal: { past, append: (entry) => void kept.push(entry) },
    startMs: Date.UTC(2026, 0, 1),
    paused: true,
  })
  const client = new SWF({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: sdkRequestHandler(localAws.handle),
    maxAttempts: 1,
  })
  const caller: Caller = {
    async call(name, input) {
      if (name === 'PollForDecisionTask' || name === 'PollForActivityTask') {
        const { taskList } = Object(input) as { taskList: { name: string } } // what both of them need
        const waiting =
          name === 'PollForDecisionTask'
            ? await client.countPendingDecisionTasks({ domain, taskList })
            : await client.countPendingActivityTasks({ domain, taskList })
        if (waiting.count === 0) return { taskToken: '' } as never // nobody came
      }
      const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
      // The SDK names its methods so, one for each operation.
      return (client as unknown as Record<string, (input: unknown) => Promise<never>>)[method]?.(
        input,
      ) as never
    },
    step: (ms) => localAws.control.step(ms / 1000),
  }
  // As a file would give it back.
  return {
    localAws,
    client,
    caller,
    journal: () => JSON.parse(JSON.stringify([...past, ...kept])) as Entry[],
  }
}

type Opened = ReturnType<typeof open>

async function begun(): Promise<Opened> {
  const aws = open([])
  await aws.client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await aws.client.registerWorkflowType({ domain, ...workflowType })
  await aws.client.registerActivityType({ domain, ...activityType })
  return aws
}

async function everythingIn({ client, localAws }: Opened): Promise<string> {
  const startTimeFilter = { oldestDate: new Date(0) }
  const lists = await Promise.all([
    client.listOpenWorkflowExecutions({ domain, startTimeFilter }),
    client.listClosedWorkflowExecutions({ domain, startTimeFilter }),
  ])
  const said: unknown[] = [lists.map(({ executionInfos }) => executionInfos), localAws.world.loop.nowMs]
  for (const { execution } of lists.flatMap(({ executionInfos = [] }) => executionInfos)) {
    said.push((await client.getWorkflowExecutionHistory({ domain, execution })).events)
    said.push((await client.describeWorkflowExecution({ domain, execution })).openCounts)
  }
  return JSON.stringify(said)
}

describe('deciders whose world is lived again from its journal', () => {
  it('find it the same to the byte, and it goes on as it would have gone on', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, anySteps, async (steps, later) => {
        const first = await begun()
        await lead(first.caller, steps)
        const second = open(first.journal())
        await second.localAws.ready
        expect(await everythingIn(second)).toBe(await everythingIn(first))
        for (const { caller } of [first, second]) await lead(caller, later)
        expect(await everythingIn(second)).toBe(await everythingIn(first))
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})
