import { describe, expect, it } from 'vitest'
import { fakeConnection, fakeStates } from '../console/testing-connection.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import { type Definable, type KnownLimits, limitsFor, limitsQuery, newestLimits } from './limits-query.ts'
import { createQueryClient } from './query-client.ts'

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'
const MINUTE_MS = 60_000
const UNTOLD = { definition: null, lint: { kind: 'unreadable' }, mapRunArn: null } as const

/** An execution named by its start, in minutes. */
const execution = (minutes: number, stateMachineVersionArn: Definable['stateMachineVersionArn'] = null) => ({
  executionArn: `${minutes}`,
  startedAtMs: minutes * MINUTE_MS,
  stateMachineVersionArn,
  mapRunArn: null,
})

/** A machine whose limit was 60 s from minute 100 on and 90 s from minute 200 on. */
function reader() {
  const states = fakeStates({
    describeLimits: async (executionArn) =>
      Number(executionArn.split(':').at(-1)) < 200
        ? { inForceFromMs: 100 * MINUTE_MS, timeoutSeconds: 60, ...UNTOLD }
        : { inForceFromMs: 200 * MINUTE_MS, timeoutSeconds: 90, ...UNTOLD },
  })
  const connection = fakeConnection(virtualPorts(), { states })
  const queryClient = createQueryClient()
  return (of: Definable): Promise<readonly KnownLimits[]> =>
    queryClient.fetchQuery({ ...limitsQuery(connection, MACHINE, of), staleTime: 0 })
}

const secondsFor = (known: readonly KnownLimits[], of: Definable) => limitsFor(known, of)?.timeoutSeconds

describe('the limits of a machine', () => {
  it('hold for executions started since they are in force, up to the one they were read for', async () => {
    const known = await reader()(execution(250))
    expect(secondsFor(known, execution(201))).toBe(90)
    expect(secondsFor(known, execution(250))).toBe(90)
    expect(secondsFor(known, execution(251))).toBeUndefined()
    expect(secondsFor(known, execution(199))).toBeUndefined()
  })

  it('are not trusted for executions started while the update may still have been spreading', async () => {
    const read = reader()
    const known = await read(execution(250))
    expect(secondsFor(known, execution(200.99))).toBeUndefined()
    expect(secondsFor(await read(execution(200.99)), execution(200.99))).toBe(90)
  })

  it('are kept for older executions when the machine was changed meanwhile', async () => {
    const read = reader()
    await read(execution(150))
    const known = await read(execution(250))
    expect(secondsFor(known, execution(120))).toBe(60)
    expect(secondsFor(known, execution(220))).toBe(90)
    expect(secondsFor(known, execution(170))).toBeUndefined()
  })

  it('of a published version hold for every execution of that version, and for no other', async () => {
    const known = await reader()(execution(250, 'v2'))
    expect(secondsFor(known, execution(300, 'v2'))).toBe(90)
    expect(secondsFor(known, execution(240, 'v1'))).toBeUndefined()
    expect(secondsFor(known, execution(240, null))).toBeUndefined()
  })

  it('hold for an execution that no list has shown only if they were read for it', async () => {
    const unlisted = (minutes: number) => ({ ...execution(minutes), stateMachineVersionArn: undefined })
    const known = await reader()(unlisted(250))
    expect(secondsFor(known, unlisted(250))).toBe(90)
    expect(secondsFor(known, unlisted(240))).toBeUndefined()
  })

  it("of a Distributed Map's child hold for the children of its Map Run, whenever they started, and for no other", async () => {
    const child = (minutes: number, mapRunArn: string | null) => ({
      ...execution(minutes),
      executionArn: `arn:aws:states:eu-west-1:123456789012:execution:Orders/Each:${minutes}`,
      mapRunArn,
    })
    const known = await reader()(child(250, 'run'))
    for (const minutes of [120, 240, 250, 900])
      expect(secondsFor(known, child(minutes, 'run'))).toBe(secondsFor(known, child(250, null)))
    expect(secondsFor(known, child(250, null))).toBe(90)
    expect(secondsFor(known, child(240, 'another run'))).toBeUndefined()
    expect(secondsFor(known, child(240, null))).toBeUndefined()
  })

  it('of one definition are one entry, however often it is read', async () => {
    const read = reader()
    await read(execution(210))
    await read(execution(220))
    expect(await read(execution(230))).toHaveLength(1)
    expect(secondsFor(await read(execution(215)), execution(230))).toBe(90)
  })

  it.each([
    ['read last', [150, 250]],
    ['read first', [250, 150]],
  ])('are newest where they were put in force last, %s', async (_what, order) => {
    const read = reader()
    let known: readonly KnownLimits[] = []
    for (const minutes of order) known = await read(execution(minutes))
    expect(newestLimits(known)).toMatchObject({ timeoutSeconds: 90, executionArn: '250' })
    expect(newestLimits([])).toBeUndefined()
  })

  it('are newest by the start of their execution where AWS does not say since when they are in force', async () => {
    const [dated] = await reader()(execution(150))
    if (dated === undefined) throw new Error('nothing read')
    const undated = { ...dated, inForceFromMs: Number.POSITIVE_INFINITY }
    const later = { ...undated, executionArn: 'later', startedAtMs: dated.startedAtMs + 1 }
    expect(newestLimits([later, undated])).toBe(later)
    expect(newestLimits([later, dated])).toBe(dated)
  })
})
