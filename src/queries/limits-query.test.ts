import { describe, expect, it } from 'vitest'
import { fakeConnection, fakeStates } from '../console/testing-connection.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import { type KnownLimits, limitsFor, limitsQuery } from './limits-query.ts'
import { createQueryClient } from './query-client.ts'

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'

/** A machine whose limit was 60 s from 100 on and 90 s from 200 on; executions are named by their start. */
function reader() {
  const states = fakeStates({
    describeLimits: async (executionArn) =>
      Number(executionArn) < 200
        ? { inForceFromMs: 100, timeoutSeconds: 60 }
        : { inForceFromMs: 200, timeoutSeconds: 90 },
  })
  const connection = fakeConnection(virtualPorts(), { states })
  const queryClient = createQueryClient()
  return (startedAtMs: number): Promise<readonly KnownLimits[]> =>
    queryClient.fetchQuery({
      ...limitsQuery(connection, MACHINE, { executionArn: `${startedAtMs}`, startedAtMs }),
      staleTime: 0,
    })
}

describe('the limits of a machine', () => {
  it('hold for executions started since they are in force, up to the one they were read for', async () => {
    const known = await reader()(250)
    expect(limitsFor(known, 200)?.timeoutSeconds).toBe(90)
    expect(limitsFor(known, 250)?.timeoutSeconds).toBe(90)
    expect(limitsFor(known, 251)).toBeUndefined()
    expect(limitsFor(known, 199)).toBeUndefined()
  })

  it('are kept for older executions when the machine was changed meanwhile', async () => {
    const read = reader()
    await read(150)
    const known = await read(250)
    expect(limitsFor(known, 120)?.timeoutSeconds).toBe(60)
    expect(limitsFor(known, 220)?.timeoutSeconds).toBe(90)
    expect(limitsFor(known, 170)).toBeUndefined()
  })

  it('of one definition are one entry, however often it is read', async () => {
    const read = reader()
    await read(210)
    await read(220)
    expect(await read(230)).toHaveLength(1)
    expect(limitsFor(await read(215), 230)?.timeoutSeconds).toBe(90)
  })
})
